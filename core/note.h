/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What we note beside an update, in the free bytes just below the primary's
 * trailer, where nobody else looks. Both are hints of ours: without them, as
 * when MCUboot began the swap, everything still works, with more wear.
 *
 *   map     one bit for each granule of the slots; 0: both slots held the
 *           same bytes when the update began, so it is not copied
 *   digest  the hash of the image that the update displaced: a revert brings
 *           back that image or none
 *
 * N1  Written after the primary's trailer was erased and before its magic: a
 *     good magic proves the note complete.
 * N2  Erased together with the trailer.
 *
 * Source: SPEC, Note below the trailer.
 */
#ifndef CORE_NOTE_H
#define CORE_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/plan.h"
#include "iface/hash.h"

/**
 * Tells whether there is room for the note: what is exchanged ends below the
 * trailer's first sector, and that sector has enough bytes in front of it.
 *
 * @param[in] g  geometry from plan_open()
 *
 * @retval true  there is
 */
MUST_USE bool note_fits(const struct plan_geometry *g);

/**
 * Compares the slots and writes the note; does nothing where it does not fit.
 *
 * @param[in] g          geometry from plan_open(); the slots are intact
 * @param[in] displaced  digest of the image in the primary; all 0xff: none
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t note_put(const struct plan_geometry *g,
                           const uint8_t displaced[HASH_LEN]);

/**
 * Tells whether both slots held the same bytes in a range.
 *
 * @param[in]  g     geometry from plan_open()
 * @param[in]  off   bytes from the start of the slots
 * @param[in]  len   bytes, > 0
 * @param[out] same  true if they did; false if unknown
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t note_is_same(const struct plan_geometry *g, uint32_t off,
                               uint32_t len, bool *same);

/**
 * Reads the digest of the displaced image.
 *
 * @param[in]  g          geometry, opened with the swap_len that stands in the
 *                        primary's trailer
 * @param[out] displaced  digest; all 0xff if there is none
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t note_displaced(const struct plan_geometry *g,
                                 uint8_t displaced[HASH_LEN]);

#endif
