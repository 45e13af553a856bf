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

/** A pin that the ROM reads at reset, and what a level there makes it do. */
struct strap {
    uint32_t pin;
    uint32_t level;
    const char *effect; /* NULL: no such pin */
};

#define STRAP_MAX  2
#define ABSENT_MAX 2

/**
 * What a chip has; datasheets of the chips, sections "Pins", "Strapping pins"
 * and "UART".
 */
struct chip_pins {
    uint32_t uart_count;
    uint32_t pin_max;
    uint32_t own_tx; /* of UART 0, where the ROM has its log */
    uint32_t own_rx;
    struct pin_range input_only;
    struct pin_range absent[ABSENT_MAX];
    struct pin_range flash; /* wired to the flash chip of most modules */
    struct pin_range psram; /* to what some modules have besides */
    struct pin_range usb;
    struct strap strap[STRAP_MAX];
};

#define NONE                                                                   \
    {                                                                          \
        1, 0                                                                   \
    }
#define DOWNLOAD "wait for a download"
#define LOW_VOLT "run the flash at 1.8 V"

static const struct chip_pins chips[CONF_TARGET_COUNT] = {
    [CONF_TARGET_ESP32] =
        {
            .uart_count = 3,
            .pin_max = 39,
            .own_tx = 1,
            .own_rx = 3,
            .input_only = {34, 39},
            .absent = {{24, 24}, {28, 31}},
            .flash = {6, 11},
            .psram = {16, 17},
            .usb = NONE,
            .strap = {{0, 0, DOWNLOAD}, {12, 1, LOW_VOLT}},
        },
    [CONF_TARGET_ESP32S2] =
        {
            .uart_count = 2,
            .pin_max = 46,
            .own_tx = 43,
            .own_rx = 44,
            .input_only = {46, 46},
            .absent = {{22, 25}, NONE},
            .flash = {26, 32},
            .psram = NONE,
            .usb = {19, 20},
            .strap = {{0, 0, DOWNLOAD}, {45, 1, LOW_VOLT}},
        },
    [CONF_TARGET_ESP32C3] =
        {
            .uart_count = 2,
            .pin_max = 21,
            .own_tx = 21,
            .own_rx = 20,
            .input_only = NONE,
            .absent = {NONE, NONE},
            .flash = {12, 17},
            .psram = NONE,
            .usb = {18, 19},
            .strap = {{9, 0, DOWNLOAD}},
        },
    [CONF_TARGET_ESP32S3] =
        {
            .uart_count = 3,
            .pin_max = 48,
            .own_tx = 43,
            .own_rx = 44,
            .input_only = NONE,
            .absent = {{22, 25}, NONE},
            .flash = {26, 32},
            .psram = {33, 37},
            .usb = {19, 20},
            .strap = {{0, 0, DOWNLOAD}, {45, 1, LOW_VOLT}},
        },
};

/** Where the boot log is. */
struct console_pins {
    bool used;
    uint32_t uart;
    uint32_t tx;
    uint32_t rx;
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

static void warn_wired(const struct conf *conf, enum conf_key key,
                       struct pin_range range, const char *what,
                       struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, key);

    if (is_in(range, conf_number(conf, key))) {
        conf_report_warning(report, &place,
                            "%s is wired to the %s with %s: choose a pin "
                            "outside %" PRIu32 " to %" PRIu32,
                            conf_words(conf, key).text, what,
                            conf_target_name(conf->target), range.first,
                            range.last);
    }
}

/* No pin of a chip is two of these. */
static void check_wired(const struct conf *conf, enum conf_key key,
                        struct conf_report *report)
{
    const struct chip_pins *chip = &chips[conf->target];

    warn_wired(conf, key, chip->flash, "flash on most modules", report);
    warn_wired(conf, key, chip->psram, "PSRAM on some modules", report);
    warn_wired(conf, key, chip->usb, "USB socket on most boards", report);
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
    if (pin > chip->pin_max || is_in(chip->absent[0], pin) ||
        is_in(chip->absent[1], pin)) {
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
    } else {
        check_wired(conf, key, report);
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

static struct console_pins console_of(const struct conf *conf)
{
    struct console_pins console = {
        .used = conf_is_set(conf, CONF_ESP_CONSOLE_UART),
        .uart = conf_number(conf, CONF_ESP_CONSOLE_UART_NUM),
        .tx = chips[conf->target].own_tx,
        .rx = chips[conf->target].own_rx,
    };

    if (conf_is_set(conf, CONF_ESP_CONSOLE_UART_CUSTOM)) {
        console.tx = conf_number(conf, CONF_ESP_CONSOLE_UART_TX_GPIO);
        console.rx = conf_number(conf, CONF_ESP_CONSOLE_UART_RX_GPIO);
    }
    return console;
}

static void check_free(const struct conf *conf, enum conf_key key,
                       struct conf_report *report)
{
    struct console_pins console = console_of(conf);
    struct conf_place place = conf_place_of(conf, key);
    uint32_t pin = conf_number(conf, key);

    if (console.used && conf_is_set(conf, key) &&
        (pin == console.tx || pin == console.rx)) {
        conf_report_error(report, &place,
                          "%s is a pin of the console, UART %" PRIu32
                          ": choose another pin",
                          conf_words(conf, key).text, console.uart);
    }
}

/* One UART may serve both, the log falls silent then; but on one wire. */
static void check_console_apart(const struct conf *conf,
                                struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SERIAL_BOOT_UART_NUM;
    struct console_pins console = console_of(conf);
    struct conf_place place = conf_place_of(conf, key);

    if (!console.used || conf_number(conf, key) != console.uart) {
        check_free(conf, CONF_ESP_SERIAL_BOOT_GPIO_RX, report);
        check_free(conf, CONF_ESP_SERIAL_BOOT_GPIO_TX, report);
    } else if (conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_RX) != console.rx ||
               conf_number(conf, CONF_ESP_SERIAL_BOOT_GPIO_TX) != console.tx) {
        conf_report_error(report, &place,
                          "%s is also the console's UART, which sends on pin "
                          "%" PRIu32 " and receives on %" PRIu32
                          ": use these pins for recovery, or another UART",
                          conf_words(conf, key).text, console.tx, console.rx);
    }
}

/* Who holds the pin while the chip starts would not get what he asks for. */
static void check_request_strap(const struct conf *conf,
                                struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SERIAL_BOOT_GPIO_DETECT;
    enum conf_key level = CONF_ESP_SERIAL_BOOT_GPIO_DETECT_VAL;
    struct conf_place place = conf_place_of_pair(conf, key, level);
    const struct strap *strap = chips[conf->target].strap;

    for (uint32_t i = 0; i < STRAP_MAX; i++) {
        if (strap[i].effect != NULL && conf_is_set(conf, key) &&
            conf_number(conf, key) == strap[i].pin &&
            conf_number(conf, level) == strap[i].level) {
            conf_report_warning(
                report, &place,
                "%s with %s, held at reset, makes the ROM of "
                "%s %s: choose another pin",
                conf_words(conf, key).text, conf_words(conf, level).text,
                conf_target_name(conf->target), strap[i].effect);
        }
    }
}

/* A line at rest is high. */
static void check_line_strap(const struct conf *conf,
                             struct conf_report *report)
{
    enum conf_key key = CONF_ESP_SERIAL_BOOT_GPIO_RX;
    struct conf_place place = conf_place_of(conf, key);
    const struct strap *strap = chips[conf->target].strap;

    for (uint32_t i = 0; i < STRAP_MAX; i++) {
        if (strap[i].effect != NULL && conf_is_set(conf, key) &&
            conf_number(conf, key) == strap[i].pin && strap[i].level == 1) {
            conf_report_warning(report, &place,
                                "%s, high while the line rests, makes the ROM "
                                "of %s %s at reset: choose another pin",
                                conf_words(conf, key).text,
                                conf_target_name(conf->target),
                                strap[i].effect);
        }
    }
}

static void check_recovery(const struct conf *conf, struct conf_report *report)
{
    check_pin(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT, false, report);
    check_free(conf, CONF_ESP_SERIAL_BOOT_GPIO_DETECT, report);
    check_request_strap(conf, report);
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
    check_console_apart(conf, report);
    check_line_strap(conf, report);
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
