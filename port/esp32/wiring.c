/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: its UARTs, its pins, and what leads one to the other.
 *
 * Source: vendor's register headers of ESP32: DPORT, UART, GPIO, IO_MUX,
 * and its list of signals.
 */
#include "port/common/pins.h"
#include "port/common/uart_pins.h"

#define RTC_IO 0x3ff48400u

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

/* by the bus */
const struct uart_wiring uart_wiring = {
    .clock_gates = 0x3ff000c0,
    .resets = 0x3ff000c4,
    .clock_hz = 80000000,
    .enable = 0x3ff44024,
    .in_select = 0x3ff44130,
    .in_by_matrix = 1u << 7,
    .out_select = 0x3ff44530,
    .uart = {{0x3ff40000, 1u << 2, 14},
             {0x3ff50000, 1u << 5, 17},
             {0x3ff6e000, 1u << 23, 198}},
};

const struct pin_wiring pin_wiring = {
    .gpio = 0x3ff44000,
    .io_mux = 0x3ff49000,
    .io_mux_order = order,
    .function = 2,
};

/*
 * Bits of a register in RTC_IO; what pulls down is one above what pulls up.
 * Pins 34 to 39 are pulled by nothing.
 */
static const struct {
    uint8_t reg; /* 0: not the RTC's */
    uint8_t mux;
    uint8_t pull_up; /* 0: none */
} pads[] = {
    [0] = {0x98, 19, 27},  [2] = {0x9c, 19, 27},  [4] = {0x94, 19, 27},
    [12] = {0xa8, 19, 27}, [13] = {0xa4, 19, 27}, [14] = {0xac, 19, 27},
    [15] = {0xa0, 19, 27}, [25] = {0x84, 17, 27}, [26] = {0x88, 17, 27},
    [27] = {0xb0, 19, 27}, [32] = {0x8c, 17, 22}, [33] = {0x8c, 18, 27},
    [34] = {0x80, 29, 0},  [35] = {0x80, 28, 0},  [36] = {0x7c, 27, 0},
    [37] = {0x7c, 26, 0},  [38] = {0x7c, 25, 0},  [39] = {0x7c, 24, 0},
};

struct pin_pad pin_pad(uint32_t pin)
{
    struct pin_pad pad = {0, 0, 0, 0};

    if (pads[pin].reg != 0) {
        pad.addr = RTC_IO + pads[pin].reg;
        pad.mux = 1u << pads[pin].mux;
        if (pads[pin].pull_up != 0) {
            pad.pull_up = 1u << pads[pin].pull_up;
            pad.pull_down = pad.pull_up << 1;
        }
    }
    return pad;
}
