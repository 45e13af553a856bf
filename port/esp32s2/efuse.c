/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: how long its eFuse controller takes for what, at a bus of 80 MHz.
 *
 * Source: SPEC, eFuse; vendor's register headers of EFUSE.
 */
#include "port/common/efuse_chip.h"

const struct efuse_chip efuse_chip = {
    .timing =
        {
            {0x1e8, 0xff, 0xa0},                             /* DAC_CONF */
            {0x1ec, 0xffffff, 2u << 16 | 4u << 8 | 2},       /* RD_TIM_CONF */
            {0x1f0, 0xffffffff, 0x320u << 16 | 4u << 8 | 2}, /* WR_TIM_CONF0 */
            {0x1f4, 0xffffff, 0xa200u << 8 | 2},             /* WR_TIM_CONF1 */
            {0x1f8, 0xffff, 0x100},                          /* WR_TIM_CONF2 */
        },
    .timing_count = 5,
    .blocks = 11,
};
