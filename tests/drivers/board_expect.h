/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What board_test.c expects of a chip: the writes, in order, each taken from
 * the vendor's register headers by hand. One constant per chip.
 */
#ifndef TESTS_DRIVERS_BOARD_EXPECT_H
#define TESTS_DRIVERS_BOARD_EXPECT_H

#include "tests/drivers/bus.h"

#define EXPECT_WRITES_MAX 64

/** Registers as they are found. */
struct expect_found {
    uint32_t source;  /* the register that selects the CPU's clock */
    uint32_t pll;     /* its value when the PLL runs the CPU */
    uint32_t records; /* the first register of the records */
    uint32_t analog;  /* port of the internal bus */
    uint32_t search;  /* where the PLL tells that it is done; 0: nowhere */
    uint32_t power;   /* OPTIONS0 */
};

/** What a chip's drivers have to write. */
struct board_expect {
    struct expect_found found;
    /* lists end with an address of 0 */
    struct bus_write open[EXPECT_WRITES_MAX];
    struct bus_write close[EXPECT_WRITES_MAX];
    struct bus_write from_crystal[EXPECT_WRITES_MAX];
    struct bus_write from_pll[EXPECT_WRITES_MAX];
};

extern const struct board_expect expect;

#endif
