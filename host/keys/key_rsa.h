/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA keys of 2048 and 3072 bits with the exponent 65537, and PSS signatures
 * with SHA-256 and a salt of 32 bytes. key.h is the interface to use.
 */
#ifndef HOST_KEYS_KEY_RSA_H
#define HOST_KEYS_KEY_RSA_H

#include "host/keys/key.h"

/**
 * Sets a key from a PKCS#1 RSAPrivateKey; size and consistency are checked.
 *
 * @param[in]  der  len bytes
 * @param[in]  len  bytes
 * @param[out] key  private key
 * @param[out] why  on failure: the reason
 *
 * @retval true   set
 * @retval false  damaged, or of a size or exponent that no bootloader takes
 */
MUST_USE bool key_rsa_set_private(const uint8_t *der, size_t len,
                                  struct key *key, struct why *why);

/**
 * Sets a key from a PKCS#1 RSAPublicKey.
 *
 * @param[in]  der  len bytes
 * @param[in]  len  bytes
 * @param[out] key  public key
 * @param[out] why  on failure: the reason
 *
 * @retval true   set
 * @retval false  as key_rsa_set_private()
 */
MUST_USE bool key_rsa_set_public(const uint8_t *der, size_t len,
                                 struct key *key, struct why *why);

/**
 * Makes a new key pair.
 *
 * @param[in]  bits  2048 or 3072
 * @param[out] key   key pair
 * @param[out] why   on failure: the reason
 *
 * @retval true  made
 */
MUST_USE bool key_rsa_generate(unsigned bits, struct key *key, struct why *why);

/**
 * Signs; see key_sign().
 *
 * @param[in]  key        private RSA key
 * @param[in]  message    len bytes
 * @param[in]  len        bytes
 * @param[out] signature  256 or 384 bytes
 *
 * @retval n  bytes of signature; 0 when the library failed
 */
MUST_USE size_t key_rsa_sign(const struct key *key, const uint8_t *message,
                             size_t len, uint8_t signature[KEY_SIGNATURE_MAX]);

/**
 * Checks a signature; see key_verify().
 *
 * @param[in] key  RSA key
 * @param[in] it   message and signature
 *
 * @retval true  good
 */
MUST_USE bool key_rsa_verify(const struct key *key,
                             const struct key_signed *it);

#endif
