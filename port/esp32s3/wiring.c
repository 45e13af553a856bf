/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: its UARTs and what leads them to pins.
 *
 * Source: vendor's register headers of ESP32-S3: SYSTEM, UART, GPIO,
 * IO_MUX, and its list of signals.
 */
#include "port/common/uart_pins.h"

/* 40 MHz of the crystal: 40000000 / 115200 is 347 and 3/16. */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x600c0018,
    .resets = 0x600c0020,
    .divider = 3u << 20 | 347,
    .clock_config = 1u << 25 | 1u << 24 | 1u << 22 | 3u << 20,
    .enable = 0x60004024,
    .in_select = 0x60004154,
    .in_by_matrix = 1u << 7,
    .out_select = 0x60004554,
    .io_mux = 0x60009000,
    .function = 1,
    .uart = {{0x60000000, 1u << 2, 12},
             {0x60010000, 1u << 5, 15},
             {0x6002e000, 1u << 9, 18}},
};
