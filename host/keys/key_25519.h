/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys on Curve25519: Ed25519 (RFC 8032), which signs, and X25519 (RFC 7748),
 * which only encrypts. key.h is the interface to use.
 */
#ifndef HOST_KEYS_KEY_25519_H
#define HOST_KEYS_KEY_25519_H

#include "host/keys/key.h"

#define KEY_25519_LEN           32 /* bytes of seed, scalar or public key */
#define KEY_25519_SIGNATURE_LEN 64 /* bytes */

/**
 * Sets a key from its secret; the public key is computed.
 *
 * @param[in,out] key     in: its type; out: private key
 * @param[in]     secret  seed of Ed25519 or scalar of X25519
 */
void key_25519_set_private(struct key *key,
                           const uint8_t secret[KEY_25519_LEN]);

/**
 * Sets a key from its public key.
 *
 * @param[in,out] key     in: its type; out: public key
 * @param[in]     public  as RFC 8032 or RFC 7748 encode it
 */
void key_25519_set_public(struct key *key, const uint8_t public[KEY_25519_LEN]);

/**
 * Makes a new key pair.
 *
 * @param[in,out] key  in: its type; out: key pair
 *
 * @retval true  made
 */
MUST_USE bool key_25519_generate(struct key *key);

/**
 * Signs with Ed25519; see key_sign().
 *
 * @param[in]  key        private Ed25519 key
 * @param[in]  message    len bytes
 * @param[in]  len        bytes
 * @param[out] signature  64 bytes
 *
 * @retval 64  bytes of signature; 0 when hashing failed
 */
MUST_USE size_t key_25519_sign(const struct key *key, const uint8_t *message,
                               size_t len,
                               uint8_t signature[KEY_SIGNATURE_MAX]);

/**
 * Checks an Ed25519 signature; see key_verify().
 *
 * @param[in] key  Ed25519 key
 * @param[in] it   message and signature
 *
 * @retval true  good
 */
MUST_USE bool key_25519_verify(const struct key *key,
                               const struct key_signed *it);

#endif
