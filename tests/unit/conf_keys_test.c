/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules between keys, each with the one sentence that tells it; and what keys
 * mean on chips that do not support them.
 */
#include "host/conf/conf_keys.h"

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
#define ENCRYPTED "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
#define RELEASE   "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
#define DEVELOP   "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"

static const struct problem_case exclusions[] = {
    {C3, "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\nCONFIG_ESP_BOOT_UPGRADE_ONLY=y\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y and CONFIG_ESP_BOOT_UPGRADE_ONLY=y "
     "exclude each other: keep one, write n for the other"},
    {C3,
     "CONFIG_ESP_BOOT_SWAP_USING_SCRATCH=y\n"
     "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_BOOT_SWAP_USING_SCRATCH=y and "
     "CONFIG_ESP_BOOT_SWAP_USING_MOVE=y exclude each other: keep one, write n "
     "for the other"},
    {C3, "CONFIG_ESP_USE_TINYCRYPT=y\nCONFIG_ESP_USE_MBEDTLS=y\n", CONF_ERROR,
     2,
     "CONFIG_ESP_USE_TINYCRYPT=y and CONFIG_ESP_USE_MBEDTLS=y exclude each "
     "other: keep one, write n for the other"},
    {C3, "CONFIG_ESP_CONSOLE_UART=y\nCONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_CONSOLE_UART=y and CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y "
     "exclude each other: keep one, write n for the other"},
    {C3,
     ENCRYPTED DEVELOP "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n"
                       "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n",
     CONF_ERROR, 4,
     "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y and "
     "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y exclude each other: keep one, "
     "write n for the other"},
    {C3, ENCRYPTED DEVELOP RELEASE, CONF_ERROR, 3,
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y and "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y exclude each other: keep "
     "one, write n for the other"},
};

static void keys_that_exclude_each_other_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(exclusions) / sizeof(exclusions[0]); i++) {
        expect_one_problem(&exclusions[i]);
    }
}

/* Signature keys also need key files, so the first problem is looked at. */
static void expect_first(const char *text, const char *sentence)
{
    struct reading r;

    reading_open(&r, C3, text);
    assert_false(r.accepted);
    assert_string_equal(r.report.problem[0].sentence, sentence);
    reading_close(&r);
}

static void two_signatures_are_refused(void **state)
{
    (void)state;
    expect_first("CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_ED25519=y\n",
                 "CONFIG_ESP_SIGN_EC256=y and CONFIG_ESP_SIGN_ED25519=y "
                 "exclude each other: keep one, write n for the other");
    expect_first("CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n"
                 "CONFIG_ESP_SIGN_ED25519=y\n",
                 "CONFIG_ESP_SIGN_RSA=y and CONFIG_ESP_SIGN_ED25519=y "
                 "exclude each other: keep one, write n for the other");
}

static void a_library_that_lacks_the_algorithm_is_refused(void **state)
{
    (void)state;
    expect_first("CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n"
                 "CONFIG_ESP_USE_TINYCRYPT=y\n",
                 "CONFIG_ESP_USE_TINYCRYPT=y contradicts "
                 "CONFIG_ESP_SIGN_RSA=y: RSA needs CONFIG_ESP_USE_MBEDTLS=y "
                 "or no library key");
    expect_first("CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_USE_MBEDTLS=y\n",
                 "CONFIG_ESP_USE_MBEDTLS=y contradicts "
                 "CONFIG_ESP_SIGN_EC256=y: EC256 needs "
                 "CONFIG_ESP_USE_TINYCRYPT=y or no library key");
    expect_first("CONFIG_ESP_SIGN_ED25519=y\nCONFIG_ESP_USE_MBEDTLS=y\n",
                 "CONFIG_ESP_USE_MBEDTLS=y contradicts "
                 "CONFIG_ESP_SIGN_ED25519=y: ED25519 needs "
                 "CONFIG_ESP_USE_TINYCRYPT=y or no library key");
    expect_first("CONFIG_ESP_SIGN_RSA=y\n",
                 "CONFIG_ESP_SIGN_RSA=y needs CONFIG_ESP_SIGN_RSA_LEN=2048 "
                 "or 3072: add it, or remove the first");
}

static const struct problem_case clashes[] = {
    {C3,
     ENCRYPTED RELEASE "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
                       "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y\n",
     CONF_ERROR, 4,
     "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y contradicts "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y: remove the first, an encrypted slot "
     "is erased as a whole"},
    {C3, ENCRYPTED RELEASE "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n",
     CONF_ERROR, 3,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y contradicts "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y: remove the first, or use "
     "development mode"},
    {ESP32,
     ENCRYPTED RELEASE "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y\n",
     CONF_ERROR, 3,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y contradicts "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y: remove the first, or use "
     "development mode"},
    {C3,
     ENCRYPTED RELEASE "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n",
     CONF_ERROR, 3,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y contradicts "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y: remove the first, or use "
     "development mode"},
};

static void contradicting_pairs_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(clashes) / sizeof(clashes[0]); i++) {
        expect_one_problem(&clashes[i]);
    }
}

#define ADD_IT ": add it, or remove the first"
#define LOCKING                                                                \
    "CONFIG_SECURE_BOOT=y or CONFIG_SECURE_FLASH_ENC_ENABLED=y: add one, or "  \
    "remove the first"

static const struct problem_case missing[] = {
    {C3, "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y needs "
     "CONFIG_ESP_DOWNGRADE_PREVENTION=y" ADD_IT},
    {C3,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=9\n",
     CONF_ERROR, 1,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y needs "
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=a pin number" ADD_IT},
    {C3,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_RX_GPIO=9\n",
     CONF_ERROR, 1,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y needs "
     "CONFIG_ESP_CONSOLE_UART_TX_GPIO=a pin number" ADD_IT},
    {C3, "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y needs "
     "CONFIG_SECURE_BOOT=y" ADD_IT},
    {C3, DEVELOP, CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y needs "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y" ADD_IT},
    {C3, RELEASE, CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y needs "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y" ADD_IT},
    {S3, "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y needs "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y" ADD_IT},
    {C3, "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y needs "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y" ADD_IT},
    {C3, "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n", CONF_ERROR, 1,
     "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y needs CONFIG_EFUSE_VIRTUAL="
     "y" ADD_IT},
    {ESP32, "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y needs " LOCKING},
    {S2, "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y needs " LOCKING},
    {C3, ENCRYPTED, CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y needs a mode: add "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y or "
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y"},
    {ESP32, "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y needs CONFIG_ESP_IMAGE_NUMBER=2, not "
     "CONFIG_ESP_IMAGE_NUMBER=1: image 1 is what the second CPU runs"},
};

static void a_key_without_the_one_it_needs_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
        expect_one_problem(&missing[i]);
    }
}

static const struct problem_case idle[] = {
    {C3, "CONFIG_ESP_SIGN_RSA_LEN=2048\n", CONF_WARNING, 1,
     "CONFIG_ESP_SIGN_RSA_LEN=2048 has no effect without "
     "CONFIG_ESP_SIGN_RSA=y"},
    {C3, "CONFIG_ESP_CONSOLE_UART_TX_GPIO=9\n", CONF_WARNING, 1,
     "CONFIG_ESP_CONSOLE_UART_TX_GPIO=9 has no effect without "
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y"},
    {C3, "CONFIG_ESP_CONSOLE_UART_RX_GPIO=0\n", CONF_WARNING, 1,
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=0 has no effect without "
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n", CONF_WARNING, 1,
     "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y has no effect without "
     "CONFIG_ESP_MCUBOOT_SERIAL=y"},
    {C3, "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y\n", CONF_WARNING, 1,
     "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y has no effect without "
     "CONFIG_ESP_MCUBOOT_SERIAL=y"},
    {C3, "CONFIG_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_BOOT_V2_ALLOW_EFUSE_RD_DIS=y has no effect without "
     "CONFIG_SECURE_BOOT=y"},
    {C3, "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_ENC=y has no effect without "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {ESP32, "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y\n", CONF_WARNING,
     1,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y has no effect without "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {C3, "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_CACHE=y has no effect without "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {C3, "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_FLASH_SKIP_WRITE_PROTECTION_CACHE=y has no effect without "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {C3, "CONFIG_ESP_ENROLL_ARMED=y\n", CONF_WARNING, 1,
     "CONFIG_ESP_ENROLL_ARMED=y has no effect without CONFIG_SECURE_BOOT=y or "
     "CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {C3, "CONFIG_SECURE_BOOT_ALLOW_JTAG=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_BOOT_ALLOW_JTAG=y has no effect without "
     "CONFIG_SECURE_BOOT=y or CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {ESP32, "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y has no effect without "
     "CONFIG_SECURE_BOOT=y or CONFIG_SECURE_FLASH_ENC_ENABLED=y"},
    {C3, FIVE, CONF_WARNING, 1,
     "CONFIG_SECURE_BOOT=y protects the bootloader only: without "
     "CONFIG_ESP_SIGN_EC256=y, or another signature, any application boots"},
    {C3, "CONFIG_EFUSE_VIRTUAL=y\n", CONF_WARNING, 1,
     "CONFIG_EFUSE_VIRTUAL=y: eFuse are only simulated and the device is NOT "
     "PROTECTED, never ship it"},
};

static void a_key_that_does_nothing_is_told_and_accepted(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(idle) / sizeof(idle[0]); i++) {
        expect_one_problem(&idle[i]);
    }
}

static void one_key_of_secure_boot_asks_for_the_other_four(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "CONFIG_SECURE_SIGNED_ON_BOOT=y\n");
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 4);
    assert_string_equal(r.report.problem[3].sentence,
                        "CONFIG_SECURE_SIGNED_ON_BOOT=y needs "
                        "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y: the five keys of "
                        "Secure Boot V2 go together");
    reading_close(&r);
}

static void the_default_of_arming_is_told_to_nobody(void **state)
{
    struct reading r;

    (void)state;
    expect_accepted(C3, "");
    expect_accepted(C3, "CONFIG_ESP_ENROLL_ARMED=n\n");
    expect_accepted(C3, ENCRYPTED RELEASE);
    reading_open(&r, C3, "");
    assert_true(r.conf.enroll_armed);
    reading_close(&r);
    reading_open(&r, C3, "CONFIG_ESP_ENROLL_ARMED=n\n");
    assert_false(r.conf.enroll_armed);
    reading_close(&r);
}

static void encryption_with_forgetful_efuse_is_refused(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "CONFIG_EFUSE_VIRTUAL=y\n" ENCRYPTED DEVELOP);
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 2);
    assert_string_equal(r.report.problem[1].sentence,
                        "CONFIG_EFUSE_VIRTUAL=y with "
                        "CONFIG_SECURE_FLASH_ENC_ENABLED=y forgets at each "
                        "reset that the flash is encrypted: add "
                        "CONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y");
    reading_close(&r);
    reading_open(
        &r, C3,
        "CONFIG_EFUSE_VIRTUAL=y\nCONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
        "CONFIG_EFUSE_VIRTUAL_OFFSET=0x10000\n" ENCRYPTED DEVELOP);
    assert_true(r.accepted);
    reading_close(&r);
}

static const struct problem_case unsupported[] = {
    {C3, "CONFIG_ESP_BOOT_SWAP_USING_OFFSET=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_BOOT_SWAP_USING_OFFSET=y is not supported on esp32c3: remove "
     "it or write n"},
    {ESP32, "CONFIG_ESP_SINGLE_APPLICATION_SLOT=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_SINGLE_APPLICATION_SLOT=y is not supported on esp32: remove "
     "it or write n"},
    {S2, "CONFIG_ESP_BOOT_DIRECT_XIP=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_BOOT_DIRECT_XIP=y is not supported on esp32s2: remove it or "
     "write n"},
    {S3, "CONFIG_ESP_BOOT_RAM_LOAD=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_BOOT_RAM_LOAD=y is not supported on esp32s3: remove it or "
     "write n"},
    {C3, "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y\n", CONF_ERROR, 1,
     "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y is not supported on esp32c3: remove "
     "it or write n"},
    {C3, "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENCRYPTION_AES256=y is not supported on esp32c3: "
     "remove it or write n"},
    {C3, "CONFIG_SECURE_FLASH_ENCRYPTION_AES128_DERIVED=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_FLASH_ENCRYPTION_AES128_DERIVED=y is not supported on "
     "esp32c3: remove it or write n"},
    {C3, "CONFIG_SECURE_SIGNED_APPS_ECDSA_V2_SCHEME=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_SIGNED_APPS_ECDSA_V2_SCHEME=y is not supported on "
     "esp32c3: remove it or write n"},
    {C3, "CONFIG_SECURE_BOOT_FLASH_ENC_KEYS_BURN_TOGETHER=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_BOOT_FLASH_ENC_KEYS_BURN_TOGETHER=y is not supported on "
     "esp32c3: remove it or write n"},
    {ESP32, "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y\n", CONF_ERROR, 1,
     "CONFIG_SECURE_ENABLE_SECURE_ROM_DL_MODE=y is not supported on esp32: "
     "remove it or write n"},
    {ESP32, "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y\n", CONF_ERROR,
     1,
     "CONFIG_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE=y is not supported on "
     "esp32: remove it or write n"},
    {S2, "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n", CONF_WARNING, 1,
     "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y is ignored on esp32s2, which does "
     "not support it: remove it"},
    {ESP32, "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n", CONF_WARNING, 1,
     "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y is ignored on esp32, which "
     "does not support it: remove it"},
    {C3, "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_BOOT_ALLOW_ROM_BASIC=y is ignored on esp32c3, which does "
     "not support it: remove it"},
    {C3, "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y\n", CONF_WARNING, 1,
     "CONFIG_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC=y is ignored on esp32c3, "
     "which does not support it: remove it"},
    {C3, "CONFIG_SECURE_FLASH_PSEUDO_ROUND_FUNC_STRENGTH=LOW\n", CONF_WARNING,
     1,
     "CONFIG_SECURE_FLASH_PSEUDO_ROUND_FUNC_STRENGTH=LOW is ignored on "
     "esp32c3, which does not support it: remove it"},
};

static void keys_of_other_chips_are_refused_or_ignored_aloud(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(unsupported) / sizeof(unsupported[0]); i++) {
        expect_one_problem(&unsupported[i]);
    }
    expect_accepted(C3, "CONFIG_ESP_BOOT_DIRECT_XIP=n\n");
}

static void a_uart_nobody_asked_for_gives_way_to_usb(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n");
    assert_true(r.accepted);
    assert_false(r.conf.console.uart);
    assert_true(r.conf.console.usb_serial_jtag);
    reading_close(&r);
    reading_open(&r, S2, "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n");
    assert_true(r.conf.console.uart);
    assert_false(r.conf.console.usb_serial_jtag);
    reading_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_that_exclude_each_other_are_refused),
        cmocka_unit_test(two_signatures_are_refused),
        cmocka_unit_test(a_library_that_lacks_the_algorithm_is_refused),
        cmocka_unit_test(contradicting_pairs_are_refused),
        cmocka_unit_test(a_key_without_the_one_it_needs_is_refused),
        cmocka_unit_test(a_key_that_does_nothing_is_told_and_accepted),
        cmocka_unit_test(one_key_of_secure_boot_asks_for_the_other_four),
        cmocka_unit_test(the_default_of_arming_is_told_to_nobody),
        cmocka_unit_test(encryption_with_forgetful_efuse_is_refused),
        cmocka_unit_test(keys_of_other_chips_are_refused_or_ignored_aloud),
        cmocka_unit_test(a_uart_nobody_asked_for_gives_way_to_usb),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
