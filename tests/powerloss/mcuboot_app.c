/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The application's side as MCUboot's own library writes it, from SPEC: what
 * devices in the field are linked with. app/update.h is ours.
 */
#include "tests/powerloss/mcuboot_app.h"

#include <string.h>

#include "base/bytes.h"
#include "tests/powerloss/trailer_map.h"

#define UNIT_MAX  32
#define FLAG_SET  1
#define SWAP_TEST 2u
#define SWAP_PERM 3u

/* What 16 bytes at the end of a slot say. */
enum magic_state { MAGIC_UNSET, MAGIC_GOOD, MAGIC_BAD };

static status_t read_magic(struct flash *flash,
                           const struct boot_config *config,
                           const struct trailer_map *map,
                           enum magic_state *state)
{
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t found[MAP_MAGIC_LEN];
    bool erased;

    map_magic(want, config->max_align);
    TRY(flash_is_erased(flash, map->magic, sizeof(found), &erased));
    TRY(flash_read(flash, map->magic, found, sizeof(found)));
    *state = MAGIC_BAD;
    if (erased || bytes_are(found, 0xff, sizeof(found))) {
        *state = MAGIC_UNSET;
    } else if (memcmp(want, found, sizeof(found)) == 0) {
        *state = MAGIC_GOOD;
    }
    return OK;
}

static status_t write_unit(struct flash *flash, uint32_t addr, unsigned byte)
{
    uint8_t unit[UNIT_MAX];

    memset(unit, 0xff, sizeof(unit));
    unit[0] = (uint8_t)byte;
    return flash_write(flash, addr, unit, flash_write_len(flash));
}

static status_t write_magic(struct flash *flash,
                            const struct boot_config *config,
                            const struct trailer_map *map)
{
    uint8_t block[UNIT_MAX];
    uint32_t len = map->end - map->magic_unit;

    memset(block, 0xff, sizeof(block));
    map_magic(block + len - MAP_MAGIC_LEN, config->max_align);
    return flash_write(flash, map->magic_unit, block, len);
}

/* SPEC, Application side: magic first, then the rest. */
static status_t request(struct flash *flash, const struct boot_config *config,
                        uint8_t image, bool permanent)
{
    struct trailer_map map;
    enum magic_state state;

    map_slot(&map, flash, config, config->slot[image][SLOT_SECONDARY]);
    TRY(read_magic(flash, config, &map, &state));
    if (state == MAGIC_GOOD) {
        return OK;
    }
    if (state == MAGIC_BAD) {
        return TRAILER_E_MAGIC;
    }
    TRY(write_magic(flash, config, &map));
    if (permanent) {
        TRY(write_unit(flash, map.image_ok, FLAG_SET));
    }
    return write_unit(flash, map.swap_info,
                      (permanent ? SWAP_PERM : SWAP_TEST) | (uint32_t)image
                                                                << 4);
}

static status_t confirm(struct flash *flash, const struct boot_config *config,
                        uint8_t image)
{
    struct trailer_map map;
    enum magic_state state;
    bool erased;

    map_slot(&map, flash, config, config->slot[image][SLOT_PRIMARY]);
    TRY(read_magic(flash, config, &map, &state));
    if (state != MAGIC_GOOD) {
        return state == MAGIC_UNSET ? OK : TRAILER_E_MAGIC;
    }
    TRY(flash_is_erased(flash, map.image_ok, flash_write_len(flash), &erased));
    return erased ? write_unit(flash, map.image_ok, FLAG_SET) : OK;
}

const struct app mcuboot_app = {.request = request, .confirm = confirm};
