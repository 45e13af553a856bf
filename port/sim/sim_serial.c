/* SPDX-License-Identifier: Apache-2.0 */
/* See sim_serial.h. One device runs at a time, so there is one line. */
#include "port/sim/sim_serial.h"

#include <string.h>

#include "iface/serial.h"
#include "iface/ticks.h"

static struct sim_serial line;

uint32_t serial_read(uint8_t *dst, uint32_t len)
{
    return line.read == NULL ? 0 : line.read(line.context, dst, len);
}

void serial_write(const uint8_t *src, uint32_t len)
{
    if (line.write != NULL) {
        line.write(line.context, src, len);
    }
}

void serial_drain(void)
{
    if (line.drain != NULL) {
        line.drain(line.context);
    }
}

uint32_t ticks_ms(void)
{
    return line.now_ms == NULL ? 0 : line.now_ms(line.context);
}

void sim_serial_open(const struct sim_serial *other_end)
{
    line = *other_end;
}

void sim_serial_close(void)
{
    line = (struct sim_serial){0};
}

/* The wire */

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t wire_read(void *context, uint8_t *dst, uint32_t len)
{
    struct sim_wire *wire = context;
    uint32_t n = smaller(len, wire->in_len);
    if (wire->in_read_max != 0) {
        n = smaller(n, wire->in_read_max);
    }
    if (n > 0) {
        memcpy(dst, wire->in, n);
        wire->in += n;
        wire->in_len -= n;
    }
    return n;
}

static void wire_write(void *context, const uint8_t *src, uint32_t len)
{
    struct sim_wire *wire = context;
    uint32_t n = smaller(len, wire->out_room - wire->out_len);
    wire->out_is_full |= n < len;
    if (n > 0) {
        memcpy(wire->out + wire->out_len, src, n);
        wire->out_len += n;
    }
}

static void wire_drain(void *context)
{
    struct sim_wire *wire = context;
    wire->drain_count++;
}

static uint32_t wire_now_ms(void *context)
{
    const struct sim_wire *wire = context;
    return wire->ms;
}

void sim_wire_open(struct sim_wire *wire, uint8_t *out, uint32_t room)
{
    *wire = (struct sim_wire){.out = out, .out_room = room};
    sim_serial_open(&(struct sim_serial){.read = wire_read,
                                         .write = wire_write,
                                         .drain = wire_drain,
                                         .now_ms = wire_now_ms,
                                         .context = wire});
}

void sim_wire_feed(struct sim_wire *wire, const void *bytes, uint32_t len)
{
    wire->in = bytes;
    wire->in_len = len;
}
