/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a UART has received, as registers of each chip, which are written here a
 * second time on purpose. One program per chip.
 */
#include "port/common/uart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "tests/drivers/bus.h"

#define FIFO_LEN 128u

/* UART 1: STATUS, where a byte is taken from, where one is put, and ESP32's
 * MEM_RX_STATUS, whose pointers start at bits 2 and 13 */
static const struct uart_registers {
    const char *chip;
    uint32_t base;
    uint32_t status;
    uint32_t take;
    uint32_t put;
    uint32_t pointers;
} registers[] = {
    {"esp32", 0x3ff50000, 0x3ff5001c, 0x3ff50000, 0x60010000, 0x3ff50060},
    {"esp32s2", 0x3f410000, 0x3f41001c, 0x60010000, 0x60010000, 0},
    {"esp32c3", 0x60010000, 0x6001001c, 0x60010000, 0x60010000, 0},
    {"esp32s3", 0x60010000, 0x6001001c, 0x60010000, 0x60010000, 0},
};

static const struct uart_registers *own(void)
{
    size_t i = 0;

    while (strcmp(registers[i].chip, chip.name) != 0) {
        i++;
    }
    return &registers[i];
}

static void given_received(uint32_t count, uint32_t read, uint32_t write)
{
    bus_clear();
    bus_put(own()->take, 0xffffff5au);
    bus_hold(own()->status, count);
    if (own()->pointers != 0) {
        bus_hold(own()->pointers, read << 2 | write << 13);
    }
}

static void what_has_arrived_is_taken_up_to_the_room(void **state)
{
    uint8_t bytes[4] = {0, 0, 0, 0xee};

    (void)state;
    given_received(5, 10, 15);
    assert_int_equal(uart_read(own()->base, bytes, 3), 3);
    assert_memory_equal(bytes, "\x5a\x5a\x5a\xee", 4);
    assert_int_equal(bus_count, 0);
}

static void an_empty_line_is_not_waited_for(void **state)
{
    uint8_t byte = 0xee;

    (void)state;
    given_received(0, 7, 7);
    assert_int_equal(uart_read(own()->base, &byte, 1), 0);
    assert_int_equal(byte, 0xee);
    assert_true(bus_reads <= 2);
}

/* What waits to be sent is counted in the same register. */
static void bytes_to_be_sent_are_none_that_arrived(void **state)
{
    uint8_t byte;

    (void)state;
    given_received(100u << 16, 7, 7);
    assert_int_equal(uart_read(own()->base, &byte, 1), 0);
}

static void a_full_fifo_is_not_taken_for_empty(void **state)
{
    uint8_t byte;

    (void)state;
    given_received(FIFO_LEN, 7, 7);
    assert_int_equal(uart_read(own()->base, &byte, 1), 1);
}

/* ESP32's count lags; its pointers run on beyond their 128 bytes. */
static void esp32_believes_pointers_more_than_the_count(void **state)
{
    uint8_t byte;

    (void)state;
    if (own()->pointers == 0) {
        return;
    }
    given_received(3, 7, 7);
    assert_int_equal(uart_read(own()->base, &byte, 1), 0);
    given_received(3, 7, FIFO_LEN + 7);
    assert_int_equal(uart_read(own()->base, &byte, 1), 0);
    given_received(0, FIFO_LEN - 1, 1);
    assert_int_equal(uart_read(own()->base, &byte, 1), 1);
}

/* 128 bytes of the FIFO are free; the watchdog's registers lie elsewhere. */
static void sending_puts_each_byte_and_feeds_the_watchdog(void **state)
{
    uint32_t put = 0;

    (void)state;
    bus_clear();
    uart_write(own()->base, (const uint8_t *)"ab", 2);
    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr == own()->put) {
            assert_int_equal(bus_tape[i].value, "ab"[put]);
            put++;
        }
    }
    assert_int_equal(put, 2);
    assert_true(bus_count >= 2 + 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_arrived_is_taken_up_to_the_room),
        cmocka_unit_test(an_empty_line_is_not_waited_for),
        cmocka_unit_test(bytes_to_be_sent_are_none_that_arrived),
        cmocka_unit_test(a_full_fifo_is_not_taken_for_empty),
        cmocka_unit_test(esp32_believes_pointers_more_than_the_count),
        cmocka_unit_test(sending_puts_each_byte_and_feeds_the_watchdog),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
