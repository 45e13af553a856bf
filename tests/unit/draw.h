/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random bytes that are the same in each run, for tests that compare with
 * another implementation on drawn inputs; SEED=N in the environment draws
 * others. No good for keys.
 */
#ifndef TESTS_UNIT_DRAW_H
#define TESTS_UNIT_DRAW_H

#include <stddef.h>
#include <stdint.h>

/**
 * Starts anew, and prints the seed: cmocka shows it beside a failure.
 */
void draw_start(void);

/**
 * Draws a number.
 *
 * @param[in] limit  > 0
 *
 * @retval below limit
 */
uint32_t draw_below(uint32_t limit);

/**
 * Fills a buffer, in the form that Mbed TLS asks for.
 *
 * @param[in]  context  not used, may be NULL
 * @param[out] bytes    len bytes
 * @param[in]  len      bytes
 *
 * @retval 0  always
 */
int draw_fill(void *context, unsigned char *bytes, size_t len);

#endif
