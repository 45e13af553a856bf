/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32, for board_test.c. On the internal bus a read is block | register << 8,
 * a write has bit 24 and the value in bits 23:16.
 *
 * Source: vendor's register headers of RTC_CNTL, DPORT, SYSCON and the PLL.
 */
#include "tests/drivers/board_expect.h"

const struct board_expect expect = {
    .found = {.source = 0x3ff48070,
              .pll = 0x08000000,
              .records = 0x3ff480b0,
              .analog = 0x6000e010,
              .search = 0,
              .power = 0x3ff48000},
    .open =
        {
            {0x3ff4803c, 0}, /* no interrupt */
            {0x3ff48048, 0xffffffff},
            {0x3ff48000, 0x800},      /* power */
            {0x6000e044, 0x0001ff00}, /* bus */
        },
    .close = {{0, 0}},
    .from_crystal =
        {
            {0x3ff48070, 0},     /* the crystal */
            {0x3ff48000, 0x540}, /* the PLL: off, on */
            {0x3ff48000, 0},          {0x3ff0003c, 0},
            {0x6000e010, 0x00000066}, {0x6000e010, 0x01180066},
            {0x6000e010, 0x00000166}, {0x6000e010, 0x01200166},
            {0x6000e010, 0x00000466}, {0x6000e010, 0x019a0466},
            {0x6000e010, 0x00000a66}, {0x6000e010, 0x01000a66},
            {0x6000e010, 0x00000c66}, {0x6000e010, 0x01000c66},
            {0x6000e010, 0x00000b66}, /* 320 MHz */
            {0x6000e010, 0x01430b66}, {0x6000e010, 0x00000966},
            {0x6000e010, 0x01840966}, {0x6000e010, 0x00000266},
            {0x6000e010, 0x01000266}, {0x6000e010, 0x00000366},
            {0x6000e010, 0x01200366}, {0x6000e010, 0x00000566},
            {0x6000e010, 0x01c60566}, {0x3ff0003c, 0},          /* 80 MHz */
            {0x3ff66000, 0},          {0x3ff48070, 0x08000000}, /* the PLL */
            {0x3ff40014, 0x007002b6},                           /* 694 + 7/16 */
            {0x3ff480b0, 0x00280028},                           /* 40 MHz */
            {0x3ff480b4, 0x4c4b4c4b}, /* 80 MHz >> 12 */
        },
    .from_pll =
        {
            {0x3ff48070, 0},     /* the crystal */
            {0x3ff48000, 0x540}, /* the PLL: off, on */
            {0x3ff48000, 0},          {0x3ff0003c, 0},
            {0x6000e010, 0x00000066}, {0x6000e010, 0x01180066},
            {0x6000e010, 0x00000166}, {0x6000e010, 0x01200166},
            {0x6000e010, 0x00000466}, {0x6000e010, 0x019a0466},
            {0x6000e010, 0x00000a66}, {0x6000e010, 0x01000a66},
            {0x6000e010, 0x00000c66}, {0x6000e010, 0x01000c66},
            {0x6000e010, 0x00000b66}, /* 320 MHz */
            {0x6000e010, 0x01430b66}, {0x6000e010, 0x00000966},
            {0x6000e010, 0x01840966}, {0x6000e010, 0x00000266},
            {0x6000e010, 0x01000266}, {0x6000e010, 0x00000366},
            {0x6000e010, 0x01200366}, {0x6000e010, 0x00000566},
            {0x6000e010, 0x01c60566}, {0x3ff0003c, 0},          /* 80 MHz */
            {0x3ff66000, 0},          {0x3ff48070, 0x08000000}, /* the PLL */
            {0x3ff40014, 0x007002b6},                           /* 694 + 7/16 */
            {0x3ff480b0, 0x00280028},                           /* 40 MHz */
            {0x3ff480b4, 0x4c4b4c4b}, /* 80 MHz >> 12 */
        },
};
