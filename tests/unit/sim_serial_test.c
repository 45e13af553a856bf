/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's line and clock, over the wire that tests use and with
 * nobody at the other end.
 */
#include "port/sim/sim_serial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "iface/serial.h"
#include "iface/ticks.h"

static struct sim_wire wire;
static uint8_t sent[8];

static int setup(void **state)
{
    (void)state;
    memset(sent, 0, sizeof(sent));
    sim_wire_open(&wire, sent, sizeof(sent));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sim_serial_close();
    return 0;
}

static void dead_line_gives_nothing_and_takes_everything(void **state)
{
    (void)state;
    uint8_t got[4];
    sim_serial_close();
    assert_int_equal(serial_read(got, sizeof(got)), 0);
    serial_write((const uint8_t *)"abc", 3);
    serial_drain();
    assert_int_equal(ticks_ms(), 0);
    assert_int_equal(wire.out_len, 0);
}

static void fed_bytes_are_read_once_and_in_order(void **state)
{
    (void)state;
    uint8_t got[4] = {0};
    sim_wire_feed(&wire, "abcdef", 6);
    assert_int_equal(serial_read(got, 4), 4);
    assert_memory_equal(got, "abcd", 4);
    assert_int_equal(serial_read(got, 4), 2);
    assert_memory_equal(got, "ef", 2);
    assert_int_equal(serial_read(got, 4), 0);
}

static void read_gives_no_more_than_the_limit(void **state)
{
    (void)state;
    uint8_t got[4] = {0};
    sim_wire_feed(&wire, "abc", 3);
    wire.in_read_max = 1;
    assert_int_equal(serial_read(got, sizeof(got)), 1);
    assert_int_equal(got[0], 'a');
    assert_int_equal(wire.in_len, 2);
}

static void sent_bytes_are_collected(void **state)
{
    (void)state;
    serial_write((const uint8_t *)"abc", 3);
    serial_write((const uint8_t *)"de", 2);
    serial_drain();
    assert_int_equal(wire.out_len, 5);
    assert_memory_equal(sent, "abcde", 5);
    assert_false(wire.out_is_full);
    assert_int_equal(wire.drain_count, 1);
}

static void bytes_without_room_are_dropped_and_told(void **state)
{
    (void)state;
    serial_write((const uint8_t *)"0123456789", 10);
    assert_int_equal(wire.out_len, sizeof(sent));
    assert_memory_equal(sent, "01234567", 8);
    assert_true(wire.out_is_full);
}

static void time_is_what_the_test_sets(void **state)
{
    (void)state;
    assert_int_equal(ticks_ms(), 0);
    wire.ms = 0xffffffff;
    assert_int_equal(ticks_ms(), 0xffffffff);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            dead_line_gives_nothing_and_takes_everything, setup, teardown),
        cmocka_unit_test_setup_teardown(fed_bytes_are_read_once_and_in_order,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(read_gives_no_more_than_the_limit,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(sent_bytes_are_collected, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(bytes_without_room_are_dropped_and_told,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(time_is_what_the_test_sets, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
