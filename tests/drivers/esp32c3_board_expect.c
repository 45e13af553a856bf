/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3, for board_test.c. On the internal bus a read is block | register <<
 * 8, a write has bit 24 and the value in bits 23:16; both have bit 26.
 *
 * Source: vendor's register headers of RTC_CNTL, SYSTEM and the PLL.
 */
#include "tests/drivers/board_expect.h"

const struct board_expect expect = {
    .found = {.source = 0x600c0058,
              .pll = 0x401,
              .records = 0x600080b8,
              .analog = 0x6000e000,
              .search = 0x6000e040,
              .power = 0x60008000},
    .open =
        {
            {0x60008040, 0}, /* no interrupt */
            {0x6000804c, 0xffffffff},
            {0x6000810c, 0},          /* FIB_SEL */
            {0x600080d8, 0x10000000}, /* brown-out */
            {0x60008034, 0x00100000}, /* glitch */
            {0x60008000, 0x800},      /* power */
            {0x6000e044, 0x0001ff00}, /* bus */
            {0x6000e048, 0x0001ff40},
        },
    .close =
        {
            {0x60008034, 0},
        },
    .from_crystal =
        {
            {0x600c0008, 0x4},        /* 480 MHz */
            {0x6000e040, 0x01000008}, /* search */
            {0x6000e000, 0x04000466}, {0x6000e000, 0x056b0466},
            {0x6000e000, 0x04000266}, {0x6000e000, 0x05500266},
            {0x6000e000, 0x04000366}, {0x6000e000, 0x05080366},
            {0x6000e000, 0x04000566}, {0x6000e000, 0x05000566},
            {0x6000e000, 0x04000666}, {0x6000e000, 0x05630666},
            {0x6000e000, 0x04000966}, {0x6000e000, 0x05020966},
            {0x600c0008, 0x4},                             /* 80 MHz */
            {0x600c0058, 0},          {0x600c0058, 0x400}, /* the PLL */
            {0x600080b8, 0x00280028},                      /* 40 MHz */
            {0x600080bc, 0x4c4b4c4b},                      /* 80 MHz >> 12 */
        },
    .from_pll =
        {
            {0x600c0008, 0}, /* 80 MHz */
            {0x600c0058, 0x400},
            {0x600c0058, 0x400},
            {0x600080b8, 0x00280028}, /* 40 MHz */
            {0x600080bc, 0x4c4b4c4b}, /* 80 MHz >> 12 */
        },
};
