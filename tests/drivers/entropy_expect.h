/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What entropy_test.c expects of a chip, by hand from the list of registers in
 * SPEC, Noise for keys. One constant per chip.
 */
#ifndef TESTS_DRIVERS_ENTROPY_EXPECT_H
#define TESTS_DRIVERS_ENTROPY_EXPECT_H

#include "tests/drivers/bus.h"

#define EXPECT_STATE_MAX 24

/** What is expected of a chip. */
struct entropy_expect {
    uint32_t data; /* where random words are read */
    uint32_t port; /* of the internal bus */
    /* registers while noise is read, found as 0; ends with 0; an address below
     * 0x100 is one of the converter's on the internal bus */
    struct bus_write on[EXPECT_STATE_MAX];
    uint32_t clear;   /* a register found with all bits set ... */
    uint32_t cleared; /* ... reads so while noise is read */
    uint32_t last;    /* the last that is switched on, the first off */
    uint32_t feed;    /* of the watchdog */
};

extern const struct entropy_expect expect;

#endif
