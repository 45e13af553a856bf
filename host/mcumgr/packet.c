/* SPDX-License-Identifier: Apache-2.0 */
/* See packet.h. */
#include "host/mcumgr/packet.h"

#include <string.h>

#define HEADER_LEN          8
#define HEADER_LEN_OFF      2
#define HEADER_GROUP_OFF    4
#define HEADER_SEQUENCE_OFF 6
#define HEADER_ID_OFF       7
#define CRC_LEN             2
#define CRC_POLYNOMIAL      0x1021U /* CRC-16/XMODEM */

static void put_be16(uint8_t *p, uint32_t value)
{
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

static uint16_t crc_of(const uint8_t *p, size_t len)
{
    uint32_t crc = 0;
    for (size_t i = 0; i < len; i++) {
        crc ^= (uint32_t)p[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            uint32_t out = crc & 0x8000U;
            crc = (crc << 1) ^ (out != 0 ? CRC_POLYNOMIAL : 0);
        }
    }
    return (uint16_t)crc;
}

void packet_begin(struct packet *packet, struct packet_kind kind,
                  uint8_t sequence)
{
    packet->kind = kind;
    packet->sequence = sequence;
    cbor_open(&packet->body, packet->message + HEADER_LEN,
              PACKET_MESSAGE_MAX - HEADER_LEN);
}

static void put_header(struct packet *packet)
{
    uint8_t *p = packet->message;
    p[0] = packet->kind.op; /* version bits 0: every server knows SMP v1 */
    p[1] = 0;
    put_be16(p + HEADER_LEN_OFF, packet->body.len);
    put_be16(p + HEADER_GROUP_OFF, packet->kind.group);
    p[HEADER_SEQUENCE_OFF] = packet->sequence;
    p[HEADER_ID_OFF] = packet->kind.id;
}

/* The packet that the lines carry: length field, message, CRC. */
struct stream {
    uint8_t length[2];
    const uint8_t *message;
    size_t len; /* of all */
};

static uint8_t byte_at(const struct stream *s, size_t at)
{
    if (at >= s->len) {
        return 0;
    }
    return at < sizeof(s->length) ? s->length[at]
                                  : s->message[at - sizeof(s->length)];
}

/* Writes the four characters of three bytes, or of those that are left. */
static void put_group(uint8_t *out, const struct stream *s, size_t at)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = (uint32_t)byte_at(s, at) << 16 |
                    (uint32_t)byte_at(s, at + 1) << 8 | byte_at(s, at + 2);
    for (size_t i = 0; i < 4; i++) {
        out[i] = at + i > s->len ? '=' : (uint8_t)digits[bits >> 18 & 0x3f];
        bits <<= 6;
    }
}

static void put_lines(struct packet *packet, const struct stream *s)
{
    uint8_t *out = packet->text;
    size_t column = 0;
    for (size_t at = 0; at < s->len; at += 3) {
        if (column == 0) {
            memcpy(out, at == 0 ? "\x06\x09" : "\x04\x14", 2);
            out += 2;
        }
        put_group(out, s, at);
        out += 4;
        column += 4;
        if (column == PACKET_LINE_LEN || at + 3 >= s->len) {
            *out++ = '\n';
            column = 0;
        }
    }
    packet->text_len = (size_t)(out - packet->text);
}

static void make_lines(struct packet *packet)
{
    uint32_t len = packet->message_len;
    struct stream s = {
        .message = packet->message,
        .len = sizeof(s.length) + len + CRC_LEN,
    };
    put_header(packet);
    put_be16(packet->message + len, crc_of(packet->message, len));
    put_be16(s.length, len + CRC_LEN);
    put_lines(packet, &s);
}

bool packet_end(struct packet *packet)
{
    if (packet->body.len > packet->body.max) {
        return false;
    }
    packet->message_len = HEADER_LEN + packet->body.len;
    make_lines(packet);
    return true;
}

void packet_renumber(struct packet *packet, uint8_t sequence)
{
    packet->sequence = sequence;
    make_lines(packet);
}
