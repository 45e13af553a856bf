/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache of instructions of ESP32-S2, which serves the data window of the
 * flash too. The cache of data is for other windows; it stays as the ROM left
 * it, and an application sets it up with memory of its own.
 *
 * Source: vendor's register header of EXTMEM.
 */
#include "port/common/cache.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define TABLE     0x1000u /* behind EXTMEM: entries of all windows */
#define TABLE_LEN 384u

#define ICACHE_CTRL            0x40
#define ICACHE_CTRL_ENABLE     (1u << 0)
#define ICACHE_CTRL_INVALIDATE (1u << 8)
#define ICACHE_CTRL_DONE       (1u << 9)
#define ICACHE_CTRL1           0x44
#define ICACHE_CTRL1_SHUT      7u   /* IBUS0, IBUS1, and the data window */
#define ICACHE_SYNC_ADDR       0x5c /* 0 in both is all */
#define ICACHE_SYNC_SIZE       0x60
#define CACHE_STATE            0x11c
#define CACHE_STATE_ICACHE     0xfffu
#define CACHE_STATE_IDLE       1u

#define ENTRY_FLASH (1u << 15)

#define SPIN_MAX 10000u

static void wait_for(uint32_t offset, uint32_t mask, uint32_t value)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(chip.cache + offset) & mask) == value) {
            return;
        }
    }
}

void cache_stop(void)
{
    mmio_change(chip.cache + ICACHE_CTRL, ICACHE_CTRL_ENABLE, 0);
    wait_for(CACHE_STATE, CACHE_STATE_ICACHE, CACHE_STATE_IDLE);
}

void cache_start(void)
{
    mmio_change(chip.cache + ICACHE_CTRL, 0, ICACHE_CTRL_ENABLE);
}

static void invalidate(void)
{
    mmio_write(chip.cache + ICACHE_SYNC_ADDR, 0);
    mmio_write(chip.cache + ICACHE_SYNC_SIZE, 0);
    mmio_change(chip.cache + ICACHE_CTRL, 0, ICACHE_CTRL_INVALIDATE);
    wait_for(ICACHE_CTRL, ICACHE_CTRL_DONE, ICACHE_CTRL_DONE);
}

void cache_map(uint32_t entry, uint32_t page)
{
    cache_stop();
    mmio_write(chip.mmu + 4 * entry, page | ENTRY_FLASH);
    invalidate();
    cache_start();
}

void cache_open(void)
{
    cache_stop();
    for (uint32_t i = 0; i < TABLE_LEN; i++) {
        mmio_write(chip.cache + TABLE + 4 * i, chip.mmu_invalid);
    }
    invalidate();
    mmio_change(chip.cache + ICACHE_CTRL1, ICACHE_CTRL1_SHUT, 0);
    cache_start();
}
