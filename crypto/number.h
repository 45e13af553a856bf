/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the curves and the RSA driver share of arithmetic: rows of products,
 * and the digits by which a scalar is multiplied. Numbers are words, the
 * lowest first. No algorithm of its own.
 */
#ifndef CRYPTO_NUMBER_H
#define CRYPTO_NUMBER_H

#include <stdint.h>

#include "base/compiler.h"

#define NUMBER_WORDS 8 /* of a number below 2^256 */

/**
 * Adds a multiple of a number: z += factor * y.
 *
 * @param[in,out] z       words words
 * @param[in]     y       words words; may be z
 * @param[in]     factor  any
 * @param[in]     words   their count
 *
 * @retval what is carried to the word behind z
 */
MUST_USE uint32_t number_add_product(uint32_t *z, const uint32_t *y,
                                     uint32_t factor, uint32_t words);

/** A scalar k in non-adjacent form: one of three digits is not 0. */
struct number_digits {
    uint32_t once[NUMBER_WORDS + 1];   /* k */
    uint32_t triple[NUMBER_WORDS + 1]; /* 3k */
};

#define NUMBER_DIGITS 257 /* digits of a scalar below 2^256 */

/**
 * Takes a scalar.
 *
 * @param[out] d  its digits
 * @param[in]  k  scalar
 */
void number_digits_open(struct number_digits *d,
                        const uint32_t k[NUMBER_WORDS]);

/**
 * Returns a digit. The sum of all digits, each times 2^index, is k.
 *
 * @param[in] d      from number_digits_open()
 * @param[in] index  0 .. NUMBER_DIGITS - 1
 *
 * @retval -1, 0 or 1
 */
MUST_USE int number_digit(const struct number_digits *d, uint32_t index);

#endif
