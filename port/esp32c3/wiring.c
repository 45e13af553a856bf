/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3: its UARTs, its pins, and what leads one to the other.
 *
 * Source: vendor's register headers of ESP32-C3: SYSTEM, UART, GPIO,
 * IO_MUX, and its list of signals.
 */
#include "port/common/pins.h"
#include "port/common/uart_pins.h"

/* by the crystal */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x600c0010,
    .resets = 0x600c0018,
    .clock_hz = 40000000,
    .clock_config = 1u << 25 | 1u << 24 | 1u << 22 | 3u << 20,
    .enable = 0x60004024,
    .in_select = 0x60004154,
    .in_by_matrix = 1u << 6,
    .out_select = 0x60004554,
    .uart = {{0x60000000, 1u << 2, 6}, {0x60010000, 1u << 5, 9}},
};

const struct pin_wiring pin_wiring = {
    .gpio = 0x60004000,
    .io_mux = 0x60009000,
    .function = 1,
};

/* its RTC hands over no pins */
struct pin_pad pin_pad(uint32_t pin)
{
    (void)pin;
    return (struct pin_pad){0, 0, 0, 0};
}
