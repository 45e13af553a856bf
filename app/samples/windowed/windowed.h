/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nest.S finds, in words.
 */
#ifndef WINDOWED_H
#define WINDOWED_H

#include <stdint.h>

/** Written by nest.S; the order is known there. */
struct windowed_found {
    uint32_t ps;           /* registers behind the first `entry` */
    uint32_t windowbase;   /* in units of four registers */
    uint32_t windowstart;  /* one bit for each such unit */
    uint32_t vecbase;      /* where exceptions go */
    uint32_t intenable;    /* interrupts that are let through */
    uint32_t return_addr;  /* its two top bits: units to go back */
    uint32_t stack;        /* a1 */
    uint32_t depth;        /* of each nest */
    uint32_t sum_by_4;     /* by calls of 4 registers */
    uint32_t sum_by_8;     /* ... of 8 */
    uint32_t sum_by_12;    /* ... of 12 */
    uint32_t sum_by_turns; /* ... of all, by turns */
};

extern struct windowed_found found;

#endif
