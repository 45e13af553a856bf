/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys from DER, as the PEM files that keyfile.h reads contain it. Every
 * length is checked against the one around it; nothing here decrypts.
 */
#ifndef HOST_KEYS_DECODE_H
#define HOST_KEYS_DECODE_H

#include "host/keys/key.h"

/** DER to be read; Mbed TLS wants it writable and leaves it as it is. */
struct key_der {
    uint8_t *bytes;
    size_t len;
};

/**
 * Reads a PKCS#8 PrivateKeyInfo of any type.
 *
 * @param[in]  der  content
 * @param[out] key  private key
 * @param[out] why  on failure: the reason
 *
 * @retval true  read
 */
MUST_USE bool key_decode_pkcs8(const struct key_der *der, struct key *key,
                               struct why *why);

/**
 * Reads a PKCS#1 RSAPrivateKey.
 *
 * @param[in]  der  content
 * @param[out] key  private key
 * @param[out] why  on failure: the reason
 *
 * @retval true  read
 */
MUST_USE bool key_decode_rsa(const struct key_der *der, struct key *key,
                             struct why *why);

/**
 * Reads a SEC1 ECPrivateKey that names its curve.
 *
 * @param[in]  der  content
 * @param[out] key  private key
 * @param[out] why  on failure: the reason
 *
 * @retval true  read
 */
MUST_USE bool key_decode_sec1(const struct key_der *der, struct key *key,
                              struct why *why);

/**
 * Reads a SubjectPublicKeyInfo of any type.
 *
 * @param[in]  der  content
 * @param[out] key  public key
 * @param[out] why  on failure: the reason
 *
 * @retval true  read
 */
MUST_USE bool key_decode_public(const struct key_der *der, struct key *key,
                                struct why *why);

#endif
