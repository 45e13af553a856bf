/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams of bytes over a SHA engine, which takes whole blocks: iface/hash.h
 * for the chips. Gathers blocks and pads the last one.
 *
 * Source: FIPS 180-4, 5.1.
 */
#include "base/bytes.h"
#include "base/memory.h"
#include "iface/hash.h"
#include "port/common/sha_engine.h"

/* The longer block, and 16 bytes that did not fit into the one before. */
#define PAD_MAX (8 * SHA_BLOCK_WORDS + 16)

static struct sha_stream *stream_of(struct hash *h)
{
    return (struct sha_stream *)(void *)h->opaque;
}

static void stream_open(struct hash *h, bool aside)
{
    struct sha_stream *s = stream_of(h);

    sha_engine_open(s, aside);
    s->len = 0;
    s->fill = 0;
}

void hash_open(struct hash *h)
{
    stream_open(h, false);
}

void hash_open_aside(struct hash *h)
{
    stream_open(h, true);
}

static size_t fill_block(struct sha_stream *s, const uint8_t *p, size_t len)
{
    size_t n = sha_engine_block_len(s) - s->fill;

    if (n > len) {
        n = len;
    }
    memcpy((uint8_t *)s->block + s->fill, p, n);
    s->fill += (uint32_t)n;
    return n;
}

void hash_add(struct hash *h, const void *p, size_t len)
{
    struct sha_stream *s = stream_of(h);
    uint32_t block_len = sha_engine_block_len(s);
    const uint8_t *bytes = p;
    size_t n = 0;

    if (s->fill > 0) {
        n = fill_block(s, bytes, len);
        if (s->fill < block_len) {
            return;
        }
        s->fill = 0;
        sha_engine_add(s, (const uint8_t *)s->block, 1);
    }
    if (len - n >= block_len) {
        sha_engine_add(s, bytes + n, (len - n) / block_len);
        n += (len - n) / block_len * block_len;
    }
    if (len > n) {
        (void)fill_block(s, bytes + n, len - n);
    }
}

static void put_be32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

/*
 * One bit, zeros, and the length in bits: at the end of a block, as 8 bytes, or
 * as 16 where blocks are twice as long.
 */
void hash_close(struct hash *h, uint8_t digest[HASH_LEN])
{
    struct sha_stream *s = stream_of(h);
    uint32_t len = s->len + s->fill;
    uint32_t block_len = sha_engine_block_len(s);
    uint8_t pad[PAD_MAX];
    uint32_t pad_len = block_len - s->fill;

    if (pad_len < 1 + block_len / 8) {
        pad_len += block_len;
    }
    memset(pad, 0, pad_len);
    pad[0] = 0x80;
    put_be32(pad + pad_len - 8, len >> 29);
    put_be32(pad + pad_len - 4, len << 3);
    hash_add(h, pad, pad_len);
    sha_engine_digest(s, digest);
}
