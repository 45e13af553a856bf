/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can happen in a story: the device boots, the application uploads an
 * image, requests an update, confirms. Power may fail in each of them; then
 * an act says so, and a story goes on with a boot.
 */
#include "tests/powerloss/acts.h"

#include <stdio.h>
#include <string.h>

#include "iface/flash.h"
#include "tests/powerloss/trailer_map.h"

#define UPLOAD_LEN   512u /* bytes written at a time, as received */
#define UPDATE_TRIES 20

static const char *const name_of[SPECIMEN_MAX] = {"V1", "V2", "V0", "V3",
                                                  "WRONG"};

static const char *word(int8_t name)
{
    return name == NOBODY ? "nothing known" : name_of[name];
}

/* W4: by counter where the device compares counters, else by version. */
static bool is_below(const struct world *w, uint8_t image, int8_t a, int8_t b)
{
    const struct specimen *set = w->stage->specimen[image];

    return w->stage->config.prevent_by_counter ? set[a].counter < set[b].counter
                                               : set[a].major < set[b].major;
}

static void check_image(struct world *w, uint8_t image)
{
    int8_t found = world_find(w, image, SLOT_PRIMARY);
    int8_t floor = w->view.floor[image];

    if (found == NOBODY || !w->stage->specimen[image][found].good) {
        world_fail(w, "image %u: %s was started", image, word(found));
    }
    if (w->stage->config.prevent_downgrade && floor != NOBODY &&
        is_below(w, image, found, floor)) {
        world_fail(w, "image %u: %s runs although %s was confirmed", image,
                   word(found), word(floor));
    }
    w->view.runs[image] = found;
}

static void act_boot(struct world *w, const void *arg)
{
    struct handover out = {0};
    const struct config_area *slot = &w->stage->config.slot[0][SLOT_PRIMARY];

    (void)arg;
    w->stage->boot(&w->nor, &w->stage->config, &out);
    world_check_flash(w);
    if (!out.passed) {
        world_fail(w, "nothing boots: status 0x%x", (unsigned)out.why);
    }
    if (out.addr != slot->addr || out.len != slot->len) {
        world_fail(w, "0x%x is started, no primary slot", out.addr);
    }
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        check_image(w, i);
    }
}

static void tell_boot(const struct world *w, const char *what)
{
    if (w->verbose) {
        printf("-- %s\n", what);
    }
}

static void tell_runs(const struct world *w)
{
    for (uint8_t i = 0; w->verbose && i < w->stage->config.image_count; i++) {
        printf("-- image %u: %s runs\n", i, word(w->view.runs[i]));
    }
}

void boot_device(struct world *w)
{
    memset(w->view.swapped, 0, sizeof(w->view.swapped));
    do {
        tell_boot(w, "boot");
    } while (!world_step(w, act_boot, NULL));
    tell_runs(w);
}

struct upload {
    uint8_t image;
    enum specimen_name name;
};

/* The application's flash writes fail only if the runner is wrong. */
static void must(struct world *w, status_t status)
{
    if (status != OK) {
        world_fail(w, "the application cannot use the flash: status 0x%x",
                   (unsigned)status);
    }
}

static status_t upload_erase(struct world *w, struct config_area area)
{
    const struct app *app = w->stage->app;

    return app->erase != NULL ? app->erase(&w->nor, area.addr, area.len)
                              : flash_erase(&w->nor, area.addr, area.len);
}

static status_t upload_write(struct world *w, uint32_t addr, const void *src,
                             uint32_t len)
{
    const struct app *app = w->stage->app;

    return app->write != NULL ? app->write(&w->nor, addr, src, len)
                              : flash_write(&w->nor, addr, src, len);
}

static void write_padded(struct world *w, uint32_t addr, const uint8_t *src,
                         uint32_t len)
{
    uint8_t block[UPLOAD_LEN];
    uint32_t unit_len = flash_write_len(&w->nor);

    memset(block, 0xff, sizeof(block));
    memcpy(block, src, len);
    must(w, upload_write(w, addr, block,
                         (len + unit_len - 1) / unit_len * unit_len));
}

static void act_upload(struct world *w, const void *arg)
{
    const struct upload *upload = arg;
    const struct specimen *specimen =
        &w->stage->specimen[upload->image][upload->name];
    struct config_area slot =
        w->stage->config.slot[upload->image][SLOT_SECONDARY];

    must(w, upload_erase(w, slot));
    for (uint32_t off = 0; off < specimen->len; off += UPLOAD_LEN) {
        uint32_t left = specimen->len - off;

        write_padded(w, slot.addr + off, specimen->bytes + off,
                     left < UPLOAD_LEN ? left : UPLOAD_LEN);
    }
}

bool app_upload(struct world *w, uint8_t image, enum specimen_name name)
{
    struct upload upload = {.image = image, .name = name};

    tell_boot(w, "the application uploads an image");
    return world_step(w, act_upload, &upload);
}

struct wish {
    uint8_t image;
    bool permanent;
};

static void act_request(struct world *w, const void *arg)
{
    const struct wish *wish = arg;

    w->view.status = w->stage->app->request(&w->nor, &w->stage->config,
                                            wish->image, wish->permanent);
}

bool app_request(struct world *w, uint8_t image, bool permanent)
{
    struct wish wish = {.image = image, .permanent = permanent};

    tell_boot(w, "the application requests an update");
    return world_step(w, act_request, &wish);
}

static void act_confirm(struct world *w, const void *arg)
{
    const struct wish *wish = arg;

    w->view.status =
        w->stage->app->confirm(&w->nor, &w->stage->config, wish->image);
    must(w, w->view.status);
    w->view.floor[wish->image] = w->view.runs[wish->image];
}

bool app_confirm(struct world *w, uint8_t image)
{
    struct wish wish = {.image = image};

    tell_boot(w, "the application confirms");
    return world_step(w, act_confirm, &wish);
}

/* A request is complete or nothing: half of one is uploaded again. */
static bool ask(struct world *w, enum specimen_name name, bool permanent)
{
    if (!app_upload(w, 0, name) || !app_request(w, 0, permanent)) {
        return false;
    }
    must(w, w->view.status);
    return true;
}

bool agent_install(struct world *w, enum specimen_name name, bool permanent)
{
    int8_t before = w->view.runs[0];

    for (int i = 0; i < UPDATE_TRIES; i++) {
        bool asked = ask(w, name, permanent);

        boot_device(w);
        if (w->view.runs[0] == (int8_t)name) {
            return true;
        }
        expect_runs(w, 0, (enum specimen_name)before);
        if (asked) {
            world_expect(w, (w->view.swapped[0] >> name & 1) != 0 && !permanent,
                         "a requested update is made");
            return false;
        }
    }
    world_fail(w, "the update is never made");
}

void expect_runs(struct world *w, uint8_t image, enum specimen_name name)
{
    if (w->view.runs[image] != (int8_t)name) {
        world_fail(w, "image %u: %s runs, expected %s", image,
                   word(w->view.runs[image]), word((int8_t)name));
    }
}

void expect_kept(struct world *w, uint8_t image, enum specimen_name name)
{
    int8_t found;

    if (w->pace != PACE_LIVE) {
        return; /* held when the parent ran */
    }
    found = world_find(w, image, SLOT_SECONDARY);
    if (found != (int8_t)name) {
        world_fail(w, "image %u: secondary slot holds %s, expected %s", image,
                   word(found), word((int8_t)name));
    }
}

void expect_stable(struct world *w)
{
    int8_t runs[CONFIG_IMAGE_MAX];

    memcpy(runs, w->view.runs, sizeof(runs));
    for (int i = 0; i < 2; i++) {
        boot_device(w);
        world_expect(w, memcmp(runs, w->view.runs, sizeof(runs)) == 0,
                     "the next boot starts the same image");
    }
    world_expect(w, w->view.ops == 0, "a settled device writes nothing");
}

static bool has_magic(const struct world *w, const struct trailer_map *map)
{
    uint8_t want[MAP_MAGIC_LEN];
    uint8_t found[MAP_MAGIC_LEN];

    map_magic(want, w->stage->config.max_align);
    world_peek(w, map->magic, found, sizeof(found));
    return memcmp(want, found, sizeof(want)) == 0;
}

static bool has_flag(const struct world *w, uint32_t addr)
{
    uint8_t flag;

    world_peek(w, addr, &flag, 1);
    return flag == 1;
}

static bool is_erased(const struct world *w, uint32_t addr, uint32_t end)
{
    while (addr < end && world_is_erased(w, addr)) {
        addr += flash_write_len(&w->nor);
    }
    return addr >= end;
}

void expect_trailers(struct world *w, uint8_t image, bool confirmed)
{
    const struct config_area *slot = w->stage->config.slot[image];
    struct trailer_map pri;
    struct trailer_map sec;

    if (w->torn || w->pace != PACE_LIVE) {
        return;
    }
    map_slot(&pri, &w->nor, &w->stage->config, slot[SLOT_PRIMARY]);
    map_slot(&sec, &w->nor, &w->stage->config, slot[SLOT_SECONDARY]);
    world_expect(w, has_magic(w, &pri), "magic in the primary trailer");
    world_expect(w, has_flag(w, pri.copy_done), "copy_done is set");
    world_expect(w,
                 confirmed ? has_flag(w, pri.image_ok)
                           : world_is_erased(w, pri.image_ok),
                 "image_ok as the kind of update says");
    world_expect(w, is_erased(w, sec.swap_size, sec.end),
                 "the secondary trailer is erased");
}

static bool all_run(const struct world *w, enum specimen_name name)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        if (w->view.runs[i] != (int8_t)name) {
            return false;
        }
    }
    return true;
}

static bool all_swapped(const struct world *w, enum specimen_name name)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        if ((w->view.swapped[i] >> name & 1) == 0) {
            return false;
        }
    }
    return true;
}

bool begins_trial(struct world *w, enum specimen_name name,
                  enum specimen_name old_name)
{
    boot_device(w);
    if (all_run(w, name)) {
        return true;
    }
    world_expect(w, all_run(w, old_name),
                 "all images are on the same side of the update");
    world_expect(w, all_swapped(w, name), "a requested update is made");
    return false;
}
