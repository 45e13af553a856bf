/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins and UARTs by chip. Only what is used is checked: the pins of a recovery
 * that is switched off may say anything.
 */
#include "host/conf/conf_pins.h"

#include <inttypes.h>

#include "host/conf/conf_words.h"

/** First and last pin of a range; first > last: empty. */
struct pin_range {
    uint32_t first;
    uint32_t last;
};

/** What a chip has; datasheets of the chips, sections "Pins" and "UART". */
struct chip_pins {
    uint32_t uart_count;
    uint32_t pin_max;
    struct pin_range input_only;
    struct pin_range absent;
    struct pin_range flash; /* wired to the flash chip of most modules */
};

static const struct chip_pins chips[CONF_TARGET_COUNT] = {
    [CONF_TARGET_ESP32] = {3, 39, {34, 39}, {28, 31}, {6, 11}},
    [CONF_TARGET_ESP32S2] = {2, 46, {46, 46}, {22, 25}, {26, 32}},
    [CONF_TARGET_ESP32C3] = {2, 21, {1, 0}, {1, 0}, {12, 17}},
    [CONF_TARGET_ESP32S3] = {3, 48, {1, 0}, {22, 25}, {26, 32}},
};

static bool is_in(struct pin_range range, uint32_t pin)
{
    return range.first <= pin && pin <= range.last;
}

static void check_uart(const struct conf *conf, enum conf_key key,
                       struct conf_report *report)
{
    uint32_t count = chips[conf->target].uart_count;
    struct conf_place place = conf_place_of(conf, key);

    if (conf_number(conf, key) >= count) {
        conf_report_error(report, &place,
                          "%s does not exist on %s: write 0 to %" PRIu32,
                          conf_words(conf, key).text,
                          conf_target_name(conf->target), count - 1);
    }
}

static void check_pin(const struct conf *conf, enum conf_key key, bool output,
                      struct conf_report *report)
{
    const struct chip_pins *chip = &chips[conf->target];
    const char *name = conf_target_name(conf->target);
    struct conf_place place = conf_place_of(conf, key);
    uint32_t pin = conf_number(conf, key);

    if (!conf_is_set(conf, key)) {
        return;
    }
    if (pin > chip->pin_max || is_in(chip->absent, pin)) {
        conf_report_error(report, &place,
                          "%s does not exist on %s: write a pin of 0 to "
                          "%" PRIu32,
                          conf_words(conf, key).text, name, chip->pin_max);
    } else if (output && is_in(chip->input_only, pin)) {
        conf_report_error(report, &place,
                          "%s cannot send on %s, where pins %" PRIu32
                          " to %" PRIu32 " are inputs: write another pin",
                          conf_words(conf, key).text, name,
                          chip->input_only.first, chip->input_only.last);
    } else if (is_in(chip->flash, pin)) {
        conf_report_warning(report, &place,
                            "%s is wired to the flash on most modules with "
                            "%s: choose a pin outside %" PRIu32 " to %" PRIu32,
                            conf_words(conf, key).text, name, chip->flash.first,
                            chip->flash.last);
    }
}

static void check_apart(const struct conf *conf, enum conf_key a,
                        enum conf_key b, struct conf_report *report)
{
    struct conf_place place = conf_place_of_pair(conf, a, b);

    if (conf_is_set(conf, a) && conf_is_set(conf, b) &&
        conf_number(conf, a) == conf_number(conf, b)) {
        conf_report_error(report, &place,
                          "%s and %s are the same pin: choose two",
                          conf_words(conf, a).text, conf_words(conf, b).text);
    }
}

static void check_console(const struct conf *conf, struct conf_report *report)
{
    bool custom = conf_is_set(conf, CONF_ESP_CONSOLE_UART_CUSTOM);
    struct conf_place place = conf_place_of(conf, CONF_ESP_CONSOLE_UART_NUM);

    check_uart(conf, CONF_ESP_CONSOLE_UART_NUM, report);
    if (!custom && conf_number(conf, CONF_ESP_CONSOLE_UART_NUM) != 0) {
        conf_report_error(report, &place,
                          "%s needs %s=y and its pins: add them, or write 0",
                          conf_words(conf, CONF_ESP_CONSOLE_UART_NUM).text,
                          conf_row(CONF_ESP_CONSOLE_UART_CUSTOM)->name);
    }
    if (custom) {
        check_pin(conf, CONF_ESP_CONSOLE_UART_TX_GPIO, true, report);
        check_pin(conf, CONF_ESP_CONSOLE_UART_RX_GPIO, false, report);
        check_apart(conf, CONF_ESP_CONSOLE_UART_TX_GPIO,
                    CONF_ESP_CONSOLE_UART_RX_GPIO, report);
    }
}

static void check_recovery(const struct conf *conf, struct conf_report *report)
{
    check_pin(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT, false, report);
    if (conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG)) {
        return;
    }
    check_uart(conf, CONF_ESP_SERIAL_BOOT_UART_NUM, report);
    check_pin(conf, CONF_ESP_SERIAL_BOOT_GPIO_RX, false, report);
    check_pin(conf, CONF_ESP_SERIAL_BOOT_GPIO_TX, true, report);
    check_apart(conf, CONF_ESP_SERIAL_BOOT_GPIO_RX,
                CONF_ESP_SERIAL_BOOT_GPIO_TX, report);
    check_apart(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT,
                CONF_ESP_SERIAL_BOOT_GPIO_RX, report);
    check_apart(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT,
                CONF_ESP_SERIAL_BOOT_GPIO_TX, report);
}

void conf_pins_check(const struct conf *conf, struct conf_report *report)
{
    if (conf_is_set(conf, CONF_ESP_CONSOLE_UART)) {
        check_console(conf, report);
    }
    if (conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL)) {
        check_recovery(conf, report);
    }
}
