/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people see: values with their origin, default files, reports.
 */
#include "host/conf/conf_print.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define C3       CONF_TARGET_ESP32C3
#define PORT     TEST_DATA_DIR "/../../port/"
#define TEXT_MAX 8192

/* Everything that was written to a stream. */
static void text_of(FILE *stream, char text[TEXT_MAX])
{
    size_t len = 0;

    rewind(stream);
    len = fread(text, 1, TEXT_MAX - 1, stream);
    text[len] = '\0';
    assert_int_equal(fclose(stream), 0);
}

static void print_values(const char *conf, char text[TEXT_MAX])
{
    FILE *stream = tmpfile();
    struct reading r;

    assert_non_null(stream);
    reading_open(&r, C3, conf);
    assert_true(r.accepted);
    conf_print_values(&r.conf, stream);
    text_of(stream, text);
    reading_close(&r);
}

static void values_are_shown_with_their_origin(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    print_values("\nCONFIG_ESP_SCRATCH_SIZE=65536\n"
                 "CONFIG_ESP_DOWNGRADE_PREVENTION=n\n",
                 text);
    assert_non_null(
        strstr(text, "CONFIG_ESP_SCRATCH_SIZE=0x10000                     "
                     "product.conf:2\n"));
    assert_non_null(
        strstr(text, "CONFIG_ESP_DOWNGRADE_PREVENTION=n                   "
                     "product.conf:3\n"));
    assert_non_null(
        strstr(text, "CONFIG_ESP_FLASH_SIZE=4MB                           "
                     "default\n"));
    assert_null(strstr(text, "CONFIG_ESP_SIGN"));
}

/* C3: slot 0x1C0000; T = 512 * 3 * 4 + 48 = 6192, or 49312 encrypted. */
#define SERIAL "CONFIG_ESP_MCUBOOT_SERIAL=y\n"

static const struct {
    const char *conf;
    const char *line;
} derived[] = {
    {"", "chip           esp32c3\n"},
    {"", "update         swap using scratch\n"},
    {"CONFIG_ESP_BOOT_SWAP_USING_MOVE=y\n", "update         swap using move\n"},
    {"CONFIG_ESP_BOOT_UPGRADE_ONLY=y\n",
     "update         overwrite only, no way back\n"},
    {"", "signature      none: images need only their SHA-256\n"},
    {"CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_KEY_FILE=" TEST_DATA_DIR
     "/conf/ec256.pem\n",
     "signature      ECDSA P-256, 1 key\n"},
    {"CONFIG_ESP_SIGN_EC256=y\nCONFIG_ESP_SIGN_KEY_FILES=" TEST_DATA_DIR
     "/conf/ec256.pem," TEST_DATA_DIR "/conf/ec256-second.pub.pem\n",
     "signature      ECDSA P-256, 2 keys\n"},
    {"CONFIG_ESP_SIGN_ED25519=y\nCONFIG_ESP_SIGN_KEY_FILE=" TEST_DATA_DIR
     "/conf/ed25519.pub.pem\n",
     "signature      Ed25519, 1 key\n"},
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" TEST_DATA_DIR "/conf/rsa2048.pub.pem\n",
     "signature      RSA-2048, 1 key\n"},
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n"
     "CONFIG_ESP_SIGN_KEY_FILE=" TEST_DATA_DIR "/conf/rsa3072.pub.pem\n",
     "signature      RSA-3072, 1 key\n"},
    {"", "flash          4 bytes written at once, trailer fields aligned to "
         "8\n"},
    {"", "slot trailer   6192 bytes, from 0x1BE7D0 of each slot\n"},
    {"", "largest image  1828816 bytes (0x1BE7D0) with header and TLVs\n"},
    {"CONFIG_ESP_DOWNGRADE_PREVENTION=y\n",
     "on trial       1826816 bytes (0x1BE000), larger ones only for good\n"},
    {"CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"
     "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n",
     "slot trailer   49312 bytes, from 0x1B3F60 of each slot\n"},
    {SERIAL, "recovery       UART 1, receives on pin 8, sends on 9, 115200 "
             "baud\nbegins by      pin 5 high for 5 s, request of the "
             "application, no image that boots\n"
             "uploads        to the secondary slot, installed as an update\n"},
    {SERIAL "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
            "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n"
            "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n"
            "CONFIG_SALLYPORT_RECOVERY_WHEN_ASKED=n\n"
            "CONFIG_SALLYPORT_RECOVERY_WHEN_DEAD=n\n"
            "CONFIG_SALLYPORT_RECOVERY_DIRECT=y\n",
     "recovery       USB Serial/JTAG; silences the log, whose line it takes\n"
     "begins by      pin 5 low\n"
     "uploads        straight to the primary slot\n"},
};

static void what_follows_from_the_values_is_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
        char text[TEXT_MAX];

        print_values(derived[i].conf, text);
        if (strstr(text, derived[i].line) == NULL) {
            fail_msg("no \"%s\" in:\n%s", derived[i].line, text);
        }
    }
}

static void default_files_are_what_the_table_prints(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONF_TARGET_COUNT; i++) {
        FILE *stream = tmpfile();
        FILE *file = NULL;
        char path[512];
        char printed[TEXT_MAX];
        char stored[TEXT_MAX];

        assert_non_null(stream);
        conf_print_defaults((enum conf_target)i, stream);
        text_of(stream, printed);
        (void)snprintf(path, sizeof(path), PORT "%s/bootloader.conf",
                       conf_target_name((enum conf_target)i));
        file = fopen(path, "rb");
        assert_non_null(file);
        text_of(file, stored);
        assert_string_equal(stored, printed);
    }
}

static void comments_of_default_files_keep_80_columns(void **state)
{
    FILE *stream = tmpfile();
    char text[TEXT_MAX];
    const char *line = text;

    (void)state;
    assert_non_null(stream);
    conf_print_defaults(C3, stream);
    text_of(stream, text);
    while (*line != '\0') {
        size_t len = strcspn(line, "\n");

        assert_true(len <= 80);
        line += len + 1;
    }
}

static void reports_name_file_and_line(void **state)
{
    struct conf_report report = {0};
    struct conf_place line = {"a.conf", 7};
    struct conf_place whole = {"b.conf", 0};
    FILE *stream = tmpfile();
    char text[TEXT_MAX];

    (void)state;
    assert_non_null(stream);
    conf_report_error(&report, &line, "%s is wrong", "this");
    conf_report_warning(&report, &whole, "that is odd");
    conf_report_error(&report, NULL, "nothing fits");
    conf_report_print(&report, stream);
    text_of(stream, text);
    assert_string_equal(text, "a.conf:7: error: this is wrong\n"
                              "b.conf: warning: that is odd\n"
                              "error: nothing fits\n");
    assert_int_equal(report.count, 3);
    assert_int_equal(report.error_count, 2);
    conf_report_free(&report);
    assert_int_equal(report.count, 0);
    assert_null(report.problem);
}

static void an_overlong_sentence_is_cut_not_overrun(void **state)
{
    struct conf_report report = {0};
    char words[4000];

    (void)state;
    memset(words, 'x', sizeof(words) - 1);
    words[sizeof(words) - 1] = '\0';
    conf_report_error(&report, NULL, "%s", words);
    assert_int_equal(strlen(report.problem[0].sentence), 1023);
    conf_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_shown_with_their_origin),
        cmocka_unit_test(what_follows_from_the_values_is_shown),
        cmocka_unit_test(default_files_are_what_the_table_prints),
        cmocka_unit_test(comments_of_default_files_keep_80_columns),
        cmocka_unit_test(reports_name_file_and_line),
        cmocka_unit_test(an_overlong_sentence_is_cut_not_overrun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
