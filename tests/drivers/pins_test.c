/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pin that is listened to, as register sequences of each chip: addresses and
 * bits of the vendor's headers, written here a second time on purpose. One
 * program per chip.
 */
#include "port/common/pins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "tests/drivers/bus.h"

#define WRITES_MAX 3

/* Registers read as all ones before: what is cleared shows. */
static const struct pin_case {
    const char *chip;
    uint32_t pin;
    bool pull_up;
    uint32_t in; /* GPIO_IN or GPIO_IN1 */
    uint32_t count;
    struct bus_write write[WRITES_MAX];
} cases[] = {
    /* pins of the RTC: GPIO 32 is X32P, GPIO 33 X32N, GPIO 0 TOUCH_PAD1 */
    {"esp32",
     32,
     false,
     0x3ff44040,
     3,
     {{0x3ff44034, 1}, {0x3ff4848c, 0xffbdffff}, {0x3ff4901c, 0xffffaeff}}},
    {"esp32",
     33,
     true,
     0x3ff44040,
     3,
     {{0x3ff44034, 2}, {0x3ff4848c, 0xeffbffff}, {0x3ff49020, 0xffffaf7f}}},
    {"esp32",
     0,
     true,
     0x3ff4403c,
     3,
     {{0x3ff44028, 1}, {0x3ff48498, 0xeff7ffff}, {0x3ff49044, 0xffffaf7f}}},
    /* SENSOR_PADS: pulled by nothing */
    {"esp32",
     39,
     true,
     0x3ff44040,
     3,
     {{0x3ff44034, 0x80}, {0x3ff4847c, 0xfeffffff}, {0x3ff49010, 0xffffaf7f}}},
    {"esp32",
     5,
     false,
     0x3ff4403c,
     2,
     {{0x3ff44028, 0x20}, {0x3ff4906c, 0xffffaeff}, {0, 0}}},
    {"esp32s2",
     5,
     false,
     0x3f40403c,
     3,
     {{0x3f404028, 0x20}, {0x3f408498, 0xfff7ffff}, {0x3f409018, 0xffff9eff}}},
    {"esp32s2",
     45,
     true,
     0x3f404040,
     2,
     {{0x3f404034, 0x2000}, {0x3f4090b8, 0xffff9f7f}, {0, 0}}},
    {"esp32c3",
     5,
     false,
     0x6000403c,
     2,
     {{0x60004028, 0x20}, {0x60009018, 0xffff9eff}, {0, 0}}},
    {"esp32c3",
     9,
     true,
     0x6000403c,
     2,
     {{0x60004028, 0x200}, {0x60009028, 0xffff9f7f}, {0, 0}}},
    {"esp32s3",
     21,
     true,
     0x6000403c,
     3,
     {{0x60004028, 0x200000},
      {0x600084d8, 0xfff7ffff},
      {0x60009058, 0xffff9f7f}}},
    {"esp32s3",
     38,
     false,
     0x60004040,
     2,
     {{0x60004034, 0x40}, {0x6000909c, 0xffff9eff}, {0, 0}}},
};

#define CASE_COUNT (sizeof(cases) / sizeof(cases[0]))

static bool is_own(const struct pin_case *c)
{
    return strcmp(c->chip, chip.name) == 0;
}

static void expect_case(const struct pin_case *c)
{
    bus_clear();
    for (uint32_t i = 0; i < c->count; i++) {
        bus_put(c->write[i].addr, 0xffffffff);
    }
    pin_listen(c->pin, c->pull_up);
    assert_int_equal(bus_count, c->count);
    for (uint32_t i = 0; i < c->count; i++) {
        assert_int_equal(bus_tape[i].addr, c->write[i].addr);
        assert_int_equal(bus_tape[i].value, c->write[i].value);
    }
}

static void a_pin_is_an_input_with_one_pull(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        if (is_own(&cases[i])) {
            expect_case(&cases[i]);
        }
    }
}

static void a_level_is_that_of_its_bit(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        uint32_t bit = 1u << cases[i].pin % 32;

        if (is_own(&cases[i])) {
            bus_clear();
            bus_put(cases[i].in, bit);
            assert_true(pin_is_high(cases[i].pin));
            bus_put(cases[i].in, ~bit);
            assert_false(pin_is_high(cases[i].pin));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_is_an_input_with_one_pull),
        cmocka_unit_test(a_level_is_that_of_its_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
