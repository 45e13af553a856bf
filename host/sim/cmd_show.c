/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport sim show`: what is on the flash, in text: a map, each region
 * with its image and trailer, what the next boot will do, and the wear. Looks
 * with core's own readers and changes nothing.
 */
#include "host/sim/sim_commands.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "core/region.h"
#include "core/trailer.h"
#include "core/verify.h"
#include "host/sim/device.h"
#include "host/sim/session.h"
#include "host/sim/sim_options.h"
#include "host/sim/status_text.h"

#define MAP_CELLS 64 /* characters; 64 KiB each on a 4 MB flash */

static const char *mark_text(enum trailer_mark mark)
{
    static const char *const texts[] = {"", "set", "damaged", "unset"};
    return texts[mark];
}

static const char *swap_text(enum swap_type type)
{
    static const char *const texts[] = {"", "none", "test", "permanent",
                                        "revert"};
    return texts[type];
}

static const char *mode_text(enum update_mode mode)
{
    static const char *const texts[] = {"swap using scratch", "swap using move",
                                        "overwrite only"};
    return texts[mode];
}

static void line_print(const char *name, const struct config_area *area)
{
    printf("  0x%06" PRIx32 " %7" PRIu32 " KB  %s", area->addr,
           area->len / 1024, name);
}

/* Begins a further line about the same region, below its name. */
static void more_print(void)
{
    printf("%24s", "");
}

static bool is_erased(const struct device *device,
                      const struct config_area *area)
{
    return bytes_are(device->data + area->addr, 0xff, area->len);
}

static void image_print(struct device *device, const struct region *slot)
{
    struct image_facts facts;
    uint8_t raw[IMAGE_HEADER_LEN];
    status_t why = image_header_read(slot, raw, &facts.header);
    if (why != OK) {
        printf("%s\n", status_text(why));
        return;
    }
    struct image_version v = facts.header.version;
    verdict_t verdict =
        image_verify(slot, slot->len, &device->conf.boot, &facts, &why);
    printf("version %u.%u.%u+%" PRIu32 ", ", v.major, v.minor, v.revision,
           v.build);
    if (verdict_is_pass(verdict)) {
        printf("%" PRIu32 " bytes, verified\n", facts.len);
    } else {
        printf("refused: %s\n", status_text(why));
    }
}

static bool trailer_is_blank(const struct trailer_state *state)
{
    return state->magic == MARK_UNSET && state->image_ok == MARK_UNSET &&
           state->copy_done == MARK_UNSET && state->type == SWAP_NONE;
}

static void trailer_print(const struct device *device,
                          const struct region *area, uint32_t record_count)
{
    struct trailer_state state;
    const struct trailer trailer = {
        .area = *area,
        .align = device->conf.boot.max_align,
        .record_count = record_count,
    };
    if (trailer_read(&trailer, &state) != OK) {
        return;
    }
    more_print();
    if (trailer_is_blank(&state)) {
        printf("trailer: none\n");
        return;
    }
    printf("trailer: magic %s, image_ok %s, copy_done %s",
           mark_text(state.magic), mark_text(state.image_ok),
           mark_text(state.copy_done));
    if (state.type != SWAP_NONE) {
        printf(", %s", swap_text(state.type));
    }
    printf("\n");
}

static void slot_print(struct device *device, uint8_t image, enum slot which)
{
    static const char *const names[SLOT_COUNT] = {"primary", "secondary"};
    const struct boot_config *boot = &device->conf.boot;
    const struct config_area *area = &boot->slot[image][which];
    char name[24];
    struct region slot;
    (void)snprintf(name, sizeof(name), "image %u %s", image, names[which]);
    line_print(name, area);
    if (is_erased(device, area)) {
        printf(", erased\n");
        return;
    }
    if (region_open(&slot, &device->flash, area->addr, area->len) != OK) {
        return; /* device_open() has checked it */
    }
    printf("\n");
    more_print();
    image_print(device, &slot);
    trailer_print(device, &slot,
                  (uint32_t)boot->sector_max * TRAILER_RECORDS_PER_SECTOR);
}

static void area_print(struct device *device, const char *name,
                       const struct config_area *area)
{
    if (area->len == 0) {
        return;
    }
    line_print(name, area);
    printf("%s\n", is_erased(device, area) ? ", erased" : ", in use");
}

static bool is_inside(const struct config_area *area, uint32_t addr)
{
    return addr >= area->addr && addr - area->addr < area->len;
}

/* One letter for the region that holds addr; lower case: erased there. */
static char region_letter(const struct device *device, uint32_t addr)
{
    const struct boot_config *boot = &device->conf.boot;
    if (is_inside(&device->conf.bootloader, addr)) {
        return 'B';
    }
    if (is_inside(&boot->scratch, addr)) {
        return 'X';
    }
    for (uint8_t i = 0; i < boot->image_count; i++) {
        if (is_inside(&boot->slot[i][SLOT_PRIMARY], addr)) {
            return 'P';
        }
        if (is_inside(&boot->slot[i][SLOT_SECONDARY], addr)) {
            return 'S';
        }
    }
    return '#';
}

static char map_cell(const struct device *device, uint32_t addr, uint32_t len)
{
    char letter = region_letter(device, addr);
    if (!bytes_are(device->data + addr, 0xff, len)) {
        return letter;
    }
    return letter == '#' ? '.' : (char)tolower((unsigned char)letter);
}

static void map_print(const struct device *device)
{
    uint32_t len = device->flash.len / MAP_CELLS;
    printf("\n  ");
    for (uint32_t i = 0; i < MAP_CELLS; i++) {
        putchar(map_cell(device, i * len, len));
    }
    printf("\n  one letter is %" PRIu32 " KB: B bootloader, P primary, "
           "S secondary, X scratch,\n  # other data; small letters and dots "
           "are erased\n\n",
           len / 1024);
}

static void head_print(const struct device *device)
{
    const struct conf *conf = &device->conf;
    printf("%s: %s, %" PRIu32 " MB, %s, %s\n", device->path, device->target,
           conf->flash_len / (1024 * 1024), mode_text(conf->boot.mode),
           conf->boot.signature == NULL ? "images need no signature"
                                        : "images must be signed");
    if (device->flash.encrypted) {
        printf("the flash is encrypted: erased parts read as noise\n");
    }
}

static void wear_print(const struct device *device)
{
    const struct device_state *state = &device->state;
    uint64_t sum = 0;
    uint32_t worst = 0;
    for (uint32_t i = 0; i < state->sector_count; i++) {
        sum += state->wear[i];
        worst = state->wear[i] > state->wear[worst] ? i : worst;
    }
    printf("%" PRIu32 " boots, next reset by %s; %" PRIu64 " sectors erased",
           state->boots, reset_cause_names[state->cause], sum);
    if (sum > 0) {
        printf(", most often sector %" PRIu32 ": %" PRIu32 " times", worst,
               state->wear[worst]);
    }
    printf("\n");
}

static void next_print(const struct session *next)
{
    const struct image_version *v;
    if (next->rescue != RESCUE_NONE) {
        printf("next boot: recovery: %s\n", session_refusal(next));
        return;
    }
    if (!next->is_started) {
        printf("next boot: nothing boots: %s\n", session_refusal(next));
        return;
    }
    v = &next->result.start[0].facts->header.version;
    printf("next boot: version %u.%u.%u of image %u", v->major, v->minor,
           v->revision, next->result.image);
    if (next->op_count > 0) {
        printf(", after %" PRIu64 " operations: %" PRIu32 " erases, %" PRIu64
               " bytes written",
               next->op_count,
               next->boot_work.erase_count + next->boot_work.large_erase_count,
               next->boot_work.bytes_programmed);
    }
    printf("\n");
}

static bool show_job(struct device *device, const struct cli_args *args,
                     struct why *why)
{
    (void)args;
    const struct boot_config *boot = &device->conf.boot;
    struct session next;
    if (device->fuses.path != NULL) {
        sim_crypt_reset(&device->fuses.efuse);
    }
    head_print(device);
    map_print(device);
    area_print(device, "bootloader", &device->conf.bootloader);
    for (uint8_t i = 0; i < boot->image_count; i++) {
        slot_print(device, i, SLOT_PRIMARY);
        slot_print(device, i, SLOT_SECONDARY);
    }
    area_print(device, "scratch", &boot->scratch);
    printf("\n");
    wear_print(device);
    if (!session_rehearse(device, NULL, &next, why)) {
        return false;
    }
    next_print(&next);
    return true;
}

static int show_run(const struct cli_args *args)
{
    return sim_job(args, DEVICE_LOAD, show_job);
}

static const struct cli_option show_options[] = {SIM_OPTIONS_COMMON};

const struct cli_command sim_command_show = {
    .name = "show",
    .summary = "Show what is on the flash and what the next boot will do.",
    .options = show_options,
    .option_count = SIM_OPTION_COMMON_COUNT,
    .run = show_run,
};
