/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of four chips. Places and locks are of SPEC, eFuse fields and
 * files; that all others are right, tests/interop shows with espefuse itself.
 */
#include "host/efuse/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "host/efuse/blocks.h"

static struct efuse_file file;

static void each_field_fits_its_block(void **state)
{
    (void)state;
    for (int chip = 0; chip < SIM_EFUSE_CHIP_COUNT; chip++) {
        size_t count = 0;
        const struct efuse_field *field =
            efuse_fields((enum sim_efuse_chip)chip, &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t words = sim_efuse_block_words((enum sim_efuse_chip)chip,
                                                   field[i].block);
            assert_true(field[i].width > 0);
            assert_true((uint32_t)field[i].bit + field[i].width <= 32 * words);
        }
    }
}

static void fields_of_block_0_do_not_overlap(void **state)
{
    (void)state;
    for (int chip = 0; chip < SIM_EFUSE_CHIP_COUNT; chip++) {
        uint8_t used[32 * EFUSE_BLOCK_WORDS] = {0};
        size_t count = 0;
        const struct efuse_field *field =
            efuse_fields((enum sim_efuse_chip)chip, &count);
        for (size_t i = 0; i < count; i++) {
            bool has_place = field[i].kind < EFUSE_CALC_WAFER_MAJOR;
            for (uint32_t bit = 0;
                 has_place && field[i].block == 0 && bit < field[i].width;
                 bit++) {
                assert_int_equal(used[field[i].bit + bit]++, 0);
            }
        }
    }
}

static void fields_have_one_lock_from_first_to_last_bit(void **state)
{
    (void)state;
    for (int chip = 0; chip < SIM_EFUSE_CHIP_COUNT; chip++) {
        enum sim_efuse_chip it = (enum sim_efuse_chip)chip;
        size_t count = 0;
        const struct efuse_field *field = efuse_fields(it, &count);
        for (size_t i = 0; i < count; i++) {
            int lock = sim_efuse_write_lock(it, field[i].block, field[i].bit);
            for (uint32_t bit = 0; bit < field[i].width; bit++) {
                assert_int_equal(sim_efuse_write_lock(it, field[i].block,
                                                      field[i].bit + bit),
                                 lock);
            }
        }
    }
}

static void fields_are_found_by_each_of_their_names(void **state)
{
    (void)state;
    const struct efuse_field *field =
        efuse_field_find(SIM_EFUSE_ESP32C3, "MAC_CUSTOM");
    assert_non_null(field);
    assert_string_equal(field->name, "CUSTOM_MAC");
    assert_ptr_equal(
        efuse_field_find(SIM_EFUSE_ESP32C3, "USER_DATA_MAC_CUSTOM"), field);
    assert_null(efuse_field_find(SIM_EFUSE_ESP32C3, "CUSTOM"));
    assert_null(efuse_field_find(SIM_EFUSE_ESP32C3, ""));
    assert_null(efuse_field_find(SIM_EFUSE_ESP32, "SECURE_BOOT_EN"));
}

static void field_across_words_is_read_whole(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_ESPEFUSE);
    file.word[1][1] = 0xf0000000; /* SPI_PAD_CONFIG_D: bits 60 .. 65 */
    file.word[1][2] = 0x00000002;
    assert_int_equal(
        efuse_field_value(&file,
                          efuse_field_find(file.chip, "SPI_PAD_CONFIG_D")),
        0x2f);
}

static void worked_out_fields_take_their_parts(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE);
    file.word[0][3] = 1u << 15 | 1u << 2 | 1u << 9;
    const struct efuse_field *major =
        efuse_field_find(file.chip, "WAFER_VERSION_MAJOR");
    assert_int_equal(efuse_field_value(&file, major), 0);
    file.word[0][5] = 1u << 20;
    assert_int_equal(efuse_field_value(&file, major), 3);
    assert_int_equal(
        efuse_field_value(&file, efuse_field_find(file.chip, "PKG_VERSION")),
        9);
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_ESPEFUSE);
    file.word[1][3] = 3u << 18;
    file.word[1][5] = 1u << 23;
    assert_int_equal(
        efuse_field_value(&file,
                          efuse_field_find(file.chip, "WAFER_VERSION_MINOR")),
        11);
}

static void protection_bits_close_fields(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_ESPEFUSE);
    const struct efuse_field *key = efuse_field_find(file.chip, "BLOCK_KEY1");
    assert_true(efuse_field_is_readable(&file, key));
    assert_true(efuse_field_is_writeable(&file, key));
    file.word[0][0] = 1u << 24;
    file.word[0][1] = 1u << 1;
    assert_false(efuse_field_is_readable(&file, key));
    assert_false(efuse_field_is_writeable(&file, key));
}

static void coding_scheme_shortens_key_blocks(void **state)
{
    (void)state;
    efuse_file_blank(&file, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE);
    const struct efuse_field *key = efuse_field_find(file.chip, "BLOCK1");
    assert_int_equal(efuse_field_width(&file, key), 256);
    file.word[0][6] = 1;
    assert_int_equal(efuse_field_width(&file, key), 192);
}

static void blocks_are_found_by_each_of_their_names(void **state)
{
    (void)state;
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32, "secure_boot_v2"), 2);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32, "secure_boot_v1"), 2);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32, "BLOCK4"), -1);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32S3, "BLOCK10"), 10);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32S3, "BLOCK_KEY5"), 9);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32S3, "BLOCK"), -1);
    assert_int_equal(efuse_block_find(SIM_EFUSE_ESP32S3, ""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_fits_its_block),
        cmocka_unit_test(fields_of_block_0_do_not_overlap),
        cmocka_unit_test(fields_have_one_lock_from_first_to_last_bit),
        cmocka_unit_test(fields_are_found_by_each_of_their_names),
        cmocka_unit_test(field_across_words_is_read_whole),
        cmocka_unit_test(worked_out_fields_take_their_parts),
        cmocka_unit_test(protection_bits_close_fields),
        cmocka_unit_test(coding_scheme_shortens_key_blocks),
        cmocka_unit_test(blocks_are_found_by_each_of_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
