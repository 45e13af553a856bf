/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revision of ESP32-S2, ESP32-C3 and ESP32-S3: two numbers in block 1 of
 * the eFuse, the minor one in two parts.
 *
 * Source: SPEC, Chip revision; vendor's register headers of EFUSE.
 */
#include "port/common/revision.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define EFUSE_BLK1 0x44

static uint32_t bits(uint32_t first, uint32_t mask)
{
    uint32_t word = mmio_read(chip.efuse + EFUSE_BLK1 + first / 32 * 4);

    return word >> first % 32 & mask;
}

uint32_t revision_get(void)
{
    return bits(chip.revision.major, 3) * 100 +
           bits(chip.revision.minor_high, 1) * 8 +
           bits(chip.revision.minor_low, 7);
}
