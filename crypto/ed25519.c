/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 verification: the curve by Monocypher, SHA-512 by Mbed TLS, which
 * is the smaller of the two. Monocypher refuses S >= L and points that are
 * not on the curve, but takes every encoding of a point: the canonical ones
 * are told apart here. Not for signing.
 */
#include "crypto/ed25519.h"

#include <mbedtls/sha512.h>
#include <monocypher.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/signature.h"

#define SHA512_LEN 64

/* SubjectPublicKeyInfo of Ed25519, RFC 8410: always these 12 bytes first. */
#define SPKI_HEAD_LEN 12
#define SPKI_LEN      (SPKI_HEAD_LEN + ED25519_KEY_LEN)

static const uint8_t spki_head[SPKI_HEAD_LEN] = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
};

/*
 * RFC 8032, 5.1.3, steps 1 and 4: y is below p = 2^255 - 19, and the sign bit
 * is clear where x is zero, which is where y is 1 or p - 1. p is ed ff .. ff
 * 7f in bytes, so all turns on the first one when the others are extreme.
 */
static bool is_canonical(const uint8_t point[32])
{
    uint8_t top = point[31] & 0x7f;
    bool sign = (point[31] & 0x80) != 0;

    if (top == 0x7f && bytes_are(point + 1, 0xff, 30)) {
        return point[0] < 0xec || (point[0] == 0xec && !sign);
    }
    if (top == 0 && bytes_are(point + 1, 0, 30) && point[0] == 1) {
        return !sign;
    }
    return true;
}

/* k = SHA-512(R || A || M) mod L; RFC 8032, 5.1.7 step 2 */
static void challenge(const uint8_t *key, const void *message, size_t len,
                      const uint8_t *signature, uint8_t k[32])
{
    uint8_t digest[SHA512_LEN];
    mbedtls_sha512_context state;

    /* in software the results are 0 by construction */
    mbedtls_sha512_init(&state);
    (void)mbedtls_sha512_starts(&state, 0);
    (void)mbedtls_sha512_update(&state, signature, 32);
    (void)mbedtls_sha512_update(&state, key, ED25519_KEY_LEN);
    (void)mbedtls_sha512_update(&state, message, len);
    (void)mbedtls_sha512_finish(&state, digest);
    mbedtls_sha512_free(&state);
    crypto_eddsa_reduce(k, digest);
}

verdict_t ed25519_verify(const uint8_t key[ED25519_KEY_LEN],
                         const void *message, size_t len,
                         const uint8_t signature[ED25519_SIGNATURE_LEN])
{
    uint8_t k[32];
    /* success is 0 there: start elsewhere, and read the result twice */
    volatile int result = -1;

    if (!is_canonical(key) || !is_canonical(signature)) {
        return verdict_fail();
    }
    challenge(key, message, len, signature, k);
    result = crypto_eddsa_check_equation(signature, key, k);
    return verdict_both(result == 0 ? verdict_pass() : verdict_fail(),
                        result == 0 ? verdict_pass() : verdict_fail());
}

static verdict_t digest_verify(const struct public_key *key,
                               const uint8_t digest[HASH_LEN],
                               const uint8_t *signature, size_t len)
{
    if (key->der_len != SPKI_LEN || len != ED25519_SIGNATURE_LEN ||
        memcmp(key->der, spki_head, SPKI_HEAD_LEN) != 0) {
        return verdict_fail();
    }
    return ed25519_verify(key->der + SPKI_HEAD_LEN, digest, HASH_LEN,
                          signature);
}

const struct signature_algorithm signature_ed25519 = {
    .tlv_type = 0x24,
    .len_min = ED25519_SIGNATURE_LEN,
    .len_max = ED25519_SIGNATURE_LEN,
    .verify = digest_verify,
};
