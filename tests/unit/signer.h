/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of SPEC, Worked examples, for the tests of verification: signing
 * is the host program's, whose crypto is Mbed TLS, not that of the boot code.
 */
#ifndef TESTS_UNIT_SIGNER_H
#define TESTS_UNIT_SIGNER_H

#include "crypto/signature.h"
#include "host/keys/key.h"
#include "tests/unit/draft.h"

/** A key pair, and its public half as the boot code holds it. */
struct signer {
    struct key key;
    struct public_key public;
    uint8_t hash[HASH_LEN]; /* SHA-256 of the public key */
};

/**
 * Makes the Ed25519 key whose seed counts up.
 *
 * @param[out] s      signer; must not be moved in memory
 * @param[in]  first  first byte of the seed; 0 is the key of SPEC
 */
void signer_open_ed25519(struct signer *s, uint8_t first);

/**
 * Makes the P-256 key of SPEC: its scalar counts up from 01.
 *
 * @param[out] s  signer; must not be moved in memory
 */
void signer_open_p256(struct signer *s);

/**
 * Makes a new RSA key.
 *
 * @param[out] s     signer; must not be moved in memory
 * @param[in]  type  KEY_RSA_2048 or KEY_RSA_3072
 */
void signer_open_rsa(struct signer *s, enum key_type type);

/**
 * Signs an image: its digest with Ed25519, else what the digest covers.
 *
 * @param[in]  s          signer
 * @param[in]  d          image after draft_plain()
 * @param[out] signature  KEY_SIGNATURE_MAX bytes of room
 *
 * @retval bytes of signature
 */
uint16_t signer_sign(const struct signer *s, const struct draft *d,
                     uint8_t signature[KEY_SIGNATURE_MAX]);

/**
 * Adds hash, key hash and signature to an image.
 *
 * @param[in]     s         signer
 * @param[in,out] d         image after draft_plain()
 * @param[in]     tlv_type  of the signature
 */
void signer_complete(const struct signer *s, struct draft *d,
                     uint16_t tlv_type);

#endif
