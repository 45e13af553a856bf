/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 as RFC 8032, 5.1 writes it: TinySSH's functions compute on the curve
 * and modulo its order, Mbed TLS hashes with SHA-512.
 */
#include "host/keys/key_25519.h"

#include <string.h>

#include <crypto_scalarmult_curve25519.h>
#include <ge25519.h>
#include <mbedtls/sha512.h>
#include <sc25519.h>

#include "base/bytes.h"
#include "crypto/ed25519.h"
#include "host/keys/random.h"

#define DIGEST_LEN 64 /* SHA-512 */
#define PREFIX_LEN 12 /* of the SubjectPublicKeyInfo, up to the key */

/* SPEC, Public keys; byte 8 of the object id tells the two apart */
static const uint8_t prefix[PREFIX_LEN] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                           0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
#define PREFIX_TYPE_OFF 8
#define PREFIX_X25519   0x6e

/* ---- keys ----------------------------------------------------------- */

void key_25519_set_public(struct key *key, const uint8_t public[KEY_25519_LEN])
{
    memcpy(key->public_der, prefix, PREFIX_LEN);
    if (key->type == KEY_X25519) {
        key->public_der[PREFIX_TYPE_OFF] = PREFIX_X25519;
    }
    memcpy(key->public_der + PREFIX_LEN, public, KEY_25519_LEN);
    key->public_len = PREFIX_LEN + KEY_25519_LEN;
}

/* The encoded point scalar * B; RFC 8032, 5.1.5 steps 3 and 4. */
static void multiply_base(uint8_t out[KEY_25519_LEN],
                          const uint8_t scalar[KEY_25519_LEN])
{
    ge25519 point;
    ge25519_scalarmult_base(point, scalar);
    ge25519_tobytes(out, point);
    secure_wipe(point, sizeof(point));
}

/* RFC 8032, 5.1.5: half the hash of the seed is the scalar, half a nonce. */
static bool expand_seed(const uint8_t *seed, uint8_t scalar[KEY_25519_LEN],
                        uint8_t nonce[KEY_25519_LEN])
{
    uint8_t digest[DIGEST_LEN];
    bool hashed = mbedtls_sha512(seed, KEY_25519_LEN, digest, 0) == 0;
    memcpy(scalar, digest, KEY_25519_LEN);
    scalar[0] &= 0xf8;
    scalar[31] = (uint8_t)((scalar[31] & 0x3f) | 0x40);
    memcpy(nonce, digest + KEY_25519_LEN, KEY_25519_LEN);
    secure_wipe(digest, sizeof(digest));
    return hashed;
}

void key_25519_set_private(struct key *key, const uint8_t secret[KEY_25519_LEN])
{
    uint8_t public[KEY_25519_LEN];
    uint8_t scalar[KEY_25519_LEN];
    uint8_t nonce[KEY_25519_LEN];
    if (key->type == KEY_X25519) {
        (void)crypto_scalarmult_curve25519_base(public, secret); /* returns 0 */
    } else {
        (void)expand_seed(secret, scalar, nonce); /* software: cannot fail */
        multiply_base(public, scalar);
        secure_wipe(scalar, sizeof(scalar));
        secure_wipe(nonce, sizeof(nonce));
    }
    memcpy(key->secret, secret, KEY_25519_LEN);
    key->secret_len = KEY_25519_LEN;
    key->is_private = true;
    key_25519_set_public(key, public);
}

bool key_25519_generate(struct key *key)
{
    uint8_t secret[KEY_25519_LEN];
    if (random_fill(NULL, secret, sizeof(secret)) != 0) {
        return false;
    }
    key_25519_set_private(key, secret);
    secure_wipe(secret, sizeof(secret));
    return true;
}

/* ---- signatures ----------------------------------------------------- */

/* Some bytes to be hashed. */
struct span {
    const uint8_t *bytes;
    size_t len;
};

/* Hashes up to three spans and reduces the result modulo the curve's order. */
static bool hash_to_scalar(const struct span spans[3],
                           uint8_t scalar[KEY_25519_LEN])
{
    uint8_t digest[DIGEST_LEN];
    mbedtls_sha512_context sha;
    mbedtls_sha512_init(&sha);
    bool good = mbedtls_sha512_starts(&sha, 0) == 0;
    for (size_t i = 0; i < 3 && good; i++) {
        good = mbedtls_sha512_update(&sha, spans[i].bytes, spans[i].len) == 0;
    }
    good = good && mbedtls_sha512_finish(&sha, digest) == 0;
    mbedtls_sha512_free(&sha);
    if (good) {
        sc25519_reduce(digest);
        memcpy(scalar, digest, KEY_25519_LEN);
    }
    secure_wipe(digest, sizeof(digest));
    return good;
}

/* RFC 8032, 5.1.6 steps 2 to 6, for the secret scalar and nonce of step 1. */
static bool sign(const struct key *key, const uint8_t scalar[KEY_25519_LEN],
                 const uint8_t nonce[KEY_25519_LEN], const struct span *message,
                 uint8_t *signature)
{
    uint8_t r[KEY_25519_LEN];
    uint8_t h[KEY_25519_LEN];
    const struct span first[3] = {{nonce, KEY_25519_LEN}, *message, {nonce, 0}};
    const struct span second[3] = {
        {signature, KEY_25519_LEN},
        {key->public_der + PREFIX_LEN, KEY_25519_LEN},
        *message};
    if (!hash_to_scalar(first, r)) {
        return false;
    }
    multiply_base(signature, r);
    bool good = hash_to_scalar(second, h);
    sc25519_muladd(signature + KEY_25519_LEN, h, scalar, r);
    secure_wipe(r, sizeof(r));
    return good;
}

size_t key_25519_sign(const struct key *key, const uint8_t *message, size_t len,
                      uint8_t signature[KEY_SIGNATURE_MAX])
{
    uint8_t scalar[KEY_25519_LEN];
    uint8_t nonce[KEY_25519_LEN];
    const struct span span = {message, len};
    bool good = expand_seed(key->secret, scalar, nonce) &&
                sign(key, scalar, nonce, &span, signature);
    secure_wipe(scalar, sizeof(scalar));
    secure_wipe(nonce, sizeof(nonce));
    return good ? KEY_25519_SIGNATURE_LEN : 0;
}

bool key_25519_verify(const struct key *key, const struct key_signed *it)
{
    return it->signature_len == KEY_25519_SIGNATURE_LEN &&
           verdict_is_pass(ed25519_verify(key->public_der + PREFIX_LEN,
                                          it->message, it->message_len,
                                          it->signature));
}
