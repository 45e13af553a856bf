/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Integers on command lines. Expected values: the Python language reference,
 * "Integer literals", and what int(text, 0) and int(text) return.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/cli/number.h"

struct good {
    const char *text;
    int64_t value;
};

static void a_based_integer_reads_as_a_python_literal(void **state)
{
    (void)state;
    static const struct good table[] = {
        {"0", 0},
        {"32", 32},
        {"0x20", 32},
        {"0X1f", 31},
        {"0o17", 15},
        {"0O7", 7},
        {"0b101", 5},
        {"0B1", 1},
        {"-3", -3},
        {"+3", 3},
        {"-0x10", -16},
        {" 32\t", 32},
        {"1_000", 1000},
        {"0x_ff", 255},
        {"00", 0},
        {"0_0", 0},
        {"0x7fffffffffffffff", INT64_MAX},
        {"9223372036854775807", INT64_MAX},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t value = -1;
        assert_true(number_read_based(table[i].text, &value));
        assert_int_equal(value, table[i].value);
    }
}

static void what_is_no_literal_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const table[] = {"",      "-",
                                        "zz",    "010",
                                        "0x",    "0xg",
                                        "0b2",   "0o8",
                                        "1__0",  "_1",
                                        "1_",    "0x_",
                                        "1 2",   "--1",
                                        "1.0",   "0x1 f",
                                        "+",     "-010",
                                        "1,000", " ",
                                        "0_1",   "0b",
                                        "12a",   "0x__1",
                                        "1e3",   "9223372036854775808"};
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        int64_t value = 77;
        assert_false(number_read_based(table[i], &value));
        assert_int_equal(value, 77);
    }
}

static void a_plain_integer_is_decimal_and_may_have_leading_zeros(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(number_read_decimal("0128", &value));
    assert_int_equal(value, 128);
    assert_true(number_read_decimal(" -7 ", &value));
    assert_int_equal(value, -7);
    assert_false(number_read_decimal("0x10", &value));
    assert_false(number_read_decimal("zz", &value));
    assert_int_equal(value, -7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_based_integer_reads_as_a_python_literal),
        cmocka_unit_test(what_is_no_literal_is_refused_and_changes_nothing),
        cmocka_unit_test(a_plain_integer_is_decimal_and_may_have_leading_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
