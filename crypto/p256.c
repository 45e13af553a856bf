/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA verification over p256-m's fields and points, whose source is included
 * to reach them. Its own verification multiplies twice in constant time, as
 * signing must; here nothing is secret, and both products are summed up in one
 * run of doublings: DESIGN, "Which P-256". Not for signing.
 */
#include "crypto/p256.h"

#include <psa/crypto.h>

/* for making keys, which nobody does here */
#define psa_generate_random(output, len) (-1)
#include <p256-m.c>

#include "base/bytes.h"

#define WORDS    8   /* of a number below 2^256 */
#define BIT_LAST 257 /* 3k < 2^258 */

/** The point x / z^2, y / z^3; none if z is 0. All in Montgomery's domain. */
struct sum {
    uint32_t x[WORDS];
    uint32_t y[WORDS];
    uint32_t z[WORDS];
};

/** A multiple of a point: k (x, y). */
struct term {
    uint32_t x[WORDS];
    uint32_t y[WORDS];
    uint32_t k[WORDS + 1];
    uint32_t triple[WORDS + 1]; /* 3k */
};

static void copy(uint32_t *to, const uint32_t *from)
{
    u256_cmov(to, from, 1);
}

static void term_scale(struct term *t, const uint32_t k[WORDS])
{
    copy(t->k, k);
    t->k[WORDS] = 0;
    t->triple[WORDS] = u256_add(t->triple, k, k);
    t->triple[WORDS] += u256_add(t->triple, t->triple, k);
}

static void sum_set(struct sum *sum, const uint32_t *x, const uint32_t *y)
{
    copy(sum->x, x);
    copy(sum->y, y);
    m256_set32(sum->z, 1, &p256_p);
}

/*
 * point_add() is not for a sum that is empty, nor for adding a point to
 * itself, which it turns into 0, 0, 0. A sum that vanishes has z = 0.
 */
static void sum_add(struct sum *sum, const uint32_t *x, const uint32_t *y)
{
    if (u256_diff0(sum->z) == 0) {
        sum_set(sum, x, y);
        return;
    }
    point_add(sum->x, sum->y, sum->z, x, y);
    if ((u256_diff0(sum->z) | u256_diff0(sum->x)) == 0) {
        sum_set(sum, x, y);
        point_double(sum->x, sum->y, sum->z);
    }
}

static uint32_t bit(const uint32_t *number, uint32_t index)
{
    return number[index / 32] >> index % 32 & 1;
}

/*
 * The non-adjacent form of k has the digit (bit of 3k) - (bit of k) at half
 * the bit's weight: one of three digits is not 0.
 */
static void sum_add_digit(struct sum *sum, const struct term *t, uint32_t index)
{
    uint32_t minus_y[WORDS];
    uint32_t minus = bit(t->k, index);

    if (bit(t->triple, index) == minus) {
        return;
    }
    u256_set32(minus_y, 0);
    m256_sub_p(minus_y, minus_y, t->y);
    sum_add(sum, t->x, minus != 0 ? minus_y : t->y);
}

/* k1 P1 + k2 P2 */
static void sum_terms(struct sum *sum, const struct term *a,
                      const struct term *b)
{
    u256_set32(sum->x, 0);
    u256_set32(sum->y, 0);
    u256_set32(sum->z, 0);
    for (uint32_t i = BIT_LAST; i > 0; i--) {
        point_double(sum->x, sum->y, sum->z);
        sum_add_digit(sum, a, i);
        sum_add_digit(sum, b, i);
    }
}

/* k = a / s mod n, for 1 / s in Montgomery's domain. */
static void term_quotient(struct term *t, const uint8_t *a,
                          const uint32_t *inverse)
{
    uint32_t k[WORDS];

    u256_from_bytes(k, a);
    ecdsa_m256_mod_n(k);
    /* one factor in the domain, one outside: the product is outside */
    m256_mul(k, k, inverse, &p256_n);
    term_scale(t, k);
}

/* The coordinate x of the sum mod n, which is to be r. */
static bool expected_r(const uint8_t *point, const uint8_t *digest,
                       const uint8_t *numbers, uint8_t out[P256_LEN])
{
    struct term base;
    struct term key;
    struct sum sum;
    uint32_t s[WORDS];

    if (scalar_from_bytes(s, numbers) != 0 ||
        scalar_from_bytes(s, numbers + P256_LEN) != 0 ||
        point_from_bytes(key.x, key.y, point) != 0) {
        return false;
    }
    m256_prep(s, &p256_n);
    m256_inv(s, s, &p256_n);
    copy(base.x, p256_gx);
    copy(base.y, p256_gy);
    term_quotient(&base, digest, s);
    term_quotient(&key, numbers, s);
    sum_terms(&sum, &base, &key);
    /* an empty sum has x = 0 here, and r is not 0 */
    point_to_affine(sum.x, sum.y, sum.z);
    m256_done(sum.x, &p256_p);
    ecdsa_m256_mod_n(sum.x);
    u256_to_bytes(out, sum.x);
    return true;
}

static verdict_t equal_numbers(const uint8_t *a, const uint8_t *b)
{
    return secure_equal(a, b, P256_LEN) ? verdict_pass() : verdict_fail();
}

verdict_t p256_verify(const uint8_t point[2 * P256_LEN],
                      const uint8_t digest[HASH_LEN],
                      const uint8_t numbers[2 * P256_LEN])
{
    uint8_t r[P256_LEN];

    if (!expected_r(point, digest, numbers, r)) {
        return verdict_fail();
    }
    return verdict_both(equal_numbers(r, numbers), equal_numbers(numbers, r));
}
