/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual eFuses: words in RAM that begin as the real ones are, and may be
 * kept in flash between boots. They rehearse what a product would burn. They
 * protect nothing: what is read-protected stays readable, what is
 * write-protected does not, and whoever writes the flash changes them.
 */
#ifndef PORT_COMMON_EFUSE_VIRTUAL_H
#define PORT_COMMON_EFUSE_VIRTUAL_H

#include "base/status.h"
#include "core/config.h"
#include "iface/efuse.h"
#include "iface/flash.h"

/** Virtual eFuses; owned by the caller. */
struct efuse_virtual {
    struct flash *flash;
    struct config_area area; /* two sectors; len 0: nothing is kept */
    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS];
};

/**
 * Takes the eFuses from flash, or, where none are kept yet, as the chip's are.
 *
 * @param[out] e      virtual eFuses
 * @param[in]  flash  device; must outlive e
 * @param[in]  area   two sectors of it; len 0: keep nothing
 *
 * @retval OK
 * @retval EFUSE_E_IO      the flash failed
 * @retval EFUSE_E_VERIFY  what was written reads back other
 *
 * @source SPEC, Virtual eFuse
 */
MUST_USE status_t efuse_virtual_open(struct efuse_virtual *e,
                                     struct flash *flash,
                                     const struct config_area *area);

/**
 * Reads a word; see efuse_word().
 *
 * @param[in] e      virtual eFuses
 * @param[in] block  any
 * @param[in] word   any
 *
 * @retval the word; 0 where there is none
 */
MUST_USE uint32_t efuse_virtual_word(const struct efuse_virtual *e,
                                     uint32_t block, uint32_t word);

/**
 * Sets bits, and keeps them before it returns; see efuse_burn_block().
 *
 * @param[in,out] e      virtual eFuses
 * @param[in]     block  0 .. efuse_chip.blocks - 1
 * @param[in]     bits   words to set
 *
 * @retval OK
 * @retval EFUSE_E_IO      the flash failed
 * @retval EFUSE_E_VERIFY  what was written reads back other
 */
MUST_USE status_t efuse_virtual_burn(struct efuse_virtual *e, uint32_t block,
                                     const uint32_t bits[EFUSE_BLOCK_WORDS]);

#endif
