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
 *     loader_rtc, and loader_second_boot where there are two CPUs.
 * R5  Of two images both are copied and hashed before either starts. The
 *     second CPU waits in loader_park() meanwhile: its ROM code, which has
 *     variables and a stack of its own in RAM, is done before anything is
 *     copied there.
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

/** An image to be loaded; the loader takes a copy before it begins. */
struct loader_job {
    struct loader_piece piece[LOADER_PIECE_MAX]; /* in order of hashing */
    uint8_t digest[HASH_LEN];                    /* of all pieces */
    uint32_t entry;                              /* CPU address */
};

/**
 * Loads an image and starts it; never returns.
 *
 * @param[in] job  the image
 */
_Noreturn void loader_run(const struct loader_job *job);

/**
 * Loads two images, starts the second one on the second CPU, and then the first
 * one; never returns. The second CPU waits in loader_park().
 *
 * @param[in] jobs  the images
 */
_Noreturn void loader_run_two(const struct loader_job jobs[2]);

/**
 * What the second CPU is started with: it waits there until loader_second says
 * where to go on. Called by its ROM, never by us.
 */
void loader_park(void);

#define LOADER_SECOND_STARTING 1u /* no CPU address */

/**
 * Where the second CPU goes on; it sets it to 0 when it goes. With
 * LOADER_SECOND_STARTING it only sets it to 0, to tell that it waits: it never
 * writes over an address, though it were reset and came here again.
 */
extern volatile uint32_t loader_second;

#endif
