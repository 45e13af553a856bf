/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape and the locks of each chip's eFuses. Expected values: SPEC, eFuse
 * fields and files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "port/sim/sim_efuse.h"

struct row {
    enum sim_efuse_chip chip;
    uint32_t block;
    uint32_t bit;
    int write;
    int read;
};

static const struct row rows[] = {
    {SIM_EFUSE_ESP32, 0, 0, 1, -1},      /* WR_DIS */
    {SIM_EFUSE_ESP32, 0, 16, 0, -1},     /* RD_DIS */
    {SIM_EFUSE_ESP32, 0, 26, 2, -1},     /* FLASH_CRYPT_CNT, last bit */
    {SIM_EFUSE_ESP32, 0, 27, 2, -1},     /* UART_DOWNLOAD_DIS */
    {SIM_EFUSE_ESP32, 0, 98, -1, -1},    /* CHIP_PACKAGE_4BIT */
    {SIM_EFUSE_ESP32, 0, 110, 10, 19},   /* BLK3_PART_RESERVE */
    {SIM_EFUSE_ESP32, 0, 111, -1, -1},   /* CHIP_VER_REV1 */
    {SIM_EFUSE_ESP32, 0, 191, 10, 19},   /* FLASH_CRYPT_CONFIG, last bit */
    {SIM_EFUSE_ESP32, 0, 192, 10, 19},   /* CODING_SCHEME */
    {SIM_EFUSE_ESP32, 0, 197, 13, -1},   /* ABS_DONE_1 */
    {SIM_EFUSE_ESP32, 0, 202, 10, 19},   /* KEY_STATUS */
    {SIM_EFUSE_ESP32, 1, 0, 7, 16},      /* flash encryption key */
    {SIM_EFUSE_ESP32, 3, 255, 9, 18},    /* user data */
    {SIM_EFUSE_ESP32S2, 0, 31, -1, -1},  /* WR_DIS */
    {SIM_EFUSE_ESP32S2, 0, 38, 0, -1},   /* RD_DIS */
    {SIM_EFUSE_ESP32S2, 0, 49, 2, -1},   /* SOFT_DIS_JTAG */
    {SIM_EFUSE_ESP32S2, 0, 154, 18, -1}, /* SECURE_VERSION, last bit */
    {SIM_EFUSE_ESP32S2, 0, 160, -1, -1}, /* DISABLE_WAFER_VERSION_MAJOR */
    {SIM_EFUSE_ESP32C3, 0, 48, 31, -1},  /* SOFT_DIS_JTAG */
    {SIM_EFUSE_ESP32C3, 0, 84, 4, -1},   /* SPI_BOOT_CRYPT_CNT, last bit */
    {SIM_EFUSE_ESP32C3, 0, 87, 7, -1},   /* SECURE_BOOT_KEY_REVOKE2 */
    {SIM_EFUSE_ESP32C3, 0, 111, 13, -1}, /* KEY_PURPOSE_5, last bit */
    {SIM_EFUSE_ESP32C3, 0, 116, 15, -1}, /* SECURE_BOOT_EN */
    {SIM_EFUSE_ESP32C3, 1, 0, 20, -1},   /* MAC */
    {SIM_EFUSE_ESP32C3, 3, 0, 22, -1},   /* user data */
    {SIM_EFUSE_ESP32C3, 4, 0, 23, 32},   /* KEY0 */
    {SIM_EFUSE_ESP32C3, 9, 0, 28, 37},   /* KEY5 */
    {SIM_EFUSE_ESP32C3, 10, 0, 29, 38},  /* SYS_DATA_PART2 */
    {SIM_EFUSE_ESP32S3, 0, 119, 2, -1},  /* DIS_USB_SERIAL_JTAG */
    {SIM_EFUSE_ESP32S3, 0, 159, 19, -1}, /* DIS_USB_OTG_DOWNLOAD_MODE */
};

static void each_bit_has_the_locks_of_its_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *row = &rows[i];
        assert_int_equal(sim_efuse_write_lock(row->chip, row->block, row->bit),
                         row->write);
        assert_int_equal(sim_efuse_read_lock(row->chip, row->block, row->bit),
                         row->read);
    }
}

static void blocks_have_the_words_of_their_chip(void **state)
{
    (void)state;
    assert_int_equal(sim_efuse_block_words(SIM_EFUSE_ESP32, 0), 7);
    assert_int_equal(sim_efuse_block_words(SIM_EFUSE_ESP32, 3), 8);
    assert_int_equal(sim_efuse_block_words(SIM_EFUSE_ESP32, 4), 0);
    for (int chip = SIM_EFUSE_ESP32S2; chip <= SIM_EFUSE_ESP32S3; chip++) {
        enum sim_efuse_chip it = (enum sim_efuse_chip)chip;
        assert_int_equal(sim_efuse_block_words(it, 0), 6);
        assert_int_equal(sim_efuse_block_words(it, 1), 6);
        assert_int_equal(sim_efuse_block_words(it, 2), 8);
        assert_int_equal(sim_efuse_block_words(it, 10), 8);
        assert_int_equal(sim_efuse_block_words(it, 11), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bit_has_the_locks_of_its_field),
        cmocka_unit_test(blocks_have_the_words_of_their_chip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
