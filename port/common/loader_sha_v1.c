/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See loader_hash.h. The SHA-512 engine of ESP32, as sha_v1.c has it for what
 * is hashed beside the image; its address is the symbol loader_sha of the
 * linker script.
 *
 * Source: ESP32 Technical Reference Manual v5.1, SHA accelerator; vendor's
 * register header of SHA.
 */
#include "port/common/loader_hash.h"

#define SHA_512_START    0xb0
#define SHA_512_CONTINUE 0xb4
#define SHA_512_LOAD     0xb8
#define SHA_512_BUSY     0xbc
#define BLOCK_WORDS      32u
#define LENGTH_WORDS     4u
#define DIGEST_WORDS     8u /* the first half */

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

static void run(uint32_t offset)
{
    *engine(offset) = 1;
    while (*engine(SHA_512_BUSY) != 0) {
    }
}

static uint32_t swapped(uint32_t v)
{
    return v << 24 | (v & 0xff00u) << 8 | (v >> 8 & 0xff00u) | v >> 24;
}

void loader_hash_open(void)
{
    hash.count = 0;
    hash.start = SHA_512_START;
}

void loader_hash_add(uint32_t word)
{
    uint32_t index = hash.count % BLOCK_WORDS;

    engine(0)[index] = swapped(word);
    hash.count++;
    if (index == BLOCK_WORDS - 1) {
        run(hash.start);
        hash.start = SHA_512_CONTINUE;
    }
}

/* FIPS 180-4, 5.1.2; lengths stay far below 2^32 bits. */
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
    run(SHA_512_LOAD);
}

uint32_t loader_hash_word(uint32_t index)
{
    return swapped(engine(0)[index % DIGEST_WORDS]);
}
