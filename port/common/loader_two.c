/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader for two images on two CPUs; see loader.h for R1 .. R5. Dropped by
 * the linker where nothing calls it.
 */
#include "port/common/loader.h"
#include "port/common/loader_load.h"

/* Some seconds, where the other CPU takes five instructions. */
#define PARK_READS 50000000u

/* Register that names what the ROM of the second CPU jumps to. */
extern volatile uint32_t loader_second_boot;

volatile uint32_t loader_second __attribute__((section(".loader_bss")));

static struct loader_job other __attribute__((section(".loader_bss")));

/* Loading the first image may overwrite what we were given. */
static void keep(const struct loader_job *given)
{
    const volatile uint32_t *from =
        (const volatile uint32_t *)(const void *)given;
    volatile uint32_t *to = (volatile uint32_t *)(void *)&other;

    for (uint32_t i = 0; i < sizeof(other) / 4; i++) {
        to[i] = from[i];
    }
}

/*
 * The register is set too: should the second CPU alone be reset one day, its
 * ROM must not find the way into memory that is no longer the loader's.
 */
static void release(uint32_t entry)
{
    loader_second_boot = entry;
    loader_second = entry;
    for (uint32_t i = 0; i < PARK_READS; i++) {
        if (loader_second == 0) {
            return;
        }
    }
    loader_reset();
}

/* Runs on the loader's own stack; entered by loader_run_two. */
_Noreturn void loader_main_two(const struct loader_job *jobs);

_Noreturn void loader_main_two(const struct loader_job *jobs)
{
    uint32_t entry;

    keep(&jobs[1]);
    entry = loader_load(&jobs[0]);
    release(loader_load(&other));
    loader_enter(entry);
}
