/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers modulo p = 2^255 - 19 where they carry: near 0, p and 2^256. What is
 * expected is arithmetic: 2^256 = 38 mod p, so 2^256 - 1 is 37.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/fe25519.h"

typedef uint32_t fe[8];

/* Lowest byte of a number just below p, and of one at 0. */
static void expect_bytes(const fe x, uint8_t lowest, uint8_t middle,
                         uint8_t highest)
{
    uint8_t bytes[32];

    fe25519_tobytes(bytes, x);
    assert_int_equal(bytes[0], lowest);
    for (uint32_t i = 1; i < 31; i++) {
        assert_int_equal(bytes[i], middle);
    }
    assert_int_equal(bytes[31], highest);
}

static void expect_small(const fe x, uint8_t value)
{
    expect_bytes(x, value, 0, 0);
}

/* p - value, for value <= 0xed */
static void expect_minus(const fe x, uint8_t value)
{
    expect_bytes(x, (uint8_t)(0xed - value), 0xff, 0x7f);
}

static void set(fe x, uint32_t lowest, uint32_t middle, uint32_t highest)
{
    for (uint32_t i = 1; i < 7; i++) {
        x[i] = middle;
    }
    x[0] = lowest;
    x[7] = highest;
}

static void set_small(fe x, uint32_t value)
{
    set(x, value, 0, 0);
}

static void set_all_ones(fe x)
{
    set(x, 0xffffffff, 0xffffffff, 0xffffffff);
}

static void numbers_are_written_below_p(void **state)
{
    fe x;

    (void)state;
    for (uint32_t i = 0; i < 19; i++) {
        set(x, 0xffffffed + i, 0xffffffff, 0x7fffffff); /* p + i */
        expect_small(x, (uint8_t)i);
        set(x, 0xffffffda + i, 0xffffffff, 0xffffffff); /* 2p + i */
        expect_small(x, (uint8_t)i);
    }
    set(x, 0xffffffec, 0xffffffff, 0x7fffffff);
    expect_minus(x, 1);
    set(x, 0xffffffd9, 0xffffffff, 0xffffffff);
    expect_minus(x, 1);
    set(x, 0, 0, 0x80000000);
    expect_small(x, 19);
    set_all_ones(x);
    expect_small(x, 37);
}

static void sums_fold_what_they_carry(void **state)
{
    fe ones;
    fe x;

    (void)state;
    set_all_ones(ones);
    fe25519_add(x, ones, ones);
    expect_small(x, 74);
    for (uint32_t i = 0; i < 80; i++) {
        set_small(x, i);
        fe25519_add(x, x, ones);
        expect_small(x, (uint8_t)(37 + i));
    }
    set(x, 0xffffffda, 0xffffffff, 0xffffffff);
    fe25519_add(x, x, ones);
    expect_small(x, 37);
}

static void differences_fold_what_they_borrow(void **state)
{
    fe ones;
    fe x;
    fe y;

    (void)state;
    set_all_ones(ones);
    set_small(x, 0);
    fe25519_sub(x, x, ones);
    expect_minus(x, 37);
    for (uint32_t i = 1; i < 80; i++) {
        set_small(x, 0);
        set_small(y, i);
        fe25519_sub(x, x, y);
        expect_minus(x, (uint8_t)i);
        fe25519_neg(x, x);
        expect_small(x, (uint8_t)i);
        set_small(x, i);
        fe25519_sub(x, x, ones);
        fe25519_add(x, x, ones);
        expect_small(x, (uint8_t)i);
    }
}

static void products_fold_twice(void **state)
{
    fe ones;
    fe x;
    fe y;

    (void)state;
    set_all_ones(ones);
    set_small(x, 3);
    fe25519_mul(x, x, ones);
    expect_small(x, 111);
    fe25519_sq(y, ones);
    set_small(x, 37 * 37);
    fe25519_sub(x, x, y);
    expect_small(x, 0);
    set(x, 0xffffffec, 0xffffffff, 0x7fffffff); /* -1 */
    fe25519_mul(x, x, x);
    expect_small(x, 1);
    set_small(x, 2);
    fe25519_mul121666(x, x);
    set_small(y, 243332);
    fe25519_sub(x, x, y);
    expect_small(x, 0);
}

static void a_number_times_its_inverse_is_one(void **state)
{
    fe x;
    fe y;

    (void)state;
    for (uint32_t i = 1; i < 50; i++) {
        set(x, i, 0x9e3779b9 * i, 0xffffffff - i);
        fe25519_inv(y, x);
        fe25519_mul(y, y, x);
        expect_small(y, 1);
    }
    set_small(x, 0);
    fe25519_inv(x, x);
    expect_small(x, 0);
}

/* x^(8 ((p - 5) / 8)) x^4 = x^(p - 1) = 1 */
static void the_power_of_square_roots_is_right(void **state)
{
    fe x;
    fe y;

    (void)state;
    for (uint32_t i = 1; i < 20; i++) {
        set(x, 7 * i, 0xdeadbeef * i, i);
        fe25519_pow22523(y, x);
        fe25519_sq(y, y);
        fe25519_mul(y, y, x);
        fe25519_sq(y, y);
        fe25519_sq(y, y);
        expect_small(y, 1);
    }
}

static void sign_and_zero_are_those_of_the_written_number(void **state)
{
    fe x;

    (void)state;
    set(x, 0xffffffed, 0xffffffff, 0x7fffffff); /* p */
    assert_int_equal(fe25519_isnonzero(x), 0);
    assert_int_equal(fe25519_isnegative(x), 0);
    set(x, 0xffffffee, 0xffffffff, 0x7fffffff);
    assert_int_not_equal(fe25519_isnonzero(x), 0);
    assert_int_equal(fe25519_isnegative(x), 1);
    set_small(x, 0x100);
    assert_int_not_equal(fe25519_isnonzero(x), 0);
}

static void the_top_bit_of_bytes_is_dropped(void **state)
{
    uint8_t bytes[32] = {5, [31] = 0x80};
    fe x;

    (void)state;
    fe25519_frombytes(x, bytes);
    expect_small(x, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_below_p),
        cmocka_unit_test(sums_fold_what_they_carry),
        cmocka_unit_test(differences_fold_what_they_borrow),
        cmocka_unit_test(products_fold_twice),
        cmocka_unit_test(a_number_times_its_inverse_is_one),
        cmocka_unit_test(the_power_of_square_roots_is_right),
        cmocka_unit_test(sign_and_zero_are_those_of_the_written_number),
        cmocka_unit_test(the_top_bit_of_bytes_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
