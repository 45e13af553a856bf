/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader: copies an application's segments to RAM and starts it. It, its
 * data and its stack lie in memory that no application claims, because the
 * segments may overwrite all the rest of the bootloader.
 *
 * R1  Each word is read from flash once: what is hashed is what was stored.
 * R2  Nothing outside the loader's own memory is called or read.
 * R3  A digest that differs resets the chip: the bootloader may be gone.
 * R4  Peripherals are found by symbols of the linker script: loader_sha,
 *     loader_rtc.
 */
#ifndef PORT_COMMON_LOADER_H
#define PORT_COMMON_LOADER_H

#include <stdint.h>

#include "iface/hash.h"

#define LOADER_PIECE_MAX 4

/** Words to be copied. */
struct loader_piece {
    uint32_t from; /* CPU address in the flash window, multiple of 4 */
    uint32_t to;   /* CPU address, multiple of 4; 0: only hash */
    uint32_t len;  /* bytes, multiple of 4; 0: none */
};

/** What the loader does; it takes a copy before it begins. */
struct loader_job {
    struct loader_piece piece[LOADER_PIECE_MAX]; /* in order of hashing */
    uint8_t digest[HASH_LEN];                    /* of all pieces */
    uint32_t entry;                              /* CPU address */
};

/**
 * Carries out a job; never returns.
 *
 * @param[in] job  what to do
 */
_Noreturn void loader_run(const struct loader_job *job);

#endif
