/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A boot code so simple that it is plainly right: overwrite only, one image,
 * started again from the beginning after a cut. With it the runner is tested,
 * and with bugs planted into it that the runner must find.
 */
#ifndef POWERLOSS_FAKE_BOOT_H
#define POWERLOSS_FAKE_BOOT_H

#include "tests/powerloss/world.h"

/** What is wrong with it. */
enum fake_bug {
    FAKE_RIGHT = 0,
    FAKE_REQUEST_ERASED_FIRST = 1, /* before the copy is complete */
    FAKE_STARTS_UNVERIFIED = 2,
    FAKE_WRITES_TWICE = 3,   /* a unit that it has just written */
    FAKE_WRITES_OUTSIDE = 4, /* the byte before the primary slot */
    FAKE_NEVER_ENDS = 5,     /* reads on and on */
    FAKE_NEVER_SETTLES = 6,  /* erases the same sector at each boot */
};

/**
 * Plants a bug.
 *
 * @param[in] bug  which; it stays until the next call
 */
void fake_plant(enum fake_bug bug);

/**
 * Boots; a boot_fn.
 *
 * @param[in,out] flash   flash
 * @param[in]     config  one image, UPDATE_OVERWRITE
 * @param[out]    out     primary slot
 */
void fake_boot(struct flash *flash, const struct boot_config *config,
               struct handover *out);

#endif
