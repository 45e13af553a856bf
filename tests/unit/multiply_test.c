/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product of two words: against additions and shifts, bit by bit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "iface/multiply.h"

static uint64_t product_by_bits(uint32_t a, uint32_t b)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < 32; i++) {
        if ((b >> i & 1) != 0) {
            sum += (uint64_t)a << i;
        }
    }
    return sum;
}

static void product_keeps_all_64_bits(void **state)
{
    static const uint32_t values[] = {0,          1,          2,
                                      0xffff,     0x10000,    0x7fffffff,
                                      0x80000000, 0xdeadbeef, 0xffffffff};
    const size_t count = sizeof(values) / sizeof(values[0]);

    (void)state;
    for (size_t i = 0; i < count * count; i++) {
        uint32_t a = values[i / count];
        uint32_t b = values[i % count];

        assert_int_equal(multiply_wide(a, b), product_by_bits(a, b));
    }
    /* (2^32 - 1)^2 = 2^64 - 2^33 + 1 */
    assert_int_equal(multiply_wide(0xffffffff, 0xffffffff),
                     UINT64_C(0xfffffffe00000001));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_keeps_all_64_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
