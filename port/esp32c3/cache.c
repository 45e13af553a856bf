/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache of ESP32-C3: one for instructions and data.
 *
 * Source: vendor's register header of EXTMEM.
 */
#include "port/common/cache.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define ICACHE_CTRL            0x00
#define ICACHE_CTRL_ENABLE     (1u << 0)
#define ICACHE_CTRL1           0x04
#define ICACHE_CTRL1_SHUT_IBUS (1u << 0)
#define ICACHE_CTRL1_SHUT_DBUS (1u << 1)
#define SYNC_CTRL              0x28
#define SYNC_CTRL_INVALIDATE   (1u << 0)
#define SYNC_CTRL_DONE         (1u << 1)
#define SYNC_ADDR              0x2c
#define SYNC_SIZE              0x30 /* lines */
#define CACHE_STATE            0xb0
#define CACHE_STATE_MASK       0xfffu
#define CACHE_STATE_IDLE       1u

#define PAGE_LINES (CACHE_PAGE_LEN / 32)

#define SPIN_MAX 10000u

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
    mmio_change(chip.cache + ICACHE_CTRL, ICACHE_CTRL_ENABLE, 0);
    wait_for(CACHE_STATE, CACHE_STATE_MASK, CACHE_STATE_IDLE);
}

void cache_start(void)
{
    mmio_change(chip.cache + ICACHE_CTRL, 0, ICACHE_CTRL_ENABLE);
}

static void invalidate_page(uint32_t va)
{
    mmio_write(chip.cache + SYNC_ADDR, va);
    mmio_write(chip.cache + SYNC_SIZE, PAGE_LINES);
    mmio_change(chip.cache + SYNC_CTRL, 0, SYNC_CTRL_INVALIDATE);
    wait_for(SYNC_CTRL, SYNC_CTRL_DONE, SYNC_CTRL_DONE);
}

void cache_map(uint32_t entry, uint32_t page)
{
    cache_stop();
    /* invalid first: an entry that does not change may keep what it shows */
    mmio_write(chip.mmu + 4 * entry, chip.mmu_invalid);
    mmio_write(chip.mmu + 4 * entry, page);
    invalidate_page(chip.flash_window.low + entry * CACHE_PAGE_LEN);
    cache_start();
}

void cache_open(void)
{
    cache_stop();
    for (uint32_t i = 0; i < chip.mmu_count; i++) {
        mmio_write(chip.mmu + 4 * i, chip.mmu_invalid);
    }
    mmio_change(chip.cache + ICACHE_CTRL1,
                ICACHE_CTRL1_SHUT_IBUS | ICACHE_CTRL1_SHUT_DBUS, 0);
    cache_start();
}
