/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UART on pins of one's choice, as register sequences; one program per chip,
 * with what is expected of it in <chip>_uart_pins_expect.c.
 */
#include "port/common/uart_pins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/drivers/uart_pins_expect.h"

static void expect_case(const struct uart_pins_case *c)
{
    uint32_t i = 0;

    bus_clear();
    uart_pins_open(c->number, c->tx, c->rx, UART_DIVIDER(115200));
    for (; i < bus_count && c->write[i].addr != 0; i++) {
        assert_int_equal(bus_tape[i].addr, c->write[i].addr);
        assert_int_equal(bus_tape[i].value, c->write[i].value);
    }
    assert_int_equal(bus_count, i);
    assert_int_equal(c->write[i].addr, 0);
}

static void a_uart_is_clocked_reset_and_led_to_its_pins(void **state)
{
    (void)state;
    expect_case(&uart_pins_cases[0]);
    expect_case(&uart_pins_cases[1]);
}

/* By the UART chapter: clock / baud in sixteenths, rounded down; the fourth
 * part of them in bits 23:20. Bits a second and what is expected of 80 and of
 * 40 MHz. */
static void the_divider_follows_the_baud_rate(void **state)
{
    static const uint32_t rows[][3] = {
        {115200, 0x7002b6, 0x30015b}, {230400, 0x30015b, 0x9000ad},
        {460800, 0x9000ad, 0xc00056}, {921600, 0xc00056, 0x60002b},
        {9600, 0x50208d, 0},          {10000, 0x1f40, 0xfa0},
    };
    uint32_t column = uart_wiring.clock_hz == 80000000 ? 1 : 2;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i][column] != 0) {
            assert_int_equal(UART_DIVIDER(rows[i][0]), rows[i][column]);
        }
    }
}

/* Other users of the gates and of the pins' drive strengths stay as they are.
 */
static void bits_of_others_are_kept(void **state)
{
    const struct uart_pins_case *c = &uart_pins_cases[0];

    (void)state;
    bus_clear();
    bus_put(c->write[0].addr, 0x10000001);
    uart_pins_open(c->number, c->tx, c->rx, UART_DIVIDER(115200));
    assert_int_equal(bus_tape[0].value, c->write[0].value | 0x10000001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_uart_is_clocked_reset_and_led_to_its_pins),
        cmocka_unit_test(bits_of_others_are_kept),
        cmocka_unit_test(the_divider_follows_the_baud_rate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
