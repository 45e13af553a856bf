/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the trailer's fields lie and how large an image may be, computed from
 * SPEC by itself, so that a mistake in core does not hide in the test too. It
 * knows no swap and touches no flash.
 */
#include "tests/powerloss/trailer_map.h"

#include <stdlib.h>
#include <string.h>

#define STATES 3 /* records of one sector or region */

static uint32_t round_up(uint32_t x, uint32_t a)
{
    return (x + a - 1) / a * a;
}

static uint32_t max_u32(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t min_u32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Bytes of the trailer above the status area. */
static uint32_t info_len(const struct boot_config *config)
{
    return 4u * config->max_align + round_up(MAP_MAGIC_LEN, config->max_align);
}

static uint32_t slot_trailer_len(const struct flash *nor,
                                 const struct boot_config *config)
{
    return STATES * (uint32_t)config->sector_max * flash_write_len(nor) +
           info_len(config);
}

static uint32_t scratch_trailer_len(const struct flash *nor,
                                    const struct boot_config *config)
{
    return STATES * flash_write_len(nor) + info_len(config);
}

struct flash_sector map_sector(const struct flash *nor, uint32_t addr)
{
    struct flash_sector sector = {0, 0};

    if (flash_sector_at(nor, addr, &sector) != OK) {
        abort();
    }
    return sector;
}

static void map_area(struct trailer_map *map, const struct flash *nor,
                     const struct boot_config *config, struct config_area area)
{
    uint32_t a = config->max_align;

    map->end = area.addr + area.len;
    map->magic = map->end - MAP_MAGIC_LEN;
    map->magic_unit = map->end - round_up(MAP_MAGIC_LEN, a);
    map->image_ok = area.addr + (area.len - MAP_MAGIC_LEN - a) / a * a;
    map->copy_done = map->image_ok - a;
    map->swap_info = map->copy_done - a;
    map->swap_size = map->swap_info - a;
    map->first_sector = map_sector(nor, map->status).addr;
}

void map_slot(struct trailer_map *map, const struct flash *nor,
              const struct boot_config *config, struct config_area area)
{
    map->status = area.addr + area.len - slot_trailer_len(nor, config);
    map_area(map, nor, config, area);
}

void map_scratch(struct trailer_map *map, const struct flash *nor,
                 const struct boot_config *config)
{
    map->status = config->scratch.addr + config->scratch.len -
                  scratch_trailer_len(nor, config);
    map_area(map, nor, config, config->scratch);
}

void map_magic(uint8_t magic[MAP_MAGIC_LEN], uint8_t max_align)
{
    static const uint8_t narrow[MAP_MAGIC_LEN] = {
        0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2, 0xef, 0x7f,
        0x35, 0x52, 0x50, 0x0f, 0x2c, 0xb6, 0x79, 0x80};
    static const uint8_t wide[MAP_MAGIC_LEN] = {
        0x00, 0x00, 0x2d, 0xe1, 0x5d, 0x29, 0x41, 0x0b,
        0x8d, 0x77, 0x67, 0x9c, 0x11, 0x0f, 0x1f, 0x8a};

    memcpy(magic, max_align == 8 ? narrow : wide, MAP_MAGIC_LEN);
    if (max_align != 8) {
        magic[0] = max_align;
    }
}

/* Bytes from the slot's start to the end of the sector that holds off. */
static uint32_t sector_end_off(const struct flash *nor, struct config_area area,
                               uint32_t off)
{
    struct flash_sector sector = map_sector(nor, area.addr + off);

    return sector.addr + sector.len - area.addr;
}

static uint32_t scratch_max(const struct flash *nor,
                            const struct boot_config *config,
                            const struct config_area slot[SLOT_COUNT])
{
    uint32_t t0 = slot[SLOT_PRIMARY].len - slot_trailer_len(nor, config);
    uint32_t end = max_u32(sector_end_off(nor, slot[SLOT_PRIMARY], t0),
                           sector_end_off(nor, slot[SLOT_SECONDARY], t0));
    uint32_t part = end - t0;
    uint32_t need = scratch_trailer_len(nor, config);

    return t0 - (need > part ? need - part : 0);
}

static uint32_t move_max(const struct flash *nor,
                         const struct boot_config *config,
                         const struct config_area slot[SLOT_COUNT])
{
    uint32_t ss = map_sector(nor, slot[SLOT_PRIMARY].addr).len;
    uint32_t trailer = round_up(slot_trailer_len(nor, config), ss);

    return min_u32(slot[SLOT_PRIMARY].len - trailer - ss,
                   slot[SLOT_SECONDARY].len - trailer);
}

uint32_t map_image_max(const struct flash *nor,
                       const struct boot_config *config, uint8_t image)
{
    const struct config_area *slot = config->slot[image];
    uint32_t len = min_u32(slot[SLOT_PRIMARY].len, slot[SLOT_SECONDARY].len);

    switch (config->mode) {
    case UPDATE_SCRATCH:
        return scratch_max(nor, config, slot);
    case UPDATE_MOVE:
        return move_max(nor, config, slot);
    case UPDATE_OVERWRITE:
        break;
    }
    return len - 3u * config->max_align -
           round_up(MAP_MAGIC_LEN, config->max_align);
}
