/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small flash for the unit tests of core: memory, shape and areas in one
 * struct. What is wrong with the set-up itself stops the test.
 */
#ifndef TESTS_UNIT_DEVICE_H
#define TESTS_UNIT_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/plan/plan.h"
#include "core/region.h"
#include "core/trailer.h"
#include "port/sim/nor.h"

#define DEVICE_LEN_MAX    (512u * 1024u) /* bytes */
#define DEVICE_SECTOR_MAX 1024u          /* sectors */

/** A flash with its memory. */
struct device {
    struct flash flash;
    uint8_t data[DEVICE_LEN_MAX];
    uint32_t wear[DEVICE_SECTOR_MAX];
    uint8_t written[DEVICE_LEN_MAX / 8];
};

/** Where the areas of one image lie. */
struct device_areas {
    enum update_mode mode;
    uint8_t align;       /* 8, 16 or 32 */
    uint16_t sector_max; /* N of SPEC */
    struct config_area primary;
    struct config_area secondary;
    struct config_area scratch; /* UPDATE_SCRATCH only */
};

/**
 * Opens an erased flash.
 *
 * @param[out] d          flash
 * @param[in]  g          its shape, at most DEVICE_LEN_MAX bytes
 * @param[in]  encrypted  erased units read as noise
 */
void device_open(struct device *d, const struct nor_geometry *g,
                 bool encrypted);

/**
 * Opens an erased flash of equal sectors.
 *
 * @param[out] d           flash
 * @param[in]  sector_len  bytes
 * @param[in]  count       sectors
 * @param[in]  write_len   bytes: 1, 2, 4, 8, 16 or 32
 */
void device_open_uniform(struct device *d, uint32_t sector_len, uint32_t count,
                         uint32_t write_len);

/**
 * Returns a region of a flash.
 *
 * @param[in] flash  device
 * @param[in] addr   start of a sector, bytes
 * @param[in] len    whole sectors, bytes
 *
 * @retval region
 */
struct region device_region(struct flash *flash, uint32_t addr, uint32_t len);

/**
 * Opens the areas of one image, without asking whether they fit together.
 *
 * @param[in]  flash  device
 * @param[in]  areas  where they lie
 * @param[out] g      geometry; swap_len and end are 0
 */
void device_areas_open(struct flash *flash, const struct device_areas *areas,
                       struct plan_geometry *g);

/**
 * Writes a pattern through the flash contract.
 *
 * @param[in] r     region
 * @param[in] off   bytes from its start; the units are erased
 * @param[in] len   bytes, whole units, at most 64 KiB
 * @param[in] seed  chooses the pattern
 */
void device_write_pattern(const struct region *r, uint32_t off, uint32_t len,
                          uint32_t seed);

/**
 * Tells whether a range holds a pattern.
 *
 * @param[in] r     region
 * @param[in] off   bytes from its start
 * @param[in] len   bytes, at most 64 KiB
 * @param[in] seed  of the pattern
 *
 * @retval true  it does
 */
bool device_holds_pattern(const struct region *r, uint32_t off, uint32_t len,
                          uint32_t seed);

#endif
