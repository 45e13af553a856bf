/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse contract, reading: one-time programmable bits in blocks of up to
 * eight words, as the chip's read registers show them (decoded). Which bit
 * means what is data of the caller. Burning stands in iface/efuse_burn.h,
 * which only enroll and the ports include.
 */
#ifndef IFACE_EFUSE_H
#define IFACE_EFUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define EFUSE_BLOCK_MAX   11 /* blocks of ESP32-S2, C3, S3; ESP32 has 4 */
#define EFUSE_BLOCK_WORDS 8  /* words of the longest block */
#define EFUSE_BLOCK_LEN   32 /* bytes of the longest block */

/** The eFuses of a device; the port defines it, nobody else looks inside. */
struct efuse;

/**
 * Reads a word of a block. Bit 0 of the block is bit 0 of its word 0.
 *
 * @param[in] efuse  device
 * @param[in] block  0 .. EFUSE_BLOCK_MAX - 1
 * @param[in] word   0 .. EFUSE_BLOCK_WORDS - 1
 *
 * @retval the word; 0 of blocks and words that the chip does not have, and of
 *         read-protected blocks
 */
MUST_USE uint32_t efuse_word(const struct efuse *efuse, uint32_t block,
                             uint32_t word);

/**
 * Tells how many bytes of a key block can be used.
 *
 * @param[in] efuse  device
 *
 * @retval bytes: 32; of an ESP32 with a coding scheme 24 or 16
 */
MUST_USE uint32_t efuse_key_len(const struct efuse *efuse);

/**
 * Tells whether the code over a block matches its bits. A burn that was cut
 * leaves a block that reads well today, with nothing to spare for the future:
 * such a block is used for nothing.
 *
 * @param[in] efuse  device
 * @param[in] block  0 .. EFUSE_BLOCK_MAX - 1
 *
 * @retval true   it does, or there is no code over the block
 * @retval false  the decoder has corrected bits, or could not
 */
MUST_USE bool efuse_is_sound(const struct efuse *efuse, uint32_t block);

#endif
