/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revision of ESP32: three bits that were added one by one, each on top of
 * those before it; any other combination was never sold and counts as 0.
 *
 * Source: SPEC, Chip revision; vendor's register headers of EFUSE and
 * APB_CTRL.
 */
#include "port/common/revision.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define EFUSE_BLK0_WORD3 0x0c
#define EFUSE_BLK0_WORD5 0x14
#define REV1_SHIFT       15 /* bit 111 of block 0 */
#define REV2_SHIFT       20 /* bit 180 */
#define MINOR_SHIFT      24 /* bits 184, 185 */

#define APB_CTRL_DATE       0x3ff6607cu
#define APB_CTRL_DATE_SHIFT 31

/* Major number by the three bits, four bits for each of eight. */
#define MAJORS 0x30002010u

uint32_t revision_get(void)
{
    uint32_t word5 = mmio_read(chip.efuse + EFUSE_BLK0_WORD5);
    uint32_t bits = mmio_read(chip.efuse + EFUSE_BLK0_WORD3) >> REV1_SHIFT & 1;

    bits |= (word5 >> REV2_SHIFT & 1) << 1;
    bits |= mmio_read(APB_CTRL_DATE) >> APB_CTRL_DATE_SHIFT << 2;
    return (MAJORS >> 4 * bits & 7) * 100 + (word5 >> MINOR_SHIFT & 3);
}
