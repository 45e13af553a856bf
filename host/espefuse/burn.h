/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be burned into an eFuse file: collected, checked as a whole, and
 * only then done, so that a refusal leaves the file as it was. Asks nobody and
 * writes no file.
 *
 * B1  Bits are only added. What protection or a code forbids is refused before
 *     anything is changed.
 * B2  A file of espefuse becomes what that tool leaves behind: its timing and
 *     program registers, and zeros in the place of read-protected blocks.
 */
#ifndef HOST_ESPEFUSE_BURN_H
#define HOST_ESPEFUSE_BURN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/efuse/fields.h"

/** Bits to be burned. */
struct burn {
    struct efuse_file *file;
    uint32_t bits[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS];
};

/**
 * Starts with nothing to be burned.
 *
 * @param[out]    burn  collection
 * @param[in,out] file  eFuses; must outlive burn
 */
void burn_open(struct burn *burn, struct efuse_file *file);

/** Where bits go. */
struct burn_place {
    uint32_t block;
    uint32_t bit;   /* of the block */
    uint32_t width; /* bits */
};

/**
 * Adds bits.
 *
 * @param[in,out] burn   collection
 * @param[in]     place  inside the block
 * @param[in]     bytes  bit 0 first
 */
void burn_add(struct burn *burn, const struct burn_place *place,
              const uint8_t *bytes);

/**
 * Adds the value of a field; a value given before for it is forgotten.
 *
 * @param[in,out] burn   collection
 * @param[in]     field  of the same chip
 * @param[in]     bytes  bit 0 first
 * @param[out]    why    on failure: the field and what is wrong
 *
 * @retval true   added
 * @retval false  the field has other bits, which burning does not clear
 */
MUST_USE bool burn_add_field(struct burn *burn, const struct efuse_field *field,
                             const uint8_t bytes[EFUSE_BLOCK_LEN],
                             struct why *why);

/**
 * Adds the bit that write-protects a place.
 *
 * @param[in,out] burn   collection
 * @param[in]     block  of the chip
 * @param[in]     bit    of the block
 * @param[out]    why    on failure: what is wrong
 *
 * @retval true   added
 * @retval false  nothing protects the place, or WR_DIS itself is protected
 */
MUST_USE bool burn_add_write_lock(struct burn *burn, uint32_t block,
                                  uint32_t bit, struct why *why);

/**
 * Adds the bit that read-protects a place.
 *
 * @param[in,out] burn   collection
 * @param[in]     block  of the chip
 * @param[in]     bit    of the block
 * @param[out]    why    on failure: what is wrong
 *
 * @retval true   added
 * @retval false  nothing hides the place, or RD_DIS is protected
 */
MUST_USE bool burn_add_read_lock(struct burn *burn, uint32_t block,
                                 uint32_t bit, struct why *why);

/**
 * Checks what was collected, and drops what is burned already.
 *
 * @param[in,out] burn  collection
 * @param[out]    why   on failure: the block or field and what is wrong
 *
 * @retval true   it can be burned, or nothing is left: see burn_is_empty()
 * @retval false  protection or a code forbids it
 */
MUST_USE bool burn_check(struct burn *burn, struct why *why);

/**
 * Tells whether nothing is left to be burned.
 *
 * @param[in] burn  collection
 *
 * @retval true  nothing
 */
MUST_USE bool burn_is_empty(const struct burn *burn);

/**
 * Burns what burn_check() has allowed.
 *
 * @param[in,out] burn  collection; the file is changed in memory
 */
void burn_do(struct burn *burn);

#endif
