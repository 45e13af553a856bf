/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The locks of a chip: its eFuses and its enrolment, around the boot. A
 * product that has some names them in its constant; of all others the linker
 * drops this before the optimiser sees it.
 */
#ifndef PORT_COMMON_LOCKS_H
#define PORT_COMMON_LOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/verdict.h"
#include "iface/flash.h"

/** What is called around the boot; false: reset the chip, nothing boots. */
struct locks {
    /* the flash, and the chip's revision as revision_get() has it */
    bool (*before_boot)(struct flash *flash, uint32_t revision);
    /* the verdict over all images */
    bool (*after_boot)(verdict_t bootable);
};

extern const struct locks chip_locks;

#endif
