/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SHA engines of ESP32. Each keeps its state to itself: it can be read, but
 * not put back. So one stream of SHA-256 can be open at a time, and the one
 * beside it is of SHA-512, whose engine is another one; only the block that
 * they hash next is in a memory that they share.
 *
 * Source: ESP32 Technical Reference Manual v5.1, SHA accelerator; vendor's
 * register headers of SHA and DPORT, and the notes on engines that compute
 * concurrently in the vendor's driver.
 */
#include "port/common/sha_engine.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/sha_block.h"

#define SHA_TEXT     0x00
#define SHA_256      0x90 /* the registers of an engine, and in them: */
#define SHA_512      0xb0
#define SHA_START    0x00
#define SHA_CONTINUE 0x04
#define SHA_LOAD     0x08 /* the state goes to SHA_TEXT */
#define SHA_BUSY     0x0c

/* bits of PERI_CLK_EN and PERI_RST_EN */
#define PERI_EN_SHA        (1u << 1)
#define PERI_EN_SECUREBOOT (1u << 3) /* its reset holds SHA in reset too */

static void engine_run(const struct sha_stream *s, uint32_t what)
{
    uint32_t engine = chip.sha + s->kind;

    mmio_write(engine + what, 1);
    while (mmio_read(engine + SHA_BUSY) != 0) {
    }
}

void sha_engine_open(struct sha_stream *s, bool aside)
{
    s->kind = aside ? SHA_512 : SHA_256;
    mmio_change(chip.system + chip.engines.clock, 0, PERI_EN_SHA);
    mmio_change(chip.system + chip.engines.reset,
                PERI_EN_SHA | PERI_EN_SECUREBOOT, 0);
}

uint32_t sha_engine_block_len(const struct sha_stream *s)
{
    return s->kind == SHA_512 ? 8 * SHA_BLOCK_WORDS : 4 * SHA_BLOCK_WORDS;
}

/* In place if the blocks are made of words, else by way of the stream's. */
void sha_engine_add(struct sha_stream *s, const uint8_t *p, size_t count)
{
    uint32_t block_len = sha_engine_block_len(s);

    for (; count > 0; count--) {
        const uint32_t *words = (const uint32_t *)(const void *)p;

        if (((uintptr_t)p & 3) != 0) {
            words = memcpy(s->block, p, block_len);
        }
        sha_block_put(chip.sha + SHA_TEXT, words, block_len);
        engine_run(s, s->len == 0 ? SHA_START : SHA_CONTINUE);
        s->len += block_len;
        p += block_len;
    }
}

void sha_engine_digest(const struct sha_stream *s, uint8_t digest[HASH_LEN])
{
    engine_run(s, SHA_LOAD);
    for (uint32_t i = 0; i < HASH_LEN; i++) {
        uint32_t word = mmio_read(chip.sha + SHA_TEXT + (i & ~3u));

        digest[i] = (uint8_t)(word >> (24 - i % 4 * 8));
    }
}
