/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3, for entropy_test.c.
 *
 * Source: SPEC, Noise for keys.
 */
#include "tests/drivers/entropy_expect.h"

const struct entropy_expect expect = {
    .data = 0x6003507c,
    .port = 0x6000e000,
    .on =
        {
            {0x60026014, 0x8000},
            {0x60008074, 0x400},
            {0x600c0018, 0x10000000},
            {0x60040070, 0x00500003}, /* [22:21] 2, bit 20, [7:0] 3 */
            {0x6000e044, 0x00020000},
            {0x6000e048, 0x00010000},
            {7, 0x14},
            {0x60040018, 0x00afffff},
            {0x60040028, 0x00afffff},
            {0x6000883c, 0x60000000},
            {0x60008810, 0x80000000},
            {0x60008834, 0},
            {0x60040038, 0},
            {0x60040000, 0x1c8},      /* [14:7] 3, bit 6, [4:3] 1 */
            {0x60040004, 0x01046800}, /* [23:12] 70; bits 24, 11 */
        },
    .clear = 0x60040000,
    .cleared = 0xff8001ee,
    .last = 0x60040004,
    .feed = 0x600080ac,
};
