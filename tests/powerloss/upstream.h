/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model of the flash operations of MCUboot's swaps, written from SPEC and
 * from nothing of core: what devices that are taken over by our boot code were
 * in the middle of. It verifies nothing and knows one image.
 */
#ifndef POWERLOSS_UPSTREAM_H
#define POWERLOSS_UPSTREAM_H

#include "core/config.h"
#include "port/sim/nor.h"
#include "tests/powerloss/trailer_map.h"

/** Swap types as stored in swap_info. */
enum upstream_type {
    UPSTREAM_NONE = 1,
    UPSTREAM_TEST = 2,
    UPSTREAM_PERM = 3,
    UPSTREAM_REVERT = 4,
};

/** What a trailer says. */
struct upstream_trailer {
    bool magic_good;
    bool magic_unset;
    bool image_ok_set;
    bool image_ok_unset;
    bool copy_done_set;
    bool copy_done_unset;
    enum upstream_type type;
    uint32_t swap_size;
};

/** A boot under way. */
struct upstream {
    struct flash *flash;
    const struct boot_config *config;
    struct config_area slot[SLOT_COUNT]; /* of image 0 */
    struct trailer_map pri;
    struct trailer_map sec;
    struct trailer_map scr;
    struct upstream_trailer pri_says;
    struct upstream_trailer sec_says;
    struct upstream_trailer scr_says;
    enum upstream_type type;
    uint32_t swap_size;
};

/**
 * Boots once: finishes, begins or takes back a swap.
 *
 * @param[in,out] flash   flash
 * @param[in]     config  UPDATE_SCRATCH or UPDATE_MOVE
 *
 * @source SPEC, Swap using scratch; Swap using move
 */
void upstream_boot(struct flash *flash, const struct boot_config *config);

/* The two algorithms; called by upstream_boot(). */
void upstream_scratch(struct upstream *u);
void upstream_move(struct upstream *u);

/* What both are made of: a failing flash aborts. */
void upstream_erase(const struct upstream *u, uint32_t addr, uint32_t end);
void upstream_erase_backwards(const struct upstream *u, uint32_t addr,
                              uint32_t end);
void upstream_copy(const struct upstream *u, uint32_t from, uint32_t to,
                   uint32_t len);
void upstream_put_byte(const struct upstream *u, uint32_t addr, unsigned byte);
void upstream_init_trailer(const struct upstream *u,
                           const struct trailer_map *map);
void upstream_put_size(const struct upstream *u, const struct trailer_map *map);
void upstream_put_magic(const struct upstream *u,
                        const struct trailer_map *map);
MUST_USE bool upstream_is_erased(const struct upstream *u, uint32_t addr);
MUST_USE uint32_t upstream_measure(const struct upstream *u);
MUST_USE enum upstream_type upstream_decide(const struct upstream *u);
void upstream_finish(const struct upstream *u);

#endif
