/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: its UARTs, its pins, and what leads one to the other.
 *
 * Source: vendor's register headers of ESP32-S2: SYSTEM, UART, GPIO,
 * IO_MUX, RTC_IO, and its list of signals.
 */
#include "port/common/pins.h"
#include "port/common/uart_pins.h"

#define RTC_IO       0x3f408400u
#define RTC_IO_PAD0  0x84
#define RTC_IO_MUX   (1u << 19)
#define RTC_PIN_LAST 21u

/* by the bus */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x3f4c0040,
    .resets = 0x3f4c0048,
    .clock_hz = 80000000,
    .enable = 0x3f404024,
    .in_select = 0x3f404154,
    .in_by_matrix = 1u << 7,
    .out_select = 0x3f404554,
    .uart = {{0x3f400000, 1u << 2, 14}, {0x3f410000, 1u << 5, 17}},
};

const struct pin_wiring pin_wiring = {
    .gpio = 0x3f404000,
    .io_mux = 0x3f409000,
    .function = 1,
};

/* pins 0 to 21, in the order of their registers; IO_MUX pulls them */
struct pin_pad pin_pad(uint32_t pin)
{
    if (pin > RTC_PIN_LAST) {
        return (struct pin_pad){0, 0, 0, 0};
    }
    return (struct pin_pad){RTC_IO + RTC_IO_PAD0 + 4 * pin, RTC_IO_MUX, 0, 0};
}
