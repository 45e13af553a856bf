/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: how long its eFuse controller takes for what, at a bus of 80 MHz.
 *
 * Source: SPEC, eFuse; vendor's register headers of EFUSE.
 */
#include "port/common/efuse_chip.h"

const struct efuse_chip efuse_chip = {
    .timing =
        {
            {0x0f8, 0xffff, 128u << 8 | 80}, /* CLK */
            {0x118, 0xff, 100},              /* DAC_CONF */
        },
    .timing_count = 2,
    .blocks = 4,
};
