/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache and its table of flash pages: what each version of it does for the
 * flash driver and for the hand-over.
 */
#ifndef PORT_COMMON_CACHE_H
#define PORT_COMMON_CACHE_H

#include <stdint.h>

#define CACHE_PAGE_LEN 0x10000u /* bytes that one entry maps */

/**
 * Empties the table, opens the buses, and starts the cache.
 */
void cache_open(void);

/**
 * Stops the cache: nothing is fetched from flash until cache_start().
 */
void cache_stop(void);

/**
 * Starts the cache again; its content stays.
 */
void cache_start(void);

/**
 * Maps a page of the flash, and forgets what was cached of it.
 *
 * @param[in] entry  0 .. chip.mmu_count - 1
 * @param[in] page   page of the flash, address / CACHE_PAGE_LEN
 */
void cache_map(uint32_t entry, uint32_t page);

#endif
