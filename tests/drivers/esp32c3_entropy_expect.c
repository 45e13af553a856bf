/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3, for entropy_test.c.
 *
 * Source: SPEC, Noise for keys.
 */
#include "tests/drivers/entropy_expect.h"

const struct entropy_expect expect = {
    .data = 0x600260b0,
    .port = 0x6000e000,
    .on =
        {
            {0x6000811c, 0xc0000000},
            {0x60008034, 0x00400000},
            {0x600c0010, 0x10000000},
            {0x600c0018, 0},
            {0x60040054, 0x0050000f}, /* [22:21] 2, bit 20, [7:0] 15 */
            {0x6000e044, 0x00020000},
            {0x6000e048, 0x00010000},
            {7, 0x40},
            {0x60040000, 0x180000c0}, /* [28:27] 3, [14:7] 1, bit 6 */
            {0x6004000c, 0x00640805},
            {0x60040018, 0x009cffff},
            {0x6004001c, 0x00ffffff},
            {0x60040050, 0x80000000},
            {0x60040004, 0x01064000}, /* [23:12] 100, bit 24 */
        },
    .clear = 0x60040000,
    .cleared = 0xff7c00ff,
    .last = 0x60040004,
    .feed = 0x600080a4,
};
