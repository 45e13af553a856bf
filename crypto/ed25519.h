/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 over a message of any length. The boot code signs digests, and
 * reaches this through signature_ed25519 (signature.h); the host program and
 * the tests with published vectors use it as it is.
 */
#ifndef CRYPTO_ED25519_H
#define CRYPTO_ED25519_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

#define ED25519_KEY_LEN       32 /* bytes of a public key, RFC 8032 */
#define ED25519_SIGNATURE_LEN 64 /* bytes: R, then S */

/**
 * Checks a plain Ed25519 signature (not Ed25519ph).
 *
 * @param[in] key        public key, the encoded point
 * @param[in] message    len bytes
 * @param[in] len        bytes; 0 is allowed
 * @param[in] signature  R, then S
 *
 * @retval verdict  holds only if the signature is valid and S < L
 *
 * @source RFC 8032, 5.1.7
 */
MUST_USE verdict_t
ed25519_verify(const uint8_t key[ED25519_KEY_LEN], const void *message,
               size_t len, const uint8_t signature[ED25519_SIGNATURE_LEN]);

#endif
