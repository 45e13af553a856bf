/* SPDX-License-Identifier: Apache-2.0 */
/* See client.h. */
#include "tests/recovery/client.h"

#include <string.h>

#include "iface/hash.h"

#define UPLOAD    0x000101u
#define WRITE_V1  0x02u
#define WRITE_V2  0x0au
#define CBOR_TRUE 21u
#define CHUNK     512u

void client_open(struct client *c, const uint8_t *file, uint32_t len)
{
    struct hash hash;

    memset(c, 0, sizeof(*c));
    c->file = file;
    c->len = len;
    c->chunk = CHUNK;
    c->image = CLIENT_NO_IMAGE;
    c->has_sha = true;
    hash_open(&hash);
    hash_add(&hash, file, len);
    hash_close(&hash, c->sha);
}

static uint32_t count_bits(unsigned fields)
{
    uint32_t count = 0;

    for (; fields != 0; fields &= fields - 1) {
        count++;
    }
    return count;
}

static void pack_number(struct pack *p, const char *key, uint64_t value)
{
    pack_text(p, key);
    pack_uint(p, value);
}

void client_pack(const struct client *c, uint32_t off, uint32_t len,
                 unsigned fields, struct pack *p)
{
    pack_open(p);
    pack_map(p, count_bits(fields));
    if ((fields & FIELD_DATA) != 0) {
        pack_text(p, "data");
        pack_bytes(p, c->file + off, len);
    }
    if ((fields & FIELD_IMAGE) != 0) {
        pack_number(p, "image", (uint64_t)c->image);
    }
    if ((fields & FIELD_LEN) != 0) {
        pack_number(p, "len", c->len);
    }
    if ((fields & FIELD_OFF) != 0) {
        pack_number(p, "off", off);
    }
    if ((fields & FIELD_SHA) != 0) {
        pack_text(p, "sha");
        pack_bytes(p, c->sha, sizeof(c->sha));
    }
    if ((fields & FIELD_UPGRADE) != 0) {
        pack_text(p, "upgrade");
        pack_head(p, PACK_SIMPLE, CBOR_TRUE, 0);
    }
}

void client_message(const struct client *c, struct dock *d,
                    struct wire_message *m)
{
    uint32_t left = c->len - c->off;
    unsigned fields = FIELD_DATA | FIELD_OFF;
    struct pack p;

    if (c->off == 0) {
        fields |= FIELD_LEN;
        fields |= c->has_sha ? FIELD_SHA : 0;
        fields |= c->image != CLIENT_NO_IMAGE ? FIELD_IMAGE : 0;
    }
    client_pack(c, c->off, left < c->chunk ? left : c->chunk, fields, &p);
    dock_request(d, m, c->is_v2 ? WRITE_V2 : WRITE_V1, UPLOAD, &p);
}

enum client_end client_follow(struct client *c, const struct dock *d)
{
    uint32_t chunk = c->len - c->off < c->chunk ? c->len - c->off : c->chunk;
    uint64_t off;

    c->packets++;
    c->sent += chunk;
    c->rc = answer_rc(&d->answer);
    if (c->rc != 0) {
        return CLIENT_REFUSED;
    }
    off = answer_number(&d->answer, 0, KEY_OFF);
    if (off > c->len) {
        c->wrong = "an offset behind the end of the file";
        return CLIENT_WRONG;
    }
    if (c->off == 0 && c->packets == 1 && off > chunk) {
        c->jumped = (uint32_t)off - chunk;
    }
    c->off = (uint32_t)off;
    c->match = answer_has(&d->answer, 0, KEY_MATCH) &&
               answer_number(&d->answer, 0, KEY_MATCH) == CBOR_TRUE;
    return off == c->len ? CLIENT_DONE : CLIENT_GOES_ON;
}

enum client_end client_step(struct client *c, struct dock *d)
{
    static struct wire_message m;

    client_message(c, d, &m);
    c->wrong = dock_ask(d, &m);
    if (d->is_cut) {
        return CLIENT_CUT;
    }
    return c->wrong != NULL ? CLIENT_WRONG : client_follow(c, d);
}

enum client_end client_run(struct client *c, struct dock *d)
{
    enum client_end end = CLIENT_GOES_ON;

    while (end == CLIENT_GOES_ON) {
        if (c->packets == CLIENT_PACKETS) {
            c->wrong = "an upload that does not end";
            return CLIENT_WRONG;
        }
        end = client_step(c, d);
    }
    return end;
}
