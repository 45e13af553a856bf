/* SPDX-License-Identifier: Apache-2.0 */
/* See wire.h. */
#include "tests/recovery/wire.h"

#include <stdlib.h>
#include <string.h>

#define LENGTH_LEN  2u
#define RAW_PER_4   3u
#define CRC_POLY    0x1021u
#define LINE_FEED   '\n'
#define LINE_OF_RAW 93u

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint16_t wire_crc(const uint8_t *p, uint32_t len)
{
    uint32_t crc = 0;

    for (uint32_t i = 0; i < len; i++) {
        crc ^= (uint32_t)p[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 0x8000u) != 0 ? crc << 1 ^ CRC_POLY : crc << 1;
        }
    }
    return (uint16_t)crc;
}

void wire_raw(struct wire *w, const void *src, uint32_t len)
{
    if (len > WIRE_MAX - w->len) {
        abort();
    }
    if (len > 0) {
        memcpy(w->bytes + w->len, src, len);
    }
    w->len += len;
}

void wire_text(struct wire *w, const char *text)
{
    wire_raw(w, text, (uint32_t)strlen(text));
}

uint32_t wire_base64(const uint8_t *src, uint32_t len, uint8_t *dst)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < len; i += RAW_PER_4) {
        uint32_t have = len - i < RAW_PER_4 ? len - i : RAW_PER_4;
        uint32_t bits = 0;

        for (uint32_t b = 0; b < RAW_PER_4; b++) {
            bits = bits << 8 | (b < have ? src[i + b] : 0u);
        }
        for (uint32_t c = 0; c < 4; c++) {
            dst[count++] =
                c <= have ? (uint8_t)alphabet[bits >> (18 - 6 * c) & 63u] : '=';
        }
    }
    return count;
}

static void put_16(uint8_t *p, uint32_t value)
{
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

void wire_message(struct wire_message *m, const struct wire_header *h,
                  const struct pack *payload)
{
    m->bytes[0] = h->first;
    m->bytes[1] = h->flags;
    put_16(m->bytes + 2, h->len);
    put_16(m->bytes + 4, h->group);
    m->bytes[6] = h->sequence;
    m->bytes[7] = h->id;
    if (payload->len > WIRE_PACKET_MAX - WIRE_HEADER_LEN) {
        abort();
    }
    memcpy(m->bytes + WIRE_HEADER_LEN, payload->bytes, payload->len);
    m->len = WIRE_HEADER_LEN + payload->len;
}

uint32_t wire_packet(const struct wire_message *m, uint8_t *packet)
{
    if (m->len > WIRE_PACKET_MAX - LENGTH_LEN - WIRE_CRC_LEN) {
        abort();
    }
    put_16(packet, m->len + WIRE_CRC_LEN);
    memcpy(packet + LENGTH_LEN, m->bytes, m->len);
    put_16(packet + LENGTH_LEN + m->len, wire_crc(m->bytes, m->len));
    return LENGTH_LEN + m->len + WIRE_CRC_LEN;
}

static void put_line(struct wire *w, bool first, const uint8_t *text,
                     uint32_t len)
{
    wire_raw(w, first ? "\x06\x09" : "\x04\x14", 2);
    wire_raw(w, text, len);
    wire_raw(w, "\n", 1);
}

void wire_whole(struct wire *w, const uint8_t *packet, uint32_t len,
                uint32_t width)
{
    static uint8_t text[WIRE_PACKET_MAX * 4 / 3 + 4];
    uint32_t count = wire_base64(packet, len, text);

    for (uint32_t i = 0; i < count; i += width) {
        put_line(w, i == 0, text + i, count - i < width ? count - i : width);
    }
}

void wire_lines(struct wire *w, const uint8_t *packet, uint32_t len,
                uint32_t raw)
{
    static uint8_t text[WIRE_PACKET_MAX * 4 / 3 + 4];

    for (uint32_t i = 0; i < len; i += raw) {
        uint32_t have = len - i < raw ? len - i : raw;

        put_line(w, i == 0, text, wire_base64(packet + i, have, text));
    }
}

void wire_send(struct wire *w, const struct wire_message *m)
{
    uint8_t packet[WIRE_PACKET_MAX];
    uint32_t len = wire_packet(m, packet);

    wire_whole(w, packet, len, WIRE_WIDTH);
}

/* ---- what comes back ---- */

static int digit_of(uint8_t c)
{
    const char *at = c == 0 ? NULL : strchr(alphabet, c);

    return at == NULL ? -1 : (int)(at - alphabet);
}

/* One line that stands for itself; bytes decoded, or -1. */
static int decode_line(const uint8_t *text, uint32_t len, uint8_t *dst)
{
    int count = 0;

    for (uint32_t i = 0; i < len; i += 4) {
        uint32_t pads = 0;
        uint32_t bits = 0;

        for (uint32_t c = 0; c < 4; c++) {
            int digit = digit_of(text[i + c]);

            if (digit < 0 && (text[i + c] != '=' || i + 4 != len || c < 2)) {
                return -1;
            }
            if (digit >= 0 && pads > 0) {
                return -1;
            }
            pads += digit < 0 ? 1 : 0;
            bits = bits << 6 | (digit < 0 ? 0u : (uint32_t)digit);
        }
        if ((bits & ((1u << 8 * pads) - 1)) != 0) {
            return -1; /* bits that belong to nothing are zero */
        }
        for (uint32_t b = 0; b < RAW_PER_4 - pads; b++) {
            dst[count++] = (uint8_t)(bits >> (16 - 8 * b));
        }
    }
    return count;
}

/* The bytes of all lines of one packet, which knows its own length. */
struct taking {
    uint8_t packet[WIRE_PACKET_MAX + LINE_OF_RAW];
    uint32_t len;
    uint32_t used; /* of what was heard */
};

static uint32_t expected_len(const struct taking *t)
{
    return LENGTH_LEN + (uint32_t)(t->packet[0] << 8 | t->packet[1]);
}

static const char *take_line(struct taking *t, const uint8_t *p, uint32_t len)
{
    const char *marker = t->used == 0 ? "\x06\x09" : "\x04\x14";
    const uint8_t *text = p + t->used + 2;
    uint32_t count = 0;
    int raw;

    if (len - t->used < 3 || memcmp(p + t->used, marker, 2) != 0) {
        return "a line without its marker";
    }
    while (t->used + 2 + count < len && text[count] != LINE_FEED) {
        count++;
    }
    if (t->used + 2 + count == len) {
        return "a line without its end";
    }
    if (count == 0 || count > WIRE_WIDTH || count % 4 != 0) {
        return "a line of another length than 4, 8 .. 124 characters";
    }
    raw = decode_line(text, count, t->packet + t->len);
    if (raw < 0) {
        return "a line that is no base64 by itself";
    }
    t->len += (uint32_t)raw;
    t->used += 2 + count + 1;
    return NULL;
}

uint32_t wire_take(const uint8_t *p, uint32_t len, struct wire_message *m,
                   const char **wrong)
{
    static struct taking t;

    t.len = 0;
    t.used = 0;
    m->len = 0;
    do {
        *wrong = take_line(&t, p, len);
        if (*wrong == NULL && t.len >= WIRE_PACKET_MAX) {
            *wrong = "a packet that does not end";
        }
    } while (*wrong == NULL && (t.len < 2 || t.len < expected_len(&t)));
    if (*wrong != NULL) {
        return t.used;
    }
    if (t.len != expected_len(&t) ||
        t.len < LENGTH_LEN + WIRE_HEADER_LEN + WIRE_CRC_LEN) {
        *wrong = "a packet of a wrong length";
        return t.used;
    }
    m->len = t.len - LENGTH_LEN - WIRE_CRC_LEN;
    memcpy(m->bytes, t.packet + LENGTH_LEN, m->len);
    if (wire_crc(t.packet + LENGTH_LEN, m->len + WIRE_CRC_LEN) != 0) {
        *wrong = "a packet with a wrong CRC";
    }
    return t.used;
}
