/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See p256.h. Nothing is secret in verification, so that branches may depend
 * on all values: DESIGN, "Which P-256". Not for signing.
 *
 * Numbers modulo p and n are below the modulus at all times. Those modulo p
 * are in Montgomery's domain: x stands for x / 2^256.
 *
 * Source: FIPS 186-4, D.1.2.3 (curve); Hankerson, Menezes, Vanstone, Guide to
 * Elliptic Curve Cryptography, 3.2.2 (points).
 */
#include "crypto/p256.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/number.h"

#define WORDS NUMBER_WORDS

static const uint32_t field_m[WORDS] = {0xffffffff, 0xffffffff, 0xffffffff,
                                        0x00000000, 0x00000000, 0x00000000,
                                        0x00000001, 0xffffffff};
static const uint32_t order_m[WORDS] = {0xfc632551, 0xf3b9cac2, 0xa7179e84,
                                        0xbce6faad, 0xffffffff, 0xffffffff,
                                        0x00000000, 0xffffffff};

static const struct number_modulus field = {field_m, WORDS, 1};
static const struct number_modulus order = {order_m, WORDS, 0xee00bc4f};

/* 2^512 modulo p and n: take a number into the domain. */
static const uint32_t field_square[WORDS] = {0x00000003, 0x00000000, 0xffffffff,
                                             0xfffffffb, 0xfffffffe, 0xffffffff,
                                             0xfffffffd, 0x00000004};
static const uint32_t order_square[WORDS] = {0xbe79eea2, 0x83244c95, 0x49bd6fa6,
                                             0x4699799c, 0x2b6bec59, 0x2845b239,
                                             0xf3d95620, 0x66e12d94};

/* In the domain: b of the curve's equation, 1, and the base point. */
static const uint32_t curve_b[WORDS] = {0x29c4bddf, 0xd89cdf62, 0x78843090,
                                        0xacf005cd, 0xf7212ed6, 0xe5a220ab,
                                        0x04874834, 0xdc30061d};
static const uint32_t one[WORDS] = {0x00000001, 0x00000000, 0x00000000,
                                    0xffffffff, 0xffffffff, 0xffffffff,
                                    0xfffffffe, 0x00000000};
static const uint32_t base_x[WORDS] = {0x18a9143c, 0x79e730d4, 0x5fedb601,
                                       0x75ba95fc, 0x77622510, 0x79fb732b,
                                       0xa53755c6, 0x18905f76};
static const uint32_t base_y[WORDS] = {0xce95560a, 0xddf25357, 0xba19e45c,
                                       0x8b4ab8e4, 0xdd21f325, 0xd2e88688,
                                       0x25885d85, 0x8571ff18};

/** The point x / z^2, y / z^3; none if z is 0. */
struct sum {
    uint32_t x[WORDS];
    uint32_t y[WORDS];
    uint32_t z[WORDS];
};

/** A multiple of the point x, y. */
struct term {
    uint32_t x[WORDS];
    uint32_t y[WORDS];
    struct number_digits digits;
};

/* ---- numbers ---- */

static void copy(uint32_t *to, const uint32_t *from)
{
    memcpy(to, from, WORDS * sizeof(*to));
}

static bool is_zero(const uint32_t *x)
{
    uint32_t some = 0;

    for (uint32_t i = 0; i < WORDS; i++) {
        some |= x[i];
    }
    return some == 0;
}

/* z = x + y; returns the carry. */
static uint32_t add_words(uint32_t *z, const uint32_t *x, const uint32_t *y)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < WORDS; i++) {
        sum += (uint64_t)x[i] + y[i];
        z[i] = (uint32_t)sum;
        sum >>= 32;
    }
    return (uint32_t)sum;
}

static void add(uint32_t *z, const uint32_t *x, const uint32_t *y)
{
    uint32_t carry = add_words(z, x, y);

    number_reduce(z, carry, &field);
}

static void subtract(uint32_t *z, const uint32_t *x, const uint32_t *y)
{
    if (number_subtract(z, x, y, WORDS) != 0) {
        (void)add_words(z, z, field_m);
    }
}

/*
 * t += u p for the lowest word u of t, which becomes 0 and is left alone; p is
 * 2^256 - 2^224 + 2^192 + 2^96 - 1. Returns what goes to the word t[WORDS].
 */
static uint32_t add_field(uint32_t *t)
{
    uint32_t u = t[0];
    uint64_t sum = u;

    for (uint32_t i = 3; i < 6; i++) {
        sum += t[i];
        t[i] = (uint32_t)sum;
        sum >>= 32;
    }
    sum += (uint64_t)t[6] + u;
    t[6] = (uint32_t)sum;
    sum = (sum >> 32) + t[7] + (((uint64_t)u << 32) - u);
    t[7] = (uint32_t)sum;
    return (uint32_t)(sum >> 32);
}

/* number_multiply_mod() for p, with its row of products made of sums. */
static void multiply(uint32_t *z, const uint32_t *x, const uint32_t *y)
{
    uint32_t t[2 * WORDS + 1];

    memset(t, 0, sizeof(t));
    for (uint32_t i = 0; i < WORDS; i++) {
        uint64_t top = number_add_product(t + i, y, x[i], WORDS);

        top += add_field(t + i);
        top += t[i + WORDS];
        t[i + WORDS] = (uint32_t)top;
        t[i + WORDS + 1] = (uint32_t)(top >> 32);
    }
    copy(z, t + WORDS);
    number_reduce(z, t[2 * WORDS], &field);
}

/* x^(n - 2), both in the domain of n: 1 / x. */
static void invert(uint32_t *z, const uint32_t *x)
{
    uint32_t power[WORDS];

    copy(power, x);
    for (uint32_t i = 255; i-- > 0;) {
        uint32_t word = order_m[i / 32] - (i < 32 ? 2 : 0);

        number_multiply_mod(power, power, power, &order);
        if ((word >> i % 32 & 1) != 0) {
            number_multiply_mod(power, power, x, &order);
        }
    }
    copy(z, power);
}

/* Big-endian bytes; tells whether the number is below m. */
static bool read_number(uint32_t *x, const uint8_t *p,
                        const struct number_modulus *mod)
{
    for (uint32_t i = WORDS; i-- > 0; p += 4) {
        x[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
               (uint32_t)p[2] << 8 | p[3];
    }
    return number_is_less(x, mod->m, WORDS);
}

/* ---- points ---- */

/* Reads a point into the domain; tells whether y^2 = x^3 - 3x + b. */
static bool read_point(uint32_t *x, uint32_t *y, const uint8_t *p)
{
    uint32_t left[WORDS];
    uint32_t right[WORDS];

    if (!read_number(x, p, &field) || !read_number(y, p + P256_LEN, &field)) {
        return false;
    }
    multiply(x, x, field_square);
    multiply(y, y, field_square);

    multiply(right, x, x);
    multiply(right, right, x);
    for (uint32_t i = 0; i < 3; i++) {
        subtract(right, right, x);
    }
    add(right, right, curve_b);
    multiply(left, y, y);
    subtract(left, left, right);
    return is_zero(left);
}

/* Nothing doubled is nothing: z stays 0. */
static void sum_double(struct sum *s)
{
    uint32_t slope[WORDS];  /* 3 (x - z^2) (x + z^2) */
    uint32_t middle[WORDS]; /* 4 x y^2 */
    uint32_t t[WORDS];

    multiply(t, s->z, s->z);
    add(middle, s->x, t);
    subtract(t, s->x, t);
    multiply(t, t, middle);
    add(slope, t, t);
    add(slope, slope, t);
    multiply(s->z, s->z, s->y);
    add(s->z, s->z, s->z);
    multiply(t, s->y, s->y);
    add(t, t, t);
    multiply(middle, s->x, t);
    add(middle, middle, middle);
    multiply(t, t, t);
    add(t, t, t); /* 8 y^4 */
    multiply(s->x, slope, slope);
    subtract(s->x, s->x, middle);
    subtract(s->x, s->x, middle);
    subtract(middle, middle, s->x);
    multiply(s->y, middle, slope);
    subtract(s->y, s->y, t);
}

/* For dx and dy, not both 0: how far the added point lies from the sum. */
static void sum_move(struct sum *s, uint32_t *dx, uint32_t *dy)
{
    uint32_t t[WORDS];

    multiply(s->z, s->z, dx);
    multiply(t, dx, dx);
    multiply(dx, dx, t);
    multiply(t, t, s->x);
    multiply(s->y, s->y, dx);
    multiply(s->x, dy, dy);
    subtract(s->x, s->x, dx);
    subtract(s->x, s->x, t);
    subtract(s->x, s->x, t);
    subtract(t, t, s->x);
    multiply(t, t, dy);
    subtract(s->y, t, s->y);
}

static void sum_add(struct sum *s, const uint32_t *x, const uint32_t *y)
{
    uint32_t dx[WORDS]; /* x z^2 - s->x */
    uint32_t dy[WORDS]; /* y z^3 - s->y */

    if (is_zero(s->z)) {
        copy(s->x, x);
        copy(s->y, y);
        copy(s->z, one);
        return;
    }
    multiply(dy, s->z, s->z);
    multiply(dx, dy, x);
    multiply(dy, dy, s->z);
    multiply(dy, dy, y);
    subtract(dx, dx, s->x);
    subtract(dy, dy, s->y);
    if (is_zero(dx) && is_zero(dy)) {
        sum_double(s);
    } else {
        sum_move(s, dx, dy); /* to nothing, for dx = 0 */
    }
}

static void sum_add_digit(struct sum *s, const struct term *t, uint32_t index)
{
    static const uint32_t zero[WORDS];
    uint32_t minus_y[WORDS];
    int digit = number_digit(&t->digits, index);

    if (digit > 0) {
        sum_add(s, t->x, t->y);
    } else if (digit < 0) {
        subtract(minus_y, zero, t->y);
        sum_add(s, t->x, minus_y);
    }
}

/* Both products along one run of doublings. */
static void sum_terms(struct sum *s, const struct term *a, const struct term *b)
{
    memset(s, 0, sizeof(*s));
    for (uint32_t i = NUMBER_DIGITS; i-- > 0;) {
        sum_double(s);
        sum_add_digit(s, a, i);
        sum_add_digit(s, b, i);
    }
}

/* ---- signatures ---- */

/* The scalar a / s mod n, for a below 2^256 and 1 / s in the domain of n. */
static void term_scale(struct term *t, const uint32_t *a,
                       const uint32_t *inverse)
{
    uint32_t k[WORDS];

    copy(k, a);
    number_reduce(k, 0, &order);
    number_multiply_mod(k, k, inverse, &order);
    number_digits_open(&t->digits, k);
}

/* e / s G + r / s Q; false: a number is out of range, or Q no point. */
static bool sum_of(struct sum *sum, const uint8_t *point, const uint8_t *digest,
                   const uint8_t *numbers)
{
    struct term base;
    struct term key;
    uint32_t a[WORDS];
    uint32_t s[WORDS];

    if (!read_point(key.x, key.y, point) ||
        !read_number(s, numbers + P256_LEN, &order) || is_zero(s)) {
        return false;
    }
    number_multiply_mod(s, s, order_square, &order);
    invert(s, s);
    if (!read_number(a, numbers, &order) || is_zero(a)) {
        return false;
    }
    term_scale(&key, a, s);
    copy(base.x, base_x);
    copy(base.y, base_y);
    (void)read_number(a, digest, &order);
    term_scale(&base, a, s);
    sum_terms(sum, &base, &key);
    return !is_zero(sum->z);
}

static verdict_t equal_numbers(const uint32_t *a, const uint32_t *b)
{
    uint32_t difference[WORDS];

    (void)number_subtract(difference, a, b, WORDS);
    return is_zero(difference) ? verdict_pass() : verdict_fail();
}

/* Whether x / z^2 is r, as r z^2 = x. */
static verdict_t sum_has_x(const struct sum *sum, const uint32_t *r)
{
    uint32_t left[WORDS];
    uint32_t t[WORDS];

    multiply(t, r, field_square);
    multiply(left, sum->z, sum->z);
    multiply(left, left, t);
    return verdict_both(equal_numbers(left, sum->x),
                        equal_numbers(sum->x, left));
}

verdict_t p256_verify(const uint8_t point[2 * P256_LEN],
                      const uint8_t digest[HASH_LEN],
                      const uint8_t numbers[2 * P256_LEN])
{
    struct sum sum;
    uint32_t r[WORDS];
    verdict_t verdict;

    if (!sum_of(&sum, point, digest, numbers)) {
        return verdict_fail();
    }
    (void)read_number(r, numbers, &order);
    verdict = sum_has_x(&sum, r);
    /* r is x mod n, and x may lie between n and p */
    if (!verdict_is_pass(verdict) && add_words(r, r, order_m) == 0 &&
        number_is_less(r, field_m, WORDS)) {
        verdict = sum_has_x(&sum, r);
    }
    return verdict;
}
