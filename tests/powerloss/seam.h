/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the boot code and the flash model: the linker sends each call of the
 * flash contract through here (--wrap), where it is recorded and checked.
 */
#ifndef POWERLOSS_SEAM_H
#define POWERLOSS_SEAM_H

#include <stdint.h>

#include "tests/powerloss/world.h"

/**
 * Does a recorded call again, without recording it.
 *
 * @param[in,out] w     world
 * @param[in]     call  what
 * @param[in]     data  its bytes as on the array; not used for an erase
 */
void seam_play(struct world *w, const struct call *call, const uint8_t *data);

#endif
