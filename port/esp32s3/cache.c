/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caches of ESP32-S3: one for instructions, one for data, which share one
 * table of flash pages. Flash is read as data; the cache of instructions is
 * only opened for the application.
 *
 * Source: vendor's register header of EXTMEM.
 */
#include "port/common/cache.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define DCACHE_CTRL        0x00
#define DCACHE_CTRL1       0x04
#define DCACHE_SYNC_CTRL   0x28
#define DCACHE_SYNC_DONE   (1u << 3)
#define ICACHE_CTRL        0x60
#define ICACHE_CTRL1       0x64
#define ICACHE_SYNC_CTRL   0x88
#define ICACHE_SYNC_DONE   (1u << 1)
#define CTRL_ENABLE        (1u << 0)
#define CTRL1_SHUT_CORE0   (1u << 0)
#define SYNC_INVALIDATE    (1u << 0)
#define SYNC_ADDR          4 /* bytes behind SYNC_CTRL */
#define SYNC_SIZE          8
#define CACHE_STATE        0x130
#define CACHE_STATE_DCACHE (0xfffu << 12)
#define CACHE_STATE_IDLE   (1u << 12)

/* Lines have 16 bytes at least: more than the page are no harm. */
#define PAGE_LINES (CACHE_PAGE_LEN / 16)

#define SPIN_MAX 1000000u

void cache_stop(void)
{
    mmio_change(chip.cache + DCACHE_CTRL, CTRL_ENABLE, 0);
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(chip.cache + CACHE_STATE) & CACHE_STATE_DCACHE) ==
            CACHE_STATE_IDLE) {
            return;
        }
    }
}

void cache_start(void)
{
    mmio_change(chip.cache + DCACHE_CTRL, 0, CTRL_ENABLE);
}

static void invalidate(uint32_t sync, uint32_t done, uint32_t va)
{
    mmio_write(chip.cache + sync + SYNC_ADDR, va);
    mmio_write(chip.cache + sync + SYNC_SIZE, PAGE_LINES);
    mmio_change(chip.cache + sync, 0, SYNC_INVALIDATE);
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(chip.cache + sync) & done) != 0) {
            return;
        }
    }
}

void cache_map(uint32_t entry, uint32_t page)
{
    cache_stop();
    /* invalid first: an entry that does not change may keep what it shows */
    mmio_write(chip.mmu + 4 * entry, chip.mmu_invalid);
    mmio_write(chip.mmu + 4 * entry, page);
    invalidate(DCACHE_SYNC_CTRL, DCACHE_SYNC_DONE,
               chip.flash_window.low + entry * CACHE_PAGE_LEN);
    cache_start();
}

void cache_open(void)
{
    cache_stop();
    for (uint32_t i = 0; i < chip.mmu_count; i++) {
        mmio_write(chip.mmu + 4 * i, chip.mmu_invalid);
    }
    mmio_change(chip.cache + ICACHE_CTRL1, CTRL1_SHUT_CORE0, 0);
    mmio_change(chip.cache + DCACHE_CTRL1, CTRL1_SHUT_CORE0, 0);
    mmio_change(chip.cache + ICACHE_CTRL, 0, CTRL_ENABLE);
    cache_start();
}
