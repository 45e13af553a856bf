/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SHA-256 by the accelerator of ESP32-S2, ESP32-C3 and ESP32-S3, behind
 * iface/hash.h. The engine's state is carried in the stream from call to call,
 * so that several streams may be open.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 20 (typical mode).
 */
#include "iface/hash.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"

#define SHA_MODE     0x00
#define SHA_MODE_256 2u
#define SHA_START    0x10
#define SHA_CONTINUE 0x14
#define SHA_BUSY     0x18
#define SHA_H_MEM    0x40
#define SHA_M_MEM    0x80

/* bits of PERIP_CLK_EN1 and PERIP_RST_EN1 */
#define SYSTEM_CRYPTO_SHA  (1u << 2)
#define SYSTEM_CRYPTO_DS   (1u << 4) /* its reset holds SHA in reset too */
#define SYSTEM_CRYPTO_HMAC (1u << 5)

#define BLOCK_LEN   64u
#define BLOCK_WORDS 16u
#define STATE_WORDS 8u

/* What struct hash holds here. */
struct stream {
    uint32_t state[STATE_WORDS]; /* as the engine's H_MEM */
    uint32_t len;                /* bytes so far; images are below 4 GiB */
    uint32_t fill;               /* bytes in block */
    uint32_t block[BLOCK_WORDS];
};

_Static_assert(sizeof(struct stream) <= sizeof(struct hash),
               "the stream fits the contract's");

static struct stream *stream_of(struct hash *h)
{
    return (struct stream *)(void *)h->opaque;
}

static void engine_wait(void)
{
    while (mmio_read(chip.sha + SHA_BUSY) != 0) {
    }
}

/* Takes the stream's state into the engine, unless it has none yet. */
static void engine_load(const struct stream *s)
{
    mmio_write(chip.sha + SHA_MODE, SHA_MODE_256);
    for (uint32_t i = 0; i < STATE_WORDS; i++) {
        mmio_write(chip.sha + SHA_H_MEM + 4 * i, s->state[i]);
    }
}

static void engine_store(struct stream *s)
{
    for (uint32_t i = 0; i < STATE_WORDS; i++) {
        s->state[i] = mmio_read(chip.sha + SHA_H_MEM + 4 * i);
    }
}

/* Four words a round: an image goes through here. */
static void engine_block(const uint32_t *words, uint32_t start)
{
    uint32_t m = chip.sha + SHA_M_MEM;

    for (uint32_t i = 0; i < BLOCK_WORDS; i += 4) {
        mmio_write(m + 4 * i, words[i]);
        mmio_write(m + 4 * i + 4, words[i + 1]);
        mmio_write(m + 4 * i + 8, words[i + 2]);
        mmio_write(m + 4 * i + 12, words[i + 3]);
    }
    mmio_write(chip.sha + start, 1);
    engine_wait();
}

void hash_open(struct hash *h)
{
    struct stream *s = stream_of(h);

    mmio_change(chip.system + chip.engines.clock, 0, SYSTEM_CRYPTO_SHA);
    mmio_change(chip.system + chip.engines.reset,
                SYSTEM_CRYPTO_SHA | SYSTEM_CRYPTO_DS | SYSTEM_CRYPTO_HMAC, 0);
    s->len = 0;
    s->fill = 0;
}

/*
 * Hashes whole blocks, in place if they are made of words; else by way of the
 * stream's block, which is empty then. A stream's first block starts it.
 */
static void add_blocks(struct stream *s, const uint8_t *p, size_t count)
{
    engine_load(s);
    for (; count > 0; count--) {
        const uint32_t *words = (const uint32_t *)(const void *)p;

        if (((uintptr_t)p & 3) != 0) {
            words = memcpy(s->block, p, BLOCK_LEN);
        }
        engine_block(words, s->len == 0 ? SHA_START : SHA_CONTINUE);
        s->len += BLOCK_LEN;
        p += BLOCK_LEN;
    }
    engine_store(s);
}

static size_t fill_block(struct stream *s, const uint8_t *p, size_t len)
{
    size_t n = BLOCK_LEN - s->fill;

    if (n > len) {
        n = len;
    }
    memcpy((uint8_t *)s->block + s->fill, p, n);
    s->fill += (uint32_t)n;
    return n;
}

void hash_add(struct hash *h, const void *p, size_t len)
{
    struct stream *s = stream_of(h);
    const uint8_t *bytes = p;
    size_t n = 0;

    if (s->fill > 0) {
        n = fill_block(s, bytes, len);
        if (s->fill < BLOCK_LEN) {
            return;
        }
        add_blocks(s, (const uint8_t *)s->block, 1);
        s->fill = 0;
    }
    if (len - n >= BLOCK_LEN) {
        add_blocks(s, bytes + n, (len - n) / BLOCK_LEN);
        n += (len - n) / BLOCK_LEN * BLOCK_LEN;
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

/* FIPS 180-4, 5.1.1: one bit, zeros, and the length in bits. */
void hash_close(struct hash *h, uint8_t digest[HASH_LEN])
{
    struct stream *s = stream_of(h);
    uint32_t len = s->len + s->fill;
    uint8_t pad[BLOCK_LEN + 8];
    uint32_t zeros = (BLOCK_LEN + 56 - s->fill - 1) % BLOCK_LEN;

    memset(pad, 0, sizeof(pad));
    pad[0] = 0x80;
    put_be32(pad + 1 + zeros, len >> 29);
    put_be32(pad + 1 + zeros + 4, len << 3);
    hash_add(h, pad, 1 + zeros + 8);
    memcpy(digest, s->state, HASH_LEN);
}
