/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key pair or public key of any type that signs or decrypts images, as
 * plain data without pointers: copy it freely, wipe it with key_wipe(). Reading
 * and writing PEM files is the business of keyfile.h; the hash of an
 * image is the caller's.
 */
#ifndef HOST_KEYS_KEY_H
#define HOST_KEYS_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define KEY_PUBLIC_MAX    398  /* bytes: RSA-3072, PKCS#1 */
#define KEY_SECRET_MAX    1792 /* bytes: RSA-3072 PKCS#1, at most 1774 */
#define KEY_SIGNATURE_MAX 384  /* bytes: RSA-3072 */

/** Type of a key; the order is that of the `-t` names. */
enum key_type {
    KEY_RSA_2048,
    KEY_RSA_3072,
    KEY_ECDSA_P256,
    KEY_ECDSA_P384,
    KEY_ED25519,
    KEY_X25519, /* encrypts only */
    KEY_TYPE_COUNT
};

/** A key. */
struct key {
    enum key_type type;
    bool is_private;
    /* The form that a bootloader embeds: SPEC, Public keys */
    uint8_t public_der[KEY_PUBLIC_MAX];
    size_t public_len; /* bytes: 270, 398, 91, 120 or 44 */
    /*
     * If private. RSA: PKCS#1 RSAPrivateKey; P-256, P-384: the scalar, 32 or
     * 48 bytes big-endian; Ed25519: the seed, X25519: the scalar, 32 bytes.
     */
    uint8_t secret[KEY_SECRET_MAX];
    size_t secret_len; /* bytes; 0 if public */
};

/**
 * Returns the name of a type as `keygen -t` takes it.
 *
 * @param[in] type  below KEY_TYPE_COUNT
 *
 * @retval name  such as "ecdsa-p256"
 */
MUST_USE const char *key_type_name(enum key_type type);

/**
 * Returns the short name of a type, from which C names are made.
 *
 * @param[in] type  below KEY_TYPE_COUNT
 *
 * @retval name  "rsa", "ecdsa", "ecdsap384", "ed25519" or "x25519"
 */
MUST_USE const char *key_short_name(enum key_type type);

/**
 * Makes a new key pair from the operating system's random numbers.
 *
 * @param[in]  type  below KEY_TYPE_COUNT
 * @param[out] key   key pair; wipe it with key_wipe()
 * @param[out] why   on failure: the reason
 *
 * @retval true   made
 * @retval false  no random numbers, or the library failed
 *
 * @cost   RSA-3072: up to some seconds
 */
MUST_USE bool key_generate(enum key_type type, struct key *key,
                           struct why *why);

/**
 * Signs a message. RSA: PSS with SHA-256 and a salt of 32 bytes; P-256: ECDSA
 * with SHA-256; P-384: ECDSA with SHA-384, both as DER; Ed25519: pure Ed25519
 * over the message (for an image that is its digest, unless asked for --pure).
 *
 * @param[in]  key        private key, not X25519
 * @param[in]  message    len bytes
 * @param[in]  len        bytes
 * @param[out] signature  KEY_SIGNATURE_MAX bytes of room
 * @param[out] why        on failure: the reason
 *
 * @retval n  bytes of signature
 * @retval 0  the key is public, is X25519, or the library failed
 */
MUST_USE size_t key_sign(const struct key *key, const uint8_t *message,
                         size_t len, uint8_t signature[KEY_SIGNATURE_MAX],
                         struct why *why);

/** A message and a signature of it. */
struct key_signed {
    const uint8_t *message; /* message_len bytes */
    size_t message_len;
    const uint8_t *signature; /* signature_len bytes */
    size_t signature_len;     /* ECDSA: zeros may follow the DER */
};

/**
 * Checks a signature made as key_sign() makes them.
 *
 * @param[in] key  public or private key
 * @param[in] it   message and signature
 *
 * @retval true   good
 * @retval false  bad, malformed, or a key that does not sign
 */
MUST_USE bool key_verify(const struct key *key, const struct key_signed *it);

/**
 * Wipes a key.
 *
 * @param[out] key  all of it is zero afterwards
 */
void key_wipe(struct key *key);

#endif
