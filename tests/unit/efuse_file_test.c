/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eFuse files. The words of the espefuse files are what espefuse 5 wrote, the
 * places in drives and regions those of SPEC, eFuse fields and files.
 */
#include "host/efuse/efuse_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static uint8_t bytes[EFUSE_FILE_MAX + 1];
static struct efuse_file file;
static struct why why;

static void put(size_t off, const char *text, size_t len)
{
    memcpy(bytes + off, text, len);
}

static int setup(void **state)
{
    memset(bytes, 0, sizeof(bytes));
    memset(&file, 0, sizeof(file));
    *state = &file;
    return 0;
}

static void lengths_tell_the_formats_apart(void **state)
{
    static const struct {
        size_t len;
        enum sim_efuse_chip chip;
        enum efuse_format format;
    } rows[] = {
        {288, SIM_EFUSE_ESP32, EFUSE_FORMAT_ESPEFUSE},
        {124, SIM_EFUSE_ESP32, EFUSE_FORMAT_EMULATOR},
        {128, SIM_EFUSE_ESP32, EFUSE_FORMAT_REGION},
        {512, SIM_EFUSE_ESP32S2, EFUSE_FORMAT_ESPEFUSE},
        {512, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_ESPEFUSE},
        {336, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_EMULATOR},
        {1024, SIM_EFUSE_ESP32S3, EFUSE_FORMAT_EMULATOR},
        {352, SIM_EFUSE_ESP32S3, EFUSE_FORMAT_REGION},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_true(efuse_file_decode(bytes, rows[i].len, rows[i].chip, &file));
        assert_int_equal(file.format, rows[i].format);
        assert_int_equal(file.len, rows[i].len);
    }
}

static void other_lengths_are_refused(void **state)
{
    static const size_t lengths[] = {0, 1, 123, 127, 287, 335, 351, 511, 1025};
    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        for (int chip = 0; chip < SIM_EFUSE_CHIP_COUNT; chip++) {
            assert_false(efuse_file_decode(bytes, lengths[i],
                                           (enum sim_efuse_chip)chip, &file));
        }
    }
    assert_false(efuse_file_decode(bytes, 512, SIM_EFUSE_ESP32, &file));
    assert_false(efuse_file_decode(bytes, 288, SIM_EFUSE_ESP32C3, &file));
}

/* burn-key BLOCK_KEY0, bytes 00 .. 1f, XTS_AES_128_KEY, readable */
static void espefuse_file_is_the_register_space_backwards(void **state)
{
    (void)state;
    put(0x1d0, "\x00\x80\x01\x00", 4);
    put(0x1c8, "\x04\x00\x00\x00", 4);
    for (uint8_t i = 0; i < 32; i++) {
        bytes[0x144 + i] = i;
    }
    assert_true(efuse_file_decode(bytes, 512, SIM_EFUSE_ESP32C3, &file));
    assert_int_equal(file.word[0][0], 0x00800100);
    assert_int_equal(file.word[0][2], 0x04000000);
    assert_int_equal(file.word[4][0], 0x1c1d1e1f);
    assert_int_equal(file.word[4][7], 0x00010203);
    assert_int_equal(file.word[3][0], 0);
}

/* burn-key secure_boot_v2, first word of the digest 2b b2 1d 79 */
static void esp32_espefuse_file_is_read(void **state)
{
    (void)state;
    put(288 - 4, "\x00\x01\x01\x80", 4);
    put(288 - 4 - 0x58, "\x79\x1d\xb2\x2b", 4);
    assert_true(efuse_file_decode(bytes, 288, SIM_EFUSE_ESP32, &file));
    assert_int_equal(file.word[0][0], 0x00010180);
    assert_int_equal(file.word[2][0], 0x791db22b);
}

static void drives_hold_blocks_without_gaps(void **state)
{
    (void)state;
    put(0x00, "\x01", 1);
    put(0x18, "\x02", 1);
    put(0x30, "\x03", 1);
    put(0x50, "\x04", 1);
    put(0x70, "\x05", 1);
    put(0x130, "\x06", 1);
    assert_true(efuse_file_decode(bytes, 1024, SIM_EFUSE_ESP32C3, &file));
    assert_int_equal(file.word[0][0], 1);
    assert_int_equal(file.word[1][0], 2);
    assert_int_equal(file.word[2][0], 3);
    assert_int_equal(file.word[3][0], 4);
    assert_int_equal(file.word[4][0], 5);
    assert_int_equal(file.word[10][0], 6);
}

static void esp32_drive_has_seven_words_first(void **state)
{
    (void)state;
    put(0x18, "\x20", 1);
    put(0x1c, "\x01", 1);
    put(0x5c, "\x03", 1);
    assert_true(efuse_file_decode(bytes, 124, SIM_EFUSE_ESP32, &file));
    assert_int_equal(file.word[0][6], 0x20);
    assert_int_equal(file.word[1][0], 1);
    assert_int_equal(file.word[3][0], 3);
}

static void regions_hold_eight_words_for_each_block(void **state)
{
    (void)state;
    put(0x20, "\x01", 1);
    put(0x140, "\x0a", 1);
    assert_true(efuse_file_decode(bytes, 352, SIM_EFUSE_ESP32S2, &file));
    assert_int_equal(file.word[1][0], 1);
    assert_int_equal(file.word[10][0], 10);
}

static void file_is_written_as_it_was_read(void **state)
{
    static const size_t lengths[] = {288, 124, 128, 512, 336, 1024, 352};
    (void)state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        uint8_t out[EFUSE_FILE_MAX];
        for (size_t j = 0; j < lengths[i]; j++) {
            bytes[j] = (uint8_t)(j * 7 + 1);
        }
        assert_true(efuse_file_decode(
            bytes, lengths[i], i < 3 ? SIM_EFUSE_ESP32 : SIM_EFUSE_ESP32S3,
            &file));
        assert_int_equal(efuse_file_encode(&file, out), lengths[i]);
        assert_memory_equal(out, bytes, lengths[i]);
    }
}

static void conversion_keeps_the_words_alone(void **state)
{
    uint8_t out[EFUSE_FILE_MAX];
    (void)state;
    for (int i = 0; i < 512; i++) {
        bytes[i] = (uint8_t)(i + 1);
    }
    assert_true(efuse_file_decode(bytes, 512, SIM_EFUSE_ESP32C3, &file));
    uint32_t key0 = file.word[4][0];
    for (int to = 0; to < EFUSE_FORMAT_COUNT; to++) {
        struct efuse_file copy = file;
        efuse_file_convert(&copy, (enum efuse_format)to);
        size_t len = efuse_file_encode(&copy, out);
        assert_true(efuse_file_decode(out, len, SIM_EFUSE_ESP32C3, &copy));
        assert_int_equal(copy.format, to);
        assert_int_equal(copy.word[4][0], key0);
        assert_memory_equal(copy.word, file.word, sizeof(file.word));
    }
}

static void files_are_read_from_disk_and_written(void **state)
{
    char path[] = "/tmp/efuse_file_test.XXXXXX";
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    efuse_file_blank(&file, SIM_EFUSE_ESP32C3, EFUSE_FORMAT_EMULATOR);
    file.word[4][0] = 0x12345678;
    assert_true(efuse_file_write(path, &file, &why));
    struct efuse_file back;
    assert_true(efuse_file_read(path, SIM_EFUSE_ESP32C3, &back, &why));
    assert_int_equal(back.word[4][0], 0x12345678);
    assert_false(efuse_file_read(path, SIM_EFUSE_ESP32, &back, &why));
    assert_non_null(strstr(why.text, "1024 bytes"));
    assert_int_equal(remove(path), 0);
    assert_false(efuse_file_read(path, SIM_EFUSE_ESP32, &back, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(lengths_tell_the_formats_apart, setup),
        cmocka_unit_test_setup(other_lengths_are_refused, setup),
        cmocka_unit_test_setup(espefuse_file_is_the_register_space_backwards,
                               setup),
        cmocka_unit_test_setup(esp32_espefuse_file_is_read, setup),
        cmocka_unit_test_setup(drives_hold_blocks_without_gaps, setup),
        cmocka_unit_test_setup(esp32_drive_has_seven_words_first, setup),
        cmocka_unit_test_setup(regions_hold_eight_words_for_each_block, setup),
        cmocka_unit_test_setup(file_is_written_as_it_was_read, setup),
        cmocka_unit_test_setup(conversion_keeps_the_words_alone, setup),
        cmocka_unit_test_setup(files_are_read_from_disk_and_written, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
