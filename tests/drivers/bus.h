/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bus that keeps what is written and returns what the test has put there,
 * and a tape of all writes in order.
 */
#ifndef TESTS_DRIVERS_BUS_H
#define TESTS_DRIVERS_BUS_H

#include <stdint.h>

#define BUS_TAPE_MAX 4096

/** One write. */
struct bus_write {
    uint32_t addr;
    uint32_t value;
};

/** The tape since bus_clear(). */
extern struct bus_write bus_tape[BUS_TAPE_MAX];
extern uint32_t bus_count;
extern uint32_t bus_reads; /* how often a register was read since then */

/** A peripheral that acts on writes, after they are kept; NULL: none. */
extern void (*bus_written)(uint32_t addr, uint32_t value);

/**
 * Empties registers and tape.
 */
void bus_clear(void);

/**
 * Sets what a register reads as, until it is written.
 *
 * @param[in] addr   register
 * @param[in] value  value
 */
void bus_put(uint32_t addr, uint32_t value);

/**
 * Lets a register read as a value whatever is written to it.
 *
 * @param[in] addr   register
 * @param[in] value  value
 */
void bus_hold(uint32_t addr, uint32_t value);

/**
 * Lets a register read as another value each time, the same ones in each run.
 *
 * @param[in] addr  register; 0: none
 */
void bus_noise(uint32_t addr);

#endif
