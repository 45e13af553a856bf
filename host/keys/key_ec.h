/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys on the curves P-256 and P-384, and ECDSA with the hash of the curve's
 * size. Nonces are derived from key and message (RFC 6979), so that a weak
 * random generator cannot give the key away. key.h is the interface to use.
 */
#ifndef HOST_KEYS_KEY_EC_H
#define HOST_KEYS_KEY_EC_H

#include "host/keys/key.h"

#define KEY_EC_POINT_MAX 97 /* bytes: 04, X and Y on P-384 */

/**
 * Returns the length of a scalar on the curve of a type.
 *
 * @param[in] type  KEY_ECDSA_P256 or KEY_ECDSA_P384
 *
 * @retval n  bytes: 32 or 48
 */
MUST_USE size_t key_ec_scalar_len(enum key_type type);

/**
 * Sets a key from a private scalar; the public point is computed.
 *
 * @param[in,out] key     in: its type; out: private key
 * @param[in]     scalar  len bytes, big-endian
 * @param[in]     len     bytes; fewer than the curve has mean leading zeros
 *
 * @retval true   set
 * @retval false  not between 1 and the order of the curve
 */
MUST_USE bool key_ec_set_private(struct key *key, const uint8_t *scalar,
                                 size_t len);

/**
 * Sets a key from a public point.
 *
 * @param[in,out] key    in: its type; out: public key
 * @param[in]     point  len bytes: 04 X Y, or 02 or 03 and X
 * @param[in]     len    bytes
 *
 * @retval true   set
 * @retval false  not a point of the curve
 */
MUST_USE bool key_ec_set_public(struct key *key, const uint8_t *point,
                                size_t len);

/**
 * Makes a new key pair.
 *
 * @param[in,out] key  in: its type; out: key pair
 *
 * @retval true  made
 */
MUST_USE bool key_ec_generate(struct key *key);

/**
 * Returns the public point of a key.
 *
 * @param[in]  key  key
 * @param[out] len  bytes: 65 or 97
 *
 * @retval point  04 X Y, inside key
 */
MUST_USE const uint8_t *key_ec_point(const struct key *key, size_t *len);

/**
 * Signs; see key_sign().
 *
 * @param[in]  key        private key
 * @param[in]  message    len bytes
 * @param[in]  len        bytes
 * @param[out] signature  DER, at most 72 or 104 bytes
 *
 * @retval n  bytes of signature; 0 when the library failed
 */
MUST_USE size_t key_ec_sign(const struct key *key, const uint8_t *message,
                            size_t len, uint8_t signature[KEY_SIGNATURE_MAX]);

/**
 * Checks a signature; see key_verify().
 *
 * @param[in] key  key
 * @param[in] it   message and signature
 *
 * @retval true  good
 */
MUST_USE bool key_ec_verify(const struct key *key, const struct key_signed *it);

#endif
