/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of an upload: which file is being written to a slot, and how
 * many of its blocks stand there. It lies in the slot's last sector, where no
 * part of the file will come, and in front of the trailer's fields, so that
 * these stay erased. Knows nothing of what a key is made of.
 *
 *   key 96 bytes | 4 bytes for each block; a write unit is written, as 0, when
 *   all its blocks stand
 *
 * J1  The key is written after the sector was erased; torn, it is no key.
 * J2  A record follows the read-back of its blocks; torn, it is a record.
 * J3  The sector is erased before the slot becomes an image: nobody finds a
 *     journal in the trailer of one.
 *
 * A sector of 4096 bytes has room for 960 blocks at least; of what comes behind
 * them nothing is noted.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_PROGRESS_H
#define RECOVERY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/trailer.h"

#define PROGRESS_BLOCK_LEN 4096u /* bytes */
#define PROGRESS_KEY_LEN   96    /* bytes; whole units of every flash */
#define PROGRESS_NONE      0u

/**
 * Finds room for the journal of a file.
 *
 * @param[in] t    trailer of the slot
 * @param[in] len  bytes of the file
 *
 * @retval bytes from the start of the slot; PROGRESS_NONE if there is no room
 */
MUST_USE uint32_t progress_place(const struct trailer *t, uint32_t len);

/**
 * Looks for a journal.
 *
 * @param[in] t    trailer of the slot
 * @param[in] off  from progress_place()
 * @param[in] key  of the file
 *
 * @retval blocks that stand in the slot; 0: none, or no journal of this key,
 *         or it can not be read
 */
MUST_USE uint32_t progress_find(const struct trailer *t, uint32_t off,
                                const uint8_t key[PROGRESS_KEY_LEN]);

/**
 * Begins a journal; does nothing without a place.
 *
 * @param[in] t    trailer of the slot; the place's sector is erased
 * @param[in] off  from progress_place()
 * @param[in] key  of the file
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_begin(const struct trailer *t, uint32_t off,
                                 const uint8_t key[PROGRESS_KEY_LEN]);

/**
 * Records that blocks stand in the slot, where it is their turn; does nothing
 * without a place.
 *
 * @param[in] t       trailer of the slot
 * @param[in] off     from progress_place()
 * @param[in] blocks  how many, one more than before
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_put(const struct trailer *t, uint32_t off,
                               uint32_t blocks);

/**
 * Erases the journal's sector; does nothing without a place.
 *
 * @param[in] t    trailer of the slot
 * @param[in] off  from progress_place()
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t progress_erase(const struct trailer *t, uint32_t off);

#endif
