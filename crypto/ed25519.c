/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519 verification: points and scalars by TinySSH, SHA-512 by Mbed TLS,
 * both the smallest there are for the chips (DESIGN, "Dependencies"). What
 * TinySSH leaves to its caller is checked here: S < L, and that points come in
 * their canonical encoding. Not for signing.
 */
#include "crypto/ed25519.h"

#include <ge25519.h>
#include <mbedtls/sha512.h>
#include <sc25519.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/fe25519.h"
#include "crypto/number.h"
#include "crypto/signature.h"

#define SHA512_LEN 64
#define DIGITS     254 /* of scalars below L < 2^253 */

/* SubjectPublicKeyInfo of Ed25519, RFC 8410: always these 12 bytes first. */
#define SPKI_HEAD_LEN 12
#define SPKI_LEN      (SPKI_HEAD_LEN + ED25519_KEY_LEN)

static const uint8_t spki_head[SPKI_HEAD_LEN] = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
};

/* L = 2^252 + 27742317777372353535851937790883648493; RFC 8032, 5.1 */
static const uint8_t order[32] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
    0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
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

/* RFC 8032, 5.1.7 step 1: S < L, so that a signature has one form only. */
static bool is_reduced(const uint8_t s[32])
{
    uint32_t borrow = 0;

    /* s - order, byte by byte: only the last borrow tells */
    for (size_t i = 0; i < sizeof(order); i++) {
        borrow = ((uint32_t)s[i] - order[i] - borrow) >> 31;
    }
    return borrow == 1;
}

/* k = SHA-512(R || A || M) mod L; RFC 8032, 5.1.7 step 2 */
static void challenge(const uint8_t *key, const void *message, size_t len,
                      const uint8_t *signature, uint8_t k[SHA512_LEN])
{
    mbedtls_sha512_context state;

    /* in software the results are 0 by construction */
    mbedtls_sha512_init(&state);
    (void)mbedtls_sha512_starts(&state, 0);
    (void)mbedtls_sha512_update(&state, signature, 32);
    (void)mbedtls_sha512_update(&state, key, ED25519_KEY_LEN);
    (void)mbedtls_sha512_update(&state, message, len);
    (void)mbedtls_sha512_finish(&state, k);
    mbedtls_sha512_free(&state);
    sc25519_reduce(k); /* in place; the first 32 bytes are the result */
}

/** A multiple of a point. */
struct term {
    ge25519 point;
    ge25519 minus;
    struct number_digits digits;
};

static void term_open(struct term *t, const uint8_t scalar[32])
{
    uint32_t k[NUMBER_WORDS];

    for (uint32_t i = 0; i < NUMBER_WORDS; i++) {
        k[i] = le32(scalar + 4 * i);
    }
    number_digits_open(&t->digits, k);
    memcpy(t->minus, t->point, sizeof(ge25519));
    fe25519_neg(t->minus[0], t->point[0]);
    fe25519_neg(t->minus[3], t->point[3]);
}

/* The base point B, RFC 8032, 5.1; X and Y, low words first. */
static void base_point(ge25519 p)
{
    static const fe x = {0x8f25d51a, 0xc9562d60, 0x9525a7b2, 0x692cc760,
                         0xfdd6dc5c, 0xc0a4e231, 0xcd6e53fe, 0x216936d3};
    static const fe y = {0x66666658, 0x66666666, 0x66666666, 0x66666666,
                         0x66666666, 0x66666666, 0x66666666, 0x66666666};

    memcpy(p[0], x, sizeof(fe));
    memcpy(p[1], y, sizeof(fe));
    fe_1(p[2]);
    fe25519_mul(p[3], x, y);
}

static void add_digit(ge25519 sum, struct term *t, uint32_t index)
{
    int digit = number_digit(&t->digits, index);

    if (digit != 0) {
        ge25519_add(sum, sum, digit > 0 ? t->point : t->minus);
    }
}

/* One run of doublings for both; the addition is complete, so it doubles. */
static void sum_terms(ge25519 sum, struct term *a, struct term *b)
{
    fe_0(sum[0]);
    fe_1(sum[1]);
    fe_1(sum[2]);
    fe_0(sum[3]);
    for (uint32_t i = DIGITS; i-- > 0;) {
        ge25519_add(sum, sum, sum);
        add_digit(sum, a, i);
        add_digit(sum, b, i);
    }
}

/* R' = [S]B - [k]A, RFC 8032, 5.1.7 step 3 */
static bool expected_r(const uint8_t *key, const uint8_t *k, const uint8_t *s,
                       uint8_t r[32])
{
    struct term base;
    struct term minus_a;
    ge25519 sum;

    if (ge25519_frombytes_negate_vartime(minus_a.point, key) != 0) {
        return false;
    }
    base_point(base.point);
    term_open(&base, s);
    term_open(&minus_a, k);
    sum_terms(sum, &base, &minus_a);
    ge25519_tobytes(r, sum);
    return true;
}

static verdict_t equal_points(const uint8_t *a, const uint8_t *b)
{
    return secure_equal(a, b, 32) ? verdict_pass() : verdict_fail();
}

verdict_t ed25519_verify(const uint8_t key[ED25519_KEY_LEN],
                         const void *message, size_t len,
                         const uint8_t signature[ED25519_SIGNATURE_LEN])
{
    const uint8_t *s = signature + 32;
    uint8_t k[SHA512_LEN];
    uint8_t r[32];

    if (!is_canonical(key) || !is_reduced(s)) {
        return verdict_fail();
    }
    challenge(key, message, len, signature, k);
    if (!expected_r(key, k, s, r)) {
        return verdict_fail();
    }
    return verdict_both(equal_points(r, signature), equal_points(signature, r));
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
