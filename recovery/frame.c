/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console framing of SMP, received character by character. No line is
 * kept: what a line decodes to goes straight into the packet, so a line may be
 * of any length and be cut anywhere.
 *
 * state    | event                               | next
 * ---------|-------------------------------------|---------
 * any      | 06 09                               | BODY, nothing decoded
 * BETWEEN  | 04 14                               | BODY
 * BODY     | LF, more to come                    | BETWEEN
 * BODY     | LF, length reached and CRC right    | COMPLETE
 * BODY     | what no packet can hold             | WAITS
 * COMPLETE | frame_next()                        | WAITS
 *
 * In WAITS and BETWEEN every other byte is passed over: noise, text, empty
 * lines. Neither byte of a marker is a character of base64.
 *
 * Source: SPEC, Serial recovery; RFC 4648, section 4.
 */
#include "recovery/frame.h"

#include "base/memory.h"
#include "iface/serial.h"

enum frame_state { WAITS = 0, BETWEEN, BODY, COMPLETE };

#define LENGTH_LEN 2
#define CRC_LEN    2
#define START      0x0609
#define MORE       0x0414

#define LINE_RAW_LEN 93 /* 124 characters */
#define LINE_LEN     (2 + LINE_RAW_LEN / 3 * 4 + 1)

/* The alphabet of base64: runs of characters, in the order of values. */
static const struct run {
    uint8_t first;
    uint8_t count;
} runs[] = {{'A', 26}, {'a', 26}, {'0', 10}, {'+', 1}, {'/', 1}};

#define RUN_COUNT (sizeof(runs) / sizeof(runs[0]))

/* Returns the value of a character, or 64 if it is none of base64. */
static uint32_t digit_value(uint8_t c)
{
    uint32_t value = 0;

    for (uint32_t i = 0; i < RUN_COUNT; i++) {
        uint32_t n = (uint32_t)c - runs[i].first;

        if (n < runs[i].count) {
            return value + n;
        }
        value += runs[i].count;
    }
    return value;
}

static uint8_t digit_char(uint32_t value)
{
    const struct run *run = runs;

    while (value >= run->count) {
        value -= run->count;
        run++;
    }
    return (uint8_t)(run->first + value);
}

/* CRC-16/XMODEM; over a message and its own CRC it is 0. */
static uint32_t crc_of(const uint8_t *p, uint32_t len)
{
    uint32_t crc = 0;

    for (uint32_t i = 0; i < len; i++) {
        uint32_t x = (crc >> 8) ^ p[i];

        x ^= x >> 4;
        crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xffff;
    }
    return crc;
}

static void put_be16(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

/* Takes a byte of the packet; false if it can not be there. */
static bool take_byte(struct frame *f, uint8_t byte)
{
    if (f->len == f->want) {
        return false;
    }
    f->packet[f->len++] = byte;
    if (f->len != LENGTH_LEN) {
        return true;
    }
    f->want = LENGTH_LEN + ((uint32_t)f->packet[0] << 8 | byte);
    return f->want >= LENGTH_LEN + FRAME_MESSAGE_MIN + CRC_LEN &&
           f->want <= FRAME_PACKET_LEN;
}

/* Takes a character of a body; false if it can not be there. */
static bool take_digit(struct frame *f, uint8_t c)
{
    uint32_t value = digit_value(c);

    if (c == '=') {
        /* 4 or 2 bits wait behind the second or third character of four: they
         * belong to no byte, and each '=' stands for two of them */
        f->is_padded = true;
        if (f->bit_count % 6 == 0 ||
            (f->bits & ((1u << f->bit_count) - 1)) != 0) {
            return false;
        }
        f->bit_count = (uint8_t)(f->bit_count - 2);
        return true;
    }
    if (value > 63 || f->is_padded) {
        return false;
    }
    f->bits = f->bits << 6 | value;
    f->bit_count = (uint8_t)(f->bit_count + 6);
    if (f->bit_count < 8) {
        return true;
    }
    f->bit_count = (uint8_t)(f->bit_count - 8);
    return take_byte(f, (uint8_t)(f->bits >> f->bit_count));
}

/* Ends a line of a body; bits that are no byte yet go on in the next one. */
static uint8_t end_line(struct frame *f)
{
    f->is_padded = false;
    if (f->len != f->want || f->bit_count != 0) {
        return BETWEEN;
    }
    return crc_of(f->packet + LENGTH_LEN, f->len - LENGTH_LEN) == 0 ? COMPLETE
                                                                    : WAITS;
}

void frame_open(struct frame *f)
{
    f->last = 0;
    frame_next(f);
}

void frame_take(struct frame *f, uint8_t byte)
{
    uint32_t pair = (uint32_t)f->last << 8 | byte;

    if (f->state == COMPLETE) {
        return;
    }
    f->last = byte;
    if (pair == START) {
        frame_next(f);
        f->state = BODY;
    } else if (f->state == BETWEEN && pair == MORE) {
        f->state = BODY;
    } else if (f->state == BODY && byte == '\n') {
        f->state = end_line(f);
    } else if (f->state == BODY && byte != '\r' && !take_digit(f, byte)) {
        f->state = WAITS;
    }
}

const uint8_t *frame_message(const struct frame *f, uint32_t *len)
{
    *len = 0;
    if (f->state != COMPLETE) {
        return NULL;
    }
    *len = f->len - LENGTH_LEN - CRC_LEN;
    return f->packet + LENGTH_LEN;
}

bool frame_is_open(const struct frame *f)
{
    return f->state == BETWEEN || f->state == BODY;
}

void frame_next(struct frame *f)
{
    f->len = 0;
    f->want = FRAME_PACKET_LEN;
    f->bit_count = 0;
    f->is_padded = false;
    f->state = WAITS;
}

/* Encodes 3 bytes, of which len are there and the others 0. */
static void put_group(uint8_t *out, const uint8_t *p, uint32_t len)
{
    uint32_t bits = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];

    for (uint32_t i = 0; i < 4; i++) {
        out[i] = i > len ? '=' : digit_char(bits >> 18 & 0x3f);
        bits <<= 6;
    }
}

void frame_send(uint8_t *packet, uint32_t len)
{
    const uint8_t *end = packet + FRAME_HEAD + len + CRC_LEN;
    uint8_t line[LINE_LEN];

    put_be16(packet, len + CRC_LEN);
    put_be16(packet + FRAME_HEAD + len, crc_of(packet + FRAME_HEAD, len));
    put_be16(packet + FRAME_HEAD + len + CRC_LEN, 0); /* what a group reads */
    put_be16(line, START);
    do {
        uint32_t n = 2;

        do {
            put_group(line + n, packet, (uint32_t)(end - packet));
            packet += 3;
            n += 4;
        } while (n < LINE_LEN - 1 && packet < end);
        line[n] = '\n';
        serial_write(line, n + 1);
        put_be16(line, MORE);
    } while (packet < end);
}
