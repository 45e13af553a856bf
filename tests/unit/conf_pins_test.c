/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins and UARTs of each chip at their limits; numbers from the datasheets.
 */
#include "host/conf/conf_pins.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define S2    CONF_TARGET_ESP32S2
#define C3    CONF_TARGET_ESP32C3
#define S3    CONF_TARGET_ESP32S3

/* Recovery on pins that suit every chip, no pin of a console among them. */
#define RECOVERY                                                               \
    "CONFIG_ESP_CONSOLE_UART=n\nCONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_"      \
    "SERIAL_BOOT_GPIO_DETECT=4\n"                                              \
    "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=2\nCONFIG_ESP_SERIAL_BOOT_GPIO_TX=3\n"

static const struct {
    enum conf_target target;
    uint32_t uart_last;
    uint32_t pin_last;
} limits[] = {{ESP32, 2, 39}, {S2, 1, 46}, {C3, 1, 21}, {S3, 2, 48}};

static bool accepts(enum conf_target target, const char *key, uint32_t value)
{
    char text[400];
    struct reading r;
    bool accepted = false;

    (void)snprintf(text, sizeof(text), RECOVERY "%s=%u\n", key,
                   (unsigned)value);
    reading_open(&r, target, text);
    accepted = r.accepted;
    reading_close(&r);
    return accepted;
}

static void the_last_pin_and_uart_exist_and_the_next_do_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        enum conf_target target = limits[i].target;
        uint32_t uart = limits[i].uart_last;
        uint32_t pin = limits[i].pin_last;

        assert_true(accepts(target, "CONFIG_ESP_SERIAL_BOOT_UART_NUM", 0));
        assert_true(accepts(target, "CONFIG_ESP_SERIAL_BOOT_UART_NUM", uart));
        assert_false(
            accepts(target, "CONFIG_ESP_SERIAL_BOOT_UART_NUM", uart + 1));
        assert_true(accepts(target, "CONFIG_ESP_SERIAL_BOOT_GPIO_RX", 0));
        assert_true(accepts(target, "CONFIG_ESP_SERIAL_BOOT_GPIO_RX", pin));
        assert_false(
            accepts(target, "CONFIG_ESP_SERIAL_BOOT_GPIO_RX", pin + 1));
        assert_false(
            accepts(target, "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT", pin + 1));
    }
}

#define SERIAL "CONFIG_ESP_MCUBOOT_SERIAL=y\n"

#define ON_ESP32(detect, rx, tx)                                               \
    SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=" detect                        \
           "\nCONFIG_ESP_SERIAL_BOOT_GPIO_RX=" rx                              \
           "\nCONFIG_ESP_SERIAL_BOOT_GPIO_TX=" tx "\n"

#define CUSTOM                                                                 \
    "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=4\n"    \
    "CONFIG_ESP_CONSOLE_UART_RX_GPIO=2\n"

static const struct problem_case problems[] = {
    {C3, "CONFIG_ESP_CONSOLE_UART_NUM=1\n", CONF_ERROR, 1,
     "CONFIG_ESP_CONSOLE_UART_NUM=1 needs CONFIG_ESP_CONSOLE_UART_CUSTOM=y "
     "and its pins: add them, or write 0"},
    {C3, CUSTOM "CONFIG_ESP_CONSOLE_UART_NUM=2\n", CONF_ERROR, 4,
     "CONFIG_ESP_CONSOLE_UART_NUM=2 does not exist on esp32c3: write 0 to 1"},
    {C3,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=22\n"
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=8\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_CONSOLE_UART_TX_GPIO=22 does not exist on esp32c3: write a "
     "pin of 0 to 21"},
    {S3,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=17\n"
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=23\n",
     CONF_ERROR, 3,
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=23 does not exist on esp32s3: write a "
     "pin of 0 to 48"},
    {ESP32,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=34\n"
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=35\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_CONSOLE_UART_TX_GPIO=34 cannot send on esp32, where pins 34 "
     "to 39 are inputs: write another pin"},
    {C3,
     "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\nCONFIG_ESP_CONSOLE_UART_TX_GPIO=8\n"
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=8\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_CONSOLE_UART_TX_GPIO=8 and "
     "CONFIG_ESP_CONSOLE_UART_RX_GPIO=8 are the same pin: choose two"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=9\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=9 and "
     "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=9 are the same pin: choose two"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_SERIAL_BOOT_GPIO_RX=5\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=5 and "
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=5 are the same pin: choose two"},
    {ESP32, "CONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_SERIAL_BOOT_GPIO_RX=25\n",
     CONF_WARNING, 0,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=9 is wired to the flash on most modules "
     "with esp32: choose a pin outside 6 to 11"},
    {ESP32, ON_ESP32("32", "16", "26"), CONF_WARNING, 3,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=16 is wired to the PSRAM on some modules "
     "with esp32: choose a pin outside 16 to 17"},
    {ESP32, ON_ESP32("32", "25", "24"), CONF_ERROR, 4,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=24 does not exist on esp32: write a pin "
     "of 0 to 39"},
    {S3, SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=37\n", CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=37 is wired to the PSRAM on some modules "
     "with esp32s3: choose a pin outside 33 to 37"},
    {C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=18\n", CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=18 is wired to the USB socket on "
     "most boards with esp32c3: choose a pin outside 18 to 19"},
};

/* Recovery and the console. */
static const struct problem_case shared[] = {
    {C3,
     SERIAL "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n",
     CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0 is also the console's UART, which "
     "sends on pin 21 and receives on 20: use these pins for recovery, or "
     "another UART"},
    {S3, SERIAL CUSTOM "CONFIG_ESP_CONSOLE_UART_NUM=1\n", CONF_ERROR, 0,
     "CONFIG_ESP_SERIAL_BOOT_UART_NUM=1 is also the console's UART, which "
     "sends on pin 4 and receives on 2: use these pins for recovery, or "
     "another UART"},
    {C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n", CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20 is a pin of the console, UART 0: "
     "choose another pin"},
    {S2, SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=43\n", CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=43 is a pin of the console, UART 0: "
     "choose another pin"},
    {ESP32, ON_ESP32("3", "25", "26"), CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=3 is a pin of the console, UART 0: "
     "choose another pin"},
    {C3,
     SERIAL "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=21\n",
     CONF_ERROR, 3,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=21 is a pin of the console, UART 0: "
     "choose another pin"},
};

/* What the ROM reads at reset; datasheets, "Strapping pins". */
static const struct problem_case straps[] = {
    {C3,
     SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=9\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=10\n",
     CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=9 with "
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0, held at reset, makes the ROM "
     "of esp32c3 wait for a download: choose another pin"},
    {S3,
     SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0\n",
     CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=0 with "
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=0, held at reset, makes the ROM "
     "of esp32s3 wait for a download: choose another pin"},
    {ESP32, ON_ESP32("12", "25", "26"), CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=12 with "
     "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT_VAL=1, held at reset, makes the ROM "
     "of esp32 run the flash at 1.8 V: choose another pin"},
    {ESP32, ON_ESP32("32", "12", "26"), CONF_WARNING, 3,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=12, high while the line rests, makes the "
     "ROM of esp32 run the flash at 1.8 V at reset: choose another pin"},
    {S2, SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=45\n", CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=45, high while the line rests, makes the "
     "ROM of esp32s2 run the flash at 1.8 V at reset: choose another pin"},
};

static void each_wrong_pin_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
}

static void recovery_keeps_off_the_console(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        expect_one_problem(&shared[i]);
    }
}

static void what_the_rom_would_misread_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(straps) / sizeof(straps[0]); i++) {
        expect_one_problem(&straps[i]);
    }
}

static void recovery_may_share_the_wire_of_the_console(void **state)
{
    (void)state;
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"
                               "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n"
                               "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=21\n");
    expect_accepted(S3, SERIAL "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\n"
                               "CONFIG_ESP_CONSOLE_UART_NUM=1\n"
                               "CONFIG_ESP_CONSOLE_UART_TX_GPIO=17\n"
                               "CONFIG_ESP_CONSOLE_UART_RX_GPIO=18\n");
    expect_accepted(C3, SERIAL "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n"
                               "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n");
    expect_accepted(C3, SERIAL "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n"
                               "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"
                               "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=2\n");
}

static void documented_pins_are_accepted(void **state)
{
    (void)state;
    expect_accepted(ESP32, "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
                           "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=32\n"
                           "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=25\n"
                           "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=26\n");
    expect_accepted(ESP32, "CONFIG_ESP_CONSOLE_UART_CUSTOM=y\n"
                           "CONFIG_ESP_CONSOLE_UART_NUM=1\n"
                           "CONFIG_ESP_CONSOLE_UART_TX_GPIO=26\n"
                           "CONFIG_ESP_CONSOLE_UART_RX_GPIO=25\n");
    expect_accepted(C3, "CONFIG_ESP_MCUBOOT_SERIAL=y\n");
    expect_accepted(S2, "CONFIG_ESP_MCUBOOT_SERIAL=y\n");
    expect_accepted(S3, "CONFIG_ESP_MCUBOOT_SERIAL=y\n");
}

static void pins_that_are_not_used_may_say_anything(void **state)
{
    (void)state;
    assert_true(accepts(C3,
                        "CONFIG_ESP_MCUBOOT_SERIAL=n\n"
                        "CONFIG_ESP_SERIAL_BOOT_GPIO_RX",
                        48));
    assert_true(accepts(C3,
                        "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
                        "CONFIG_ESP_SERIAL_BOOT_GPIO_RX",
                        48));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_pin_and_uart_exist_and_the_next_do_not),
        cmocka_unit_test(each_wrong_pin_gets_one_sentence),
        cmocka_unit_test(recovery_keeps_off_the_console),
        cmocka_unit_test(what_the_rom_would_misread_is_told),
        cmocka_unit_test(recovery_may_share_the_wire_of_the_console),
        cmocka_unit_test(documented_pins_are_accepted),
        cmocka_unit_test(pins_that_are_not_used_may_say_anything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
