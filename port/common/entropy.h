/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iface/entropy.h on the chips, after clock_open(). Without radio the
 * hardware's generator has too little noise of its own, so a converter that
 * measures noise feeds it, but only while a call runs: an application finds
 * every register as it was.
 *
 * This is no generator for many bytes: one takes 25 us.
 */
#ifndef PORT_COMMON_ENTROPY_H
#define PORT_COMMON_ENTROPY_H

#include <stdint.h>

#include "iface/entropy.h"

#define ENTROPY_STEP_MAX 32

/**
 * A change that switches the source on. Addresses below 0x100 are registers of
 * the converter on the internal bus (analog.h).
 */
struct entropy_step {
    uint32_t addr;
    uint32_t clear;
    uint32_t set;
};

/* Of each chip, in port/<chip>/entropy.c. */
extern const struct entropy_step entropy_steps[];
extern const uint32_t entropy_step_count; /* at most ENTROPY_STEP_MAX */
extern const uint32_t entropy_data;       /* register of random words */

#endif
