/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layouts on which stories run: shapes of flash, slots and sizes of
 * images, chosen so that each rule of SPEC about them has one that needs it.
 */
#include "tests/powerloss/layout.h"

#include <string.h>

#include "tests/powerloss/trailer_map.h"

#define KIB 1024u

/* One run of equal sectors: runs with their number, pages, write length. */
#define UNIFORM(sector, sectors, page, write)                                  \
    {                                                                          \
        .run = {{(sector), (sectors)}}, .run_count = 1, .write_len = (write),  \
        .page_len = (page)                                                     \
    }

/* The small shape of the traces in SPEC: 8 sectors of 1 KiB, T = 0x90. */
#define SMALL(update, sectors, images, write, align)                           \
    .geometry = UNIFORM(KIB, 7u + 17u * (images), KIB, write),                 \
    .mode = (update), .max_align = (align), .sector_max = (sectors),           \
    .image_count = (images), .first_addr = 2 * KIB,                            \
    .primary_len = (sectors)*KIB, .secondary_len = 8 * KIB

#define SMALL_SCRATCH(write, align) SMALL(UPDATE_SCRATCH, 8, 2, write, align)
#define SMALL_MOVE(write, align)    SMALL(UPDATE_MOVE, 9, 2, write, align)
#define SMALL_OVERWRITE(write, align)                                          \
    SMALL(UPDATE_OVERWRITE, 8, 2, write, align)

/* Trailers that need several sectors: N x 3 x W bytes of records. */
#define LONG_TRAILER(update, records, primary)                                 \
    .geometry = UNIFORM(KIB, 80, KIB, 32), .mode = (update), .max_align = 32,  \
    .sector_max = (records), .image_count = 2, .first_addr = 2 * KIB,          \
    .primary_len = (primary), .secondary_len = 16 * KIB

/* The default of ESP32-C3: 4 KiB sectors, 1 MiB slots, 256 KiB scratch. */
#define ESP(update, write, align)                                              \
    .geometry = {.run = {{4 * KIB, 1024}},                                     \
                 .run_count = 1,                                               \
                 .write_len = (write),                                         \
                 .page_len = 256,                                              \
                 .large_erase_len = 64 * KIB},                                 \
    .mode = (update), .max_align = (align), .sector_max = 512,                 \
    .image_count = 1, .first_addr = 0x10000, .primary_len = 0x100000,          \
    .secondary_len = 0x100000, .is_large = true

const struct layout layout_table[] = {
    {.name = "small8", SMALL_SCRATCH(4, 8), .scratch_len = KIB},
    {.name = "small8grow",
     SMALL_SCRATCH(4, 8),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "small8shrink",
     SMALL_SCRATCH(4, 8),
     .scratch_len = KIB,
     .old_size = FILL_MAX},
    {.name = "small8below",
     SMALL_SCRATCH(4, 8),
     .scratch_len = KIB,
     .old_size = FILL_BELOW,
     .new_size = FILL_BELOW},
    {.name = "small8max",
     SMALL_SCRATCH(4, 8),
     .scratch_len = KIB,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "scratch3", SMALL_SCRATCH(4, 8), .scratch_len = 3 * KIB},
    {.name = "scratch3max",
     SMALL_SCRATCH(4, 8),
     .scratch_len = 3 * KIB,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "scratch3grow",
     SMALL_SCRATCH(4, 8),
     .scratch_len = 3 * KIB,
     .new_size = FILL_MAX},
    {.name = "scratch4",
     SMALL_SCRATCH(4, 8),
     .scratch_len = 4 * KIB,
     .old_size = FILL_MAX,
     .new_size = FILL_BELOW},
    {.name = "w1",
     SMALL_SCRATCH(1, 8),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "w2",
     SMALL_SCRATCH(2, 8),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "w8",
     SMALL_SCRATCH(8, 8),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "w16",
     SMALL_SCRATCH(16, 16),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "w4a16",
     SMALL_SCRATCH(4, 16),
     .scratch_len = KIB,
     .new_size = FILL_BELOW},
    {.name = "w4a32",
     SMALL_SCRATCH(4, 32),
     .scratch_len = KIB,
     .new_size = FILL_MAX},
    {.name = "w32", SMALL_SCRATCH(32, 32), .scratch_len = KIB},
    {.name = "w32max",
     SMALL_SCRATCH(32, 32),
     .scratch_len = KIB,
     .scrambled = true,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "long",
     LONG_TRAILER(UPDATE_SCRATCH, 32, 16 * KIB),
     .scratch_len = KIB,
     .scrambled = true},
    {.name = "longmax",
     LONG_TRAILER(UPDATE_SCRATCH, 32, 16 * KIB),
     .scratch_len = 2 * KIB,
     .scrambled = true,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "longgrow",
     LONG_TRAILER(UPDATE_SCRATCH, 40, 16 * KIB),
     .scratch_len = 4 * KIB,
     .new_size = FILL_MAX},
    {.name = "enc",
     SMALL_SCRATCH(32, 32),
     .cipher = CIPHER_XTS,
     .scratch_len = KIB},
    {.name = "encmax",
     SMALL_SCRATCH(32, 32),
     .cipher = CIPHER_ESP32,
     .scratch_len = KIB,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "encgrow",
     SMALL_SCRATCH(32, 32),
     .cipher = CIPHER_XTS,
     .scratch_len = 3 * KIB,
     .new_size = FILL_MAX},
    {.name = "enclong",
     LONG_TRAILER(UPDATE_SCRATCH, 32, 16 * KIB),
     .cipher = CIPHER_ESP32,
     .scratch_len = KIB},
    {.name = "mixed",
     .geometry = {.run = {{KIB, 4}, {4 * KIB, 3}, {KIB, 12}, {4 * KIB, 2}},
                  .run_count = 4,
                  .write_len = 4,
                  .page_len = KIB},
     .mode = UPDATE_SCRATCH,
     .max_align = 8,
     .sector_max = 12,
     .image_count = 1,
     .first_addr = 4 * KIB,
     .primary_len = 12 * KIB,
     .secondary_len = 12 * KIB,
     .scratch_len = 4 * KIB,
     .new_size = FILL_MAX},
    {.name = "mixedrev",
     .geometry = {.run = {{KIB, 16}, {4 * KIB, 5}},
                  .run_count = 2,
                  .write_len = 4,
                  .page_len = KIB},
     .mode = UPDATE_SCRATCH,
     .max_align = 8,
     .sector_max = 12,
     .image_count = 1,
     .first_addr = 4 * KIB,
     .primary_len = 12 * KIB,
     .secondary_len = 12 * KIB,
     .scratch_len = 4 * KIB,
     .old_size = FILL_MAX},
    {.name = "mixedruns",
     .geometry = {.run = {{2 * KIB, 1},
                          {4 * KIB, 2},
                          {KIB, 8},
                          {KIB, 4},
                          {4 * KIB, 1},
                          {2 * KIB, 4},
                          {8 * KIB, 1}},
                  .run_count = 7,
                  .write_len = 8,
                  .page_len = KIB},
     .mode = UPDATE_SCRATCH,
     .max_align = 8,
     .sector_max = 14,
     .image_count = 1,
     .first_addr = 2 * KIB,
     .primary_len = 16 * KIB,
     .secondary_len = 16 * KIB,
     .scratch_len = 8 * KIB,
     .new_size = FILL_BELOW},
    {.name = "move", SMALL_MOVE(4, 8)},
    {.name = "movegrow", SMALL_MOVE(4, 8), .new_size = FILL_MAX},
    {.name = "movemax",
     SMALL_MOVE(4, 8),
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "movebelow",
     SMALL_MOVE(4, 8),
     .old_size = FILL_MAX,
     .new_size = FILL_BELOW},
    {.name = "movew1", SMALL_MOVE(1, 8), .new_size = FILL_MAX},
    {.name = "movew16", SMALL_MOVE(16, 16), .new_size = FILL_BELOW},
    {.name = "movelong",
     LONG_TRAILER(UPDATE_MOVE, 32, 17 * KIB),
     .scrambled = true,
     .new_size = FILL_MAX},
    {.name = "moveeven",
     LONG_TRAILER(UPDATE_MOVE, 20, 16 * KIB),
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "encmove",
     LONG_TRAILER(UPDATE_MOVE, 20, 17 * KIB),
     .cipher = CIPHER_ESP32},
    {.name = "encmovegrow",
     LONG_TRAILER(UPDATE_MOVE, 20, 17 * KIB),
     .cipher = CIPHER_XTS,
     .new_size = FILL_MAX},
    {.name = "encmovelong",
     LONG_TRAILER(UPDATE_MOVE, 32, 17 * KIB),
     .cipher = CIPHER_XTS,
     .new_size = FILL_BELOW},
    {.name = "encover", SMALL_OVERWRITE(32, 32), .cipher = CIPHER_XTS},
    {.name = "encovermax",
     SMALL_OVERWRITE(32, 32),
     .cipher = CIPHER_ESP32,
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "over", SMALL_OVERWRITE(4, 8)},
    {.name = "overmax",
     SMALL_OVERWRITE(4, 8),
     .old_size = FILL_MAX,
     .new_size = FILL_MAX},
    {.name = "overgrow", SMALL_OVERWRITE(4, 8), .new_size = FILL_MAX},
    {.name = "overw32",
     SMALL_OVERWRITE(32, 32),
     .scrambled = true,
     .new_size = FILL_BELOW},
    {.name = "quad", SMALL(UPDATE_SCRATCH, 8, 4, 4, 8), .scratch_len = KIB},
    {.name = "quadmove", SMALL(UPDATE_MOVE, 9, 4, 4, 8)},
    {.name = "esp",
     ESP(UPDATE_SCRATCH, 4, 8),
     .scratch_len = 0x40000,
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 301 * KIB},
    {.name = "espmax",
     ESP(UPDATE_SCRATCH, 4, 8),
     .scratch_len = 0x40000,
     .old_size = FILL_GIVEN,
     .new_size = FILL_MAX,
     .given_len = 61 * KIB},
    {.name = "espenc",
     ESP(UPDATE_SCRATCH, 32, 32),
     .scrambled = true,
     .scratch_len = 0x40000,
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 150 * KIB},
    {.name = "espxts",
     ESP(UPDATE_SCRATCH, 32, 32),
     .cipher = CIPHER_XTS,
     .scratch_len = 0x40000,
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 150 * KIB},
    {.name = "espbent",
     ESP(UPDATE_MOVE, 32, 32),
     .cipher = CIPHER_ESP32,
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 61 * KIB},
    {.name = "espmove",
     ESP(UPDATE_MOVE, 4, 8),
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 150 * KIB},
    {.name = "espover",
     ESP(UPDATE_OVERWRITE, 4, 8),
     .old_size = FILL_GIVEN,
     .new_size = FILL_GIVEN,
     .given_len = 150 * KIB},
};

const size_t layout_count = sizeof(layout_table) / sizeof(layout_table[0]);

const struct layout *layout_find(const char *name)
{
    for (size_t i = 0; i < layout_count; i++) {
        if (strcmp(layout_table[i].name, name) == 0) {
            return &layout_table[i];
        }
    }
    return NULL;
}

bool layout_is_plain(const struct layout *layout)
{
    return !layout->scrambled && layout->cipher == CIPHER_NONE;
}

void layout_configure(const struct layout *layout, uint8_t image_count,
                      struct boot_config *config)
{
    uint32_t addr = layout->first_addr;

    *config = (struct boot_config){.mode = layout->mode,
                                   .image_count = image_count,
                                   .max_align = layout->max_align,
                                   .sector_max = layout->sector_max};
    for (uint8_t i = 0; i < image_count; i++) {
        config->slot[i][SLOT_PRIMARY].addr = addr;
        config->slot[i][SLOT_PRIMARY].len = layout->primary_len;
        addr += layout->primary_len;
        config->slot[i][SLOT_SECONDARY].addr = addr;
        config->slot[i][SLOT_SECONDARY].len = layout->secondary_len;
        addr += layout->secondary_len;
    }
    config->scratch.addr = addr;
    config->scratch.len = layout->scratch_len;
}

uint32_t layout_image_len(const struct layout *layout, const struct flash *nor,
                          const struct boot_config *config, enum fill size)
{
    uint32_t sector_len =
        map_sector(nor, config->slot[0][SLOT_PRIMARY].addr).len;
    uint32_t max = map_image_max(nor, config, 0);

    switch (size) {
    case FILL_SMALL:
        return 2 * sector_len + sector_len / 2 + 12;
    case FILL_BELOW:
        return max - sector_len - 1;
    case FILL_MAX:
        return max;
    case FILL_GIVEN:
        break;
    }
    return layout->given_len;
}
