/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy of all eFuse words, so that what comes next is worked out from plain
 * data, on a chip as on a plan. May hold a flash key that is not yet protected:
 * wipe it after use. Burns nothing.
 */
#ifndef ENROLL_FUSES_H
#define ENROLL_FUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "iface/efuse.h"

/** The words of all blocks; those that a chip does not have are 0. */
struct fuses {
    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS];
    uint16_t unsound; /* bit b: see efuse_is_sound() of block b */
};

/**
 * Returns a field of block 0.
 *
 * @param[in] f      copy
 * @param[in] bit    first bit
 * @param[in] width  bits, 1 .. 8, within one word
 *
 * @retval its value
 */
MUST_USE uint32_t fuses_field(const struct fuses *f, uint32_t bit,
                              uint32_t width);

/**
 * Sets bits of a block, as burning them does.
 *
 * @param[in,out] f      copy
 * @param[in]     block  0 .. EFUSE_BLOCK_MAX - 1
 * @param[in]     bits   bits to set
 */
void fuses_set(struct fuses *f, uint32_t block,
               const uint32_t bits[EFUSE_BLOCK_WORDS]);

/**
 * Counts the bits of a word that are set.
 *
 * @param[in] word  any
 *
 * @retval 0 .. 32
 */
MUST_USE uint32_t fuses_ones(uint32_t word);

#endif
