/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Update plans: an update is an enumeration of idempotent copies, and a plan
 * is the function that enumerates them. Nothing here touches flash content, so
 * plans can be tested to exhaustion; core/update.h carries them out. Each
 * strategy is a file: scratch.c, move.c, overwrite.c.
 *
 * P1  Step n reads only what no step before it, and no cut inside it, has
 *     destroyed; so step n may be redone any number of times.
 * P2  The record of step n follows its read-back; a cut before redoes it.
 * P3  Every range starts at a sector of the area written to, and ends at one,
 *     except in scratch, at a trailer (the slot's, or as far as scratch's own
 *     leaves room), and by overwriting, where it ends with the image.
 *
 * Source: SPEC, Update algorithms.
 */
#ifndef CORE_PLAN_PLAN_H
#define CORE_PLAN_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/config.h"
#include "core/region.h"
#include "core/trailer.h"

#define PLAN_NONE 0xffffffffu

/** The areas that a step copies between. */
enum plan_area {
    AREA_PRIMARY = 0,
    AREA_SECONDARY = 1,
    AREA_SCRATCH = 2,
    AREA_COUNT = 3,
};

/** The areas of one image and how much of them is to be exchanged. */
struct plan_geometry {
    enum update_mode mode;
    struct trailer trailer[AREA_COUNT]; /* scratch's only in UPDATE_SCRATCH */
    uint32_t swap_len; /* bytes of the longer image; set by plan_open() */
    uint32_t end;      /* where the exchanged part ends: a sector boundary in
                          both slots, >= swap_len; 0: nothing to exchange */
};

/** One copy; the area written to is erased sector by sector as needed. */
struct plan_step {
    enum plan_area from;
    enum plan_area to;
    uint32_t from_off; /* bytes from the start of the area */
    uint32_t to_off;
    uint32_t len;     /* bytes */
    uint32_t map_off; /* offset in the primary slot of what is copied: where
                         both slots hold the same there the step skips it;
                         PLAN_NONE: compare instead */
    uint32_t record;  /* index in the status area, or PLAN_NONE */
    uint8_t value;    /* of the record: 1, 2 or 3 */
};

/**
 * Tells whether the areas fit together: an update can be carried out at all.
 *
 * @param[in] g           geometry; swap_len and end are not looked at
 * @param[in] sector_max  sectors a slot may have
 *
 * @retval OK
 * @retval SLOT_E_GEOMETRY  they do not
 */
MUST_USE status_t plan_check(const struct plan_geometry *g,
                             uint32_t sector_max);

/**
 * Sets how much is to be exchanged.
 *
 * @param[in,out] g         geometry that plan_check() accepted
 * @param[in]     swap_len  bytes of the longer image; a length of 0, or one
 *                          that leaves the slots, makes a plan without steps
 */
void plan_open(struct plan_geometry *g, uint32_t swap_len);

/**
 * Returns how many bytes an image may have, header to last TLV.
 *
 * @param[in] g  geometry that plan_check() accepted
 *
 * @retval bytes; 0 if no image fits
 */
MUST_USE uint32_t plan_image_max(const struct plan_geometry *g);

/**
 * Counts the steps.
 *
 * @param[in] g  geometry from plan_open()
 *
 * @retval steps; 0 if there is nothing to exchange, or no room for it
 */
MUST_USE uint32_t plan_step_count(const struct plan_geometry *g);

/**
 * Describes a step.
 *
 * @param[in]  g     geometry from plan_open()
 * @param[in]  n     step, 0 .. plan_step_count() - 1
 * @param[out] step  the copy
 */
void plan_step(const struct plan_geometry *g, uint32_t n,
               struct plan_step *step);

/**
 * Turns the number of records into the step that comes next.
 *
 * @param[in] g        geometry from plan_open()
 * @param[in] records  index of the last record plus 1, from
 *                     trailer_record_last()
 *
 * @retval step, 0 .. plan_step_count()
 */
MUST_USE uint32_t plan_next_step(const struct plan_geometry *g,
                                 uint32_t records);

/**
 * Counts the records that the steps write, unused ones in between included.
 *
 * @param[in] g  geometry from plan_open()
 *
 * @retval records
 */
MUST_USE uint32_t plan_record_count(const struct plan_geometry *g);

/**
 * Tells whether what is exchanged reaches the primary's trailer sectors: then
 * the first records of a scratch swap go to the scratch trailer.
 *
 * @param[in] g  geometry from plan_open()
 *
 * @retval true  it does
 */
MUST_USE bool plan_reaches_trailer(const struct plan_geometry *g);

#endif
