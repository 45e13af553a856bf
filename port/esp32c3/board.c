/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3: what it is told at the start and at the end, and its clocks.
 *
 * Source: vendor's register headers of RTC_CNTL, SYSTEM and the PLL; SPEC,
 * Clocks.
 */
#include "port/common/board.h"

#define RTC    0x60008000u
#define SYSTEM 0x600c0000u
#define ANALOG 0x6000e000u

const struct board_change board_start[] = {
    {RTC + 0x40, 0xffffffff, 0},                   /* INT_ENA: none */
    {RTC + 0x4c, 0, 0xffffffff},                   /* INT_CLR: all */
    {RTC + 0x10c, 7, 0},                           /* FIB_SEL: software */
    {RTC + 0xd8, 0, 1u << 28},                     /* brown-out resets */
    {RTC + 0x34, 0, 1u << 20},                     /* clock glitch resets */
    {RTC + 0x00, 1u << 10 | 1u << 8 | 1u << 6, 0}, /* PLL: power */
    {ANALOG + 0x44, 1u << 17, 0x1ff00},            /* bus: PLL alone */
    {ANALOG + 0x48, 0x1fff0, 0x1ff40},
};

const struct board_change board_finish[] = {
    {RTC + 0x34, 1u << 20, 0}, /* radios can look like glitches */
};

const struct board_pll_change board_pll[] = {
    {4, 0xff, 0x6b},                  /* 480 MHz */
    {2, 0xff, 0x50},                  /* of 40 MHz: divider of the reference */
    {3, 0xff, 8},                     /* ... of the PLL */
    {5, 0x77, 0},    {6, 0xff, 0x63}, /* currents */
    {9, 0x03, 2},                     /* bias */
};

const struct board board = {
    .clock =
        {
            .source = SYSTEM + 0x58,
            .source_shift = 10,
            .crystal_divider = SYSTEM + 0x58,
            .cpu_period = SYSTEM + 0x08,
            .pll_is_480 = 1u << 2,
            .search = BOARD_PLL_STARTED,
            .crystal_mhz = RTC + 0xb8,
            .apb_hz = RTC + 0xbc,
        },
    .analog_port = ANALOG,
    .analog_command = 1u << 26,
    .start_count = sizeof(board_start) / sizeof(board_start[0]),
    .finish_count = sizeof(board_finish) / sizeof(board_finish[0]),
    .pll_count = sizeof(board_pll) / sizeof(board_pll[0]),
};
