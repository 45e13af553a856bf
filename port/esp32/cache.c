/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache of ESP32's PRO CPU, in DPORT. It forgets as a whole only. The APP
 * CPU has its own, which stays off.
 *
 * Source: ESP32 Technical Reference Manual v5.1, MMU; vendor's register header
 * of DPORT.
 */
#include "port/common/cache.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define PRO_CACHE_CTRL            0x40
#define PRO_CACHE_CTRL_ENABLE     (1u << 3)
#define PRO_CACHE_CTRL_FLUSH      (1u << 4)
#define PRO_CACHE_CTRL_FLUSH_DONE (1u << 5)
#define PRO_CACHE_CTRL1           0x44
#define PRO_CACHE_CTRL1_IRAM0     (1u << 0) /* set: the bus is shut */
#define PRO_CACHE_CTRL1_DROM0     (1u << 4)
#define PRO_DCACHE_DBUG0          0x3f0
#define PRO_DCACHE_DBUG0_STATE    (0xfffu << 7)
#define PRO_DCACHE_DBUG0_IDLE     (1u << 7)

/* Besides those of the data window the table has entries for instructions. */
#define TABLE_LEN 384u

#define SPIN_MAX 1000000u

static void wait_for(uint32_t offset, uint32_t mask, uint32_t value)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(chip.cache + offset) & mask) == value) {
            return;
        }
    }
}

/* What it is fetching has to arrive first. */
void cache_stop(void)
{
    wait_for(PRO_DCACHE_DBUG0, PRO_DCACHE_DBUG0_STATE, PRO_DCACHE_DBUG0_IDLE);
    mmio_change(chip.cache + PRO_CACHE_CTRL, PRO_CACHE_CTRL_ENABLE, 0);
}

void cache_start(void)
{
    mmio_change(chip.cache + PRO_CACHE_CTRL, 0, PRO_CACHE_CTRL_ENABLE);
}

static void flush(void)
{
    uint32_t ctrl = chip.cache + PRO_CACHE_CTRL;

    mmio_change(ctrl, PRO_CACHE_CTRL_FLUSH, 0);
    mmio_change(ctrl, 0, PRO_CACHE_CTRL_FLUSH);
    wait_for(PRO_CACHE_CTRL, PRO_CACHE_CTRL_FLUSH_DONE,
             PRO_CACHE_CTRL_FLUSH_DONE);
    mmio_change(ctrl, PRO_CACHE_CTRL_FLUSH, 0);
}

void cache_map(uint32_t entry, uint32_t page)
{
    cache_stop();
    mmio_write(chip.mmu + 4 * entry, page);
    flush();
    cache_start();
}

void cache_open(void)
{
    cache_stop();
    for (uint32_t i = 0; i < TABLE_LEN; i++) {
        mmio_write(chip.mmu + 4 * i, chip.mmu_invalid);
    }
    flush();
    mmio_change(chip.cache + PRO_CACHE_CTRL1,
                PRO_CACHE_CTRL1_IRAM0 | PRO_CACHE_CTRL1_DROM0, 0);
    cache_start();
}
