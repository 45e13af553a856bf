/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C source of a configuration: what a chip build would compile.
 */
#include "host/conf/conf_source.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define KEYS     TEST_DATA_DIR "/conf/"
#define TEXT_MAX 8192
#define PINS                                                                   \
    "CONFIG_ESP_CONSOLE_UART_NUM=1\nCONFIG_ESP_CONSOLE_UART_CUSTOM=y\n"        \
    "CONFIG_ESP_CONSOLE_UART_TX_GPIO=4\nCONFIG_ESP_CONSOLE_UART_RX_GPIO=5\n"

#define TWO_IMAGES                                                             \
    "CONFIG_ESP_IMAGE_NUMBER=2\nCONFIG_ESP_APPLICATION_SIZE=0x80000\n"         \
    "CONFIG_ESP_IMAGE0_PRIMARY_START_ADDRESS=0x10000\n"                        \
    "CONFIG_ESP_IMAGE0_SECONDARY_START_ADDRESS=0x90000\n"                      \
    "CONFIG_ESP_IMAGE1_PRIMARY_START_ADDRESS=0x110000\n"                       \
    "CONFIG_ESP_IMAGE1_SECONDARY_START_ADDRESS=0x190000\n"

#define LOCKED                                                                 \
    "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"                  \
    "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"                                         \
    "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"                                 \
    "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"                          \
    "CONFIG_SECURE_DISABLE_ROM_DL_MODE=y\n"

static void source_for(enum conf_target target, const char *conf,
                       char text[TEXT_MAX])
{
    FILE *stream = tmpfile();
    struct reading r;
    size_t len = 0;

    assert_non_null(stream);
    reading_open(&r, target, conf);
    assert_true(r.accepted);
    conf_source_print(&r.conf, stream);
    reading_close(&r);
    rewind(stream);
    len = fread(text, 1, TEXT_MAX - 1, stream);
    text[len] = '\0';
    assert_int_equal(fclose(stream), 0);
}

static void source_of(const char *conf, char text[TEXT_MAX])
{
    source_for(CONF_TARGET_ESP32C3, conf, text);
}

/* A configuration, and what its source must hold. */
static const struct {
    const char *conf;
    const char *part;
} rows[] = {
    {"",
     "#include \"core/strategy.h\"\n#include \"port/common/flash_busy.h\"\n"},
    {"", "const struct product product = {\n"},
    {"", ".mode = UPDATE_SCRATCH,\n"},
    {"CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n", ".mode = UPDATE_MOVE,\n"},
    {"CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n", ".mode = UPDATE_OVERWRITE,\n"},
    {"", " = {\n        &plan_scratch, &rites_scratch};\n"},
    {"CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n",
     " = {\n        &plan_move, &rites_move};\n"},
    {"CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n",
     " = {\n        &plan_overwrite, &rites_overwrite};\n"},
    {"", ".image_count = 1,\n"},
    {"", ".max_align = 8,\n"},
    {"CONFIG_ESP_MAX_IMG_SECTORS=1024\n", ".sector_max = 1024,\n"},
    {"", "{{0x20000, 0x1c0000}, {0x1e0000, 0x1c0000}},\n"},
    {"", ".scratch = {0x3e0000, 0x1f000},\n"},
    {"CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n", ".scratch = {0x0, 0x0},\n"},
    {TWO_IMAGES, ".image_count = 2,\n"},
    {TWO_IMAGES, "    .second_cpu = false,\n"},
    {TWO_IMAGES,
     "                    {{0x10000, 0x80000}, {0x90000, 0x80000}},\n"
     "                    {{0x110000, 0x80000}, {0x190000, 0x80000}},\n"},
    {"", ".prevent_downgrade = false,\n"},
    {"CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", ".prevent_downgrade = true,\n"},
    {"CONFIG_ESP_DOWNGRADE_PREVENTION=y\n", ".prevent_by_counter = false,\n"},
    {"CONFIG_ESP_DOWNGRADE_PREVENTION=y\n"
     "CONFIG_ESP_DOWNGRADE_PREVENTION_SECURITY_COUNTER=y\n",
     ".prevent_by_counter = true,\n"},
    {"", "boot_config *config_known(const struct boot_config *given)\n{\n"
         "    (void)given;\n    return &product.boot;\n"},
    {"", "    (void)given;\n    return UPDATE_SCRATCH;\n"},
    {"CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n", "    return UPDATE_MOVE;\n"},
    {"CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n", "    return UPDATE_OVERWRITE;\n"},
    {"", "uint8_t config_align(uint8_t given)\n{\n    (void)given;\n"
         "    return 8;\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     "    return 32;\n"},
    {"", "uint8_t config_image(uint8_t given)\n{\n    (void)given;\n"
         "    return 0;\n"},
    {TWO_IMAGES, "uint8_t config_image(uint8_t given)\n{\n    (void)given;\n"
                 "    return given;\n"},
    {"", "    .flash_len = 0x400000,\n    .bootloader = 0x0,\n"},
    {"CONFIG_ESP_FLASH_SIZE=32MB\n", "    .flash_len = 0x1000000,\n"},
    {"", "uint32_t config_slot_len(uint32_t given)\n{\n    (void)given;\n"
         "    return 0x1c0000;\n"},
    {"", "uint32_t config_slot_records(uint32_t given)\n{\n"
         "    (void)given;\n    return 1536;\n"},
    {"", "uint32_t config_sector_len(void)\n{\n    return 4096;\n"},
    {"", "bool config_is_encrypted(void)\n{\n    return false;\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     "bool config_is_encrypted(void)\n{\n    return true;\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"
     "CONFIG_EFUSE_VIRTUAL=y\nCONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
     "CONFIG_EFUSE_VIRTUAL_OFFSET=0x3a0000\n",
     "bool config_is_encrypted(void)\n{\n    return false;\n"},
    {"", "uint32_t config_write_len(uint32_t given)\n{\n"
         "    (void)given;\n    return 4;\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     "uint32_t config_write_len(uint32_t given)\n{\n"
     "    (void)given;\n    return given;\n"},
    {"", "bool config_is_checked(void)\n{\n    return true;\n"},
    {"CONFIG_ESP_MCUBOOT_WDT_ENABLE=n\n", "    .watchdog = false,\n"},
    {"CONFIG_ESP_MCUBOOT_WDT_ENABLE=y\n", "    .watchdog = true,\n"},
    {"", "    if (level <= LOG_INFO) {\n        log_print(level, text, a, b);"},
    {"CONFIG_ESP_LOG_LEVEL=1\n", "    if (level <= LOG_ERROR) {\n"},
    {"CONFIG_ESP_LOG_LEVEL=2\n", "    if (level <= LOG_WARNING) {\n"},
    {"CONFIG_ESP_LOG_LEVEL=4\n", "    if (level <= LOG_DEBUG) {\n"},
    {"", "    uart_put(chip.uart0, byte);\n"},
    {"", "    uart_drain(chip.uart0);\n"},
    {"", "void console_open(void)\n{\n}\n"},
    {"CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n",
     "    usb_serial_jtag_put(byte);\n"},
    {"CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n",
     "    usb_serial_jtag_drain();\n"},
    {PINS, "    uart_pins_open(1, 4, 5, UART_DIVIDER(115200));\n"},
    {PINS, "    uart_put(uart_wiring.uart[1].base, byte);\n"},
    {PINS, "    uart_drain(uart_wiring.uart[1].base);\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     ".max_align = 32,\n"},
    {"", "    .second_cpu = false,\n};\n"},
    {LOCKED, "    .second_cpu = false,\n    .enroll = &enroll,\n"
             "    .locks = &chip_locks,\n};\n"},
    {LOCKED, "static const struct enroll_field fields[11] = {\n"
             "    {129, 1, ENROLL_STAGE_SECURE, 18,\n"
             "     \"DIS_DIRECT_BOOT %u -> %u: no direct boot\"},\n"},
    {LOCKED, "static const struct enroll_config enroll = {\n"
             "    .chip = &enroll_esp32c3,\n"
             "    .boot = &product.boot,\n"
             "    .bootloader = {0x0, 0xf000},\n"
             "    .armed = true,\n"
             "    .secure_boot = true,\n"
             "    .encryption = true,\n"
             "    .wide_key = false,\n"
             "    .require_already = false,\n"
             "    .rehearsal = false,\n"
             "    .field_count = 11,\n"
             "    .field = fields,\n};\n"},
    {LOCKED, "enroll_config_known(const struct enroll_config *given)\n{\n"
             "    (void)given;\n    return &enroll;\n"},
    {LOCKED "CONFIG_ESP_ENROLL_ARMED=n\n", "    .armed = false,\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
     "CONFIG_SECURE_FLASH_REQUIRE_ALREADY_ENABLED=y\n",
     "    .require_already = true,\n    .rehearsal = false,\n"
     "    .field_count = 0,\n"
     "    .field = NULL,\n"},
    {"CONFIG_EFUSE_VIRTUAL=y\n",
     "    .efuse_virtual = true,\n    .efuse_area = {0x0, 0x0},\n};\n"},
    {"CONFIG_EFUSE_VIRTUAL=y\nCONFIG_EFUSE_VIRTUAL_KEEP_IN_FLASH=y\n"
     "CONFIG_EFUSE_VIRTUAL_OFFSET=0x10000\n",
     "    .efuse_virtual = true,\n    .efuse_area = {0x10000, 0x2000},\n"},
};

static void every_choice_stands_in_the_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[TEXT_MAX];

        source_of(rows[i].conf, text);
        if (strstr(text, rows[i].part) == NULL) {
            fail_msg("row %zu: no \"%s\" in:\n%s", i, rows[i].part, text);
        }
    }
}

/* Nothing calls what prints: the linker drops it. */
static void a_silent_product_names_no_console_and_no_level(void **state)
{
    static const char *const silent[] = {
        "CONFIG_ESP_LOG_LEVEL=0\n",
        "CONFIG_ESP_CONSOLE_UART=n\n",
    };
    char text[TEXT_MAX];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        source_of(silent[i], text);
        assert_non_null(strstr(text, "void log_line("));
        assert_non_null(strstr(text, "void console_put("));
        assert_null(strstr(text, "log_print("));
        assert_null(strstr(text, "uart_"));
    }
}

static void the_second_cpu_stands_in_the_source(void **state)
{
    static const enum conf_target dual[] = {CONF_TARGET_ESP32,
                                            CONF_TARGET_ESP32S3};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char text[TEXT_MAX];

        source_for(dual[i], TWO_IMAGES "CONFIG_ESP_MULTI_PROCESSOR_BOOT=y\n",
                   text);
        assert_non_null(strstr(text, "    .second_cpu = true,\n"));
    }
}

/* A signature, its symbol and the first bytes of its key (SPEC, Public keys).
 */
static const struct {
    const char *conf;
    const char *symbol;
    const char *key;
} signatures[] = {
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS "rsa2048.pub.pem\n",
     "&signature_rsa2048",
     "key_0[270] = {\n    0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01,"},
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS "rsa3072.pub.pem\n",
     "&signature_rsa3072",
     "key_0[398] = {\n    0x30, 0x82, 0x01, 0x8a, 0x02, 0x82, 0x01, 0x81,"},
    {"CONFIG_ESP_SIGN_EC256=y\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS "ec256.pub.pem\n",
     "&signature_ecdsa_p256",
     "key_0[91] = {\n    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86,"},
    {"CONFIG_ESP_SIGN_ED25519=y\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS "ed25519.pub.pem\n",
     "&signature_ed25519",
     "key_0[44] = {\n    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65,"},
};

static void the_one_algorithm_and_its_key_stand_in_the_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char text[TEXT_MAX];
        const char *first = NULL;

        source_of(signatures[i].conf, text);
        first = strstr(text, "&signature_");
        assert_non_null(first);
        assert_int_equal(
            strncmp(first, signatures[i].symbol, strlen(signatures[i].symbol)),
            0);
        assert_null(strstr(first + 1, "&signature_"));
        assert_non_null(strstr(text, signatures[i].key));
        assert_non_null(strstr(text, ".key_count = 1,\n"));
    }
}

static void without_a_signature_no_algorithm_is_named(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    source_of("", text);
    assert_null(strstr(text, "signature"));
    assert_null(strstr(text, "key"));
}

static void all_keys_stand_in_the_source_in_their_order(void **state)
{
    char text[TEXT_MAX];
    char other[TEXT_MAX];

    (void)state;
    source_of("CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_KEY_FILES=" KEYS
              "ec256.pub.pem," KEYS "ec256-second.pub.pem\n",
              text);
    source_of("CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_KEY_FILES=" KEYS
              "ec256-second.pub.pem," KEYS "ec256.pub.pem\n",
              other);
    assert_non_null(strstr(text, "    {key_0, sizeof(key_0)},\n"
                                 "    {key_1, sizeof(key_1)},\n};\n"));
    assert_non_null(strstr(text, ".key_count = 2,\n"));
    assert_string_not_equal(text, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_choice_stands_in_the_source),
        cmocka_unit_test(the_second_cpu_stands_in_the_source),
        cmocka_unit_test(a_silent_product_names_no_console_and_no_level),
        cmocka_unit_test(the_one_algorithm_and_its_key_stand_in_the_source),
        cmocka_unit_test(without_a_signature_no_algorithm_is_named),
        cmocka_unit_test(all_keys_stand_in_the_source_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
