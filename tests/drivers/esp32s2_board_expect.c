/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2, for board_test.c. On the internal bus a read is block | register <<
 * 8, a write has bit 24 and the value in bits 23:16.
 *
 * Source: vendor's register headers of RTC_CNTL, SYSTEM, SYSCON and the PLL.
 */
#include "tests/drivers/board_expect.h"

const struct board_expect expect = {
    .found = {.source = 0x3f4c008c,
              .pll = 0x401,
              .records = 0x3f4080bc,
              .analog = 0x6000e000,
              .search = 0,
              .power = 0x3f408000},
    .open =
        {
            {0x3f408040, 0}, /* no interrupt */
            {0x3f40804c, 0xffffffff},
            {0x3f408000, 0x800}, /* power */
            {0x6000e048, 0x0001c400},
            {0x6000e044, 0x007dff00}, /* bus */
            {0x3f426090, 0x00040000},
        },
    .close = {{0, 0}},
    .from_crystal =
        {
            {0x3f4c0018, 0x4}, /* 480 MHz */
            {0x6000e000, 0x00000466}, {0x6000e000, 0x016b0466},
            {0x6000e000, 0x00000266}, {0x6000e000, 0x01500266},
            {0x6000e000, 0x00000366}, {0x6000e000, 0x01080366},
            {0x6000e000, 0x00000566}, {0x6000e000, 0x01000566},
            {0x6000e000, 0x00000666}, {0x6000e000, 0x01940666},
            {0x6000e000, 0x00000166}, /* capacitor by hand */
            {0x6000e000, 0x01100166}, {0x6000e000, 0x00000166}, /* 0 */
            {0x6000e000, 0x01000166}, {0x6000e000, 0x00000866}, /* it fits */
            {0x3f4c0018, 0x4},                                  /* 80 MHz */
            {0x3f4c008c, 0},          {0x3f4c008c, 0x400},      /* the PLL */
            {0x3f400014, 0x007002b6},                           /* 694 + 7/16 */
            {0x3f4080bc, 0x00280028},                           /* 40 MHz */
            {0x3f4080c0, 0x4c4b4c4b}, /* 80 MHz >> 12 */
        },
    .from_pll =
        {
            {0x3f4c0018, 0}, /* 80 MHz */
            {0x3f4c008c, 0x400},
            {0x3f4c008c, 0x400},
            {0x3f400014, 0x007002b6}, /* 694 + 7/16 */
            {0x3f4080bc, 0x00280028}, /* 40 MHz */
            {0x3f4080c0, 0x4c4b4c4b}, /* 80 MHz >> 12 */
        },
};
