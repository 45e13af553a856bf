/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: how long its eFuse controller takes for what, at a bus of 80 MHz.
 *
 * Source: SPEC, eFuse; vendor's register headers of EFUSE.
 */
#include "port/common/efuse_chip.h"

const struct efuse_chip efuse_chip = {
    .timing =
        {
            {0x1e8, 0x1feff, 0xffu << 9 | 0x28}, /* DAC_CONF */
            {0x1f4, 0xffffu << 8, 0x3000u << 8}, /* WR_TIM_CONF1: power on */
            {0x1f8, 0xffff, 0x190},              /* WR_TIM_CONF2: power off */
        },
    .timing_count = 3,
    .blocks = 11,
};
