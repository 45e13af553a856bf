/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rites of a strategy: what it writes around the copies of its plan, and
 * how it finds out that an update was interrupted. Plans say what is copied,
 * rites keep the trailers true meanwhile (U1 .. U4 of core/update.h). Each
 * strategy is a file here and one in core/plan; a build that names one links
 * that one (core/strategy.h). What several share is in rites.c.
 */
#ifndef CORE_RITES_RITES_H
#define CORE_RITES_RITES_H

#include "core/update.h"

/** What a strategy does around its copies. */
struct update_rites {
    /* Finds an interrupted update; u->state was read, u->progress is idle. */
    status_t (*look)(struct update *u);
    /* Precedes copy n; may be redone. */
    status_t (*prepare)(const struct update *u, uint32_t n);
    /* Follows copy n, which was read back, and precedes its record. */
    status_t (*settle)(const struct update *u, uint32_t n);
    /* Which trailer takes the record of copy n. */
    enum plan_area (*record_area)(const struct update *u, uint32_t n);
    /* Removes what besides the primary's trailer claims an update (U4). */
    status_t (*unmark)(const struct update *u);
    /* Follows the last record: the final flags. */
    status_t (*finish)(const struct update *u);
};

extern const struct update_rites rites_scratch;
extern const struct update_rites rites_move;
extern const struct update_rites rites_overwrite;

/**
 * Returns a trailer of an update.
 *
 * @param[in] u      update
 * @param[in] which  area
 *
 * @retval trailer within u
 */
MUST_USE const struct trailer *rites_trailer(const struct update *u,
                                             enum plan_area which);

/**
 * Returns an area of an update.
 *
 * @param[in] u      update
 * @param[in] which  area
 *
 * @retval region within u
 */
MUST_USE const struct region *rites_area(const struct update *u,
                                         enum plan_area which);

/**
 * Tells whether the primary's trailer is that of an update that was not
 * completed.
 *
 * @param[in] u  update with trailers read
 *
 * @retval true  good magic, copy_done not set
 */
MUST_USE bool rites_primary_is_open(const struct update *u);

/**
 * Opens the plan that a trailer speaks of, and counts its records.
 *
 * @param[in,out] u      update with trailers read; progress, type, next and
 *                       image_ok are set
 * @param[in]     which  whose trailer
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t rites_look_records(struct update *u, enum plan_area which);

/**
 * Writes the fields of a new trailer, the magic last (U2).
 *
 * @param[in] u      update with type, image_ok and plan set
 * @param[in] which  whose trailer; its units are erased
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t rites_init_trailer(const struct update *u,
                                     enum plan_area which);

/**
 * Rewrites the primary's trailer for an update that begins, with the note.
 *
 * @param[in] u  update with type, image_ok and plan set
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t rites_mark_primary(const struct update *u);

/**
 * Closes the primary's trailer if it is open: the image there stays.
 *
 * @param[in] u  update with trailers read, of which nothing was copied
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t rites_close_primary(const struct update *u);

/**
 * The final flags of a swap: image_ok where due, then copy_done (U4).
 *
 * @param[in] u  update of which all steps are recorded
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t rites_finish_swap(const struct update *u);

#endif
