/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Geometries for the tests of update plans. Their flash has a shape and no
 * content at all: a plan that looked at content would crash.
 */
#ifndef TESTS_UNIT_PLAN_BENCH_H
#define TESTS_UNIT_PLAN_BENCH_H

#include "core/plan/plan.h"
#include "tests/unit/device.h"

#define BENCH_RUN_MAX 8

/** A shape: runs of sectors of the primary, the secondary, and scratch. */
struct plan_shape {
    struct nor_run primary[BENCH_RUN_MAX];
    struct nor_run secondary[BENCH_RUN_MAX];
    struct nor_run scratch[BENCH_RUN_MAX];
    uint32_t write_len;  /* bytes: W of SPEC */
    uint8_t align;       /* bytes: A */
    uint16_t sector_max; /* N */
};

/** A geometry and the flash that it lies on. */
struct plan_bench {
    struct flash flash;
    struct plan_geometry geometry;
};

/**
 * Opens a geometry, without asking whether it fits together.
 *
 * @param[in]  shape  shape; at most NOR_RUN_MAX runs in all
 * @param[in]  mode   update mode
 * @param[out] b      must not be moved in memory
 */
void plan_bench_open(const struct plan_shape *shape, enum update_mode mode,
                     struct plan_bench *b);

/**
 * Returns a shape of equal sectors.
 *
 * @param[in] sector_len  bytes
 * @param[in] slot        sectors of each slot
 * @param[in] scratch     sectors of scratch
 *
 * @retval shape  write length 4, alignment 8, as many sectors as the slot has
 */
struct plan_shape plan_shape_uniform(uint32_t sector_len, uint32_t slot,
                                     uint32_t scratch);

/**
 * Returns Espressif's default: 1 MiB slots of 4 KiB sectors, scratch of 256
 * KiB, 512 sectors at most.
 *
 * @param[in] encrypted  write length and alignment 32, else 4 and 8
 *
 * @retval shape
 */
struct plan_shape plan_shape_espressif(bool encrypted);

/**
 * Calls a function with the plan of each number of sectors that a geometry
 * can exchange, and of each length around their ends.
 *
 * @param[in] b      geometry
 * @param[in] visit  is given the geometry, opened by plan_open()
 *
 * @retval plans visited
 */
uint32_t plan_bench_each(struct plan_bench *b,
                         void (*visit)(const struct plan_geometry *g));

#endif
