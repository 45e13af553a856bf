/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key on its way into an eFuse block, with its purpose and what protects
 * both. Reads no files; whose key it is does not matter here.
 */
#ifndef HOST_ESPEFUSE_BURN_KEY_H
#define HOST_ESPEFUSE_BURN_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/espefuse/burn.h"
#include "host/espefuse/purpose.h"

#define BURN_KEY_FIRST 4 /* key blocks, not on ESP32 */
#define BURN_KEY_LAST  9
#define BURN_KEY_LEN   EFUSE_BLOCK_LEN

/** A key; wipe it after use. */
struct burn_key {
    uint32_t block;
    uint8_t bytes[BURN_KEY_LEN];
    uint32_t len;
    bool reversed;
    bool hide;                     /* read-protect the block */
    bool lock;                     /* write-protect the block */
    const struct purpose *purpose; /* NULL: ESP32 */
};

/**
 * Adds a key, its purpose, and what protects them.
 *
 * @param[in,out] burn  collection
 * @param[in]     key   key
 * @param[out]    why   on failure: the block and what is wrong
 *
 * @retval true   added
 * @retval false  the block is in use, or not for this purpose
 */
MUST_USE bool burn_key_add(struct burn *burn, const struct burn_key *key,
                           struct why *why);

/**
 * Tells whether a block is empty, and stays so.
 *
 * @param[in] burn   collection
 * @param[in] block  of the chip
 *
 * @retval true  nothing is burned or to be burned there
 */
MUST_USE bool burn_key_is_free(const struct burn *burn, uint32_t block);

/**
 * Returns the field with the purpose of a key block.
 *
 * @param[in] burn   collection, not of ESP32
 * @param[in] block  BURN_KEY_FIRST .. BURN_KEY_LAST
 *
 * @retval field
 */
MUST_USE const struct efuse_field *burn_key_purpose(const struct burn *burn,
                                                    uint32_t block);

#endif
