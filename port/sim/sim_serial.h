/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's line and clock: implements iface/serial.h and
 * iface/ticks.h by handing on to whoever was named, a file descriptor of
 * `sallyport sim` or a test. Without anybody the line is dead and time stands
 * still at 0.
 *
 * For tests there is a wire between two buffers, with a clock that is set by
 * hand. To let bytes arrive while the flash is busy, as on a chip, give the
 * flash a hook that calls recovery_receive() (struct flash, busy).
 */
#ifndef PORT_SIM_SIM_SERIAL_H
#define PORT_SIM_SIM_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/** The other end of the line; each function may be NULL. */
struct sim_serial {
    /* As serial_read(); NULL: nothing ever arrives. */
    uint32_t (*read)(void *context, uint8_t *dst, uint32_t len);
    /* As serial_write(); NULL: dropped. */
    void (*write)(void *context, const uint8_t *src, uint32_t len);
    /* As serial_drain(). */
    void (*drain)(void *context);
    /* As ticks_ms(); NULL: always 0. */
    uint32_t (*now_ms)(void *context);
    void *context;
};

/**
 * Connects a line.
 *
 * @param[in] line  copied; its context must outlive the connection
 */
void sim_serial_open(const struct sim_serial *line);

/**
 * Takes the line off: dead again, and no time.
 */
void sim_serial_close(void);

/** A wire of a test, which may read and change all of it at any time. */
struct sim_wire {
    const uint8_t *in;    /* next byte for the device, moves on as it reads */
    uint32_t in_len;      /* bytes that it has yet to read */
    uint32_t in_read_max; /* bytes that one read gives; 0: all there are */
    uint8_t *out;         /* what the device has sent */
    uint32_t out_room;    /* bytes */
    uint32_t out_len;     /* bytes sent */
    bool out_is_full;     /* bytes were lost because out_room ended */
    uint32_t drain_count; /* calls of serial_drain() */
    uint32_t ms;          /* time, set by the test */
};

/**
 * Connects a wire on which nothing has happened.
 *
 * @param[out] wire  must outlive the connection
 * @param[in]  out   where the device's bytes go
 * @param[in]  room  bytes
 */
void sim_wire_open(struct sim_wire *wire, uint8_t *out, uint32_t room);

/**
 * Lets bytes arrive, in place of what has not been read.
 *
 * @param[in,out] wire   wire
 * @param[in]     bytes  must stay until they were read
 * @param[in]     len    bytes
 */
void sim_wire_feed(struct sim_wire *wire, const void *bytes, uint32_t len);

#endif
