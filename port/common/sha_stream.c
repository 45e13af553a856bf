/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams of bytes over a SHA engine, which takes whole blocks: iface/hash.h
 * for the chips. Gathers blocks and pads the last one.
 *
 * Source: FIPS 180-4, 5.1.
 */
#include "base/memory.h"
#include "iface/hash.h"
#include "port/common/sha_engine.h"

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

/* Keeps what does not make a block; returns how much was taken. */
static size_t fill_block(struct sha_stream *s, const uint8_t *p, size_t len)
{
    size_t room = sha_engine_block_len(s) - s->fill;
    size_t n = len < room ? len : room;

    memcpy((uint8_t *)s->block + s->fill, p, n);
    s->fill += (uint32_t)n;
    if (n == room) {
        s->fill = 0;
        sha_engine_add(s, (const uint8_t *)s->block, 1);
    }
    return n;
}

void hash_add(struct hash *h, const void *p, size_t len)
{
    struct sha_stream *s = stream_of(h);
    uint32_t block_len = sha_engine_block_len(s);
    const uint8_t *bytes = p;

    while (len > 0) {
        size_t n = len / block_len * block_len;

        if (s->fill == 0 && n != 0) {
            sha_engine_add(s, bytes, n / block_len);
        } else {
            n = fill_block(s, bytes, len);
        }
        bytes += n;
        len -= n;
    }
}

/*
 * One bit, zeros, and the length in bits at the end of a block: 8 bytes, or 16
 * where blocks are twice as long. Images are far below 2^32 bits.
 */
void hash_close(struct hash *h, uint8_t digest[HASH_LEN])
{
    struct sha_stream *s = stream_of(h);
    uint32_t block_len = sha_engine_block_len(s);
    uint32_t bits = (s->len + s->fill) << 3;
    uint8_t *block = (uint8_t *)s->block;

    block[s->fill++] = 0x80;
    memset(block + s->fill, 0, block_len - s->fill);
    if (s->fill > block_len - block_len / 8) {
        sha_engine_add(s, block, 1);
        memset(block, 0, block_len);
    }
    for (uint32_t i = 1; bits != 0; i++) {
        block[block_len - i] = (uint8_t)bits;
        bits >>= 8;
    }
    sha_engine_add(s, block, 1);
    sha_engine_digest(s, digest);
}
