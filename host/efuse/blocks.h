/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of eFuse blocks. Knows no fields.
 */
#ifndef HOST_EFUSE_BLOCKS_H
#define HOST_EFUSE_BLOCKS_H

#include <stdint.h>

#include "base/compiler.h"
#include "port/sim/sim_efuse.h"

/** Names of a block. */
struct efuse_block_name {
    const char *name;    /* as dumps show it */
    const char *aliases; /* with blanks between them */
};

/**
 * Returns the names of a block.
 *
 * @param[in] chip   which chip
 * @param[in] block  of the chip
 *
 * @retval names
 */
MUST_USE const struct efuse_block_name *efuse_block_name(
    enum sim_efuse_chip chip, uint32_t block);

/**
 * Finds a block by one of its names.
 *
 * @param[in] chip  which chip
 * @param[in] name  such as "BLOCK_KEY0"
 *
 * @retval 0..10  block
 * @retval -1     the chip has none of this name
 */
MUST_USE int efuse_block_find(enum sim_efuse_chip chip, const char *name);

#endif
