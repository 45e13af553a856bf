/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See loader_hash.h. The SHA engine of ESP32-S2, ESP32-C3 and ESP32-S3; its
 * address is the symbol loader_sha of the linker script.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 20 (typical mode).
 */
#include "port/common/loader_hash.h"

#define SHA_MODE     0x00
#define SHA_START    0x10
#define SHA_CONTINUE 0x14
#define SHA_BUSY     0x18
#define SHA_H_MEM    0x40
#define SHA_M_MEM    0x80
#define SHA_MODE_256 2u
#define BLOCK_WORDS  16u
#define LENGTH_WORDS 2u
#define STATE_WORDS  8u

/* By words: peripherals take no bytes. */
extern volatile uint32_t loader_sha[];

/* In the loader's own memory. */
static struct {
    uint32_t count; /* words hashed */
    uint32_t start; /* register that hashes the next block */
} hash __attribute__((section(".loader_bss")));

static volatile uint32_t *engine(uint32_t offset)
{
    return &loader_sha[offset / 4];
}

void loader_hash_open(void)
{
    hash.count = 0;
    hash.start = SHA_START;
    *engine(SHA_MODE) = SHA_MODE_256;
}

void loader_hash_add(uint32_t word)
{
    uint32_t index = hash.count % BLOCK_WORDS;

    engine(SHA_M_MEM)[index] = word;
    hash.count++;
    if (index == BLOCK_WORDS - 1) {
        *engine(hash.start) = 1;
        hash.start = SHA_CONTINUE;
        while (*engine(SHA_BUSY) != 0) {
        }
    }
}

static uint32_t swapped(uint32_t v)
{
    return v << 24 | (v & 0xff00u) << 8 | (v >> 8 & 0xff00u) | v >> 24;
}

/* FIPS 180-4, 5.1.1; lengths stay far below 2^32 bits. */
void loader_hash_close(void)
{
    uint32_t bits = hash.count * 32;

    loader_hash_add(0x80);
    /* the length has LENGTH_WORDS: all but the last are zero, too */
    for (uint32_t zeros = 1;
         zeros < LENGTH_WORDS || hash.count % BLOCK_WORDS != BLOCK_WORDS - 1;
         zeros++) {
        loader_hash_add(0);
    }
    loader_hash_add(swapped(bits));
}

uint32_t loader_hash_word(uint32_t index)
{
    return engine(SHA_H_MEM)[index % STATE_WORDS];
}
