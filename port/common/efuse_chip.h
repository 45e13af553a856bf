/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse controllers: version 1 is ESP32's, version 2 that of ESP32-S2,
 * ESP32-C3 and ESP32-S3. Real eFuses only: whether they or virtual ones are
 * used is decided in efuse.c.
 */
#ifndef PORT_COMMON_EFUSE_CHIP_H
#define PORT_COMMON_EFUSE_CHIP_H

#include <stdbool.h>

#include "base/status.h"
#include "iface/efuse.h"

#define EFUSE_TIMING_MAX 5

/** A change of a register of the controller. */
struct efuse_timing {
    uint32_t offset; /* bytes from the controller's first register */
    uint32_t clear;
    uint32_t set;
};

/** What a chip's controller wants. */
struct efuse_chip {
    struct efuse_timing timing[EFUSE_TIMING_MAX]; /* before each operation */
    uint32_t timing_count;
    uint32_t blocks;
    uint32_t fail_nibble; /* version 2: which one of RS_ERR says that block 1
                             failed */
};

/* Of each chip, in port/<chip>/efuse.c. */
extern const struct efuse_chip efuse_chip;

/**
 * Reads a word; see efuse_word().
 *
 * @param[in] block  any
 * @param[in] word   any
 *
 * @retval the word, decoded; 0 where there is none
 */
MUST_USE uint32_t efuse_chip_word(uint32_t block, uint32_t word);

/**
 * Tells the length of a key block; see efuse_key_len().
 *
 * @retval bytes
 */
MUST_USE uint32_t efuse_chip_key_len(void);

/**
 * Tells whether the code over a block matches; see efuse_is_sound().
 *
 * @param[in] block  any
 *
 * @retval true   it does, or there is none
 * @retval false  the decoder has corrected bits, or could not
 */
MUST_USE bool efuse_chip_is_sound(uint32_t block);

/**
 * Burns; see efuse_burn_block().
 *
 * @param[in] block  0 .. efuse_chip.blocks - 1
 * @param[in] bits   words to set, decoded
 *
 * @retval OK
 * @retval EFUSE_E_PROTECTED, EFUSE_E_CODED  nothing burned
 * @retval EFUSE_E_VERIFY, EFUSE_E_IO
 */
MUST_USE status_t efuse_chip_burn(uint32_t block,
                                  const uint32_t bits[EFUSE_BLOCK_WORDS]);

#endif
