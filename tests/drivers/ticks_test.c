/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time, by a timer that the test plays. Timer group 0 of each chip is
 * written here a second time on purpose. One program per chip.
 */
#include "iface/ticks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "port/common/ticks.h"
#include "tests/drivers/bus.h"

#define BUS_HZ 80000000u

/* offsets of T0CONFIG, T0LO, T0HI, T0UPDATE: 0, 4, 8, 12 */
static const struct {
    const char *chip;
    uint32_t base;
} registers[] = {
    {"esp32", 0x3ff5f000},
    {"esp32s2", 0x3f41f000},
    {"esp32c3", 0x6001f000},
    {"esp32s3", 0x6001f000},
};

static uint64_t now; /* what the timer has counted */

static uint32_t base(void)
{
    size_t i = 0;

    while (strcmp(registers[i].chip, chip.name) != 0) {
        i++;
    }
    return registers[i].base;
}

/* The count is seen only once it was asked for. */
static void play(uint32_t addr, uint32_t value)
{
    (void)value;
    if (addr == base() + 12) {
        bus_put(base() + 4, (uint32_t)now);
        bus_put(base() + 8, (uint32_t)(now >> 32));
        bus_put(base() + 12, 0);
    }
}

static void given_count(uint64_t count)
{
    bus_clear();
    bus_written = play;
    now = count;
}

static void the_timer_counts_up_by_half_milliseconds_of_the_bus(void **state)
{
    uint32_t config;

    (void)state;
    given_count(0);
    ticks_open();
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, base());
    config = bus_tape[0].value;
    assert_int_equal(config >> 30, 3); /* enabled, up */
    assert_int_equal(config >> 13 & 0xffff, BUS_HZ / 2000);
    assert_int_equal(config & 0x1fff, 0); /* no alarm, no other clock */
}

static void time_is_half_the_count(void **state)
{
    static const struct {
        uint64_t count;
        uint32_t ms;
    } rows[] = {
        {0, 0},
        {1, 0},
        {2, 1},
        {2000, 1000},
        {0xffffffffu, 0x7fffffffu},
        {0x100000000u, 0x80000000u},
        {0x1ffffffffu, 0xffffffffu},
        {0x200000000u, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        given_count(rows[i].count);
        assert_int_equal(ticks_ms(), rows[i].ms);
    }
}

static void a_count_that_is_never_handed_over_holds_nothing_up(void **state)
{
    (void)state;
    given_count(0);
    bus_hold(base() + 12, 1u << 31);
    assert_int_equal(ticks_ms(), 0);
    assert_true(bus_reads < 10000);
}

static void closing_leaves_the_timer_as_a_reset_does(void **state)
{
    (void)state;
    given_count(0);
    ticks_close();
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, base());
    assert_int_equal(bus_tape[0].value, 1u << 30 | 1u << 29 | 1u << 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_timer_counts_up_by_half_milliseconds_of_the_bus),
        cmocka_unit_test(time_is_half_the_count),
        cmocka_unit_test(a_count_that_is_never_handed_over_holds_nothing_up),
        cmocka_unit_test(closing_leaves_the_timer_as_a_reset_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
