/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See loader.h for R1 .. R5. Linked as a whole into the loader's memory, and
 * compiled without link time optimisation, so that nothing of it moves away.
 */
#include "port/common/loader.h"

#include "port/common/loader_hash.h"
#include "port/common/loader_load.h"

#define RTC_OPTIONS0  0 /* index */
#define RTC_SYS_RESET (1u << 31)

/* By words: peripherals take no bytes. */
extern volatile uint32_t loader_rtc[];

/* The loader's copy, in its own memory. */
static struct loader_job job __attribute__((section(".loader_bss")));

static void take(const struct loader_job *given)
{
    const volatile uint32_t *from =
        (const volatile uint32_t *)(const void *)given;
    volatile uint32_t *to = (volatile uint32_t *)(void *)&job;

    for (uint32_t i = 0; i < sizeof(job) / 4; i++) {
        to[i] = from[i];
    }
}

static void copy_piece(const struct loader_piece *piece)
{
    const volatile uint32_t *from =
        (const volatile uint32_t *)(uintptr_t)piece->from;
    volatile uint32_t *to = (volatile uint32_t *)(uintptr_t)piece->to;

    for (uint32_t i = 0; i < piece->len / 4; i++) {
        uint32_t word = from[i];

        if (piece->to != 0) {
            to[i] = word;
        }
        loader_hash_add(word);
    }
}

_Noreturn void loader_reset(void)
{
    loader_rtc[RTC_OPTIONS0] = RTC_SYS_RESET;
    for (;;) {
    }
}

/* Two passes over the digest: one skipped branch does not start anything. */
static void require_digest(void)
{
    const volatile uint32_t *want =
        (const volatile uint32_t *)(const void *)job.digest;

    for (uint32_t i = 0; i < 2 * HASH_LEN / 4; i++) {
        if (loader_hash_word(i) != want[i % 8]) {
            loader_reset();
        }
    }
}

/* Runs on the loader's own stack; entered by loader_run in the start code. */
_Noreturn void loader_main(const struct loader_job *given);

uint32_t loader_load(const struct loader_job *given)
{
    take(given);
    loader_hash_open();
    for (uint32_t i = 0; i < LOADER_PIECE_MAX; i++) {
        copy_piece(&job.piece[i]);
    }
    loader_hash_close();
    require_digest();
    return job.entry;
}

_Noreturn void loader_main(const struct loader_job *given)
{
    loader_enter(loader_load(given));
}
