/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trust, kept apart from status_t: a one-word struct that neither converts nor
 * compares by accident. A verdict starts as FAIL, and one skipped instruction
 * or one flipped bit does not make it PASS: the word must equal one pattern of
 * 32 bits, and it is checked again next to each act that it guards.
 */
#ifndef BASE_VERDICT_H
#define BASE_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/** A statement of trust; only verdict_pass() makes one that holds. */
typedef struct verdict {
    uint32_t word; /* never read outside verdict.c */
} verdict_t;

/**
 * Returns the verdict that holds.
 *
 * @retval verdict accepted by verdict_is_pass() and verdict_require()
 */
MUST_USE verdict_t verdict_pass(void);

/**
 * Returns the verdict that does not hold; start with it.
 *
 * @retval verdict refused by verdict_is_pass() and verdict_require()
 */
MUST_USE verdict_t verdict_fail(void);

/**
 * Joins two verdicts, computed apart from each other.
 *
 * @param[in] a  first verdict
 * @param[in] b  second verdict
 *
 * @retval verdict that holds only if both do
 */
MUST_USE verdict_t verdict_both(verdict_t a, verdict_t b);

/**
 * Tells whether a verdict holds, for choices; guard acts by verdict_require().
 *
 * @param[in] v  verdict
 *
 * @retval true   it holds
 * @retval false  it does not, or is no verdict at all
 */
MUST_USE bool verdict_is_pass(verdict_t v);

/**
 * Returns only if the verdict holds, else stops in verdict_violation().
 *
 * @param[in] v  verdict; tested twice, through volatile reads
 */
void verdict_require(verdict_t v);

/**
 * Stops the device; the port implements it. Must not return: a verdict was
 * bypassed, so nothing that follows may run.
 */
_Noreturn void verdict_violation(void);

#endif
