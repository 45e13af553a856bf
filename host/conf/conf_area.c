/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regions from keys. Sums are made in 64 bits, so that no address wraps; a
 * region whose keys were refused is left out, so that one slip of the pen is
 * told once.
 */
#include "host/conf/conf_area.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/conf/conf_words.h"

#define MAP_PAGE_LEN 0x10000u /* bytes that the chips map at a time */
#define RECORDS      3u       /* per sector; also all that scratch has */
#define DIGEST_LEN   32u      /* of the note */
#define IMAGE_MIN    76u /* bytes: header 32, payload 4, TLVs with hash 40 */

static const enum conf_key slot_keys[CONFIG_IMAGE_MAX][SLOT_COUNT] = {
    {CONF_ESP_IMAGE0_PRIMARY_START_ADDRESS,
     CONF_ESP_IMAGE0_SECONDARY_START_ADDRESS},
    {CONF_ESP_IMAGE1_PRIMARY_START_ADDRESS,
     CONF_ESP_IMAGE1_SECONDARY_START_ADDRESS},
    {CONF_ESP_IMAGE2_PRIMARY_START_ADDRESS,
     CONF_ESP_IMAGE2_SECONDARY_START_ADDRESS},
    {CONF_ESP_IMAGE3_PRIMARY_START_ADDRESS,
     CONF_ESP_IMAGE3_SECONDARY_START_ADDRESS},
};

enum conf_key conf_slot_key(size_t image, enum slot slot)
{
    return slot_keys[image][slot];
}

enum update_mode conf_update_mode(const struct conf *conf)
{
    if (conf_is_set(conf, CONF_ESP_BOOT_SWAP_USING_MOVE)) {
        return UPDATE_MOVE;
    }
    return conf_is_set(conf, CONF_ESP_BOOT_UPGRADE_ONLY) ? UPDATE_OVERWRITE
                                                         : UPDATE_SCRATCH;
}

static void add_area(struct conf_areas *areas, const struct conf *conf,
                     const struct conf_area *area)
{
    struct conf_area *end = &areas->area[areas->count];

    if (!conf_is_set(conf, area->addr) || !conf_is_set(conf, area->len)) {
        return;
    }
    *end = *area;
    end->at.addr = conf_number(conf, area->addr);
    end->at.len = conf_number(conf, area->len);
    areas->count++;
}

static void add_slots(struct conf_areas *areas, const struct conf *conf)
{
    static const char *const names[CONFIG_IMAGE_MAX][SLOT_COUNT] = {
        {"image 0 primary", "image 0 secondary"},
        {"image 1 primary", "image 1 secondary"},
        {"image 2 primary", "image 2 secondary"},
        {"image 3 primary", "image 3 secondary"},
    };

    for (size_t i = 0; i < conf_number(conf, CONF_ESP_IMAGE_NUMBER); i++) {
        for (size_t s = 0; s < SLOT_COUNT; s++) {
            struct conf_area area = {.addr = slot_keys[i][s],
                                     .len = CONF_ESP_APPLICATION_SIZE};

            memcpy(area.name, names[i][s], strlen(names[i][s]) + 1);
            add_area(areas, conf, &area);
        }
    }
}

static int by_address(const void *a, const void *b)
{
    const struct conf_area *first = (const struct conf_area *)a;
    const struct conf_area *second = (const struct conf_area *)b;

    if (first->at.addr == second->at.addr) {
        return first->addr < second->addr ? -1 : 1;
    }
    return first->at.addr < second->at.addr ? -1 : 1;
}

void conf_area_list(const struct conf *conf, struct conf_areas *areas)
{
    static const struct conf_area bootloader = {"bootloader",
                                                CONF_ESP_BOOTLOADER_OFFSET,
                                                CONF_ESP_BOOTLOADER_SIZE,
                                                {0, 0}};
    static const struct conf_area scratch = {
        "scratch", CONF_ESP_SCRATCH_OFFSET, CONF_ESP_SCRATCH_SIZE, {0, 0}};
    static const struct conf_area efuse = {"virtual eFuse",
                                           CONF_EFUSE_VIRTUAL_OFFSET,
                                           CONF_EFUSE_VIRTUAL_SIZE,
                                           {0, 0}};

    memset(areas, 0, sizeof(*areas));
    add_area(areas, conf, &bootloader);
    add_slots(areas, conf);
    if (conf_update_mode(conf) == UPDATE_SCRATCH) {
        add_area(areas, conf, &scratch);
    }
    if (conf_is_set(conf, CONF_EFUSE_VIRTUAL) &&
        conf_is_set(conf, CONF_EFUSE_VIRTUAL_KEEP_IN_FLASH)) {
        add_area(areas, conf, &efuse);
    }
    qsort(areas->area, areas->count, sizeof(areas->area[0]), by_address);
}

static uint32_t round_up(uint32_t value, uint32_t unit)
{
    return (value + unit - 1) / unit * unit;
}

/* Scratch mode: the scratch area has to hold its own trailer as well. */
static uint32_t scratch_image_max(uint32_t trailer_off, uint32_t info_len,
                                  uint32_t write_len)
{
    uint32_t scratch_trailer = RECORDS * write_len + info_len;
    uint32_t part = round_up(trailer_off, CONF_SECTOR_LEN) - trailer_off;
    uint32_t short_of = scratch_trailer > part ? scratch_trailer - part : 0;

    return trailer_off > short_of ? trailer_off - short_of : 0;
}

/*
 * The note takes the bytes in front of the trailer in its first sector, and
 * what is exchanged has to end before that sector.
 */
static uint32_t noted_image_max(const struct conf_room *room, uint32_t sectors)
{
    uint32_t in_front = room->trailer_off % CONF_SECTOR_LEN;
    uint32_t map_len = round_up(sectors, 256) / 8;
    uint32_t end = room->trailer_off - in_front;

    if (in_front < DIGEST_LEN + map_len) {
        return 0;
    }
    return end < room->image_max ? end : room->image_max;
}

void conf_area_room(const struct conf *conf, struct conf_room *room)
{
    bool encrypted = conf_is_set(conf, CONF_SECURE_FLASH_ENC_ENABLED);
    uint32_t align = encrypted ? 32 : 8;
    uint32_t write_len = encrypted ? 32 : 4;
    uint32_t slot_len = conf_number(conf, CONF_ESP_APPLICATION_SIZE);
    uint32_t sectors = conf_number(conf, CONF_ESP_MAX_IMG_SECTORS);
    uint32_t info_len = 4 * align + round_up(16, align);
    uint32_t len = sectors * RECORDS * write_len + info_len;
    uint32_t move_len = round_up(len, CONF_SECTOR_LEN) + CONF_SECTOR_LEN;

    *room = (struct conf_room){.trailer_len = len};
    if (slot_len <= len) {
        return;
    }
    room->trailer_off = slot_len - len;
    switch (conf_update_mode(conf)) {
    case UPDATE_SCRATCH:
        room->image_max =
            scratch_image_max(room->trailer_off, info_len, write_len);
        break;
    case UPDATE_MOVE:
        room->image_max = slot_len > move_len ? slot_len - move_len : 0;
        break;
    case UPDATE_OVERWRITE:
        room->image_max = slot_len - info_len + align;
        break;
    }
    if (conf_update_mode(conf) != UPDATE_OVERWRITE) {
        room->noted_max = noted_image_max(room, sectors);
    }
}

static uint64_t end_of(const struct conf_area *area)
{
    return (uint64_t)area->at.addr + area->at.len;
}

static void check_inside(const struct conf *conf, const struct conf_area *area,
                         struct conf_report *report)
{
    struct conf_place place = conf_place_of_pair(conf, area->addr, area->len);
    uint32_t flash = conf_number(conf, CONF_ESP_FLASH_SIZE);

    if (flash != 0 && end_of(area) > flash) {
        conf_report_error(
            report, &place,
            "%s with %s ends at 0x%" PRIX64
            ", beyond the flash of %s (0x%" PRIX32
            "): lower the address or the size, or correct the flash size",
            conf_words(conf, area->addr).text, conf_words(conf, area->len).text,
            end_of(area), conf_words(conf, CONF_ESP_FLASH_SIZE).text, flash);
    }
}

/* a starts below b or where b does: the areas are sorted. */
static void check_apart(const struct conf *conf, const struct conf_area *a,
                        const struct conf_area *b, struct conf_report *report)
{
    struct conf_place place = conf_place_of_pair(conf, b->addr, a->addr);

    if (b->at.addr < end_of(a)) {
        conf_report_error(
            report, &place,
            "the %s region (%s, %s) reaches to 0x%" PRIX64
            " and overlaps the %s region (%s): let it start at 0x%" PRIX64
            " or above",
            a->name, conf_words(conf, a->addr).text,
            conf_words(conf, a->len).text, end_of(a), b->name,
            conf_words(conf, b->addr).text, end_of(a));
    }
}

static void check_pairs(const struct conf *conf, struct conf_report *report)
{
    struct conf_areas areas;

    conf_area_list(conf, &areas);
    for (size_t i = 0; i < areas.count; i++) {
        check_inside(conf, &areas.area[i], report);
        for (size_t j = i + 1; j < areas.count; j++) {
            check_apart(conf, &areas.area[i], &areas.area[j], report);
        }
    }
}

/* The ROM looks at one address only. */
static void check_bootloader(const struct conf *conf,
                             struct conf_report *report)
{
    enum conf_key key = CONF_ESP_BOOTLOADER_OFFSET;
    struct conf_place place = conf_place_of(conf, key);
    uint32_t rom = conf_row(key)->fallback[conf->target];

    if (conf_is_set(conf, key) && conf_number(conf, key) != rom) {
        conf_report_error(report, &place,
                          "%s is not where the ROM of %s looks: write "
                          "0x%" PRIX32,
                          conf_words(conf, key).text,
                          conf_target_name(conf->target), rom);
    }
}

static void check_sectors(const struct conf *conf, enum conf_key len,
                          struct conf_report *report)
{
    struct conf_place place =
        conf_place_of_pair(conf, len, CONF_ESP_MAX_IMG_SECTORS);
    uint32_t count = conf_number(conf, len) / CONF_SECTOR_LEN;
    uint32_t max = conf_number(conf, CONF_ESP_MAX_IMG_SECTORS);

    if (max != 0 && count > max) {
        conf_report_error(report, &place,
                          "%s has %" PRIu32
                          " sectors of 4096 bytes, more than %s: lower "
                          "the size to 0x%" PRIX32 " or raise the number",
                          conf_words(conf, len).text, count,
                          conf_words(conf, CONF_ESP_MAX_IMG_SECTORS).text,
                          max * CONF_SECTOR_LEN);
    }
}

static void check_room(const struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_ESP_APPLICATION_SIZE;
    struct conf_place place =
        conf_place_of_pair(conf, key, CONF_ESP_MAX_IMG_SECTORS);
    struct conf_room room;

    conf_area_room(conf, &room);
    if (conf_is_set(conf, key) && room.image_max < IMAGE_MIN) {
        conf_report_error(
            report, &place,
            "%s leaves no room for an image: the slot trailer of %s takes "
            "%" PRIu32 " bytes, so make the slot larger or the number smaller",
            conf_words(conf, key).text,
            conf_words(conf, CONF_ESP_MAX_IMG_SECTORS).text, room.trailer_len);
    }
}

/* Without its note no trial could be taken back safely: SPEC, Downgrade
 * prevention. */
static void check_trial(const struct conf *conf, struct conf_report *report)
{
    enum conf_key key = CONF_ESP_DOWNGRADE_PREVENTION;
    struct conf_place place =
        conf_place_of_pair(conf, key, CONF_ESP_MAX_IMG_SECTORS);
    struct conf_room room;

    conf_area_room(conf, &room);
    if (conf_is_set(conf, key) && room.image_max >= IMAGE_MIN &&
        conf_update_mode(conf) != UPDATE_OVERWRITE &&
        room.noted_max < IMAGE_MIN) {
        conf_report_error(
            report, &place,
            "%s would refuse every update on trial: with %s the slot trailer "
            "of %" PRIu32 " bytes leaves no room for the note below it, so "
            "choose another number",
            conf_words(conf, key).text,
            conf_words(conf, CONF_ESP_MAX_IMG_SECTORS).text, room.trailer_len);
    }
}

static void check_page(const struct conf *conf, enum conf_key key,
                       struct conf_report *report)
{
    struct conf_place place = conf_place_of(conf, key);
    uint32_t addr = conf_number(conf, key);

    if (addr % MAP_PAGE_LEN != 0) {
        uint32_t page = addr - addr % MAP_PAGE_LEN;

        conf_report_warning(report, &place,
                            "%s is not a multiple of 0x10000, the pages in "
                            "which the chip maps an application: better "
                            "0x%" PRIX32 " or 0x%" PRIX32,
                            conf_words(conf, key).text, page,
                            page + MAP_PAGE_LEN);
    }
}

static void check_slot(const struct conf *conf, size_t image, enum slot slot,
                       struct conf_report *report)
{
    enum conf_key key = slot_keys[image][slot];
    bool used = image < conf_number(conf, CONF_ESP_IMAGE_NUMBER);
    bool set = conf_is_set(conf, key);
    struct conf_place place =
        conf_place_of_pair(conf, key, CONF_ESP_IMAGE_NUMBER);

    if (used && !set && !conf->value[key].bad) {
        conf_report_error(report, &place, "%s needs %s: add its address",
                          conf_words(conf, CONF_ESP_IMAGE_NUMBER).text,
                          conf_row(key)->name);
    } else if (!used && set && !conf->value[CONF_ESP_IMAGE_NUMBER].bad) {
        conf_report_warning(report, &place, "%s has no effect with %s",
                            conf_words(conf, key).text,
                            conf_words(conf, CONF_ESP_IMAGE_NUMBER).text);
    }
    if (used && set && slot == SLOT_PRIMARY) {
        check_page(conf, key, report);
    }
}

void conf_area_check(const struct conf *conf, struct conf_report *report)
{
    check_bootloader(conf, report);
    for (size_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        check_slot(conf, i, SLOT_PRIMARY, report);
        check_slot(conf, i, SLOT_SECONDARY, report);
    }
    check_pairs(conf, report);
    check_sectors(conf, CONF_ESP_APPLICATION_SIZE, report);
    if (conf_update_mode(conf) == UPDATE_SCRATCH) {
        check_sectors(conf, CONF_ESP_SCRATCH_SIZE, report);
    }
    check_room(conf, report);
    check_trial(conf, report);
}
