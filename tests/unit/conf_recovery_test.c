/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serial recovery in a configuration.
 */
#include "host/conf/conf_recovery.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define ESP32 CONF_TARGET_ESP32
#define S2    CONF_TARGET_ESP32S2
#define C3    CONF_TARGET_ESP32C3
#define S3    CONF_TARGET_ESP32S3

#define SERIAL "CONFIG_ESP_MCUBOOT_SERIAL=y\n"
#define USB    SERIAL "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y\n"
/* MCUboot's documented pins, as its defaults are those of the flash. */
#define ON_ESP32                                                               \
    SERIAL "CONFIG_ESP_SERIAL_BOOT_GPIO_DETECT=32\n"                           \
           "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=25\n"                               \
           "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=26\n"

static const struct problem_case problems[] = {
    {C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=9600\n", CONF_ERROR, 2,
     "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=9600 is out of reach for a UART of "
     "esp32c3: write 9766 to 20000000, such as 115200 or 921600"},
    {C3, "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=2\n", CONF_WARNING, 1,
     "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=2 has no effect without "
     "CONFIG_ESP_MCUBOOT_SERIAL=y"},
    {C3, "CONFIG_SALLYPORT_RECOVERY_DIRECT=y\n", CONF_WARNING, 1,
     "CONFIG_SALLYPORT_RECOVERY_DIRECT=y has no effect without "
     "CONFIG_ESP_MCUBOOT_SERIAL=y"},
    {C3, "CONFIG_ESP_MCUBOOT_SERIAL=n\nCONFIG_ESP_SERIAL_BOOT_GPIO_RX=48\n",
     CONF_WARNING, 2,
     "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=48 has no effect without "
     "CONFIG_ESP_MCUBOOT_SERIAL=y"},
    {S3, USB "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=921600\n", CONF_WARNING, 3,
     "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=921600 has no effect with "
     "CONFIG_ESP_MCUBOOT_SERIAL_USB_SERIAL_JTAG=y"},
};

static void each_problem_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
}

static void every_key_that_idles_is_told(void **state)
{
    static const char *const keys[] = {
        "ESP_SERIAL_BOOT_GPIO_DETECT",     "ESP_SERIAL_BOOT_GPIO_DETECT_VAL",
        "ESP_SERIAL_BOOT_GPIO_INPUT_TYPE", "ESP_SERIAL_BOOT_DETECT_DELAY_S",
        "ESP_SERIAL_BOOT_UART_NUM",        "ESP_SERIAL_BOOT_GPIO_RX",
        "ESP_SERIAL_BOOT_GPIO_TX",         "SALLYPORT_RECOVERY_IDLE_S",
        "SALLYPORT_RECOVERY_DIRECT",       "SALLYPORT_RECOVERY_WHEN_ASKED",
        "SALLYPORT_RECOVERY_WHEN_DEAD",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        char text[128];
        struct reading r;

        (void)snprintf(text, sizeof(text), "CONFIG_%s=1\n", keys[i]);
        reading_open(&r, C3, text);
        assert_true(r.accepted);
        assert_int_equal(r.report.count, 1);
        assert_non_null(strstr(r.report.problem[0].sentence,
                               "no effect without CONFIG_ESP_MCUBOOT_SERIAL"));
        reading_close(&r);
    }
}

static void a_pin_may_be_looked_at_once(void **state)
{
    (void)state;
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_DETECT_DELAY_S=0\n");
}

static void defaults_stage_and_begin_in_every_way(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, SERIAL);
    assert_true(r.conf.recovery.enabled);
    assert_false(r.conf.recovery.config.direct);
    assert_false(r.conf.recovery.config.erase_by_sector);
    assert_int_equal(r.conf.recovery.config.idle_s, 600);
    assert_true(r.conf.recovery.when_asked);
    assert_true(r.conf.recovery.when_dead);
    reading_close(&r);
}

static void each_of_our_keys_takes_effect(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3,
                 SERIAL "CONFIG_SALLYPORT_RECOVERY_DIRECT=y\n"
                        "CONFIG_SALLYPORT_RECOVERY_IDLE_S=0\n"
                        "CONFIG_SALLYPORT_RECOVERY_WHEN_ASKED=n\n"
                        "CONFIG_SALLYPORT_RECOVERY_WHEN_DEAD=n\n");
    assert_true(r.accepted);
    assert_int_equal(r.report.count, 0);
    assert_true(r.conf.recovery.config.direct);
    assert_int_equal(r.conf.recovery.config.idle_s, 0);
    assert_false(r.conf.recovery.when_asked);
    assert_false(r.conf.recovery.when_dead);
    reading_close(&r);
}

/* 40 MHz by 4095 and 15/16, and by 4096, which has a bit too many. */
static void usual_baud_rates_are_in_reach(void **state)
{
    (void)state;
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=9766\n");
    expect_accepted(S3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=230400\n");
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=460800\n");
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=921600\n");
    expect_accepted(S2, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=2000000\n");
    expect_accepted(C3, SERIAL "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=5000000\n");
    expect_accepted(ESP32, ON_ESP32 "CONFIG_ESP_SERIAL_BOOT_BAUDRATE=1200\n");
}

static const struct {
    const char *text;
    bool shared;
} lines[] = {
    {SERIAL, false},
    {SERIAL "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_RX=20\n"
            "CONFIG_ESP_SERIAL_BOOT_GPIO_TX=21\n",
     true},
    {USB, false},
    {USB "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n", true},
    {USB "CONFIG_ESP_CONSOLE_UART=n\n", false},
    {SERIAL "CONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=y\n"
            "CONFIG_ESP_SERIAL_BOOT_UART_NUM=0\n",
     false},
};

static void the_line_of_the_console_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct reading r;

        reading_open(&r, C3, lines[i].text);
        assert_true(r.accepted);
        assert_int_equal(conf_recovery_is_on_console(&r.conf), lines[i].shared);
        reading_close(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_baud_rates_are_in_reach),
        cmocka_unit_test(each_problem_gets_one_sentence),
        cmocka_unit_test(every_key_that_idles_is_told),
        cmocka_unit_test(a_pin_may_be_looked_at_once),
        cmocka_unit_test(defaults_stage_and_begin_in_every_way),
        cmocka_unit_test(each_of_our_keys_takes_effect),
        cmocka_unit_test(the_line_of_the_console_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
