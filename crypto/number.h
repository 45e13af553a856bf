/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the curves and the RSA driver share of arithmetic: rows of products,
 * and the digits by which a scalar is multiplied. Numbers are words, the
 * lowest first. No algorithm of its own.
 */
#ifndef CRYPTO_NUMBER_H
#define CRYPTO_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define NUMBER_WORDS     8  /* of a number below 2^256 */
#define NUMBER_WORDS_MAX 96 /* of RSA-3072 */

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

/**
 * Subtracts.
 *
 * @param[out] z      x - y, modulo 2^(32 words)
 * @param[in]  x      words words; may be z
 * @param[in]  y      words words; may be z
 * @param[in]  words  their count
 *
 * @retval 1  x is less than y
 * @retval 0  it is not
 */
uint32_t number_subtract(uint32_t *z, const uint32_t *x, const uint32_t *y,
                         uint32_t words);

/**
 * Compares.
 *
 * @param[in] x      words words
 * @param[in] y      words words
 * @param[in] words  their count, > 0
 *
 * @retval true  x is less than y
 */
MUST_USE bool number_is_less(const uint32_t *x, const uint32_t *y,
                             uint32_t words);

/** What multiplication wants of an odd modulus m. */
struct number_modulus {
    const uint32_t *m; /* words words */
    uint32_t words;    /* at most NUMBER_WORDS_MAX */
    uint32_t inverse;  /* -1 / m mod 2^32 */
};

/**
 * Brings a number below 2m below m.
 *
 * @param[in,out] z      its lower words
 * @param[in]     carry  the word above them, 0 or 1
 * @param[in]     mod    m
 */
void number_reduce(uint32_t *z, uint32_t carry,
                   const struct number_modulus *mod);

/**
 * Multiplies as Montgomery does: z = x y / 2^(32 words) mod m.
 *
 * @param[out] z    below m
 * @param[in]  x    below 2^(32 words); may be z
 * @param[in]  y    below m; may be z
 * @param[in]  mod  m
 *
 * @source Handbook of Applied Cryptography, 14.36
 */
void number_multiply_mod(uint32_t *z, const uint32_t *x, const uint32_t *y,
                         const struct number_modulus *mod);

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
