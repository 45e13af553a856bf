/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numbers of ECDSA on P-256: what stands behind the DER of ecdsa_p256.c.
 * Verification only.
 */
#ifndef CRYPTO_P256_H
#define CRYPTO_P256_H

#include <stdint.h>

#include "base/verdict.h"
#include "iface/hash.h"

#define P256_LEN 32 /* bytes of r, s, and of each coordinate; big-endian */

/**
 * Checks a signature. All numbers may be anything: what is out of range, or
 * not on the curve, does not verify.
 *
 * @param[in] point    public key: x, then y
 * @param[in] digest   what was signed
 * @param[in] numbers  signature: r, then s
 *
 * @retval verdict  holds only if the signature is valid
 *
 * @source SEC 1 v2.0, 4.1.4
 */
MUST_USE verdict_t p256_verify(const uint8_t point[2 * P256_LEN],
                               const uint8_t digest[HASH_LEN],
                               const uint8_t numbers[2 * P256_LEN]);

#endif
