/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model of the flash operations of MCUboot's swaps, written from SPEC and
 * from nothing of core: what devices that are taken over by our boot code were
 * in the middle of. It verifies nothing and knows one image.
 */
#include "tests/powerloss/upstream.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

#define UNIT_MAX     32
#define COPY_LEN     1024
#define FLAG_SET     1
#define HEADER_LEN   32
#define HEADER_MAGIC 0x96f3b83d
#define INFO_LEN     4

static void must(status_t status)
{
    if (status != OK) {
        abort();
    }
}

bool upstream_is_erased(const struct upstream *u, uint32_t addr)
{
    bool erased;

    must(flash_is_erased(u->flash, addr, flash_write_len(u->flash), &erased));
    return erased;
}

static uint8_t read_byte(const struct upstream *u, uint32_t addr)
{
    uint8_t byte;

    must(flash_read(u->flash, addr, &byte, 1));
    return byte;
}

static void read_magic(const struct upstream *u, const struct trailer_map *map,
                       struct upstream_trailer *says)
{
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t found[MAP_MAGIC_LEN];

    map_magic(want, u->config->max_align);
    must(flash_read(u->flash, map->magic, found, sizeof(found)));
    says->magic_good = memcmp(want, found, sizeof(found)) == 0;
    says->magic_unset = bytes_are(found, 0xff, sizeof(found));
}

static void read_trailer(const struct upstream *u,
                         const struct trailer_map *map,
                         struct upstream_trailer *says)
{
    uint8_t size[4];
    uint8_t info = read_byte(u, map->swap_info);

    read_magic(u, map, says);
    says->image_ok_set = read_byte(u, map->image_ok) == FLAG_SET;
    says->image_ok_unset = read_byte(u, map->image_ok) == 0xff;
    says->copy_done_set = read_byte(u, map->copy_done) == FLAG_SET;
    says->copy_done_unset = read_byte(u, map->copy_done) == 0xff;
    says->type = (info & 0xf) > UPSTREAM_REVERT
                     ? UPSTREAM_NONE
                     : (enum upstream_type)(info & 0xf);
    must(flash_read(u->flash, map->swap_size, size, sizeof(size)));
    says->swap_size = le32(size);
}

void upstream_erase(const struct upstream *u, uint32_t addr, uint32_t end)
{
    must(flash_erase(u->flash, addr, end - addr));
}

void upstream_erase_backwards(const struct upstream *u, uint32_t addr,
                              uint32_t end)
{
    while (end > addr) {
        struct flash_sector sector = map_sector(u->flash, end - 1);

        must(flash_erase(u->flash, sector.addr, sector.len));
        end = sector.addr;
    }
}

void upstream_copy(const struct upstream *u, uint32_t from, uint32_t to,
                   uint32_t len)
{
    uint8_t chunk[COPY_LEN];

    for (uint32_t off = 0; off < len; off += COPY_LEN) {
        uint32_t n = len - off < COPY_LEN ? len - off : COPY_LEN;

        must(flash_read(u->flash, from + off, chunk, n));
        must(flash_write(u->flash, to + off, chunk, n));
    }
}

static void put_unit(const struct upstream *u, uint32_t addr, const void *bytes,
                     uint32_t len)
{
    uint8_t unit[UNIT_MAX];
    uint32_t unit_len = flash_write_len(u->flash);

    memset(unit, 0xff, sizeof(unit));
    memcpy(unit, bytes, len);
    must(flash_write(u->flash, addr, unit,
                     (len + unit_len - 1) / unit_len * unit_len));
}

void upstream_put_byte(const struct upstream *u, uint32_t addr, unsigned byte)
{
    uint8_t one = (uint8_t)byte;

    put_unit(u, addr, &one, 1);
}

void upstream_put_size(const struct upstream *u, const struct trailer_map *map)
{
    uint8_t size[4];

    put_le32(size, u->swap_size);
    put_unit(u, map->swap_size, size, sizeof(size));
}

void upstream_put_magic(const struct upstream *u, const struct trailer_map *map)
{
    uint8_t block[UNIT_MAX];
    uint32_t len = map->end - map->magic_unit;

    memset(block, 0xff, sizeof(block));
    map_magic(block + len - MAP_MAGIC_LEN, u->config->max_align);
    put_unit(u, map->magic_unit, block, len);
}

/* SPEC: type, image_ok as the secondary says now, size, magic. */
void upstream_init_trailer(const struct upstream *u,
                           const struct trailer_map *map)
{
    upstream_put_byte(u, map->swap_info, u->type);
    if (read_byte(u, u->sec.image_ok) == FLAG_SET) {
        upstream_put_byte(u, map->image_ok, FLAG_SET);
    }
    upstream_put_size(u, map);
    upstream_put_magic(u, map);
}

/* Bytes of the image in a slot, 0 if there is none. */
static uint32_t image_len(const struct upstream *u, struct config_area slot)
{
    uint8_t header[HEADER_LEN];
    uint8_t info[INFO_LEN];
    uint32_t len;

    must(flash_read(u->flash, slot.addr, header, sizeof(header)));
    if (le32(header) != HEADER_MAGIC) {
        return 0;
    }
    len = le16(header + 8) + le32(header + 12) + le16(header + 10);
    must(flash_read(u->flash, slot.addr + len, info, sizeof(info)));
    return len + le16(info + 2);
}

uint32_t upstream_measure(const struct upstream *u)
{
    uint32_t pri = image_len(u, u->slot[SLOT_PRIMARY]);
    uint32_t sec = image_len(u, u->slot[SLOT_SECONDARY]);

    return pri > sec ? pri : sec;
}

enum upstream_type upstream_decide(const struct upstream *u)
{
    if (u->sec_says.magic_good && u->sec_says.image_ok_unset) {
        return UPSTREAM_TEST;
    }
    if (u->sec_says.magic_good && u->sec_says.image_ok_set) {
        return UPSTREAM_PERM;
    }
    if (u->pri_says.magic_good && u->pri_says.image_ok_unset &&
        u->pri_says.copy_done_set) {
        return UPSTREAM_REVERT;
    }
    return UPSTREAM_NONE;
}

/* image_ok before copy_done: the other way round it would be a trial. */
void upstream_finish(const struct upstream *u)
{
    if (u->type != UPSTREAM_TEST && upstream_is_erased(u, u->pri.image_ok)) {
        upstream_put_byte(u, u->pri.image_ok, FLAG_SET);
    }
    if (upstream_is_erased(u, u->pri.copy_done)) {
        upstream_put_byte(u, u->pri.copy_done, FLAG_SET);
    }
}

void upstream_boot(struct flash *flash, const struct boot_config *config)
{
    struct upstream u = {.flash = flash, .config = config};

    memcpy(u.slot, config->slot[0], sizeof(u.slot));
    map_slot(&u.pri, flash, config, u.slot[SLOT_PRIMARY]);
    map_slot(&u.sec, flash, config, u.slot[SLOT_SECONDARY]);
    read_trailer(&u, &u.pri, &u.pri_says);
    read_trailer(&u, &u.sec, &u.sec_says);
    if (config->mode == UPDATE_MOVE) {
        upstream_move(&u);
        return;
    }
    map_scratch(&u.scr, flash, config);
    read_trailer(&u, &u.scr, &u.scr_says);
    upstream_scratch(&u);
}
