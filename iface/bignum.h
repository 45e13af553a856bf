/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The big-number contract that RSA verification needs: one public-key
 * operation, by the chip's accelerator or by a library. Public data only, so
 * no constant time is asked for.
 */
#ifndef IFACE_BIGNUM_H
#define IFACE_BIGNUM_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define BIGNUM_LEN_MAX 384 /* bytes: RSA-3072, the largest we verify */

/**
 * Computes base to the power 65537 modulo n: the RSA public operation.
 *
 * @param[in]  n     modulus, len bytes big-endian, odd, top byte not 0
 * @param[in]  base  len bytes big-endian, less than n
 * @param[out] out   len bytes big-endian; undefined on failure
 * @param[in]  len   bytes: 256 or 384
 *
 * @retval OK
 * @retval CRYPTO_E_KEY    n is even or len is not 256 or 384
 * @retval CRYPTO_E_FAULT  base >= n, or the engine failed
 *
 * @source RFC 8017, 5.2.2 (RSAVP1)
 */
MUST_USE status_t bignum_rsa_public(const uint8_t *n, const uint8_t *base,
                                    uint8_t *out, size_t len);

#endif
