/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Burning into files. Expected registers are what espefuse 5.6 left in its
 * files after the same commands.
 */
#include "host/espefuse/burn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define KEY0 4

static struct efuse_file file;
static struct burn burn;
static struct why why;
static uint8_t key[EFUSE_BLOCK_LEN]; /* 1f .. 00, as burn-key reverses it */

static const struct burn_place whole = {KEY0, 0, 256};

static int setup(void **state)
{
    for (uint8_t i = 0; i < sizeof(key); i++) {
        key[i] = (uint8_t)(sizeof(key) - 1 - i);
    }
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_ESPEFUSE);
    burn_open(&burn, &file);
    *state = &burn;
    return 0;
}

static void add_bit(uint32_t block, uint32_t bit)
{
    burn_add(&burn, &(struct burn_place){block, bit, 1}, (const uint8_t[]){1});
}

static uint32_t reg(uint32_t off)
{
    uint8_t bytes[EFUSE_FILE_MAX];
    size_t len = efuse_file_encode(&file, bytes);
    const uint8_t *p = bytes + len - 4 - off;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void burned_key_leaves_the_registers_of_espefuse(void **state)
{
    (void)state;
    burn_add(&burn, &whole, key);
    assert_true(burn_check(&burn, &why));
    burn_do(&burn);
    assert_int_equal(reg(0x20), 0xae7c7c06);
    assert_int_equal(reg(0x24), 0x79d61c6d);
    assert_int_equal(reg(0x28), 0xf2e11075);
    assert_int_equal(reg(0x9c), 0x1c1d1e1f);
    assert_int_equal(reg(0xb8), 0x00010203);
    assert_int_equal(reg(0x1cc), 0x5aa5);
    assert_int_equal(reg(0x1e8), 0x28);
    assert_int_equal(reg(0x1f0), 0x3000);
    assert_int_equal(reg(0x1f4), 0x190);
}

static void check_bytes_stay_when_block_0_alone_is_burned(void **state)
{
    (void)state;
    burned_key_leaves_the_registers_of_espefuse(state);
    burn_open(&burn, &file);
    add_bit(0, 116);
    assert_true(burn_check(&burn, &why));
    burn_do(&burn);
    assert_int_equal(reg(0x20), 0xae7c7c06);
    assert_int_equal(reg(0x38), 0x00100000);
}

static void esp32_leaves_other_registers(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE);
    add_bit(0, 20);
    assert_true(burn_check(&burn, &why));
    burn_do(&burn);
    assert_int_equal(reg(0x0), 0x00100000);
    assert_int_equal(reg(0xf8), 0xa0);
    assert_int_equal(reg(0xfc), 0x5aa5);
    assert_int_equal(reg(0x118), 0x50);
}

static void read_protected_block_becomes_zero_in_files_of_espefuse(void **state)
{
    (void)state;
    burn_add(&burn, &whole, key);
    assert_true(burn_add_read_lock(&burn, KEY0, 0, &why));
    assert_true(burn_check(&burn, &why));
    burn_do(&burn);
    assert_int_equal(reg(0x30), 1);
    assert_int_equal(reg(0x9c), 0);
}

static void read_protected_block_stays_in_other_files(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_EMULATOR);
    burn_add(&burn, &whole, key);
    assert_true(burn_add_read_lock(&burn, KEY0, 0, &why));
    assert_true(burn_check(&burn, &why));
    burn_do(&burn);
    assert_int_equal(file.word[KEY0][0], 0x1c1d1e1f);
}

static void coded_block_in_use_is_refused(void **state)
{
    (void)state;
    file.word[KEY0][0] = 1;
    burn_add(&burn, &whole, key);
    assert_false(burn_check(&burn, &why));
    assert_non_null(strstr(why.text, "not empty"));
}

static void burning_the_same_again_burns_nothing(void **state)
{
    (void)state;
    file.word[KEY0][0] = 3;
    add_bit(KEY0, 1);
    assert_true(burn_check(&burn, &why));
    assert_true(burn_is_empty(&burn));
}

static void hidden_and_locked_blocks_are_refused(void **state)
{
    (void)state;
    file.word[0][1] = 1;
    add_bit(KEY0, 0);
    assert_false(burn_check(&burn, &why));
    assert_non_null(strstr(why.text, "read-protected"));
    file.word[0][1] = 0;
    file.word[0][0] = 1u << 23;
    assert_false(burn_check(&burn, &why));
    assert_non_null(strstr(why.text, "write-protected"));
}

static void locked_field_is_refused_by_name(void **state)
{
    (void)state;
    file.word[0][0] = 1u << 4;
    add_bit(0, 83);
    assert_false(burn_check(&burn, &why));
    assert_non_null(strstr(why.text, "SPI_BOOT_CRYPT_CNT"));
}

static void value_that_lacks_burned_bits_is_refused(void **state)
{
    uint8_t two[EFUSE_BLOCK_LEN] = {2};
    uint8_t three[EFUSE_BLOCK_LEN] = {3};
    const struct efuse_field *field =
        efuse_field_find(file.chip, "WDT_DELAY_SEL");
    (void)state;
    file.word[0][2] = 1u << 16;
    assert_false(burn_add_field(&burn, field, two, &why));
    assert_true(burn_add_field(&burn, field, three, &why));
}

static void protection_of_the_protection_is_refused(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE);
    file.word[0][0] = 1u << 1;
    assert_false(burn_add_write_lock(&burn, 1, 0, &why));
    file.word[0][0] = 1u << 0;
    assert_false(burn_add_read_lock(&burn, 1, 0, &why));
    assert_false(burn_add_write_lock(&burn, 0, 111, &why));
}

static void three_quarters_takes_groups_of_six_bytes(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE);
    file.word[0][6] = 1;
    file.word[3][0] = 1;
    add_bit(3, 48);
    assert_true(burn_check(&burn, &why));
    add_bit(3, 1);
    assert_false(burn_check(&burn, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(burned_key_leaves_the_registers_of_espefuse,
                               setup),
        cmocka_unit_test_setup(check_bytes_stay_when_block_0_alone_is_burned,
                               setup),
        cmocka_unit_test_setup(esp32_leaves_other_registers, setup),
        cmocka_unit_test_setup(
            read_protected_block_becomes_zero_in_files_of_espefuse, setup),
        cmocka_unit_test_setup(read_protected_block_stays_in_other_files,
                               setup),
        cmocka_unit_test_setup(coded_block_in_use_is_refused, setup),
        cmocka_unit_test_setup(burning_the_same_again_burns_nothing, setup),
        cmocka_unit_test_setup(hidden_and_locked_blocks_are_refused, setup),
        cmocka_unit_test_setup(locked_field_is_refused_by_name, setup),
        cmocka_unit_test_setup(value_that_lacks_burned_bits_is_refused, setup),
        cmocka_unit_test_setup(protection_of_the_protection_is_refused, setup),
        cmocka_unit_test_setup(three_quarters_takes_groups_of_six_bytes, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
