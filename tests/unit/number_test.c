/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of products at their limits, and digits that add up to the scalar.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/number.h"

/* (2^256 - 1) (2^32 - 1) + (2^256 - 1) = 2^288 - 2^32 */
static void the_largest_row_carries_into_the_next_word(void **state)
{
    uint32_t z[NUMBER_WORDS];
    uint32_t y[NUMBER_WORDS];

    (void)state;
    memset(z, 0xff, sizeof(z));
    memset(y, 0xff, sizeof(y));
    assert_int_equal(number_add_product(z, y, 0xffffffff, NUMBER_WORDS),
                     0xffffffff);
    assert_int_equal(z[0], 0);
    for (uint32_t i = 1; i < NUMBER_WORDS; i++) {
        assert_int_equal(z[i], 0xffffffff);
    }
}

/* 2^64 - 1 and 10 times that: 11 (2^64 - 1) */
static void a_row_may_be_added_to_itself(void **state)
{
    uint32_t z[2] = {0xffffffff, 0xffffffff};

    (void)state;
    assert_int_equal(number_add_product(z, z, 10, 2), 10);
    assert_int_equal(z[0], 0xfffffff5);
    assert_int_equal(z[1], 0xffffffff);
}

static void a_row_ends_where_it_is_told(void **state)
{
    uint32_t z[3] = {1, 2, 3};
    const uint32_t y[3] = {1, 1, 1};

    (void)state;
    assert_int_equal(number_add_product(z, y, 7, 2), 0);
    assert_int_equal(z[0], 8);
    assert_int_equal(z[1], 9);
    assert_int_equal(z[2], 3);
    assert_int_equal(number_add_product(z, y, 7, 0), 0);
}

static void a_difference_tells_its_borrow(void **state)
{
    const uint32_t one[3] = {1, 0, 0};
    uint32_t z[3] = {0, 0, 5};

    (void)state;
    assert_int_equal(number_subtract(z, z, one, 3), 0);
    assert_int_equal(z[0], 0xffffffff);
    assert_int_equal(z[1], 0xffffffff);
    assert_int_equal(z[2], 4);
    assert_int_equal(number_subtract(z, one, z, 3), 1);
    assert_int_equal(z[0], 2);
    assert_int_equal(z[1], 0);
    assert_int_equal(z[2], 0xfffffffb);
}

static void the_highest_word_that_differs_decides(void **state)
{
    const uint32_t a[3] = {9, 1, 7};
    const uint32_t b[3] = {0, 2, 7};

    (void)state;
    assert_true(number_is_less(a, b, 3));
    assert_false(number_is_less(b, a, 3));
    assert_false(number_is_less(a, a, 3));
    assert_false(number_is_less(a, b, 1));
}

/* -1 / m mod 2^32, by trying bit after bit. */
static uint32_t negative_inverse(uint32_t m)
{
    uint32_t x = 0;

    for (uint32_t i = 0; i < 32; i++) {
        if (((m * x + 1) >> i & 1) != 0) {
            x |= 1u << i;
        }
    }
    return x;
}

/* z 2^32 = x y mod m, in numbers of one word. */
static void expect_product(uint32_t x, uint32_t y, uint32_t m)
{
    const struct number_modulus mod = {&m, 1, negative_inverse(m)};
    uint32_t z;

    assert_int_equal(m * mod.inverse, 0xffffffff);
    number_multiply_mod(&z, &x, &y, &mod);
    assert_true(z < m);
    assert_int_equal(((uint64_t)z << 32) % m, (uint64_t)x * y % m);
}

static void products_are_divided_by_the_words_radix(void **state)
{
    static const uint32_t moduli[] = {3,          0x10001,    0x7fffffff,
                                      0x80000001, 0xfffffffb, 0xffffffff};
    uint32_t x = 1;

    (void)state;
    for (size_t i = 0; i < sizeof(moduli) / sizeof(moduli[0]); i++) {
        uint32_t m = moduli[i];

        expect_product(0, m - 1, m);
        expect_product(m - 1, m - 1, m);
        expect_product(0xffffffff, m - 1, m);
        for (uint32_t n = 0; n < 1000; n++) {
            x = x * 1664525 + 1013904223;
            expect_product(x, (x >> 7 ^ x << 9) % m, m);
        }
    }
}

static void numbers_are_reduced_once(void **state)
{
    uint32_t m = 0xfffffff1;
    const struct number_modulus mod = {&m, 1, 0};
    uint32_t z = 0xfffffff0;

    (void)state;
    number_reduce(&z, 0, &mod);
    assert_int_equal(z, 0xfffffff0);
    z = 0xfffffff1;
    number_reduce(&z, 0, &mod);
    assert_int_equal(z, 0);
    z = 5; /* 2^32 + 5 */
    number_reduce(&z, 1, &mod);
    assert_int_equal(z, 20);
}

/* sum = 2 sum + digit, modulo 2^256 */
static void shift_in(uint32_t sum[NUMBER_WORDS], int digit)
{
    int64_t carry = digit;

    for (uint32_t i = 0; i < NUMBER_WORDS; i++) {
        carry += 2 * (int64_t)sum[i];
        sum[i] = (uint32_t)(carry & 0xffffffff);
        carry = (carry - (int64_t)sum[i]) / ((int64_t)1 << 32);
    }
}

static void expect_digits_of(const uint32_t k[NUMBER_WORDS])
{
    struct number_digits d;
    uint32_t sum[NUMBER_WORDS] = {0};
    int before = 0;

    number_digits_open(&d, k);
    for (uint32_t i = NUMBER_DIGITS; i-- > 0;) {
        int digit = number_digit(&d, i);

        assert_in_range(digit + 1, 0, 2);
        assert_true(digit == 0 || before == 0);
        before = digit;
        shift_in(sum, digit);
    }
    assert_memory_equal(sum, k, sizeof(sum));
}

static void digits_are_not_adjacent_and_add_up(void **state)
{
    uint32_t k[NUMBER_WORDS] = {0};

    (void)state;
    expect_digits_of(k);
    for (uint32_t i = 1; i < 600; i++) {
        k[0] = i;
        expect_digits_of(k);
    }
    memset(k, 0xff, sizeof(k));
    expect_digits_of(k);
    memset(k, 0x55, sizeof(k));
    expect_digits_of(k);
    for (uint32_t i = 0; i < 500; i++) {
        k[i % NUMBER_WORDS] = k[i % NUMBER_WORDS] * 1664525 + 1013904223 + i;
        expect_digits_of(k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_row_carries_into_the_next_word),
        cmocka_unit_test(a_row_may_be_added_to_itself),
        cmocka_unit_test(a_row_ends_where_it_is_told),
        cmocka_unit_test(a_difference_tells_its_borrow),
        cmocka_unit_test(the_highest_word_that_differs_decides),
        cmocka_unit_test(products_are_divided_by_the_words_radix),
        cmocka_unit_test(numbers_are_reduced_once),
        cmocka_unit_test(digits_are_not_adjacent_and_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
