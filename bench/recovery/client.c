/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See client.h. Written from SPEC and apart from recovery/, whose framing and
 * CBOR it meets on the line.
 */
#include "bench/recovery/client.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

#define HEADER_LEN 8
#define LINE_CHARS 124
#define PACKET_MAX 5120

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* A packet that grows. */
struct packet {
    uint8_t p[PACKET_MAX];
    uint32_t len;
};

static void put(struct packet *packet, const void *bytes, uint32_t len)
{
    if (len > PACKET_MAX - packet->len) {
        abort(); /* a model with longer requests needs more room */
    }
    memcpy(packet->p + packet->len, bytes, len);
    packet->len += len;
}

static void put_byte(struct packet *packet, uint32_t byte)
{
    uint8_t value = (uint8_t)byte;
    put(packet, &value, 1);
}

/* RFC 8949: a major type with its number. */
static void put_head(struct packet *packet, uint32_t major, uint32_t number)
{
    uint32_t wide = number < 24 ? 0 : number < 256 ? 1 : number < 65536 ? 2 : 4;
    uint32_t code = wide == 0 ? number : wide == 1 ? 24 : wide == 2 ? 25 : 26;
    put_byte(packet, major << 5 | code);
    for (; wide > 0; wide--) {
        put_byte(packet, number >> (8 * (wide - 1)));
    }
}

static void put_text(struct packet *packet, const char *text)
{
    put_head(packet, 3, (uint32_t)strlen(text));
    put(packet, text, (uint32_t)strlen(text));
}

static void put_pair(struct packet *packet, const struct client *client,
                     char key)
{
    switch (key) {
    case 'd':
        put_text(packet, "data");
        put_head(packet, 2, client->asked - client->off);
        put(packet, client->file + client->off, client->asked - client->off);
        break;
    case 'i':
        put_text(packet, "image");
        put_head(packet, 0, 0);
        break;
    case 'l':
        put_text(packet, "len");
        put_head(packet, 0, client->len);
        break;
    case 'o':
        put_text(packet, "off");
        put_head(packet, 0, client->off);
        break;
    case 's':
        put_text(packet, "sha");
        put_head(packet, 2, HASH_LEN);
        put(packet, client->sha, HASH_LEN);
        break;
    default:
        put_text(packet, "upgrade");
        put_byte(packet, 0xf4); /* false */
        break;
    }
}

/* CRC-16/XMODEM */
static uint16_t crc_of(const uint8_t *p, uint32_t len)
{
    uint32_t crc = 0;
    for (uint32_t i = 0; i < len; i++) {
        crc ^= (uint32_t)p[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 0x8000u) != 0 ? crc << 1 ^ 0x1021u : crc << 1;
        }
    }
    return (uint16_t)crc;
}

static void packet_fill(struct packet *packet, const struct client *client,
                        const char *keys)
{
    uint8_t *message = packet->p + 2;
    packet->len = 2 + HEADER_LEN;
    put_head(packet, 5, (uint32_t)strlen(keys));
    for (; *keys != '\0'; keys++) {
        put_pair(packet, client, *keys);
    }
    uint32_t len = packet->len - 2;
    uint32_t payload = len - HEADER_LEN;
    const uint8_t header[HEADER_LEN] = {
        (uint8_t)(2 | client->model->version << 3),
        0,
        (uint8_t)(payload >> 8),
        (uint8_t)payload,
        0,
        1, /* group: images */
        client->sequence,
        1, /* upload */
    };
    memcpy(message, header, HEADER_LEN);
    uint16_t crc = crc_of(message, len);
    put_byte(packet, crc >> 8);
    put_byte(packet, crc);
    packet->p[0] = (uint8_t)((len + 2) >> 8);
    packet->p[1] = (uint8_t)(len + 2);
}

/* Lines, as those send them that encode a packet as a whole. */

struct text {
    uint8_t p[WIRE_SENT_MAX];
    uint32_t len;
    uint32_t chars; /* in this line */
};

static void text_put(struct text *text, char c)
{
    if (text->chars == LINE_CHARS) {
        memcpy(text->p + text->len, "\n\x04\x14", 3);
        text->len += 3;
        text->chars = 0;
    }
    text->p[text->len++] = (uint8_t)c;
    text->chars++;
}

static void text_put_group(struct text *text, const uint8_t *p, uint32_t len)
{
    uint32_t bits = (uint32_t)p[0] << 16;
    bits |= len > 1 ? (uint32_t)p[1] << 8 : 0;
    bits |= len > 2 ? p[2] : 0;
    for (uint32_t i = 0; i < 4; i++) {
        bool is_data = i <= len;
        text_put(text, is_data ? alphabet[bits >> (18 - 6 * i) & 63] : '=');
    }
}

static void request_send(struct client *client, uint64_t at_ns)
{
    static struct packet packet;
    static struct text text;
    const struct client_model *model = client->model;
    bool is_first = client->off == 0;
    uint32_t len = is_first ? model->first_len : model->next_len;
    uint32_t left = client->len - client->off;
    client->asked = client->off + (len < left ? len : left);
    client->sequence++;
    packet_fill(&packet, client,
                is_first ? model->first_keys : model->next_keys);
    memcpy(text.p, "\x06\x09", 2);
    text.len = 2;
    text.chars = 0;
    for (uint32_t i = 0; i < packet.len; i += 3) {
        text_put_group(&text, packet.p + i, packet.len - i);
    }
    text.p[text.len++] = '\n';
    wire_send(client->wire, text.p, text.len, at_ns);
}

/* The answer: one line, {"rc": 0, "off": number} and perhaps more. */

static uint32_t answer_decode(const char *text, uint32_t len, uint8_t *out)
{
    uint32_t bits = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < len && text[i] != '='; i++) {
        const char *at = strchr(alphabet, text[i]);
        bits = bits << 6 | (uint32_t)(at - alphabet);
        if (i % 4 != 0) {
            out[count++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
        }
    }
    return count;
}

static bool find(const uint8_t *p, uint32_t len, const char *key, uint32_t *at)
{
    uint32_t key_len = (uint32_t)strlen(key);
    for (*at = 0; *at + key_len < len; (*at)++) {
        if (memcmp(p + *at, key, key_len) == 0) {
            *at += key_len;
            return true;
        }
    }
    return false;
}

static uint32_t number_at(const uint8_t *p)
{
    uint32_t wide = p[0] < 24 ? 0 : 1u << (p[0] - 24);
    uint32_t number = wide == 0 ? p[0] : 0;
    for (uint32_t i = 1; i <= wide; i++) {
        number = number << 8 | p[i];
    }
    return number;
}

static bool answer_is_good(const struct client *client)
{
    uint8_t p[sizeof(client->answer)] = {0};
    uint32_t at;
    uint32_t len = answer_decode(client->answer + 2, client->answer_len - 3, p);
    return len > HEADER_LEN + 2 && p[8] == client->sequence &&
           find(p, len, "\x62rc", &at) && p[at] == 0 &&
           find(p, len, "\x63off", &at) && number_at(p + at) == client->asked;
}

static void answer_take(struct client *client, uint64_t at_ns)
{
    uint64_t took = at_ns - client->wire->come_ns;
    if (!answer_is_good(client)) {
        client->failed = true;
        return;
    }
    client->longest_ns = took > client->longest_ns ? took : client->longest_ns;
    client->off = client->asked;
    client->answer_len = 0;
    if (client->off == client->len) {
        client->end_ns = at_ns;
    } else {
        request_send(client, at_ns);
    }
}

static void answered(void *context, const uint8_t *bytes, uint32_t len,
                     uint64_t left_ns)
{
    struct client *client = context;
    for (uint32_t i = 0; i < len; i++) {
        if (client->answer_len == sizeof(client->answer)) {
            client->failed = true;
            return;
        }
        client->answer[client->answer_len++] = (char)bytes[i];
        if (bytes[i] == '\n') {
            answer_take(client, left_ns);
        }
    }
}

void client_open(struct client *client)
{
    struct hash h;
    hash_open(&h);
    hash_add(&h, client->file, client->len);
    hash_close(&h, client->sha);
    client->wire->answered = answered;
    client->wire->context = client;
    client->wire->pause_ns = (uint64_t)client->model->pause_ms * WIRE_MS;
    request_send(client, client->wire->now_ns);
}
