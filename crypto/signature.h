/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signature algorithms, one file each: crypto/rsa_pss.c (RSA-2048 and 3072),
 * crypto/ecdsa_p256.c, crypto/ed25519.c. A build that names one links that
 * one. What is signed is the 32-byte SHA-256 digest of the image; what that
 * means for each algorithm stands in SPEC, "Signatures".
 */
#ifndef CRYPTO_SIGNATURE_H
#define CRYPTO_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"
#include "iface/hash.h"

/** A public key compiled into the device. */
struct public_key {
    const uint8_t *der; /* RSA: PKCS#1; P-256, Ed25519: SubjectPublicKeyInfo */
    uint32_t der_len;   /* bytes: 270, 398, 91 or 44 */
};

/** An algorithm, and the TLV that carries its signatures. */
struct signature_algorithm {
    uint16_t tlv_type; /* SPEC, TLV types: 0x20, 0x23, 0x22 or 0x24 */
    uint16_t len_min;  /* bytes of signature data, shortest */
    uint16_t len_max;  /* bytes, longest; at most SIGNATURE_LEN_MAX */
    /*
     * Checks a signature: key as above, the image digest, and len bytes of
     * signature, len_min <= len <= len_max. A malformed key or signature is
     * a verdict that does not hold, never a crash.
     */
    verdict_t (*verify)(const struct public_key *key,
                        const uint8_t digest[HASH_LEN],
                        const uint8_t *signature, size_t len);
};

#define SIGNATURE_LEN_MAX 384 /* bytes: RSA-3072 */

extern const struct signature_algorithm signature_rsa2048;
extern const struct signature_algorithm signature_rsa3072;
extern const struct signature_algorithm signature_ecdsa_p256;
extern const struct signature_algorithm signature_ed25519;

/**
 * Checks a signature as signature_rsa3072 does, by a key that comes as its
 * modulus alone; the exponent is 65537.
 *
 * @param[in] n          modulus, big-endian
 * @param[in] digest     that is signed
 * @param[in] signature  big-endian
 *
 * @retval verdict that holds if the signature does; never of an even or a
 *         shorter modulus
 */
MUST_USE verdict_t rsa3072_verify_bare(
    const uint8_t n[SIGNATURE_LEN_MAX], const uint8_t digest[HASH_LEN],
    const uint8_t signature[SIGNATURE_LEN_MAX]);

#endif
