/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2, for entropy_test.c.
 *
 * Source: SPEC, Noise for keys.
 */
#include "tests/drivers/entropy_expect.h"

const struct entropy_expect expect = {
    .data = 0x60035110,
    .port = 0x6000e000,
    .on =
        {
            {0x3f426090, 0x8000},
            {0x3f408074, 0x400},
            {0x3f4c0040, 0x10000000},
            {0x3f44005c, 0x00400000}, /* [22:21] 2 */
            {0x3f408034, 0x00400000},
            {0x6000e044, 0x00020000},
            {0x6000e048, 0x00010000},
            {2, 0x40},
            {5, 0x40},
            {7, 0x14},
            {0x3f440018, 0xafffffff},
            {0x3f440028, 0xafffffff},
            {0x3f408810, 0x80000000},
            {0x3f440000, 0x208},      /* [14:7] 4, [4:3] 1 */
            {0x3f440004, 0x01064800}, /* [23:12] 100; bits 24, 11 */
            {0x3f40883c, 0x60000000},
        },
    .clear = 0x3f440000,
    .cleared = 0xff80026e,
    .last = 0x3f440004,
    .feed = 0x3f4080a8,
};
