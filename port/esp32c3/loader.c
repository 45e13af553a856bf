/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See port/common/loader.h for R1 .. R3. ESP32-C3: the SHA engine hashes while
 * words are copied. Linked as a whole into the loader's memory (link.ld), and
 * compiled without link time optimisation, so that nothing of it moves away.
 */
#include "port/common/loader.h"

#define SHA           0x6003b000u
#define SHA_MODE      (SHA + 0x00)
#define SHA_START     (SHA + 0x10)
#define SHA_CONTINUE  (SHA + 0x14)
#define SHA_BUSY      (SHA + 0x18)
#define SHA_H_MEM     (SHA + 0x40)
#define SHA_M_MEM     (SHA + 0x80)
#define SHA_MODE_256  2u
#define BLOCK_WORDS   16u
#define RTC_OPTIONS0  0x60008000u
#define RTC_SYS_RESET (1u << 31)

/* The loader's variables, in its own memory. */
static struct {
    struct loader_job job;
    uint32_t count; /* words hashed */
    uint32_t start; /* register that hashes the next block */
} loader __attribute__((section(".loader_bss")));

static uint32_t get(uint32_t addr)
{
    return *(const volatile uint32_t *)(uintptr_t)addr;
}

static void put(uint32_t addr, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)addr = value;
}

static void hash_word(uint32_t word)
{
    uint32_t index = loader.count % BLOCK_WORDS;

    put(SHA_M_MEM + 4 * index, word);
    loader.count++;
    if (index == BLOCK_WORDS - 1) {
        put(loader.start, 1);
        loader.start = SHA_CONTINUE;
        while (get(SHA_BUSY) != 0) {
        }
    }
}

static void copy_piece(const struct loader_piece *piece)
{
    for (uint32_t off = 0; off < piece->len; off += 4) {
        uint32_t word = get(piece->from + off);

        if (piece->to != 0) {
            put(piece->to + off, word);
        }
        hash_word(word);
    }
}

static uint32_t swapped(uint32_t v)
{
    return v << 24 | (v & 0xff00u) << 8 | (v >> 8 & 0xff00u) | v >> 24;
}

/* FIPS 180-4, 5.1.1; lengths stay far below 2^32 bits. */
static void hash_end(void)
{
    uint32_t bits = loader.count * 32;

    hash_word(0x80);
    while (loader.count % BLOCK_WORDS != BLOCK_WORDS - 1) {
        hash_word(0);
    }
    hash_word(swapped(bits));
}

/* Two passes over the digest: one skipped branch does not start anything. */
static void require_digest(void)
{
    const volatile uint32_t *want =
        (const volatile uint32_t *)(const void *)loader.job.digest;

    for (uint32_t i = 0; i < 2 * HASH_LEN / 4; i++) {
        if (get(SHA_H_MEM + 4 * (i % 8)) != want[i % 8]) {
            put(RTC_OPTIONS0, RTC_SYS_RESET);
            for (;;) {
            }
        }
    }
}

/* Runs on the loader's own stack; entered by loader_run in start.S. */
_Noreturn void loader_main(const struct loader_job *job);

_Noreturn void loader_main(const struct loader_job *job)
{
    const volatile uint32_t *from =
        (const volatile uint32_t *)(const void *)job;
    volatile uint32_t *to = (volatile uint32_t *)(void *)&loader.job;

    for (uint32_t i = 0; i < sizeof(*job) / 4; i++) {
        to[i] = from[i];
    }
    loader.count = 0;
    loader.start = SHA_START;
    put(SHA_MODE, SHA_MODE_256);
    for (uint32_t i = 0; i < LOADER_PIECE_MAX; i++) {
        copy_piece(&loader.job.piece[i]);
    }
    hash_end();
    require_digest();
    ((void (*)(void))(uintptr_t)loader.job.entry)();
    for (;;) {
    }
}
