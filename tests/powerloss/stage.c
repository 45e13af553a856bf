/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first content of the flash: images are made here, put into slots, and
 * requests are written as the programmer of the device or the signing tool
 * would leave them. Nothing here loses power.
 */
#include "tests/powerloss/stage.h"

#include <stdlib.h>
#include <string.h>

#include "tests/powerloss/filling_app.h"
#include "tests/powerloss/mcuboot_app.h"
#include "tests/powerloss/trailer_map.h"

#define GAP_BYTE      0x5a /* between the areas: neither erased nor an image */
#define SWAP_TEST     2u
#define SWAP_PERM     3u
#define FLAG_SET      1
#define TAMPERED_BYTE 70 /* in the payload of every image */

static const uint8_t major_of[SPECIMEN_MAX] = {
    [V1] = 1, [V2] = 2, [V0] = 0, [V3] = 3, [WRONG] = 2};

/* Flash of the stage's shape, for questions about sectors. */
static struct flash shape(const struct stage *stage)
{
    struct flash nor;

    memset(&nor, 0, sizeof(nor));
    if (nor_open(&nor, &stage->layout->geometry, stage->shot) != OK) {
        abort();
    }
    return nor;
}

static uint32_t geometry_len(const struct nor_geometry *geometry)
{
    uint32_t len = 0;

    for (uint32_t i = 0; i < geometry->run_count; i++) {
        len += geometry->run[i].sector_len * geometry->run[i].count;
    }
    return len;
}

static void erase_area(struct stage *stage, struct config_area area)
{
    memset(stage->shot + area.addr, 0xff, area.len);
}

static void erase_areas(struct stage *stage)
{
    for (uint8_t i = 0; i < stage->config.image_count; i++) {
        erase_area(stage, stage->config.slot[i][SLOT_PRIMARY]);
        erase_area(stage, stage->config.slot[i][SLOT_SECONDARY]);
    }
    erase_area(stage, stage->config.scratch);
}

static const struct app *app_of(const struct story *story,
                                const struct app *ours)
{
    if ((story->traits & TRAIT_FILLING_APP) != 0) {
        return &filling_app;
    }
    return (story->traits & TRAIT_MCUBOOT_APP) != 0 ? &mcuboot_app : ours;
}

static void open_cipher(struct stage *stage)
{
    static const uint8_t key[32] = "a key that only tests would use";
    status_t status = OK;

    if (stage->layout->cipher == CIPHER_ESP32) {
        status = flash_cipher_open_tweaked(&stage->cipher, key, sizeof(key),
                                           FLASH_CIPHER_CONFIG);
    } else if (stage->layout->cipher == CIPHER_XTS) {
        status = flash_cipher_open_xts(&stage->cipher, key, sizeof(key));
    }
    if (status != OK) {
        abort();
    }
}

void stage_open(struct stage *stage, const struct story *story,
                const struct layout *layout, boot_fn boot,
                const struct app *app)
{
    memset(stage, 0, sizeof(*stage));
    stage->story = story;
    stage->layout = layout;
    stage->boot = boot;
    stage->app = app_of(story, app);
    layout_configure(layout, story->images, &stage->config);
    stage->flash_len = geometry_len(&layout->geometry);
    stage->shot_len = stage->flash_len;
    if (layout->scrambled) {
        stage->shot_len += nor_written_len(&layout->geometry);
    }
    open_cipher(stage);
    stage->shot = calloc(1, stage->shot_len);
    if (stage->shot == NULL) {
        abort();
    }
    memset(stage->shot, GAP_BYTE, stage->flash_len);
    erase_areas(stage);
    story->setup(stage);
}

void stage_close(struct stage *stage)
{
    for (int i = 0; i < CONFIG_IMAGE_MAX; i++) {
        for (int k = 0; k < SPECIMEN_MAX; k++) {
            free(stage->specimen[i][k].bytes);
        }
    }
    free(stage->shot);
    memset(stage, 0, sizeof(*stage));
}

bool stage_suits(const struct story *story, const struct layout *layout)
{
    bool has_room =
        layout->old_size != FILL_MAX && layout->new_size != FILL_MAX;

    return (story->modes >> layout->mode & 1u) != 0 &&
           story->images <= layout->image_count &&
           (has_room || (story->traits & TRAIT_NOTE_ROOM) == 0) &&
           (layout->cipher != CIPHER_NONE ||
            (story->traits & TRAIT_FILLING_APP) == 0) &&
           (layout_is_plain(layout) ||
            (story->traits & TRAIT_PLAIN_FLASH) == 0);
}

static uint32_t specimen_len(const struct stage *stage, enum specimen_name name)
{
    struct flash nor = shape(stage);
    enum fill size = name == V1 || name == V0 ? stage->layout->old_size
                                              : stage->layout->new_size;

    return layout_image_len(stage->layout, &nor, &stage->config, size);
}

struct recipe stage_recipe(const struct stage *stage, uint8_t image,
                           enum specimen_name name)
{
    struct flash nor = shape(stage);
    uint32_t primary = stage->config.slot[image][SLOT_PRIMARY].addr;

    return (struct recipe){.len = specimen_len(stage, name),
                           .seed = 1u + (uint32_t)name + 16u * image,
                           .block_len = map_sector(&nor, primary).len,
                           .major = major_of[name]};
}

void stage_make(struct stage *stage, uint8_t image, enum specimen_name name,
                const struct recipe *recipe)
{
    struct specimen *specimen = &stage->specimen[image][name];

    free(specimen->bytes);
    specimen->bytes = malloc(recipe->len);
    if (specimen->bytes == NULL) {
        abort();
    }
    specimen->len = recipe->len;
    specimen->counter = recipe->has_counter ? recipe->counter : 0;
    specimen->major = recipe->major;
    specimen->good = true;
    maker_make(recipe, specimen->bytes);
}

void stage_tamper(struct stage *stage, uint8_t image, enum specimen_name name)
{
    struct specimen *specimen = &stage->specimen[image][name];

    specimen->bytes[TAMPERED_BYTE] ^= 0x10;
    specimen->good = false;
}

static void mark_unit(struct stage *stage, uint32_t unit)
{
    if (stage->layout->scrambled) {
        stage->shot[stage->flash_len + unit / 8] |= (uint8_t)(1u << unit % 8);
    }
}

/* Programs whole units, as every writer must. */
static void program(struct stage *stage, uint32_t addr, const void *bytes,
                    uint32_t len)
{
    uint32_t unit_len = stage->layout->geometry.write_len;
    uint32_t full = (len + unit_len - 1) / unit_len * unit_len;

    memset(stage->shot + addr, 0xff, full);
    memcpy(stage->shot + addr, bytes, len);
    for (uint32_t i = 0; i < full / unit_len; i++) {
        mark_unit(stage, addr / unit_len + i);
    }
    if (stage->layout->cipher != CIPHER_NONE &&
        flash_cipher_encrypt(&stage->cipher, addr, stage->shot + addr, full) !=
            OK) {
        abort();
    }
}

void stage_put(struct stage *stage, uint8_t image, enum slot slot,
               enum specimen_name name)
{
    const struct specimen *specimen = &stage->specimen[image][name];

    program(stage, stage->config.slot[image][slot].addr, specimen->bytes,
            specimen->len);
}

static void program_byte(struct stage *stage, uint32_t addr, unsigned byte)
{
    uint8_t one = (uint8_t)byte;

    program(stage, addr, &one, 1);
}

static void program_magic(struct stage *stage, const struct trailer_map *map)
{
    uint8_t block[32];
    uint32_t len = map->end - map->magic_unit;

    memset(block, 0xff, sizeof(block));
    map_magic(block + len - MAP_MAGIC_LEN, stage->config.max_align);
    program(stage, map->magic_unit, block, len);
}

void stage_request(struct stage *stage, uint8_t image, enum request request)
{
    struct flash nor = shape(stage);
    struct trailer_map map;
    bool permanent =
        request == REQUEST_PERMANENT || request == REQUEST_PAD_CONFIRM;

    map_slot(&map, &nor, &stage->config,
             stage->config.slot[image][SLOT_SECONDARY]);
    program_magic(stage, &map);
    if (permanent) {
        program_byte(stage, map.image_ok, FLAG_SET);
    }
    if (request == REQUEST_TEST || request == REQUEST_PERMANENT) {
        program_byte(stage, map.swap_info,
                     (permanent ? SWAP_PERM : SWAP_TEST) | (uint32_t)image
                                                               << 4);
    }
}
