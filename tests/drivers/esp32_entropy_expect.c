/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32, for entropy_test.c.
 *
 * Source: SPEC, Noise for keys.
 */
#include "tests/drivers/entropy_expect.h"

const struct entropy_expect expect = {
    .data = 0x3ff75144,
    .port = 0x6000e010,
    .on =
        {
            {0x3ff000cc, 0x00008000},
            {0x3ff480a8, 0xa0000000}, /* [31:30] 2, bit 29 */
            {0x3ff4882c, 0x10},
            {0x3ff000c0, 0x10},
            {0x3ff000c4, 0},
            {0x3ff6602c, 0xadadadad},
            {0x3ff66030, 0xadadadad},
            {0x3ff66034, 0xadadadad},
            {0x3ff66038, 0xadadadad},
            {0x3ff4880c, 0x000c0000}, /* [19:18] 3 */
            {0x3ff48800, 0x08000000},
            {0x3ff48890, 0x10000000},
            {0x3ff66010, 0x04000224}, /* bits 26, 5, 2; [14:7] 4 */
            {0x3ff66018, 0x000a0008},
            {0x3ff4f0b0, 0x500}, /* [11:6] 20 */
            {0x3ff4f0a8, 0x38},
            {0x3ff4f008, 0x20},
        },
    .clear = 0x3ff66010,
    .cleared = 0xfdff8267,
    .last = 0x3ff4f008,
    .feed = 0x3ff480a0,
};
