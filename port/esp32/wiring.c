/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: its UARTs and what leads them to pins.
 *
 * Source: vendor's register headers of ESP32: DPORT, UART, GPIO, IO_MUX,
 * and its list of signals.
 */
#include "port/common/uart_pins.h"

/* The registers of IO_MUX lie in the order of the pins on the package. */
static const uint8_t order[] = {
    0x44 / 4, 0x88 / 4, 0x40 / 4, 0x84 / 4, 0x48 / 4, /* GPIO 0 to 4 */
    0x6c / 4, 0x60 / 4, 0x64 / 4, 0x68 / 4, 0x54 / 4, /* 5 to 9 */
    0x58 / 4, 0x5c / 4, 0x34 / 4, 0x38 / 4, 0x30 / 4, /* 10 to 14 */
    0x3c / 4, 0x4c / 4, 0x50 / 4, 0x70 / 4, 0x74 / 4, /* 15 to 19 */
    0x78 / 4, 0x7c / 4, 0x80 / 4, 0x8c / 4, 0x90 / 4, /* 20 to 24 */
    0x24 / 4, 0x28 / 4, 0x2c / 4, 0,        0,        /* 25 to 29 */
    0,        0,        0x1c / 4, 0x20 / 4, 0x14 / 4, /* 30 to 34 */
    0x18 / 4, 0x04 / 4, 0x08 / 4, 0x0c / 4, 0x10 / 4, /* 35 to 39 */
};

/* 80 MHz of the bus: 80000000 / 115200 is 694 and 7/16. */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x3ff000c0,
    .resets = 0x3ff000c4,
    .divider = 7u << 20 | 694,
    .enable = 0x3ff44024,
    .in_select = 0x3ff44130,
    .in_by_matrix = 1u << 7,
    .out_select = 0x3ff44530,
    .io_mux = 0x3ff49000,
    .io_mux_order = order,
    .function = 2,
    .uart = {{0x3ff40000, 1u << 2, 14},
             {0x3ff50000, 1u << 5, 17},
             {0x3ff6e000, 1u << 23, 198}},
};
