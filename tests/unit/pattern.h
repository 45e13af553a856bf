/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes that look random and are the same in each run.
 */
#ifndef TESTS_UNIT_PATTERN_H
#define TESTS_UNIT_PATTERN_H

#include <stdint.h>

/**
 * Fills bytes with a pattern.
 *
 * @param[out] p     len bytes
 * @param[in]  len   bytes
 * @param[in]  seed  chooses the pattern
 */
void pattern_fill(uint8_t *p, uint32_t len, uint32_t seed);

#endif
