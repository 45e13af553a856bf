/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies a range between two areas, sector by sector of the area written to,
 * so that it can be redone after a cut at any point. What is equal already, or
 * was so by the note when the update began, is left alone; what was written is
 * read back before the caller records it.
 */
#ifndef CORE_COPY_H
#define CORE_COPY_H

#include <stdint.h>

#include "core/plan/plan.h"
#include "core/region.h"

/** A copy. */
struct copy {
    const struct region *from;
    const struct region *to;
    uint32_t from_off; /* bytes, write unit aligned */
    uint32_t to_off;   /* bytes, start of a sector */
    uint32_t len;      /* bytes, whole write units */
    /* where the note speaks of the range; PLAN_NONE: it does not */
    uint32_t map_off;
    const struct plan_geometry *geometry; /* NULL with PLAN_NONE allowed */
};

/**
 * Makes a range of one area equal to a range of another.
 *
 * @param[in] c  copy; the ranges do not overlap
 *
 * @retval OK              equal, and read back to prove it
 * @retval FLASH_E_VERIFY  reads back other than written
 * @retval REGION_E_RANGE  a range leaves its area
 * @retval FLASH_E_IO      the device failed
 *
 * @cost   reads both ranges up to three times; erases and writes only sectors
 *         that differ. A last sector that is only partly in the range is
 *         erased whole, unless the part in the range is erased already
 */
MUST_USE status_t copy_range(const struct copy *c);

#endif
