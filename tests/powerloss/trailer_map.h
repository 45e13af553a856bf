/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the trailer's fields lie and how large an image may be, computed from
 * SPEC by itself, so that a mistake in core does not hide in the test too. It
 * knows no swap and touches no flash.
 */
#ifndef POWERLOSS_TRAILER_MAP_H
#define POWERLOSS_TRAILER_MAP_H

#include <stdint.h>

#include "core/config.h"
#include "port/sim/nor.h"

#define MAP_MAGIC_LEN 16 /* bytes */

/** Places in the trailer of one area; flash addresses. */
struct trailer_map {
    uint32_t status;       /* first record of the swap status */
    uint32_t swap_size;    /* u32 */
    uint32_t swap_info;    /* type, image number in the high nibble */
    uint32_t copy_done;    /* byte */
    uint32_t image_ok;     /* byte */
    uint32_t magic_unit;   /* what is written: erased bytes, then the magic */
    uint32_t magic;        /* the last 16 bytes of the area */
    uint32_t first_sector; /* start of the sector that holds status */
    uint32_t end;          /* end of the area */
};

/**
 * Computes the places in a slot's trailer.
 *
 * @param[out] map     places
 * @param[in]  nor     flash; its write length is the spacing of records
 * @param[in]  config  alignment and sector_max are used
 * @param[in]  area    slot
 *
 * @source SPEC, Slot trailer
 */
void map_slot(struct trailer_map *map, const struct flash *nor,
              const struct boot_config *config, struct config_area area);

/**
 * Computes the places in the scratch area's trailer: three records only.
 *
 * @param[out] map     places
 * @param[in]  nor     flash
 * @param[in]  config  alignment and scratch are used
 *
 * @source SPEC, Slot trailer
 */
void map_scratch(struct trailer_map *map, const struct flash *nor,
                 const struct boot_config *config);

/**
 * Writes the magic of a trailer alignment.
 *
 * @param[out] magic      16 bytes
 * @param[in]  max_align  8, 16 or 32
 */
void map_magic(uint8_t magic[MAP_MAGIC_LEN], uint8_t max_align);

/**
 * Computes the largest image that an update may bring.
 *
 * @param[in] nor     flash
 * @param[in] config  mode and slots are used
 * @param[in] image   0 .. image_count - 1
 *
 * @retval bytes, header and TLVs included
 *
 * @source SPEC, Slot constraints and the largest image
 */
MUST_USE uint32_t map_image_max(const struct flash *nor,
                                const struct boot_config *config,
                                uint8_t image);

/**
 * Finds the sector that holds an address, which must be inside the flash.
 *
 * @param[in] nor   flash
 * @param[in] addr  bytes from the start of the flash
 *
 * @retval sector
 */
MUST_USE struct flash_sector map_sector(const struct flash *nor, uint32_t addr);

#endif
