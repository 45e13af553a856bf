/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chip's start, its clocks and its end as register sequences; one program
 * per chip, with what is expected of it in <chip>_board_expect.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "port/common/board.h"
#include "port/common/clock.h"
#include "tests/drivers/board_expect.h"

#define BUSY 0x02000000u /* of the internal bus */
#define DONE 0x01000000u /* of the PLL's search */

static void expect_writes(const struct bus_write *want)
{
    for (uint32_t i = 0; i < bus_count && want[i].addr != 0; i++) {
        assert_int_equal(bus_tape[i].addr, want[i].addr);
        assert_int_equal(bus_tape[i].value, want[i].value);
    }
    assert_int_equal(want[bus_count].addr, 0);
    if (bus_count > 0) {
        assert_int_not_equal(want[bus_count - 1].addr, 0);
    }
}

/* All registers 0, the internal bus idle, the PLL done at once. */
static void given_chip(void)
{
    bus_clear();
    bus_hold(expect.found.analog, 0);
    if (expect.found.search != 0) {
        bus_put(expect.found.search, DONE);
    }
}

static void the_start_takes_interrupts_away_and_gives_the_pll_power(void **s)
{
    (void)s;
    given_chip();
    bus_put(expect.found.power, 0xd40); /* off, and what is not ours */
    board_open();
    expect_writes(expect.open);
}

static void the_end_leaves_what_applications_expect(void **state)
{
    (void)state;
    given_chip();
    board_close();
    expect_writes(expect.close);
}

static void the_pll_is_set_up_while_the_crystal_runs_the_cpu(void **state)
{
    (void)state;
    given_chip();
    clock_open();
    expect_writes(expect.from_crystal);
}

static void after_a_reset_of_the_cpu_alone_it_runs_at_80_mhz(void **state)
{
    (void)state;
    given_chip();
    bus_put(expect.found.source, expect.found.pll);
    clock_open();
    expect_writes(expect.from_pll);
}

static uint32_t last_write_to(uint32_t addr)
{
    uint32_t value = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr == addr) {
            value = bus_tape[i].value;
        }
    }
    return value;
}

/* Bits 0 and 16 together; what else stood there does not stay. */
static void the_record_keeps_the_rom_silent(void **state)
{
    (void)state;
    given_chip();
    bus_put(expect.found.records, 0x00290029);
    clock_open();
    assert_int_equal(last_write_to(expect.found.records), 0x00290029);
    given_chip();
    bus_put(expect.found.records, 0x5a5a0001);
    clock_open();
    assert_int_equal(last_write_to(expect.found.records), 0x00280028);
}

static void a_bus_that_stays_busy_stops_no_boot(void **state)
{
    (void)state;
    given_chip();
    bus_hold(expect.found.analog, BUSY);
    clock_open();
    assert_int_equal(last_write_to(expect.found.records), 0x00280028);
}

static void a_pll_that_finds_no_place_stops_no_boot(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(expect.found.analog, 0x000f0000); /* each state reads as 15 */
    clock_open();
    assert_int_equal(last_write_to(expect.found.records), 0x00280028);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_start_takes_interrupts_away_and_gives_the_pll_power),
        cmocka_unit_test(the_end_leaves_what_applications_expect),
        cmocka_unit_test(the_pll_is_set_up_while_the_crystal_runs_the_cpu),
        cmocka_unit_test(after_a_reset_of_the_cpu_alone_it_runs_at_80_mhz),
        cmocka_unit_test(the_record_keeps_the_rom_silent),
        cmocka_unit_test(a_bus_that_stays_busy_stops_no_boot),
        cmocka_unit_test(a_pll_that_finds_no_place_stops_no_boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
