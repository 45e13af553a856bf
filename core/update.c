/* SPDX-License-Identifier: Apache-2.0 */
/* See update.h for U1 .. U4. */
#include "core/update.h"

#include <stddef.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "core/copy.h"
#include "core/image.h"
#include "core/mark.h"
#include "core/note.h"
#include "core/strategy.h"

static const struct boot_config *config_of(const struct update *u)
{
    return config_known(u->config);
}

static const struct update_rites *rites(const struct update *u)
{
    return update_strategy(config_of(u)->mode)->rites;
}

/* ---- opening ---- */

static uint32_t record_count(const struct update *u, enum plan_area which)
{
    return which == AREA_SCRATCH ? TRAILER_SCRATCH_RECORDS
                                 : (uint32_t)config_of(u)->sector_max *
                                       TRAILER_RECORDS_PER_SECTOR;
}

static void area_set(struct update *u, enum plan_area which,
                     struct flash *flash, const struct config_area *at)
{
    struct trailer *t = &u->geometry.trailer[which];

    t->align = config_of(u)->max_align;
    t->record_count = record_count(u, which);
    t->area = (struct region){flash, at->addr, at->len};
}

static status_t areas_check(const struct update *u)
{
    for (uint32_t i = 0; i < AREA_COUNT; i++) {
        const struct region *area = &u->geometry.trailer[i].area;
        struct region checked;

        if (area->flash != NULL) {
            TRY(region_open(&checked, area->flash, area->base, area->len));
        }
    }
    return plan_check(&u->geometry, config_of(u)->sector_max);
}

status_t update_open(struct update *u, const struct boot_config *config,
                     struct flash *flash, uint8_t image)
{
    const struct config_area *slot =
        config_known(config)->slot[config_image(image)];

    memset(u, 0, sizeof(*u));
    u->config = config;
    u->image = image;
    u->geometry.mode = config_known(config)->mode;
    area_set(u, AREA_PRIMARY, flash, &slot[SLOT_PRIMARY]);
    area_set(u, AREA_SECONDARY, flash, &slot[SLOT_SECONDARY]);
    if (config_of(u)->mode == UPDATE_SCRATCH) {
        area_set(u, AREA_SCRATCH, flash, &config_of(u)->scratch);
    }
    return config_is_checked() ? OK : areas_check(u);
}

static void be_idle(struct update *u)
{
    u->progress = UPDATE_IDLE;
    u->by_scratch = false;
    u->type = SWAP_NONE;
    u->next = 0;
}

status_t update_look(struct update *u)
{
    TRY(trailer_read(rites_trailer(u, AREA_PRIMARY), &u->state[AREA_PRIMARY]));
    TRY(trailer_read(rites_trailer(u, AREA_SECONDARY),
                     &u->state[AREA_SECONDARY]));
    be_idle(u);
    return rites(u)->look(u);
}

bool update_holds_scratch(const struct update *u)
{
    return config_of(u)->mode == UPDATE_SCRATCH && u->progress != UPDATE_IDLE &&
           !u->by_scratch;
}

void update_forget_scratch(struct update *u)
{
    if (u->by_scratch) {
        be_idle(u);
    }
}

/* ---- the engine ---- */

static status_t step_copy(const struct update *u, const struct plan_step *step)
{
    const struct copy c = {
        .from = rites_area(u, step->from),
        .to = rites_area(u, step->to),
        .from_off = step->from_off,
        .to_off = step->to_off,
        .len = step->len,
        .map_off = step->map_off,
        .geometry = &u->geometry,
    };

    return copy_range(&c);
}

static status_t step_record(const struct update *u, uint32_t n,
                            const struct plan_step *step)
{
    if (step->record == PLAN_NONE) {
        return OK;
    }
    return trailer_put_record(rites_trailer(u, rites(u)->record_area(u, n)),
                              step->record, step->value);
}

static status_t step_run(const struct update *u, uint32_t n)
{
    struct plan_step step;

    plan_step(&u->geometry, n, &step);
    TRY(rites(u)->prepare(u, n));
    TRY(step_copy(u, &step));
    TRY(rites(u)->settle(u, n));
    return step_record(u, n, &step);
}

static status_t run_from(struct update *u)
{
    uint32_t count = plan_step_count(&u->geometry);

    for (uint32_t n = u->next; n < count; n++) {
        TRY(step_run(u, n));
    }
    return rites(u)->finish(u);
}

status_t update_resume(struct update *u)
{
    return run_from(u);
}

/*
 * Adds the length of the image in a slot, if there is one that fits. A read
 * that failed says nothing of the image: it must not cut it short.
 */
static status_t add_image_len(const struct update *u, enum plan_area which,
                              uint32_t *swap_len)
{
    uint8_t digest[HASH_LEN];
    uint32_t len;
    status_t status = image_measure(rites_area(u, which), &len, digest);

    if (status == OK && len <= plan_image_max(&u->geometry) &&
        len > *swap_len) {
        *swap_len = len;
    }
    return status == FLASH_E_IO ? status : OK;
}

static status_t measure(const struct update *u, uint32_t *swap_len)
{
    *swap_len = 0;
    TRY(add_image_len(u, AREA_SECONDARY, swap_len));
    /* overwriting takes nothing back */
    return config_of(u)->mode == UPDATE_OVERWRITE
               ? OK
               : add_image_len(u, AREA_PRIMARY, swap_len);
}

status_t update_start(struct update *u, enum swap_type type)
{
    uint32_t swap_len;

    /* by move: trailers are in place, so is the length they speak of */
    if (u->progress == UPDATE_IDLE || config_of(u)->mode != UPDATE_MOVE) {
        TRY(measure(u, &swap_len));
        plan_open(&u->geometry, swap_len);
        u->image_ok = u->state[AREA_SECONDARY].image_ok == MARK_SET;
        u->filled = config_is_encrypted() && u->state[AREA_SECONDARY].filled;
    }
    if (plan_step_count(&u->geometry) == 0) {
        return SWAP_E_NO_ROOM;
    }
    u->type = type;
    u->next = 0;
    return run_from(u);
}

/* ---- giving up ---- */

status_t update_abandon(struct update *u)
{
    TRY(rites(u)->unmark(u));
    /* an image that is uploaded later is not taken for this update */
    return rites_close_primary(u);
}

/* ---- what a decision has to know ---- */

status_t update_displaced(const struct update *u,
                          const uint8_t digest[HASH_LEN], bool *known,
                          bool *same)
{
    struct plan_geometry g = u->geometry;
    uint8_t displaced[HASH_LEN];

    *known = false;
    *same = false;
    if (u->state[AREA_PRIMARY].magic != MARK_SET) {
        return OK;
    }
    plan_open(&g, u->state[AREA_PRIMARY].swap_len);
    TRY(note_displaced(&g, displaced));
    *known = !bytes_are(displaced, 0xff, HASH_LEN);
    *same = secure_equal(displaced, digest, HASH_LEN);
    return OK;
}

/*
 * The trailer of a trial may have been torn while it was erased: then the note
 * is gone and the magic still stands, so the mark counts there too. Beside an
 * image that is confirmed no mark counts, whatever was left behind.
 */
status_t update_revert_marked(const struct update *u,
                              const uint8_t digest[HASH_LEN], bool *marked)
{
    const struct trailer_state *primary = &u->state[AREA_PRIMARY];
    struct plan_geometry g = u->geometry;
    uint32_t swap_len;
    bool known;

    *marked = false;
    if (config_of(u)->mode != UPDATE_MOVE) {
        return OK;
    }
    if (primary->magic == MARK_SET && primary->copy_done != MARK_UNSET) {
        if (primary->image_ok != MARK_UNSET) {
            return OK;
        }
        TRY(update_displaced(u, digest, &known, marked));
        if (*marked) {
            return OK;
        }
    }
    TRY(measure(u, &swap_len));
    plan_open(&g, swap_len);
    return mark_find(&g, digest, marked);
}

/* The image in the primary counts too: the note lies behind both. */
status_t update_has_note_room(const struct update *u, uint32_t len, bool *has)
{
    struct plan_geometry g = u->geometry;
    uint32_t swap_len;

    *has = false;
    TRY(measure(u, &swap_len));
    plan_open(&g, len > swap_len ? len : swap_len);
    *has = note_fits(&g);
    return OK;
}
