/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each strategy file gives to plan.c: the functions of plan.h for its
 * mode. Private to core/plan.
 */
#ifndef CORE_PLAN_STRATEGY_H
#define CORE_PLAN_STRATEGY_H

#include "core/plan/plan.h"

/** A strategy: the functions of plan.h, see there. */
struct plan_strategy {
    status_t (*check)(const struct plan_geometry *g);
    uint32_t (*image_max)(const struct plan_geometry *g);
    uint32_t (*step_count)(const struct plan_geometry *g);
    void (*step)(const struct plan_geometry *g, uint32_t n,
                 struct plan_step *step);
    uint32_t (*next_step)(const struct plan_geometry *g, uint32_t records);
    uint32_t (*record_count)(const struct plan_geometry *g);
};

extern const struct plan_strategy plan_scratch;
extern const struct plan_strategy plan_move;
extern const struct plan_strategy plan_overwrite;

/**
 * Returns where the sector that holds an offset starts.
 *
 * @param[in] area  area
 * @param[in] off   bytes from its start
 *
 * @retval bytes from the start of the area; area->len if off lies outside
 */
MUST_USE uint32_t plan_sector_start(const struct region *area, uint32_t off);

/**
 * Returns where the sector that holds an offset ends.
 *
 * @param[in] area  area
 * @param[in] off   bytes from its start
 *
 * @retval bytes from the start of the area; area->len if off lies outside
 */
MUST_USE uint32_t plan_sector_end(const struct region *area, uint32_t off);

/**
 * Walks up to the next offset where sectors of both slots end.
 *
 * @param[in] g    geometry
 * @param[in] off  an offset where sectors of both slots start
 *
 * @retval that offset; 0 if the slots end apart
 */
MUST_USE uint32_t plan_boundary_above(const struct plan_geometry *g,
                                      uint32_t off);

/**
 * Walks down to the next offset where sectors of both slots start.
 *
 * @param[in] g    geometry
 * @param[in] off  such an offset, > 0
 *
 * @retval that offset, < off
 */
MUST_USE uint32_t plan_boundary_below(const struct plan_geometry *g,
                                      uint32_t off);

#endif
