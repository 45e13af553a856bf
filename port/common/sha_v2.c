/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SHA engine of ESP32-S2, ESP32-C3 and ESP32-S3, for SHA-256. Its state is
 * carried in the stream from call to call, behind the block, so that several
 * streams may be open.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 20 (typical mode).
 */
#include "port/common/sha_engine.h"

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

#define BLOCK_LEN   (4u * SHA_BLOCK_WORDS)
#define STATE_WORDS 8u

/* As the engine's H_MEM. */
static uint32_t *state_of(struct sha_stream *s)
{
    return s->block + SHA_BLOCK_WORDS;
}

static void engine_wait(void)
{
    while (mmio_read(chip.sha + SHA_BUSY) != 0) {
    }
}

/* Takes the stream's state into the engine, unless it has none yet. */
static void engine_load(struct sha_stream *s)
{
    mmio_write(chip.sha + SHA_MODE, SHA_MODE_256);
    for (uint32_t i = 0; i < STATE_WORDS; i++) {
        mmio_write(chip.sha + SHA_H_MEM + 4 * i, state_of(s)[i]);
    }
}

static void engine_store(struct sha_stream *s)
{
    for (uint32_t i = 0; i < STATE_WORDS; i++) {
        state_of(s)[i] = mmio_read(chip.sha + SHA_H_MEM + 4 * i);
    }
}

/* Four words a round: an image goes through here. */
static void engine_block(const uint32_t *words, uint32_t start)
{
    uint32_t m = chip.sha + SHA_M_MEM;

    for (uint32_t i = 0; i < SHA_BLOCK_WORDS; i += 4) {
        mmio_write(m + 4 * i, words[i]);
        mmio_write(m + 4 * i + 4, words[i + 1]);
        mmio_write(m + 4 * i + 8, words[i + 2]);
        mmio_write(m + 4 * i + 12, words[i + 3]);
    }
    mmio_write(chip.sha + start, 1);
    engine_wait();
}

void sha_engine_open(struct sha_stream *s, bool aside)
{
    (void)s;
    (void)aside;
    mmio_change(chip.system + chip.engines.clock, 0, SYSTEM_CRYPTO_SHA);
    mmio_change(chip.system + chip.engines.reset,
                SYSTEM_CRYPTO_SHA | SYSTEM_CRYPTO_DS | SYSTEM_CRYPTO_HMAC, 0);
}

uint32_t sha_engine_block_len(const struct sha_stream *s)
{
    (void)s;
    return BLOCK_LEN;
}

/* In place if the blocks are made of words, else by way of the stream's. */
void sha_engine_add(struct sha_stream *s, const uint8_t *p, size_t count)
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

void sha_engine_digest(const struct sha_stream *s, uint8_t digest[HASH_LEN])
{
    memcpy(digest, s->block + SHA_BLOCK_WORDS, HASH_LEN);
}
