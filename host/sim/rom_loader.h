/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the ROM model: what rom.c and rom_verify.c share. Everybody else uses
 * rom.h.
 */
#ifndef HOST_SIM_ROM_LOADER_H
#define HOST_SIM_ROM_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/sim/rom.h"

/** A bootloader image that was staged, with its signature sector. */
struct rom_staged {
    const uint8_t *data; /* signed bytes, then the sector */
    size_t signed_len;   /* bytes before the sector */
};

/**
 * Says a line.
 *
 * @param[in] rom     chip
 * @param[in] format  of printf()
 */
void rom_say(const struct rom *rom, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Reads a bit of block 0 as the ROM sees it.
 *
 * @param[in] efuse  eFuses
 * @param[in] bit    0 .. 255
 *
 * @retval true  burned
 */
MUST_USE bool rom_bit(const struct efuse *efuse, uint32_t bit);

/**
 * Tells whether Secure Boot V2 is enabled.
 *
 * @param[in] efuse  eFuses
 *
 * @retval true  it is
 */
MUST_USE bool rom_is_secure(const struct efuse *efuse);

/**
 * Verifies an image against the key digests in the eFuses.
 *
 * @param[in] rom     chip with Secure Boot enabled
 * @param[in] staged  image
 *
 * @retval true   a block of a trusted key verifies
 * @retval false  none
 */
MUST_USE bool rom_verify(const struct rom *rom,
                         const struct rom_staged *staged);

#endif
