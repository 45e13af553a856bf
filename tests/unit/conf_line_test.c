/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery in the C source of a product. Whether that compiles and links is
 * shown by tests/chips.
 */
#include "host/conf/conf_line.h"

#include <stdio.h>

#include "host/conf/conf_source.h"
#include "tests/unit/conf_fixture.h"

#define TEXT_MAX 8192
#define C3       CONF_TARGET_ESP32C3

#define SERIAL "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
#define USB    SERIAL "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
#define SHARED                                                                 \
    SERIAL "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"                               \
           "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n"                               \
           "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=21\n"

static void source_of(const char *conf, char text[TEXT_MAX])
{
    FILE *stream = tmpfile();
    struct reading r;
    size_t len = 0;

    assert_non_null(stream);
    reading_open(&r, C3, conf);
    assert_true(r.accepted);
    conf_source_print(&r.conf, stream);
    reading_close(&r);
    rewind(stream);
    len = fread(text, 1, TEXT_MAX - 1, stream);
    text[len] = '\0';
    assert_int_equal(fclose(stream), 0);
}

/* A configuration, and what its source must hold. */
static const struct {
    const char *conf;
    const char *part;
} rows[] = {
    {"", "\nvoid flash_busy(void)\n{\n    watchdog_feed();\n}\n"},
    {SERIAL, "\nvoid flash_busy(void)\n{\n    watchdog_feed();\n"
             "    rescue_receive();\n}\n"},
    {SERIAL, "    .rescue = &chip_rescue,\n    .rescue_config = &rescue,\n"},
    {SERIAL, "    .recovery = {.direct = false, .erase_by_sector = false, "
             ".idle_s = 600},\n    .pin = 5,\n    .level = true,\n"
             "    .pull_up = false,\n    .hold_s = 5,\n"
             "    .when_asked = true,\n    .when_dead = true,\n"},
    {SERIAL "CONFIG_SALLYPORT_RECOVERY_DIRECT=y\n"
            "CONFIG_SALLYPORT_RECOVERY_IDLE_S=0\n"
            "CONFIG_SALLYPORT_RECOVERY_WHEN_ASKED=n\n"
            "CONFIG_SALLYPORT_RECOVERY_WHEN_DEAD=n\n"
            "CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY=y\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE=1\n"
            "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n",
     "    .recovery = {.direct = true, .erase_by_sector = true, "
     ".idle_s = 0},\n    .pin = 0,\n    .level = false,\n"
     "    .pull_up = true,\n    .hold_s = 0,\n"
     "    .when_asked = false,\n    .when_dead = false,\n"},
    {SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=921600\n",
     "\nvoid serial_open(void)\n{\n"
     "    uart_pins_open(1, 9, 8, UART_DIVIDER(921600));\n}\n"},
    {SERIAL, "\nuint32_t serial_read(uint8_t *dst, uint32_t len)\n{\n"
             "    return uart_read(uart_wiring.uart[1].base, dst, len);\n}\n"},
    {SERIAL, "\nvoid serial_write(const uint8_t *src, uint32_t len)\n{\n"
             "    uart_write(uart_wiring.uart[1].base, src, len);\n}\n"},
    {SERIAL, "\nvoid serial_drain(void)\n{\n"
             "    uart_drain(uart_wiring.uart[1].base);\n}\n"},
    {SHARED, "    uart_pins_open(0, 21, 20, UART_DIVIDER(115200));\n"},
    {USB, "\nvoid serial_open(void)\n{\n}\n"},
    {USB, "    return usb_serial_jtag_read(dst, len);\n"},
    {USB, "    usb_serial_jtag_write(src, len);\n"},
    {USB, "\nvoid serial_drain(void)\n{\n    usb_serial_jtag_drain();\n}\n"},
};

static void a_source_holds_what_was_configured(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[TEXT_MAX];

        source_of(rows[i].conf, text);
        if (strstr(text, rows[i].part) == NULL) {
            fail_msg("no \"%s\" in:\n%s", rows[i].part, text);
        }
    }
}

static void without_recovery_nothing_of_it_is_named(void **state)
{
    char text[TEXT_MAX];

    (void)state;
    source_of("", text);
    assert_null(strstr(text, "rescue"));
    assert_null(strstr(text, "serial"));
}

static const struct {
    const char *conf;
    bool silent;
} logs[] = {
    {SERIAL, false},
    {SHARED, true},
    {USB, false},
    {USB "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n", true},
    {SERIAL "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n", false},
};

static void the_log_falls_silent_on_recoverys_own_line_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
        char text[TEXT_MAX];

        source_of(logs[i].conf, text);
        assert_int_equal(
            strstr(text, "    if (level <= LOG_INFO && !rescue_is_open()) {") !=
                NULL,
            logs[i].silent);
        assert_int_equal(strstr(text, "    if (level <= LOG_INFO) {") == NULL,
                         logs[i].silent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_holds_what_was_configured),
        cmocka_unit_test(without_recovery_nothing_of_it_is_named),
        cmocka_unit_test(the_log_falls_silent_on_recoverys_own_line_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
