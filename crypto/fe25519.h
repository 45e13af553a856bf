/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers modulo p = 2^255 - 19: the contract that TinySSH's points ask for,
 * and met here. A number is eight words, the lowest first, of any value; it is
 * brought below p when it is written out. Results may overwrite what they are
 * computed of. Constant time.
 */
#ifndef CRYPTO_FE25519_H
#define CRYPTO_FE25519_H

#include <stdint.h>

/**
 * Adds.
 *
 * @param[out] o  x + y
 * @param[in]  x  number
 * @param[in]  y  number
 */
void fe25519_add(uint32_t o[8], const uint32_t x[8], const uint32_t y[8]);

/**
 * Subtracts.
 *
 * @param[out] o  x - y
 * @param[in]  x  number
 * @param[in]  y  number
 */
void fe25519_sub(uint32_t o[8], const uint32_t x[8], const uint32_t y[8]);

/**
 * Negates.
 *
 * @param[out] o  -x
 * @param[in]  x  number
 */
void fe25519_neg(uint32_t o[8], const uint32_t x[8]);

/**
 * Multiplies.
 *
 * @param[out] o  a b
 * @param[in]  a  number
 * @param[in]  b  number
 */
void fe25519_mul(uint32_t o[8], const uint32_t a[8], const uint32_t b[8]);

/**
 * Squares.
 *
 * @param[out] o  a^2
 * @param[in]  a  number
 */
void fe25519_sq(uint32_t o[8], const uint32_t a[8]);

/**
 * Multiplies by the constant of X25519.
 *
 * @param[out] o  121666 f
 * @param[in]  f  number
 */
void fe25519_mul121666(uint32_t o[8], const uint32_t f[8]);

/**
 * Inverts.
 *
 * @param[out] o  1 / z; 0 for 0
 * @param[in]  z  number
 */
void fe25519_inv(uint32_t o[8], const uint32_t z[8]);

/**
 * Raises to the power of which square roots are made.
 *
 * @param[out] o  z^((p - 5) / 8)
 * @param[in]  z  number
 *
 * @source RFC 8032, 5.1.3
 */
void fe25519_pow22523(uint32_t o[8], const uint32_t z[8]);

/**
 * Writes a number.
 *
 * @param[out] out  32 bytes, little-endian, below p
 * @param[in]  in   number
 */
void fe25519_tobytes(unsigned char *out, const uint32_t in[8]);

/**
 * Reads a number.
 *
 * @param[out] o   number, below 2^255
 * @param[in]  in  32 bytes, little-endian; the top bit is dropped
 */
void fe25519_frombytes(uint32_t o[8], const unsigned char *in);

/**
 * Tells whether a number is not 0 mod p.
 *
 * @param[in] f  number
 *
 * @retval 0   it is 0
 * @retval -1  it is not
 */
int fe25519_isnonzero(const uint32_t f[8]);

/**
 * Returns the sign of a number.
 *
 * @param[in] f  number
 *
 * @retval lowest bit of the number as it is written
 *
 * @source RFC 8032, 5.1.2
 */
int fe25519_isnegative(const uint32_t f[8]);

#endif
