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

/* Recovery on pins that suit every chip. */
#define RECOVERY                                                               \
    "CONFIG_ESP_MCUBOOT_SERIAL=y\nCONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=4\n"      \
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
};

static void each_wrong_pin_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
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
    expect_accepted(C3, "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=48\n");
    expect_accepted(C3, "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
                        "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
                        "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=48\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_pin_and_uart_exist_and_the_next_do_not),
        cmocka_unit_test(each_wrong_pin_gets_one_sentence),
        cmocka_unit_test(documented_pins_are_accepted),
        cmocka_unit_test(pins_that_are_not_used_may_say_anything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
