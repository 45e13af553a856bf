/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of an upload: which file is being written to a slot, and how
 * many of its blocks stand there. It lies in the slot's last sector, where no
 * part of the file will come, and in front of the trailer's fields, so that
 * these stay erased. Knows nothing of what a key is made of.
 *
 *   key 32 bytes | one write unit for each 2^shift blocks, 0 when they stand
 *
 * J1  The key is written after the sector was erased; torn, it is no key.
 * J2  A record follows the read-back of its blocks; torn, it is a record.
 * J3  The sector is erased before the slot becomes an image: nobody finds a
 *     journal in the trailer of one.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_PROGRESS_H
#define RECOVERY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/trailer.h"
#include "iface/hash.h"

#define PROGRESS_BLOCK_LEN 4096u /* bytes */

/** Where the journal of a slot lies. */
struct progress {
    uint32_t off;   /* of the key, bytes from the start of the slot; 0: none */
    uint32_t count; /* records there may be */
    uint32_t shift; /* a record for each 2^shift blocks */
};

/**
 * Finds room for the journal of a file.
 *
 * @param[out] p    place; p->off is 0 if there is no room
 * @param[in]  t    trailer of the slot
 * @param[in]  len  bytes of the file
 */
void progress_open(struct progress *p, const struct trailer *t, uint32_t len);

/**
 * Looks for a journal.
 *
 * @param[in] p     place from progress_open()
 * @param[in] slot  slot
 * @param[in] key   of the file
 *
 * @retval blocks that stand in the slot; 0: none, or no journal of this key,
 *         or it can not be read
 */
MUST_USE uint32_t progress_find(const struct progress *p,
                                const struct region *slot,
                                const uint8_t key[HASH_LEN]);

/**
 * Begins a journal; does nothing without a place.
 *
 * @param[in] p     place; its sector is erased
 * @param[in] slot  slot
 * @param[in] key   of the file
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_begin(const struct progress *p,
                                 const struct region *slot,
                                 const uint8_t key[HASH_LEN]);

/**
 * Records that blocks stand in the slot, where it is their turn; does nothing
 * without a place.
 *
 * @param[in] p       place
 * @param[in] slot    slot
 * @param[in] blocks  how many, one more than before
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_put(const struct progress *p,
                               const struct region *slot, uint32_t blocks);

/**
 * Erases the journal's sector; does nothing without a place.
 *
 * @param[in] p     place
 * @param[in] slot  slot
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_erase(const struct progress *p,
                                 const struct region *slot);

#endif
