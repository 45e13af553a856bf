/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a UART on other pins is made of on a chip, as a register sequence.
 */
#ifndef TESTS_DRIVERS_UART_PINS_EXPECT_H
#define TESTS_DRIVERS_UART_PINS_EXPECT_H

#include "tests/drivers/bus.h"

#define EXPECT_WRITES_MAX 16

/** A UART, two pins, and all writes, where registers read as 0 before. */
struct uart_pins_case {
    uint32_t number;
    uint32_t tx;
    uint32_t rx;
    struct bus_write write[EXPECT_WRITES_MAX]; /* ends with address 0 */
};

/** Two UARTs of the chip. */
extern const struct uart_pins_case uart_pins_cases[2];

#endif
