/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: its UARTs and what leads them to pins.
 *
 * Source: vendor's register headers of ESP32-S2: SYSTEM, UART, GPIO,
 * IO_MUX, and its list of signals.
 */
#include "port/common/uart_pins.h"

/* 80 MHz of the bus: 80000000 / 115200 is 694 and 7/16. */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x3f4c0040,
    .resets = 0x3f4c0048,
    .divider = 7u << 20 | 694,
    .enable = 0x3f404024,
    .in_select = 0x3f404154,
    .in_by_matrix = 1u << 7,
    .out_select = 0x3f404554,
    .io_mux = 0x3f409000,
    .function = 1,
    .uart = {{0x3f400000, 1u << 2, 14}, {0x3f410000, 1u << 5, 17}},
};
