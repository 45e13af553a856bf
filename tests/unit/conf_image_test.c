/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bootloaders against the limits of the ROM (48 KiB on ESP32, 64 KiB on the
 * others) and of their region, one byte around each.
 */
#include "host/conf/conf_image.h"

#include <stdio.h>

#include "enroll/encrypt.h"
#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define S2    CONF_TARGET_ESP32S2
#define C3    CONF_TARGET_ESP32C3
#define S3    CONF_TARGET_ESP32S3
#define FIVE                                                                   \
    "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"                  \
    "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"                                         \
    "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"                                 \
    "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n"
#define CRYPT                                                                  \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"
#define LARGE                                                                  \
    "CONFIG_ESP_BOOTLOADER_SIZE=0x1F000\n"                                     \
    "CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n"

static const struct {
    enum conf_target target;
    const char *conf;
    uint32_t len;         /* the longest that fits */
    const char *sentence; /* of one byte more */
} limits[] = {
    {C3, "", 0xf000,
     "the bootloader of 61441 bytes takes 0x10000, with 0 bytes for its "
     "signature and 0 for encrypting the flash: 0x1000 more than "
     "CONFIG_ESP_BOOTLOADER_SIZE=0xF000; raise that, and move what lies "
     "behind it"},
    {C3, FIVE, 0xe000,
     "the bootloader of 57345 bytes takes 0x10000, with 4096 bytes for its "
     "signature and 0 for encrypting the flash: 0x1000 more than "
     "CONFIG_ESP_BOOTLOADER_SIZE=0xF000; raise that, and move what lies "
     "behind it"},
    {C3, CRYPT, 0xc000,
     "the bootloader of 49153 bytes takes 0x10000, with 0 bytes for its "
     "signature and 12288 for encrypting the flash: 0x1000 more than "
     "CONFIG_ESP_BOOTLOADER_SIZE=0xF000; raise that, and move what lies "
     "behind it"},
    {C3, FIVE CRYPT, 0xb000,
     "the bootloader of 45057 bytes takes 0x10000, with 4096 bytes for its "
     "signature and 12288 for encrypting the flash: 0x1000 more than "
     "CONFIG_ESP_BOOTLOADER_SIZE=0xF000; raise that, and move what lies "
     "behind it"},
    {ESP32, LARGE FIVE, 49152,
     "the bootloader has 49153 bytes, 1 more than the 49152 that the ROM of "
     "esp32 verifies with CONFIG_SECURE_BOOT=y: leave features out or choose "
     "another signature"},
    {S2, LARGE FIVE, 65536,
     "the bootloader has 65537 bytes, 1 more than the 65536 that the ROM of "
     "esp32s2 verifies with CONFIG_SECURE_BOOT=y: leave features out or "
     "choose another signature"},
    {C3, LARGE FIVE, 65536,
     "the bootloader has 65537 bytes, 1 more than the 65536 that the ROM of "
     "esp32c3 verifies with CONFIG_SECURE_BOOT=y: leave features out or "
     "choose another signature"},
    {S3, LARGE FIVE, 65536,
     "the bootloader has 65537 bytes, 1 more than the 65536 that the ROM of "
     "esp32s3 verifies with CONFIG_SECURE_BOOT=y: leave features out or "
     "choose another signature"},
};

static void an_image_one_byte_too_long_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        struct conf_report report = {0};
        struct reading r;

        reading_open(&r, limits[i].target, limits[i].conf);
        assert_true(r.accepted);
        conf_image_check(&r.conf, limits[i].len, &report);
        assert_int_equal(report.count, 0);
        conf_image_check(&r.conf, limits[i].len + 1, &report);
        assert_int_equal(report.count, 1);
        assert_int_equal(report.error_count, 1);
        assert_string_equal(report.problem[0].sentence, limits[i].sentence);
        conf_report_free(&report);
        reading_close(&r);
    }
}

static void a_region_without_room_is_refused_with_the_configuration(
    void **state)
{
    struct problem_case none = {
        C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x3000\n" CRYPT, CONF_ERROR, 1,
        "CONFIG_ESP_BOOTLOADER_SIZE=0x3000 leaves no room for a bootloader: "
        "CONFIG_SECURE_BOOT takes 0 bytes of it for the signature, "
        "CONFIG_SECURE_FLASH_ENC_ENABLED 12288 for the first boot; make it "
        "larger"};

    (void)state;
    expect_one_problem(&none);
    expect_accepted(C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x4000\n" CRYPT);
    expect_accepted(C3, "CONFIG_ESP_BOOTLOADER_SIZE=0x1000\n");
}

static void the_region_keeps_what_enrolment_needs(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, FIVE CRYPT);
    assert_int_equal(conf_image_reserved(&r.conf),
                     4096 + encrypt_reserved_len(&r.conf.enroll));
    reading_close(&r);
    reading_open(&r, C3, "");
    assert_int_equal(conf_image_reserved(&r.conf), 0);
    reading_close(&r);
}

static void print_next(const char *conf, char text[512])
{
    FILE *stream = tmpfile();
    struct reading r;

    assert_non_null(stream);
    reading_open(&r, ESP32, conf);
    conf_image_print_next(&r.conf, "build/mcuboot_esp32.bin", stream);
    reading_close(&r);
    rewind(stream);
    text[fread(text, 1, 511, stream)] = '\0';
    assert_int_equal(fclose(stream), 0);
}

static void the_next_step_is_told_with_secure_boot_only(void **state)
{
    char text[512];

    (void)state;
    print_next(CRYPT, text);
    assert_string_equal(text, "");
    print_next(FIVE, text);
    assert_string_equal(
        text,
        "mcuboot_esp32.bin must be signed before it is flashed. Next:\n"
        "  espsecure sign-data --version 2 --keyfile <RSA-3072 key>.pem "
        "--output signed.bin mcuboot_esp32.bin\n"
        "  esptool --chip esp32 write-flash --flash-mode keep --flash-freq "
        "keep --flash-size keep 0x1000 signed.bin\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_one_byte_too_long_is_refused),
        cmocka_unit_test(
            a_region_without_room_is_refused_with_the_configuration),
        cmocka_unit_test(the_region_keeps_what_enrolment_needs),
        cmocka_unit_test(the_next_step_is_told_with_secure_boot_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
