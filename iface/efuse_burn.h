/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse contract, burning: what is set stays set for ever. One call is one
 * program operation of one block, so power is cut between blocks, or inside of
 * one: then any part of the bits may be set.
 */
#ifndef IFACE_EFUSE_BURN_H
#define IFACE_EFUSE_BURN_H

#include "base/status.h"
#include "iface/efuse.h"

/**
 * Burns bits of one block and reads them back; what is missing is programmed
 * again, three times at most.
 *
 * @param[in,out] efuse  device
 * @param[in]     block  0 .. EFUSE_BLOCK_MAX - 1
 * @param[in]     bits   words to set, decoded; those past the block's end 0
 *
 * @retval OK                 every bit reads as set
 * @retval EFUSE_E_PROTECTED  the block is write-protected, or read-protected,
 *                            so that nobody could check; nothing burned
 * @retval EFUSE_E_CODED      the block has other bits and a code over them,
 *                            which forbids adding some; nothing burned
 * @retval EFUSE_E_VERIFY     bits are missing, or the code does not match; a
 *                            protected bit of block 0 shows so too
 * @retval EFUSE_E_IO         the controller did not finish
 */
MUST_USE status_t efuse_burn_block(struct efuse *efuse, uint32_t block,
                                   const uint32_t bits[EFUSE_BLOCK_WORDS]);

#endif
