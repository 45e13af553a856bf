/* SPDX-License-Identifier: Apache-2.0 */
/* See chunk.h. */
#include "host/mcumgr/chunk.h"

#define HEADER_LEN 8
#define MAP_LEN    1                     /* its head */
#define KEY_LEN(s) ((uint32_t)sizeof(s)) /* the text and its head */
#define SHA_LEN    (KEY_LEN("sha") + 2 + CHUNK_SHA_LEN)
#define FLAG_LEN   (KEY_LEN("upgrade") + 1)

/* Which keys a packet has. */
struct keys {
    bool is_first; /* len, and the two below if they are wanted */
    bool has_sha;
    bool has_upgrade;
};

/* Bytes of the head of a number, or of a string so long. */
static uint32_t head_len(uint32_t value)
{
    if (value < 24) {
        return 1;
    }
    if (value <= UINT8_MAX) {
        return 2;
    }
    return value <= UINT16_MAX ? 3 : 5;
}

/* Bytes of the map without the data and its head. */
static uint32_t frame_len(const struct chunk_file *file, uint32_t off,
                          const struct keys *keys)
{
    uint32_t len = MAP_LEN + KEY_LEN("data") + KEY_LEN("image") +
                   head_len(file->image) + KEY_LEN("off") + head_len(off);
    if (keys->is_first) {
        len += KEY_LEN("len") + head_len(file->len);
    }
    len += keys->has_sha ? SHA_LEN : 0;
    len += keys->has_upgrade ? FLAG_LEN : 0;
    return len;
}

/* Bytes of data that fit behind their own head. */
static uint32_t data_len(const struct chunk_file *file, uint32_t off,
                         const struct keys *keys, uint32_t message_max)
{
    uint32_t used = HEADER_LEN + frame_len(file, off, keys);
    uint32_t room = message_max > used ? message_max - used : 0;
    uint32_t len = file->len - off;
    len = len < room ? len : room;
    while (len > 0 && head_len(len) + len > room) {
        len--;
    }
    return len;
}

static void put_number(struct cbor_writer *body, const char *key,
                       uint32_t value)
{
    cbor_put_text(body, key);
    cbor_put_uint(body, value);
}

static void put_keys(const struct chunk_file *file, const struct keys *keys,
                     uint32_t off, uint32_t len, struct cbor_writer *body)
{
    uint32_t more = (keys->is_first ? 1U : 0U) + (keys->has_sha ? 1U : 0U) +
                    (keys->has_upgrade ? 1U : 0U);
    cbor_put_map(body, 3 + more);
    cbor_put_text(body, "data");
    cbor_put_bytes(body, file->bytes + off, len);
    put_number(body, "image", file->image);
    if (keys->is_first) {
        put_number(body, "len", file->len);
    }
    put_number(body, "off", off);
    if (keys->has_sha) {
        cbor_put_text(body, "sha");
        cbor_put_bytes(body, file->sha, CHUNK_SHA_LEN);
    }
    if (keys->has_upgrade) {
        cbor_put_text(body, "upgrade");
        cbor_put_bool(body, true);
    }
}

uint32_t chunk_put(const struct chunk_file *file, uint32_t off,
                   uint32_t message_max, struct cbor_writer *body)
{
    struct keys keys = {
        .is_first = off == 0,
        .has_sha = off == 0 && file->has_sha,
        .has_upgrade = off == 0 && file->is_upgrade,
    };
    uint32_t len = data_len(file, off, &keys, message_max);
    if (len < CHUNK_DATA_MIN && len < file->len - off) {
        keys.has_sha = false;
        len = data_len(file, off, &keys, message_max);
    }
    if (len > 0) {
        put_keys(file, &keys, off, len, body);
    }
    return len;
}
