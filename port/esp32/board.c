/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: what it is told at the start and at the end, and its clocks. Its PLL
 * makes 320 MHz for a CPU of 80 MHz; one that an application left at 480 MHz
 * is set anew.
 *
 * Source: vendor's register headers of RTC_CNTL, DPORT, SYSCON and the PLL;
 * SPEC, Clocks.
 */
#include "port/common/board.h"

#define RTC    0x3ff48000u
#define DPORT  0x3ff00000u
#define SYSCON 0x3ff66000u
#define ANALOG 0x6000e000u

const struct board_change board_start[] = {
    {RTC + 0x3c, 0xffffffff, 0}, /* INT_ENA: none */
    {RTC + 0x48, 0, 0xffffffff}, /* INT_CLR: all */
    {RTC + 0x00, 1u << 18 | 1u << 10 | 1u << 8 | 1u << 6, 0},
    {ANALOG + 0x44, 1u << 17, 0x1ff00}, /* bus: PLL alone */
};

const struct board_change board_finish[] = {{0, 0, 0}}; /* none */

const struct board_pll_change board_pll[] = {
    {0, 0xff, 0x18},                                    /* calibration: delay */
    {1, 0xff, 0x20},                                    /* ... capacitor */
    {4, 0xff, 0x9a},                                    /* ... on */
    {10, 0xff, 0},   {12, 0xff, 0},   {11, 0xff, 0x43}, /* 320 MHz */
    {9, 0xff, 0x84}, {2, 0xff, 0},                      /* of 40 MHz */
    {3, 0xff, 32},   {5, 0xff, 0xc6}, /* currents, bandwidth */
};

const struct board board = {
    .clock =
        {
            .source = RTC + 0x70,
            .source_shift = 27,
            .crystal_divider = SYSCON + 0x00,
            .cpu_period = DPORT + 0x3c,
            .restart = true,
            .uart_divider = 694 | 7u << 20, /* 80 MHz * 16 / 115200 */
            .crystal_mhz = RTC + 0xb0,
            .apb_hz = RTC + 0xb4,
        },
    .analog_port = ANALOG + 0x10,
    .start_count = sizeof(board_start) / sizeof(board_start[0]),
    .pll_count = sizeof(board_pll) / sizeof(board_pll[0]),
};
