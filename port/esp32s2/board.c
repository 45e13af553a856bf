/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: what it is told at the start and at the end, and its clocks.
 *
 * Source: vendor's register headers of RTC_CNTL, SYSTEM, SYSCON and the PLL;
 * SPEC, Clocks.
 */
#include "port/common/board.h"

#define RTC    0x3f408000u
#define SYSTEM 0x3f4c0000u
#define SYSCON 0x3f426000u
#define ANALOG 0x6000e000u

const struct board_change board_start[] = {
    {RTC + 0x40, 0xffffffff, 0},                   /* INT_ENA: none */
    {RTC + 0x4c, 0, 0xffffffff},                   /* INT_CLR: all */
    {RTC + 0x00, 1u << 10 | 1u << 8 | 1u << 6, 0}, /* PLL: power */
    {ANALOG + 0x48, 0x1fff0, 0x1c400},
    {ANALOG + 0x44, 1u << 17, 0x7dff00}, /* bus: PLL alone */
    {SYSCON + 0x90, 0, 1u << 18},        /* ... its clock */
};

const struct board_change board_finish[] = {{0, 0, 0}}; /* none */

const struct board_pll_change board_pll[] = {
    {4, 0xff, 0x6b},                  /* 480 MHz */
    {2, 0xff, 0x50},                  /* of 40 MHz: divider of the reference */
    {3, 0xff, 8},                     /* ... of the PLL */
    {5, 0x77, 0},    {6, 0xff, 0x94}, /* currents */
};

const struct board board = {
    .clock =
        {
            .source = SYSTEM + 0x8c,
            .source_shift = 10,
            .crystal_divider = SYSTEM + 0x8c,
            .cpu_period = SYSTEM + 0x18,
            .pll_is_480 = 1u << 2,
            .search = BOARD_PLL_TRIED,
            .uart_divider = 694 | 7u << 20, /* 80 MHz * 16 / 115200 */
            .crystal_mhz = RTC + 0xbc,
            .apb_hz = RTC + 0xc0,
        },
    .analog_port = ANALOG,
    .start_count = sizeof(board_start) / sizeof(board_start[0]),
    .pll_count = sizeof(board_pll) / sizeof(board_pll[0]),
};
