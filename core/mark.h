/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mark of a revert by move. Such a revert makes its request look like a
 * permanent update for the moment in which the primary's trailer is rewritten.
 * With downgrade prevention that request would be refused if power failed just
 * then; the mark says which image the revert brings back.
 *
 * It stands in the last sector below the primary's trailer, into which nothing
 * is ever copied from the secondary: no update file can bring a forged one
 * along. A move may fill that sector with the primary's own bytes, so it is
 * cleared before copy_done is written.
 *
 * Source: SPEC, Mark of a revert by move.
 */
#ifndef CORE_MARK_H
#define CORE_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/plan.h"
#include "iface/hash.h"

/**
 * Writes the mark.
 *
 * @param[in] g       geometry from plan_open() of UPDATE_MOVE, with steps
 * @param[in] digest  hash of the image in the secondary slot
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t mark_put(const struct plan_geometry *g,
                           const uint8_t digest[HASH_LEN]);

/**
 * Looks for the mark of an image.
 *
 * @param[in]  g       geometry from plan_open()
 * @param[in]  digest  hash of the image in the secondary slot
 * @param[out] found   whether the mark stands there and names the image
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t mark_find(const struct plan_geometry *g,
                            const uint8_t digest[HASH_LEN], bool *found);

/**
 * Erases a mark that the moves did not overwrite; does nothing without one.
 *
 * @param[in] g  geometry from plan_open()
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t mark_clear(const struct plan_geometry *g);

#endif
