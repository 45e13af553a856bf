/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See wire.h. The bytes of a request are on their way at once; they come into
 * the FIFO whenever somebody looks, as of the times at which they have come.
 */
#include "bench/recovery/wire.h"

#include <stdlib.h>
#include <string.h>

#include "port/sim/sim_serial.h"

#define LINE_GOES_ON 0x04 /* first byte of a continuation line */

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Time of a byte, or on USB its share of a full packet. */
static uint64_t byte_time(const struct wire *wire)
{
    return wire->kind.byte_ns != 0 ? wire->kind.byte_ns
                                   : wire->kind.packet_ns / wire->kind.fifo_len;
}

static uint64_t request_end(const struct wire *wire)
{
    uint32_t left = wire->sent_len - wire->come_len;
    return left == 0 ? wire->next_ns : wire->next_ns + left * byte_time(wire);
}

/* When the next byte or packet will have come; some clients pause between the
 * lines of a request. */
static void plan(struct wire *wire)
{
    if (wire->sent[wire->come_len] == LINE_GOES_ON) {
        wire->line_ns = later(wire->next_ns, wire->line_ns + wire->pause_ns);
        wire->next_ns = wire->line_ns;
    }
    wire->next_ns += wire->kind.byte_ns + wire->kind.packet_ns;
}

/* Some have come; the rest follows. */
static void come(struct wire *wire, uint32_t len, uint64_t at_ns)
{
    wire->line_total_ns += len * byte_time(wire);
    wire->come_len += len;
    wire->come_ns = at_ns;
    wire->next_ns = at_ns;
    if (wire->come_len < wire->sent_len) {
        plan(wire);
    }
}

/* UART */

static void uart_come(struct wire *wire)
{
    while (wire->come_len < wire->sent_len && wire->next_ns <= wire->now_ns) {
        if (wire->fifo_len < wire->kind.fifo_len) {
            wire->fifo[wire->fifo_len++] = wire->sent[wire->come_len];
        } else {
            wire->lost_len++;
        }
        come(wire, 1, wire->next_ns);
    }
}

/* USB: a packet comes if the one before was taken. */

static void usb_come(struct wire *wire)
{
    const uint8_t *next = wire->sent + wire->come_len;
    uint32_t left = wire->sent_len - wire->come_len;
    if (wire->fifo_len > 0 || left == 0 || wire->next_ns > wire->now_ns) {
        return;
    }
    left = smaller(left, wire->kind.fifo_len);
    const uint8_t *line = memchr(next + 1, LINE_GOES_ON, left - 1);
    if (wire->pause_ns != 0 && line != NULL) {
        left = (uint32_t)(line - next);
    }
    memcpy(wire->fifo, next, left);
    wire->fifo_len = left;
    come(wire, left, wire->now_ns);
}

static void bytes_come(struct wire *wire)
{
    if (wire->kind.byte_ns != 0) {
        uart_come(wire);
    } else {
        usb_come(wire);
    }
}

/* The chip's side */

static uint32_t chip_read(void *context, uint8_t *dst, uint32_t len)
{
    struct wire *wire = context;
    wire_pass_reads(wire);
    bytes_come(wire);
    uint32_t n = smaller(len, wire->fifo_len);
    if (n > 0) {
        memcpy(dst, wire->fifo, n);
        wire->fifo_len -= n;
        memmove(wire->fifo, wire->fifo + n, wire->fifo_len);
        wire_pass(wire, (uint64_t)n * wire->kind.compute_ns);
    }
    return n;
}

/* Waits only for room in the FIFO. */
static void chip_write(void *context, const uint8_t *src, uint32_t len)
{
    struct wire *wire = context;
    uint64_t held = byte_time(wire) * wire->kind.fifo_len;
    wire_pass_reads(wire);
    wire_pass(wire, (uint64_t)len * wire->kind.compute_ns);
    wire->free_ns = later(wire->free_ns, wire->now_ns) + len * byte_time(wire);
    wire->line_total_ns += len * byte_time(wire);
    if (wire->free_ns > wire->now_ns + held) {
        wire_pass(wire, wire->free_ns - held - wire->now_ns);
    }
    wire->answered(wire->context, src, len, wire->free_ns);
}

static void chip_drain(void *context)
{
    struct wire *wire = context;
    if (wire->free_ns > wire->now_ns) {
        wire_pass(wire, wire->free_ns - wire->now_ns);
    }
}

static uint32_t chip_ms(void *context)
{
    struct wire *wire = context;
    wire_pass_reads(wire);
    return (uint32_t)(wire->now_ns / WIRE_MS);
}

void wire_connect(struct wire *wire)
{
    sim_serial_open(&(struct sim_serial){.read = chip_read,
                                         .write = chip_write,
                                         .drain = chip_drain,
                                         .now_ms = chip_ms,
                                         .context = wire});
}

void wire_send(struct wire *wire, const uint8_t *bytes, uint32_t len,
               uint64_t at_ns)
{
    if (len > WIRE_SENT_MAX || wire->come_len != wire->sent_len) {
        abort(); /* a client that does not wait for its answer */
    }
    memcpy(wire->sent, bytes, len);
    wire->sent_len = len;
    wire->come_len = 0;
    wire->begin_ns = at_ns;
    wire->line_ns = at_ns;
    wire->next_ns = at_ns;
    plan(wire);
}

void wire_pass(struct wire *wire, uint64_t ns)
{
    wire->now_ns += ns;
}

void wire_pass_flash(struct wire *wire, uint64_t ns)
{
    uint64_t end = request_end(wire);
    bool is_busy = wire->now_ns >= wire->begin_ns && wire->now_ns < end;
    wire->flash_total_ns += is_busy ? 0 : ns;
    wire_pass(wire, ns);
}

void wire_pass_reads(struct wire *wire)
{
    uint64_t len = *wire->read_len - wire->paid_len;
    wire->paid_len += len;
    wire_pass_flash(wire, len * wire->read_ns);
}

bool wire_wait(struct wire *wire)
{
    if (wire->fifo_len > 0) {
        return true;
    }
    if (wire->come_len == wire->sent_len) {
        return false;
    }
    wire->now_ns = later(wire->now_ns, wire->next_ns);
    return true;
}
