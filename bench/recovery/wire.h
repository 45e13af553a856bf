/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line in virtual time between a chip and a client: a UART with the chips'
 * FIFOs of 128 bytes, or their USB Serial/JTAG, which sends and takes packets
 * of 64 bytes and lets the host wait. Implements iface/serial.h and
 * iface/ticks.h through port/sim/sim_serial.h. What stands on it is
 * client.c's business.
 *
 * Time moves only in wire_pass(): by what the chip computes, by what its flash
 * takes, and by waiting.
 */
#ifndef BENCH_RECOVERY_WIRE_H
#define BENCH_RECOVERY_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#define WIRE_FIFO_MAX 128  /* bytes, UART; USB: 64 */
#define WIRE_SENT_MAX 8192 /* bytes of a request on the line */

#define WIRE_MS 1000000u /* ns */

/** How fast a line is. */
struct wire_kind {
    uint32_t fifo_len;   /* bytes; USB: a packet */
    uint32_t byte_ns;    /* UART: 10 bits; 0: USB */
    uint32_t packet_ns;  /* USB: from one packet to the next; 0: UART */
    uint32_t compute_ns; /* of the chip, for each byte that it takes or sends */
};

/** A line; zero it but for kind, answered and what was read. */
struct wire {
    struct wire_kind kind;
    const uint64_t *read_len; /* bytes that the chip has read of its flash */
    uint32_t read_ns;         /* of each */
    uint64_t paid_len;        /* bytes whose time has passed */
    /* The chip has sent bytes, and the last of them has left at that time. */
    void (*answered)(void *context, const uint8_t *bytes, uint32_t len,
                     uint64_t left_ns);
    void *context;
    uint64_t now_ns;
    /* towards the chip */
    uint8_t sent[WIRE_SENT_MAX];
    uint32_t sent_len; /* bytes of the request */
    uint32_t come_len; /* of them, come into the FIFO */
    uint32_t lost_len; /* bytes that found the FIFO full */
    uint64_t begin_ns; /* when the request's first bit stands on the line */
    uint64_t next_ns;  /* when the next byte or packet will have come */
    uint64_t come_ns;  /* when the last byte has come */
    uint64_t line_ns;  /* when the last continuation line began */
    uint64_t pause_ns; /* from the begin of a line to that of the next one */
    uint8_t fifo[WIRE_FIFO_MAX];
    uint32_t fifo_len;
    /* from the chip */
    uint64_t free_ns; /* when the last byte will have left */
    /* where the time went */
    uint64_t line_total_ns;  /* bytes were on the line, either way */
    uint64_t flash_total_ns; /* the flash was busy and the line silent */
};

/**
 * Connects the chip to a line.
 *
 * @param[in,out] wire  kind and answered are set; must outlive the connection
 */
void wire_connect(struct wire *wire);

/**
 * Puts a request on the line.
 *
 * @param[in,out] wire   line whose last request has come
 * @param[in]     bytes  request
 * @param[in]     len    bytes, up to WIRE_SENT_MAX
 * @param[in]     at_ns  when its first bit may be on the line
 */
void wire_send(struct wire *wire, const uint8_t *bytes, uint32_t len,
               uint64_t at_ns);

/**
 * Lets time pass in which the chip computes or waits.
 *
 * @param[in,out] wire  line
 * @param[in]     ns    how long
 */
void wire_pass(struct wire *wire, uint64_t ns);

/**
 * Lets time pass in which the flash is busy.
 *
 * @param[in,out] wire  line
 * @param[in]     ns    how long
 */
void wire_pass_flash(struct wire *wire, uint64_t ns);

/**
 * Lets the time pass that reading the flash has taken until now. Happens by
 * itself whenever the chip looks at its line.
 *
 * @param[in,out] wire  line
 */
void wire_pass_reads(struct wire *wire);

/**
 * Lets time pass until something comes.
 *
 * @param[in,out] wire  line
 *
 * @retval true   something has
 * @retval false  nothing is on its way
 */
bool wire_wait(struct wire *wire);

#endif
