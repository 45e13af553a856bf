/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UART divides its clock by a number with four binary places.
 *
 * Source: technical reference manuals of the chips, "UART", baud rate
 * generation; their vendor's register headers for the width of the field. The
 * clocks are those that port/<chip>/wiring.c selects.
 */
#include "host/conf/conf_recovery.h"

#include <inttypes.h>

#include "host/conf/conf_words.h"

#define COUNT_OF(a)     (sizeof(a) / sizeof((a)[0]))
#define SIXTEENTHS      16u
#define PERCENT         100u
#define DEVIATION_MAX   2u /* percent; 8N1 bears some 5 between both ends */
#define DIVIDER_MIN_INT 2u

/** What a chip's UARTs are clocked by. */
struct uart_clock {
    uint32_t hz;
    uint32_t divider_max; /* whole number */
};

static const struct uart_clock clocks[CONF_TARGET_COUNT] = {
    [CONF_TARGET_ESP32] = {80000000, 0xfffff},
    [CONF_TARGET_ESP32S2] = {80000000, 0xfffff},
    [CONF_TARGET_ESP32C3] = {40000000, 0xfff},
    [CONF_TARGET_ESP32S3] = {40000000, 0xfff},
};

/* All but the two that conf_keys.c checks. */
static const enum conf_key keys[] = {
    CONF_ESP_SERIAL_BOOT_GPIO_DETECT,     CONF_ESP_SERIAL_BOOT_GPIO_DETECT_VAL,
    CONF_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE, CONF_ESP_SERIAL_BOOT_DETECT_DELAY_S,
    CONF_ESP_SERIAL_BOOT_UART_NUM,        CONF_ESP_SERIAL_BOOT_GPIO_RX,
    CONF_ESP_SERIAL_BOOT_GPIO_TX,         CONF_ESP_SERIAL_BOOT_BAUDRATE,
    CONF_SALLYPORT_RECOVERY_DIRECT,       CONF_SALLYPORT_RECOVERY_IDLE_S,
    CONF_SALLYPORT_RECOVERY_WHEN_ASKED,   CONF_SALLYPORT_RECOVERY_WHEN_DEAD,
};

static const enum conf_key uart_keys[] = {
    CONF_ESP_SERIAL_BOOT_UART_NUM,
    CONF_ESP_SERIAL_BOOT_GPIO_RX,
    CONF_ESP_SERIAL_BOOT_GPIO_TX,
    CONF_ESP_SERIAL_BOOT_BAUDRATE,
};

/* A default was asked for by nobody. */
static void warn_idle(const struct conf *conf, enum conf_key key,
                      const char *why, struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, key);

    if (conf_is_set(conf, key) && place.file != NULL) {
        conf_report_warning(report, &place, "%s has no effect %s",
                            conf_words(conf, key).text, why);
    }
}

static bool is_reached(const struct conf *conf)
{
    uint64_t baud = conf_number(conf, CONF_ESP_SERIAL_BOOT_BAUDRATE);
    uint64_t clock = (uint64_t)clocks[conf->target].hz * SIXTEENTHS;
    uint64_t divider = clock / baud; /* as UART_DIVIDER() has it */
    uint64_t real = clock / divider;
    uint64_t off = real > baud ? real - baud : baud - real;

    return divider / SIXTEENTHS >= DIVIDER_MIN_INT &&
           divider / SIXTEENTHS <= clocks[conf->target].divider_max &&
           off * PERCENT <= baud * DEVIATION_MAX;
}

static void check_baud(const struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SERIAL_BOOT_BAUDRATE;
    struct conf_place place = conf_place_of(conf, key);
    const struct uart_clock *clock = &clocks[conf->target];

    if (conf_is_set(conf, key) && !is_reached(conf)) {
        conf_report_error(report, &place,
                          "%s is out of reach for a UART of %s: write %" PRIu32
                          " to %" PRIu32 ", such as 115200 or 921600",
                          conf_words(conf, key).text,
                          conf_target_name(conf->target),
                          clock->hz / (clock->divider_max + 1) + 1,
                          clock->hz / DIVIDER_MIN_INT);
    }
}

void conf_recovery_check(const struct conf *conf, struct conf_report *report)
{
    if (!conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL)) {
        for (size_t i = 0; i < COUNT_OF(keys); i++) {
            warn_idle(conf, keys[i], "without CONFIG_ESP_MCUBOOT_SERIAL=y",
                      report);
        }
        return;
    }
    if (conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG)) {
        for (size_t i = 0; i < COUNT_OF(uart_keys); i++) {
            warn_idle(conf, uart_keys[i],
                      "with CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y",
                      report);
        }
        return;
    }
    check_baud(conf, report);
}

static void fill_line(const struct conf *conf, struct conf_recovery *recovery)
{
    recovery->usb_serial_jtag =
        conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG);
    recovery->uart_num =
        (uint8_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_UART_NUM);
    recovery->rx_gpio =
        (uint8_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_RX);
    recovery->tx_gpio =
        (uint8_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_TX);
    recovery->baud = conf_number(conf, CONF_ESP_SERIAL_BOOT_BAUDRATE);
}

void conf_recovery_fill(struct conf *conf)
{
    struct conf_recovery *recovery = &conf->recovery;

    recovery->enabled = conf_is_set(conf, CONF_ESP_MCUBOOT_SERIAL);
    recovery->config = (struct recovery_config){
        .direct = conf_is_set(conf, CONF_SALLYPORT_RECOVERY_DIRECT),
        .erase_by_sector =
            conf_is_set(conf, CONF_ESP_MCUBOOT_ERASE_PROGRESSIVELY),
        .idle_s = conf_number(conf, CONF_SALLYPORT_RECOVERY_IDLE_S),
    };
    recovery->when_asked =
        conf_is_set(conf, CONF_SALLYPORT_RECOVERY_WHEN_ASKED);
    recovery->when_dead = conf_is_set(conf, CONF_SALLYPORT_RECOVERY_WHEN_DEAD);
    recovery->detect_gpio =
        (uint8_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT);
    recovery->detect_level =
        (uint8_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT_VAL);
    recovery->detect_pull_up =
        conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_INPUT_TYPE) == 1;
    recovery->detect_s =
        (uint16_t)conf_number(conf, CONF_ESP_SERIAL_BOOT_DETECT_DELAY_S);
    fill_line(conf, recovery);
}

/* conf_pins.c refuses the console's UART with other pins. */
bool conf_recovery_is_on_console(const struct conf *conf)
{
    const struct conf_console *console = &conf->console;
    const struct conf_recovery *recovery = &conf->recovery;

    if (recovery->usb_serial_jtag) {
        return console->usb_serial_jtag;
    }
    return console->uart && console->uart_num == recovery->uart_num;
}
