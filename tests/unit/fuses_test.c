/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of block 0, and setting bits.
 */
#include "enroll/fuses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/enroll_walk.h"

static void a_field_is_cut_out_of_its_word(void **state)
{
    (void)state;
    struct fuses f = {.word = {{0, 0, 0x00140000u}}};

    /* ESP32-C3, SPI_BOOT_CRYPT_CNT: bits 82..84 */
    assert_int_equal(fuses_field(&f, 82, 3), 5);
    assert_int_equal(fuses_field(&f, 82, 1), 1);
    assert_int_equal(fuses_field(&f, 83, 1), 0);
    f.word[0][6] = 0x80000000u;
    assert_int_equal(fuses_field(&f, 223, 1), 1);
}

static void set_bits_stay_set(void **state)
{
    (void)state;
    static const uint32_t some[EFUSE_BLOCK_WORDS] = {1, 0, 0, 0, 0, 0, 0, 8};
    static const uint32_t more[EFUSE_BLOCK_WORDS] = {2, 0, 0, 0, 0, 0, 0, 0};
    struct fuses f = {0};

    fuses_set(&f, 4, some);
    fuses_set(&f, 4, more);
    assert_int_equal(f.word[4][0], 3);
    assert_int_equal(f.word[4][7], 8);
    assert_int_equal(f.word[3][7], 0);
}

static void ones_are_counted(void **state)
{
    (void)state;
    assert_int_equal(fuses_ones(0), 0);
    assert_int_equal(fuses_ones(0x80000001u), 2);
    assert_int_equal(fuses_ones(0xffffffffu), 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_cut_out_of_its_word),
        cmocka_unit_test(set_bits_stay_set),
        cmocka_unit_test(ones_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
