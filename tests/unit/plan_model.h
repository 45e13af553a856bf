/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The three areas of a plan as arrays of cells, a byte of flash each, without
 * any flash: what an update does to them can be tried for every geometry. A
 * cell holds the place that its content came from, or that it is lost.
 *
 * A step erases the sectors of its destination whole, then copies.
 */
#ifndef TESTS_UNIT_PLAN_MODEL_H
#define TESTS_UNIT_PLAN_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/plan.h"

#define MODEL_CELLS 0x2800u /* of an area at most */
#define MODEL_LOST  0xffffffffu

/** The cells of three areas. */
struct plan_model {
    uint32_t cell[AREA_COUNT][MODEL_CELLS];
};

/** The bytes whose sectors a step erases. */
struct model_extent {
    uint32_t start;
    uint32_t end;
};

/**
 * Fills the areas with content that names its place.
 *
 * @param[out] m  model
 */
void model_open(struct plan_model *m);

/**
 * Returns what stood in a cell at the start.
 *
 * @param[in] area  area
 * @param[in] off   bytes from its start
 *
 * @retval content, never MODEL_LOST
 */
uint32_t model_origin(enum plan_area area, uint32_t off);

/**
 * Finds what a step erases.
 *
 * @param[in] g     geometry
 * @param[in] step  step
 *
 * @retval extent of the destination, whole sectors
 */
struct model_extent model_extent_of(const struct plan_geometry *g,
                                    const struct plan_step *step);

/**
 * Carries out a step.
 *
 * @param[in]     g     geometry
 * @param[in]     step  step
 * @param[in,out] m     model
 */
void model_run(const struct plan_geometry *g, const struct plan_step *step,
               struct plan_model *m);

/**
 * Carries out the first part of a step, and loses the rest of its extent: a
 * cut that left as much rubbish as any can.
 *
 * @param[in]     g     geometry
 * @param[in]     step  step
 * @param[in]     done  bytes that were copied, 0 .. step->len
 * @param[in,out] m     model
 */
void model_tear(const struct plan_geometry *g, const struct plan_step *step,
                uint32_t done, struct plan_model *m);

/**
 * Proves P1 and P2 of core/plan/plan.h for a plan: carries it out, each step
 * torn in several ways and redone, and compares with the steps done once.
 * Proves P3 for each step. Fails the test otherwise.
 *
 * @param[in]  g  geometry from plan_open()
 * @param[out] m  model after all steps
 */
void model_prove(const struct plan_geometry *g, struct plan_model *m);

/**
 * Tells whether a range of one area holds what stood in another's.
 *
 * @param[in] m     model
 * @param[in] area  where to look
 * @param[in] from  where it stood at the start
 * @param[in] len   bytes from the start of both
 *
 * @retval true  it does
 */
bool model_holds(const struct plan_model *m, enum plan_area area,
                 enum plan_area from, uint32_t len);

#endif
