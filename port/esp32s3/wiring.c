/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: its UARTs, its pins, and what leads one to the other.
 *
 * Source: vendor's register headers of ESP32-S3: SYSTEM, UART, GPIO,
 * IO_MUX, RTC_IO, and its list of signals.
 */
#include "port/common/pins.h"
#include "port/common/uart_pins.h"

#define RTC_IO       0x60008400u
#define RTC_IO_PAD0  0x84
#define RTC_IO_MUX   (1u << 19)
#define RTC_PIN_LAST 21u

/* by the crystal */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x600c0018,
    .resets = 0x600c0020,
    .clock_hz = 40000000,
    .clock_config = 1u << 25 | 1u << 24 | 1u << 22 | 3u << 20,
    .enable = 0x60004024,
    .in_select = 0x60004154,
    .in_by_matrix = 1u << 7,
    .out_select = 0x60004554,
    .uart = {{0x60000000, 1u << 2, 12},
             {0x60010000, 1u << 5, 15},
             {0x6002e000, 1u << 9, 18}},
};

const struct pin_wiring pin_wiring = {
    .gpio = 0x60004000,
    .io_mux = 0x60009000,
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
