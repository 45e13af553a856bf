/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys as DER in the forms that files and bootloaders hold. Encryption of the
 * result is pbes2.h's business, reading that of decode.h.
 */
#ifndef HOST_KEYS_ENCODE_H
#define HOST_KEYS_ENCODE_H

#include "host/keys/key.h"

#define KEY_ENCODED_MAX 1856 /* bytes: PKCS#8 around the longest secret */

/** Forms of a private key. */
enum key_form {
    KEY_FORM_TRADITIONAL, /* RSA: PKCS#1, P-256 and P-384: SEC1 */
    KEY_FORM_PKCS8,
};

/**
 * Encodes a private key.
 *
 * @param[in]  key   private key; not on Curve25519 for KEY_FORM_TRADITIONAL
 * @param[in]  form  form
 * @param[out] out   DER; secure_wipe() it
 *
 * @retval n  bytes
 * @retval 0  the form does not exist for this type
 */
MUST_USE size_t key_encode_private(const struct key *key, enum key_form form,
                                   uint8_t out[KEY_ENCODED_MAX]);

/**
 * Encodes a private key with what decryption needs and nothing else: RSA
 * (traditional) without exponents and coefficient, P-256 without public key.
 *
 * @param[in]  key   private key, RSA-2048, RSA-3072 or P-256
 * @param[in]  form  form; RSA: traditional only
 * @param[out] out   DER; secure_wipe() it
 *
 * @retval n  bytes
 * @retval 0  the form does not exist for this type
 */
MUST_USE size_t key_encode_minimal(const struct key *key, enum key_form form,
                                   uint8_t out[KEY_ENCODED_MAX]);

/**
 * Encodes a public key as SubjectPublicKeyInfo.
 *
 * @param[in]  key  key of any type
 * @param[out] out  DER
 *
 * @retval n  bytes
 */
MUST_USE size_t key_encode_public(const struct key *key,
                                  uint8_t out[KEY_ENCODED_MAX]);

#endif
