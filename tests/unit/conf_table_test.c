/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of keys against the values of MCUboot's Espressif port, and
 * against docs/configuration.md.
 */
#include "host/conf/conf_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO       CONF_NO_DEFAULT
#define DOC_FILE TEST_DATA_DIR "/../../docs/configuration.md"
#define DOC_MAX  65536

static char doc[DOC_MAX];

/* Defaults in the order ESP32, ESP32-S2, ESP32-C3, ESP32-S3. */
static const struct {
    enum conf_key key;
    uint32_t fallback[CONF_TARGET_COUNT];
} defaults[] = {
    {CONF_ESP_FLASH_SIZE, {0x400000, 0x400000, 0x400000, 0x400000}},
    {CONF_ESP_BOOTLOADER_OFFSET, {0x1000, 0x1000, 0, 0}},
    {CONF_ESP_BOOTLOADER_SIZE, {0xf000, 0xf000, 0xf000, 0xf000}},
    {CONF_ESP_APPLICATION_SIZE, {0x150000, 0x1c0000, 0x1c0000, 0x150000}},
    {CONF_ESP_IMAGE_NUMBER, {1, 1, 1, 1}},
    {CONF_ESP_IMAGE0_PRIMARY_START_ADDRESS,
     {0x20000, 0x20000, 0x20000, 0x20000}},
    {CONF_ESP_IMAGE0_SECONDARY_START_ADDRESS,
     {0x170000, 0x1e0000, 0x1e0000, 0x170000}},
    {CONF_ESP_SCRATCH_OFFSET, {0x3e0000, 0x3e0000, 0x3e0000, 0x3e0000}},
    {CONF_ESP_SCRATCH_SIZE, {0x1f000, 0x1f000, 0x1f000, 0x1f000}},
    {CONF_ESP_MAX_IMG_SECTORS, {512, 512, 512, 512}},
    {CONF_ESP_CONSOLE_UART, {1, 1, 1, 1}},
    {CONF_ESP_CONSOLE_UART_NUM, {0, 0, 0, 0}},
    {CONF_ESP_LOG_LEVEL, {3, 3, 3, 3}},
    {CONF_ESP_SERIAL_BOOT_GPIO_DETECT, {5, 5, 5, 5}},
    {CONF_ESP_SERIAL_BOOT_GPIO_DETECT_VAL, {1, 1, 1, 1}},
    {CONF_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE, {0, 0, 0, 0}},
    {CONF_ESP_SERIAL_BOOT_DETECT_DELAY_S, {5, 5, 5, 5}},
    {CONF_ESP_SERIAL_BOOT_UART_NUM, {1, 1, 1, 1}},
    {CONF_ESP_SERIAL_BOOT_GPIO_RX, {8, 18, 8, 18}},
    {CONF_ESP_SERIAL_BOOT_GPIO_TX, {9, 17, 9, 17}},
    {CONF_ESP_SERIAL_BOOT_BAUDRATE, {115200, 115200, 115200, 115200}},
    {CONF_SALLYPORT_RECOVERY_IDLE_S, {600, 600, 600, 600}},
    {CONF_SALLYPORT_RECOVERY_WHEN_ASKED, {1, 1, 1, 1}},
    {CONF_SALLYPORT_RECOVERY_WHEN_DEAD, {1, 1, 1, 1}},
    {CONF_ESP_ENROLL_ARMED, {1, 1, 1, 1}},
    {CONF_EFUSE_VIRTUAL_OFFSET, {0x250000, 0x250000, 0x250000, 0x250000}},
    {CONF_EFUSE_VIRTUAL_SIZE, {0x2000, 0x2000, 0x2000, 0x2000}},
};

static const uint32_t *expected_defaults(enum conf_key key)
{
    static const uint32_t none[CONF_TARGET_COUNT] = {NO, NO, NO, NO};

    for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
        if (defaults[i].key == key) {
            return defaults[i].fallback;
        }
    }
    return none;
}

static void defaults_are_those_of_the_port(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const struct conf_row *row = conf_row((enum conf_key)i);

        assert_memory_equal(row->fallback, expected_defaults((enum conf_key)i),
                            sizeof(row->fallback));
    }
}

static void rows_are_complete_and_their_defaults_in_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const struct conf_row *row = conf_row((enum conf_key)i);

        assert_memory_equal(row->name, "CONFIG_", 7);
        assert_non_null(row->doc);
        assert_int_equal(row->doc[strlen(row->doc) - 1], '.');
        assert_true(row->min <= row->max);
        assert_true(row->multiple > 0);
        for (size_t t = 0; t < CONF_TARGET_COUNT; t++) {
            uint32_t value = row->fallback[t];

            assert_true(value == NO ||
                        (row->min <= value && value <= row->max &&
                         value % row->multiple == 0));
        }
    }
}

static void each_key_is_found_by_its_name_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const char *name = conf_row((enum conf_key)i)->name;
        enum conf_key key = CONF_KEY_COUNT;

        assert_true(conf_key_find(name, strlen(name), &key));
        assert_int_equal(key, i);
        key = CONF_KEY_COUNT;
        assert_false(conf_key_find(name + 1, strlen(name) - 1, &key));
        assert_int_equal(key, CONF_KEY_COUNT);
    }
}

static void a_name_with_one_wrong_letter_finds_its_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        char name[96];
        enum conf_key key = CONF_KEY_COUNT;
        size_t len = strlen(conf_row((enum conf_key)i)->name);

        memcpy(name, conf_row((enum conf_key)i)->name, len);
        name[len / 2] = '*';
        assert_true(conf_key_nearest(name, len, &key));
        assert_int_equal(key, i);
        memcpy(name, conf_row((enum conf_key)i)->name, len);
        memmove(name + 9, name + 10, len - 10);
        assert_true(conf_key_nearest(name, len - 1, &key));
        assert_int_equal(key, i);
    }
}

static void a_name_like_no_other_finds_nothing(void **state)
{
    static const char *const names[] = {
        "", "CONFIG_", "CONFIG_LWIP_MAX_SOCKETS", "HELLO",
        "CONFIG_BOOTLOADER_LOG_LEVEL_INFO_AND_MORE_WORDS_THAN_A_KEY_HAS"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        enum conf_key key = CONF_KEY_COUNT;

        assert_false(conf_key_nearest(names[i], strlen(names[i]), &key));
        assert_int_equal(key, CONF_KEY_COUNT);
    }
}

static void chips_are_found_by_their_names(void **state)
{
    static const char *const names[] = {"esp32", "esp32s2", "esp32c3",
                                        "esp32s3"};

    (void)state;
    for (size_t i = 0; i < CONF_TARGET_COUNT; i++) {
        enum conf_target target = CONF_TARGET_COUNT;

        assert_true(conf_target_find(names[i], &target));
        assert_int_equal(target, i);
        assert_string_equal(conf_target_name(target), names[i]);
    }
    enum conf_target untouched = CONF_TARGET_COUNT;

    assert_false(conf_target_find("esp32c6", &untouched));
    assert_false(conf_target_find("", &untouched));
    assert_int_equal(untouched, CONF_TARGET_COUNT);
}

/* Bits in the order ESP32, ESP32-S2, ESP32-C3, ESP32-S3. */
static const struct {
    enum conf_key key;
    unsigned chips;
} limited[] = {
    {CONF_ESP_MULTI_PROCESSOR_BOOT, 0x9},
    {CONF_ESP_BOOT_SWAP_USING_OFFSET, 0},
    {CONF_ESP_SINGLE_APPLICATION_SLOT, 0},
    {CONF_ESP_BOOT_DIRECT_XIP, 0},
    {CONF_ESP_BOOT_RAM_LOAD, 0},
    {CONF_ESP_CONSOLE_USB_SERIAL_JTAG, 0xc},
    {CONF_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG, 0xc},
    {CONF_SECURE_BOOT_ALLOW_ROM_BASIC, 0x1},
    {CONF_SECURE_ENABLE_SECURE_ROM_DL_MODE, 0xe},
    {CONF_SECURE_SIGNED_APPS_ECDSA_V2_SCHEME, 0},
    {CONF_SECURE_BOOT_ENABLE_AGGRESSIVE_KEY_REVOKE, 0xe},
    {CONF_SECURE_BOOT_FLASH_ENC_KEYS_BURN_TOGETHER, 0},
    {CONF_SECURE_FLASH_UART_BOOTLOADER_ALLOW_DEC, 0x1},
    {CONF_SECURE_FLASH_ENCRYPTION_AES256, 0xb},
    {CONF_SECURE_FLASH_ENCRYPTION_AES128_DERIVED, 0},
    {CONF_SECURE_FLASH_PSEUDO_ROUND_FUNC_STRENGTH, 0},
};

static unsigned expected_chips(enum conf_key key)
{
    for (size_t i = 0; i < sizeof(limited) / sizeof(limited[0]); i++) {
        if (limited[i].key == key) {
            return limited[i].chips;
        }
    }
    return 0xf;
}

static void keys_belong_to_the_chips_that_have_the_feature(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        for (size_t t = 0; t < CONF_TARGET_COUNT; t++) {
            bool expected = (expected_chips((enum conf_key)i) >> t & 1) != 0;

            assert_int_equal(
                conf_key_supported((enum conf_key)i, (enum conf_target)t),
                expected);
        }
    }
}

static int read_doc(void **state)
{
    FILE *file = fopen(DOC_FILE, "rb");
    size_t len = 0;

    (void)state;
    if (file == NULL) {
        return -1;
    }
    len = fread(doc, 1, DOC_MAX - 1, file);
    doc[len] = '\0';
    return fclose(file);
}

/* The documentation's line of a key, without the lines around it. */
static void line_of(const char *name, char line[512])
{
    char start[96];
    const char *found = NULL;
    size_t len = 0;

    (void)snprintf(start, sizeof(start), "\n| `%s` |", name);
    found = strstr(doc, start);
    if (found == NULL) {
        fail_msg("%s has no line", name);
        return;
    }
    len = strcspn(found + 1, "\n");
    assert_true(len < 512);
    memcpy(line, found + 1, len);
    line[len] = '\0';
}

static void each_key_has_a_line_in_the_documentation(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_KEY_COUNT; i++) {
        const struct conf_row *row = conf_row((enum conf_key)i);
        char line[512];

        line_of(row->name, line);
        assert_non_null(strstr(line, row->doc));
        assert_int_equal(strstr(line, "| ours |") != NULL, row->ours);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_those_of_the_port),
        cmocka_unit_test(rows_are_complete_and_their_defaults_in_range),
        cmocka_unit_test(each_key_is_found_by_its_name_alone),
        cmocka_unit_test(a_name_with_one_wrong_letter_finds_its_key),
        cmocka_unit_test(a_name_like_no_other_finds_nothing),
        cmocka_unit_test(chips_are_found_by_their_names),
        cmocka_unit_test(keys_belong_to_the_chips_that_have_the_feature),
        cmocka_unit_test_setup(each_key_has_a_line_in_the_documentation,
                               read_doc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
