/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The USB Serial/JTAG as a console. Addresses and bits are those of the
 * register header of ESP32-C3.
 */
#include "port/common/usb_serial_jtag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "tests/drivers/bus.h"

#define FIFO    0x60043000u
#define CONF    0x60043004u
#define FREE    2u
#define ARRIVED 4u
#define FLUSH   1u
#define PACKET  63u /* shorter than the 64 bytes that are sent by themselves */

const struct chip chip = {.usb_serial_jtag = FIFO};

static uint32_t flushes(void)
{
    uint32_t found = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr == CONF) {
            assert_int_equal(bus_tape[i].value, FLUSH);
            found++;
        }
    }
    return found;
}

static void send(const char *text)
{
    for (; *text != '\0'; text++) {
        usb_serial_jtag_put((uint8_t)*text);
    }
}

static void a_line_is_sent_with_its_end(void **state)
{
    static const char want[] = "ab\r\n";

    (void)state;
    bus_clear();
    bus_hold(CONF, FREE);
    send(want);
    assert_int_equal(bus_count, 5);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(bus_tape[i].addr, FIFO);
        assert_int_equal(bus_tape[i].value, (uint8_t)want[i]);
    }
    assert_int_equal(bus_tape[4].addr, CONF);
    assert_int_equal(bus_tape[4].value, FLUSH);
}

static void a_long_line_is_sent_in_packets_that_are_not_full(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(CONF, FREE);
    for (uint32_t i = 0; i < 2 * PACKET; i++) {
        usb_serial_jtag_put('x');
    }
    assert_int_equal(flushes(), 2);
    assert_int_equal(bus_tape[PACKET].addr, CONF);
    usb_serial_jtag_put('\n');
    assert_int_equal(flushes(), 3);
}

static void without_a_host_nothing_is_written_and_nothing_waits_twice(
    void **state)
{
    uint32_t reads;

    (void)state;
    bus_clear();
    bus_hold(CONF, 0);
    usb_serial_jtag_put('x');
    reads = bus_reads;
    for (uint32_t i = 0; i < 1000; i++) {
        usb_serial_jtag_put('x');
    }
    usb_serial_jtag_drain();
    assert_int_equal(bus_reads, reads + 1001);
    assert_int_equal(bus_count, 0);
}

static void a_host_that_comes_later_is_served(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(CONF, 0);
    usb_serial_jtag_put('x');
    bus_hold(CONF, FREE);
    send("y\n");
    assert_int_equal(bus_count, 3);
    assert_int_equal(bus_tape[0].value, 'y');
    assert_int_equal(flushes(), 1);
}

/* As a packet of 64 bytes is one that goes on, no answer may end with one. */
static void no_answer_ends_with_a_full_packet(void **state)
{
    uint8_t answer[256];

    (void)state;
    memset(answer, 'x', sizeof(answer));
    for (uint32_t len = 1; len < sizeof(answer); len++) {
        uint32_t packet = 0;

        answer[len - 1] = '\n';
        bus_clear();
        bus_hold(CONF, FREE);
        usb_serial_jtag_write(answer, len);
        answer[len - 1] = 'x';
        for (uint32_t i = 0; i < bus_count; i++) {
            packet += bus_tape[i].addr == FIFO;
            assert_true(packet < 64);
            if (bus_tape[i].addr == CONF) {
                packet = 0;
            }
        }
        assert_int_equal(packet, 0);
    }
}

static void what_the_host_does_not_take_is_dropped(void **state)
{
    static const uint8_t answer[] = "0123456789";

    (void)state;
    bus_clear();
    bus_hold(CONF, 0);
    usb_serial_jtag_write(answer, sizeof(answer));
    for (uint32_t i = 0; i < bus_count; i++) {
        assert_int_not_equal(bus_tape[i].addr, FIFO);
    }
    assert_true(bus_count > 0); /* the watchdog */
    bus_hold(CONF, FREE);
    usb_serial_jtag_put('\n');
}

static void what_has_arrived_is_taken_up_to_the_room(void **state)
{
    uint8_t bytes[3] = {0, 0, 0xee};

    (void)state;
    bus_clear();
    bus_hold(CONF, ARRIVED);
    bus_put(FIFO, 0xffffff41u);
    assert_int_equal(usb_serial_jtag_read(bytes, 2), 2);
    assert_memory_equal(bytes, "AA\xee", 3);
    bus_hold(CONF, FREE);
    assert_int_equal(usb_serial_jtag_read(bytes, 2), 0);
    assert_int_equal(bus_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_sent_with_its_end),
        cmocka_unit_test(a_long_line_is_sent_in_packets_that_are_not_full),
        cmocka_unit_test(
            without_a_host_nothing_is_written_and_nothing_waits_twice),
        cmocka_unit_test(a_host_that_comes_later_is_served),
        cmocka_unit_test(no_answer_ends_with_a_full_packet),
        cmocka_unit_test(what_the_host_does_not_take_is_dropped),
        cmocka_unit_test(what_has_arrived_is_taken_up_to_the_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
