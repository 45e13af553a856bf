/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The application's side where the flash driver hides that encrypted flash is
 * not 0xff after an erase: an erase is followed by writing 0xff, a write
 * reads the sector, erases it and writes all of it again, and nobody asks
 * what is erased. Such a sector is lost for a moment; the boot code must stand
 * what a cut leaves there.
 *
 * Source: how Zephyr's flash driver for these chips (drivers/flash/
 * flash_esp32.c, since 4.3) and MCUboot's port since 2.3 act; MCUboot's
 * request and confirmation: SPEC, Application side.
 */
#include "tests/powerloss/filling_app.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "tests/powerloss/trailer_map.h"

#define SECTOR_MAX 4096u
#define UNIT_LEN   32u
#define FLAG_SET   1
#define SWAP_TEST  2u
#define SWAP_PERM  3u

/* A sector that is put together anew. */
struct rewrite {
    struct flash_sector sector;
    uint8_t bytes[SECTOR_MAX];
};

static status_t open_sector(struct flash *flash, uint32_t addr,
                            struct rewrite *r)
{
    TRY(flash_sector_at(flash, addr, &r->sector));
    if (r->sector.len > sizeof(r->bytes)) {
        abort();
    }
    return flash_read(flash, r->sector.addr, r->bytes, r->sector.len);
}

static status_t write_sector(struct flash *flash, const struct rewrite *r)
{
    TRY(flash_erase(flash, r->sector.addr, r->sector.len));
    return flash_write(flash, r->sector.addr, r->bytes, r->sector.len);
}

static status_t fill_write(struct flash *flash, uint32_t addr, const void *src,
                           uint32_t len)
{
    const uint8_t *from = src;
    struct rewrite r;

    while (len > 0) {
        uint32_t room;
        uint32_t n;

        TRY(open_sector(flash, addr, &r));
        room = r.sector.addr + r.sector.len - addr;
        n = len < room ? len : room;
        memcpy(r.bytes + (addr - r.sector.addr), from, n);
        TRY(write_sector(flash, &r));
        addr += n;
        from += n;
        len -= n;
    }
    return OK;
}

static status_t fill_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    uint8_t ones[UNIT_LEN];

    memset(ones, 0xff, sizeof(ones));
    TRY(flash_erase(flash, addr, len));
    for (uint32_t off = 0; off < len; off += UNIT_LEN) {
        TRY(flash_write(flash, addr + off, ones, UNIT_LEN));
    }
    return OK;
}

static status_t put_flag(struct flash *flash, uint32_t addr, unsigned byte)
{
    uint8_t unit[UNIT_LEN];

    memset(unit, 0xff, sizeof(unit));
    unit[0] = (uint8_t)byte;
    return fill_write(flash, addr, unit, sizeof(unit));
}

static status_t put_magic(struct flash *flash, const struct boot_config *config,
                          const struct trailer_map *map)
{
    uint8_t unit[UNIT_LEN];

    memset(unit, 0xff, sizeof(unit));
    map_magic(unit + sizeof(unit) - MAP_MAGIC_LEN, config->max_align);
    return fill_write(flash, map->magic_unit, unit, sizeof(unit));
}

static status_t request(struct flash *flash, const struct boot_config *config,
                        uint8_t image, bool permanent)
{
    struct trailer_map map;
    uint8_t found[MAP_MAGIC_LEN];
    uint8_t want[MAP_MAGIC_LEN];

    map_slot(&map, flash, config, config->slot[image][SLOT_SECONDARY]);
    map_magic(want, config->max_align);
    TRY(flash_read(flash, map.magic, found, sizeof(found)));
    if (memcmp(found, want, sizeof(want)) == 0) {
        return OK;
    }
    if (!bytes_are(found, 0xff, sizeof(found))) {
        return TRAILER_E_MAGIC;
    }
    TRY(put_magic(flash, config, &map));
    if (permanent) {
        TRY(put_flag(flash, map.image_ok, FLAG_SET));
    }
    return put_flag(flash, map.swap_info,
                    (permanent ? SWAP_PERM : SWAP_TEST) | (uint32_t)image << 4);
}

/* Whatever image_ok holds but 0xff counts as confirmed already. */
static status_t confirm(struct flash *flash, const struct boot_config *config,
                        uint8_t image)
{
    struct trailer_map map;
    uint8_t found[MAP_MAGIC_LEN];
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t flag;

    map_slot(&map, flash, config, config->slot[image][SLOT_PRIMARY]);
    map_magic(want, config->max_align);
    TRY(flash_read(flash, map.magic, found, sizeof(found)));
    if (memcmp(found, want, sizeof(want)) != 0) {
        return OK; /* the update did not ask, or its trailer was torn */
    }
    TRY(flash_read(flash, map.image_ok, &flag, 1));
    return flag == 0xff ? put_flag(flash, map.image_ok, FLAG_SET) : OK;
}

const struct app filling_app = {.request = request,
                                .confirm = confirm,
                                .erase = fill_erase,
                                .write = fill_write};
