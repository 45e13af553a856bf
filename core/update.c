/* SPDX-License-Identifier: Apache-2.0 */
/* See update.h for U1 .. U4. */
#include "core/update.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "core/copy.h"
#include "core/image.h"
#include "core/mark.h"
#include "core/note.h"

static const struct trailer *trailer(const struct update *u,
                                     enum plan_area area)
{
    return &u->geometry.trailer[area];
}

static const struct region *area(const struct update *u, enum plan_area which)
{
    return &u->geometry.trailer[which].area;
}

/* ---- opening ---- */

static status_t area_open(struct update *u, enum plan_area which,
                          struct flash *flash, const struct config_area *at)
{
    struct trailer *t = &u->geometry.trailer[which];

    t->align = u->config->max_align;
    t->record_count = which == AREA_SCRATCH ? TRAILER_SCRATCH_RECORDS
                                            : (uint32_t)u->config->sector_max *
                                                  TRAILER_RECORDS_PER_SECTOR;
    return region_open(&t->area, flash, at->addr, at->len);
}

status_t update_open(struct update *u, const struct boot_config *config,
                     struct flash *flash, uint8_t image)
{
    memset(u, 0, sizeof(*u));
    u->config = config;
    u->image = image;
    u->geometry.mode = config->mode;
    TRY(area_open(u, AREA_PRIMARY, flash, &config->slot[image][SLOT_PRIMARY]));
    TRY(area_open(u, AREA_SECONDARY, flash,
                  &config->slot[image][SLOT_SECONDARY]));
    if (config->mode == UPDATE_SCRATCH) {
        TRY(area_open(u, AREA_SCRATCH, flash, &config->scratch));
    }
    return plan_check(&u->geometry, config->sector_max);
}

/* ---- how far an interrupted update came ---- */

/* The primary's trailer is that of an update that has not been completed. */
static bool primary_is_open(const struct update *u)
{
    return u->state[AREA_PRIMARY].magic == MARK_SET &&
           u->state[AREA_PRIMARY].copy_done == MARK_UNSET;
}

/*
 * The scratch trailer is complete and speaks of this image. Its length is
 * looked at too: an erase that was cut may have left the magic alone.
 */
static bool scratch_is_marked(const struct update *u)
{
    const struct trailer_state *s = &u->state[AREA_SCRATCH];

    return u->config->mode == UPDATE_SCRATCH && s->magic == MARK_SET &&
           s->type != SWAP_NONE && s->image == u->image && s->swap_len != 0 &&
           s->swap_len <= area(u, AREA_PRIMARY)->len;
}

/* Opens the plan that a trailer speaks of, and counts its records. */
static status_t records_look(struct update *u, enum plan_area which)
{
    uint32_t count;

    u->type = u->state[which].type;
    u->image_ok = u->state[which].image_ok == MARK_SET;
    plan_open(&u->geometry, u->state[which].swap_len);
    TRY(trailer_record_last(trailer(u, which), plan_record_count(&u->geometry),
                            &count));
    u->next = plan_next_step(&u->geometry, count);
    u->progress = UPDATE_IDLE;
    if (u->type != SWAP_NONE && plan_step_count(&u->geometry) != 0) {
        u->progress = count > 0 ? UPDATE_RUNNING : UPDATE_STARTED;
    }
    return OK;
}

/*
 * Records in the primary come first: then scratch holds data, or a trailer
 * that was about to be erased. Else a marked scratch: the primary's trailer
 * may be half written. Else the primary, of which nothing was copied yet.
 */
static status_t scratch_progress(struct update *u)
{
    if (primary_is_open(u)) {
        TRY(records_look(u, AREA_PRIMARY));
        if (u->progress == UPDATE_RUNNING) {
            return OK;
        }
    }
    if (scratch_is_marked(u)) {
        TRY(records_look(u, AREA_SCRATCH));
        if (!plan_reaches_trailer(&u->geometry)) {
            u->next = 0;
            u->progress = UPDATE_STARTED;
        }
    }
    return OK;
}

/* The secondary's magic is erased before anything is moved. */
static status_t move_progress(struct update *u)
{
    if (primary_is_open(u) && u->state[AREA_SECONDARY].magic != MARK_SET) {
        return records_look(u, AREA_PRIMARY);
    }
    return OK;
}

status_t update_look(struct update *u)
{
    TRY(trailer_read(trailer(u, AREA_PRIMARY), &u->state[AREA_PRIMARY]));
    TRY(trailer_read(trailer(u, AREA_SECONDARY), &u->state[AREA_SECONDARY]));
    if (u->config->mode == UPDATE_SCRATCH) {
        TRY(trailer_read(trailer(u, AREA_SCRATCH), &u->state[AREA_SCRATCH]));
    }
    u->progress = UPDATE_IDLE;
    u->type = SWAP_NONE;
    u->next = 0;
    if (u->config->mode == UPDATE_SCRATCH) {
        return scratch_progress(u);
    }
    return u->config->mode == UPDATE_MOVE ? move_progress(u) : OK;
}

/* ---- trailers of a new update ---- */

/* The magic comes last (U2): a cut before leaves the trailer before in force.
 */
static status_t trailer_init(const struct update *u, enum plan_area which)
{
    const struct trailer *t = trailer(u, which);

    TRY(trailer_put_info(t, u->type, u->image));
    if (u->image_ok) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    TRY(trailer_put_swap_len(t, u->geometry.swap_len));
    return trailer_put_magic(t);
}

/* Scratch loses its magic first (U3), then whatever else it holds. */
static status_t scratch_clear(const struct update *u)
{
    const struct region *scratch = area(u, AREA_SCRATCH);
    struct region_sector last;

    TRY(region_erase_tail(scratch, scratch->len - 1));
    TRY(region_sector_at(scratch, scratch->len - 1, &last));
    return region_clear(scratch, 0, last.off);
}

static status_t primary_mark(const struct update *u)
{
    uint8_t displaced[HASH_LEN];
    uint32_t len;

    /* identity only: whether there is an image at all does not matter */
    if (image_measure(area(u, AREA_PRIMARY), &len, displaced) != OK) {
        memset(displaced, 0xff, sizeof(displaced));
    }
    TRY(trailer_erase(trailer(u, AREA_PRIMARY)));
    TRY(note_put(&u->geometry, displaced));
    return trailer_init(u, AREA_PRIMARY);
}

/* ---- what precedes and follows the copies of each strategy ---- */

/*
 * Scratch is marked before the primary's trailer goes. If it was marked when
 * power failed it stays so: for a revert it may be the only one that knows.
 */
static status_t scratch_mark(const struct update *u)
{
    if (!plan_reaches_trailer(&u->geometry) && scratch_is_marked(u) &&
        u->state[AREA_SCRATCH].type == u->type) {
        return OK;
    }
    TRY(scratch_clear(u));
    return trailer_init(u, AREA_SCRATCH);
}

static status_t scratch_prepare(const struct update *u, uint32_t n)
{
    bool reaches = plan_reaches_trailer(&u->geometry);

    if (n == 0) {
        TRY(scratch_mark(u));
    }
    if (n == 0 && !reaches) {
        TRY(primary_mark(u));
    }
    if (n % 3 == 0 && !(n == 0 && reaches)) {
        TRY(scratch_clear(u));
    }
    if (n == 1) {
        TRY(trailer_erase(trailer(u, AREA_SECONDARY)));
    }
    if (n == 2 && reaches) {
        TRY(trailer_erase(trailer(u, AREA_PRIMARY)));
    }
    return OK;
}

/* The primary's trailer returns after the copy that overlapped its sector. */
static status_t scratch_settle(const struct update *u, uint32_t n)
{
    if (n != 2 || !plan_reaches_trailer(&u->geometry)) {
        return OK;
    }
    TRY(trailer_put_record(trailer(u, AREA_PRIMARY), 0, 1));
    TRY(trailer_put_record(trailer(u, AREA_PRIMARY), 1, 2));
    return trailer_init(u, AREA_PRIMARY);
}

/*
 * A revert has no request in the secondary. It is made to look like one for a
 * permanent update while the primary's trailer, which asks for the revert, is
 * rewritten: so a cut finds one or the other.
 */
static status_t move_request_revert(const struct update *u)
{
    const struct trailer *t = trailer(u, AREA_SECONDARY);
    uint8_t digest[HASH_LEN];
    uint32_t len;

    TRY(image_measure(area(u, AREA_SECONDARY), &len, digest));
    TRY(mark_put(&u->geometry, digest));
    TRY(trailer_erase(t));
    TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    TRY(trailer_put_swap_len(t, u->geometry.swap_len));
    return trailer_put_magic(t);
}

static status_t move_prepare(const struct update *u, uint32_t n)
{
    if (n != 0) {
        return OK;
    }
    if (u->progress == UPDATE_IDLE) {
        if (u->type == SWAP_REVERT &&
            u->state[AREA_SECONDARY].magic != MARK_SET) {
            TRY(move_request_revert(u));
        }
        TRY(primary_mark(u));
    }
    return trailer_erase(trailer(u, AREA_SECONDARY));
}

/* The fields behind the status area go; an image may reach up to them. */
static status_t overwrite_prepare(const struct update *u)
{
    const struct trailer *t = trailer(u, AREA_PRIMARY);

    return region_erase_tail(&t->area, trailer_fields_off(t) + t->align);
}

/* The request goes last: until then a cut repeats the copy. */
static status_t overwrite_finish(const struct update *u)
{
    const struct region *secondary = area(u, AREA_SECONDARY);
    struct region_sector first;

    TRY(trailer_put_magic(trailer(u, AREA_PRIMARY)));
    TRY(region_sector_at(secondary, 0, &first));
    TRY(region_clear(secondary, 0, first.len));
    return region_erase_tail(secondary, secondary->len - 1);
}

static status_t step_prepare(const struct update *u, uint32_t n)
{
    if (u->config->mode == UPDATE_SCRATCH) {
        return scratch_prepare(u, n);
    }
    return u->config->mode == UPDATE_MOVE ? move_prepare(u, n)
                                          : overwrite_prepare(u);
}

/* ---- the engine ---- */

/* Copies a step's range, without what the note says is the same. */
static status_t step_copy(const struct update *u, const struct plan_step *step)
{
    struct copy c = {.from = area(u, step->from), .to = area(u, step->to)};
    struct region_sector sector;
    bool same = false;
    uint32_t n;

    for (uint32_t done = 0; done < step->len; done += n) {
        TRY(region_sector_at(c.to, step->to_off + done, &sector));
        n = sector.off + sector.len - (step->to_off + done);
        if (n > step->len - done) {
            n = step->len - done;
        }
        if (step->map_off != PLAN_NONE) {
            TRY(note_is_same(&u->geometry, step->map_off + done, n, &same));
        }
        if (c.len == 0) {
            c.from_off = step->from_off + done;
            c.to_off = step->to_off + done;
        }
        if (!same) {
            c.len += n;
        }
        if (same || done + n == step->len) {
            TRY(copy_range(&c));
            c.len = 0;
        }
    }
    return OK;
}

static status_t step_record(const struct update *u, uint32_t n,
                            const struct plan_step *step)
{
    enum plan_area where = AREA_PRIMARY;

    if (step->record == PLAN_NONE) {
        return OK;
    }
    if (u->config->mode == UPDATE_SCRATCH && n < 2 &&
        plan_reaches_trailer(&u->geometry)) {
        where = AREA_SCRATCH;
    }
    return trailer_put_record(trailer(u, where), step->record, step->value);
}

static status_t step_run(const struct update *u, uint32_t n)
{
    struct plan_step step;

    plan_step(&u->geometry, n, &step);
    TRY(step_prepare(u, n));
    TRY(step_copy(u, &step));
    if (u->config->mode == UPDATE_SCRATCH) {
        TRY(scratch_settle(u, n));
    }
    return step_record(u, n, &step);
}

/* Before copy_done stands, no scratch trailer may claim an update (U4). */
static status_t scratch_unmark(const struct update *u)
{
    struct trailer_state state;

    if (u->config->mode != UPDATE_SCRATCH) {
        return OK;
    }
    TRY(trailer_read(trailer(u, AREA_SCRATCH), &state));
    if (state.magic != MARK_SET) {
        return OK;
    }
    return region_erase_tail(area(u, AREA_SCRATCH),
                             area(u, AREA_SCRATCH)->len - 1);
}

static status_t finish(const struct update *u)
{
    const struct trailer *t = trailer(u, AREA_PRIMARY);
    struct trailer_state state;

    if (u->config->mode == UPDATE_OVERWRITE) {
        return overwrite_finish(u);
    }
    TRY(trailer_read(t, &state));
    if (u->type != SWAP_TEST && state.image_ok == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    TRY(scratch_unmark(u));
    TRY(mark_clear(&u->geometry));
    if (state.copy_done == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_COPY_DONE));
    }
    return OK;
}

static status_t run_from(struct update *u)
{
    uint32_t count = plan_step_count(&u->geometry);

    for (uint32_t n = u->next; n < count; n++) {
        TRY(step_run(u, n));
    }
    return finish(u);
}

status_t update_resume(struct update *u)
{
    return run_from(u);
}

/* Adds the length of the image in a slot, if there is one that fits. */
static void add_image_len(const struct update *u, enum plan_area which,
                          uint32_t *swap_len)
{
    uint8_t digest[HASH_LEN];
    uint32_t len;

    if (image_measure(area(u, which), &len, digest) == OK &&
        len <= plan_image_max(&u->geometry) && len > *swap_len) {
        *swap_len = len;
    }
}

static uint32_t measure(const struct update *u)
{
    uint32_t swap_len = 0;

    add_image_len(u, AREA_SECONDARY, &swap_len);
    /* overwriting takes nothing back */
    if (u->config->mode != UPDATE_OVERWRITE) {
        add_image_len(u, AREA_PRIMARY, &swap_len);
    }
    return swap_len;
}

status_t update_start(struct update *u, enum swap_type type)
{
    /* by move: trailers are in place, so is the length they speak of */
    if (u->progress == UPDATE_IDLE || u->config->mode != UPDATE_MOVE) {
        plan_open(&u->geometry, measure(u));
        u->image_ok = u->state[AREA_SECONDARY].image_ok == MARK_SET;
    }
    if (plan_step_count(&u->geometry) == 0) {
        return SWAP_E_NO_ROOM;
    }
    u->type = type;
    u->next = 0;
    return run_from(u);
}

/* ---- giving up ---- */

bool update_needs_abandon(const struct update *u)
{
    return u->progress == UPDATE_STARTED &&
           (scratch_is_marked(u) || primary_is_open(u));
}

status_t update_abandon(struct update *u)
{
    const struct trailer *t = trailer(u, AREA_PRIMARY);

    TRY(scratch_unmark(u));
    if (!primary_is_open(u)) {
        return OK;
    }
    if (u->state[AREA_PRIMARY].image_ok == MARK_UNSET) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    /* closed: an image that is uploaded later is not taken for this update */
    return trailer_put_flag(t, TRAILER_COPY_DONE);
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

status_t update_revert_marked(const struct update *u,
                              const uint8_t digest[HASH_LEN], bool *marked)
{
    const struct trailer_state *primary = &u->state[AREA_PRIMARY];
    struct plan_geometry g = u->geometry;

    *marked = false;
    /* a confirmed image is not on trial, whatever mark was left behind */
    if (primary->magic == MARK_SET && primary->image_ok == MARK_SET &&
        primary->copy_done == MARK_SET) {
        return OK;
    }
    plan_open(&g, measure(u));
    return mark_find(&g, digest, marked);
}

bool update_has_note_room(const struct update *u, uint32_t len)
{
    struct plan_geometry g = u->geometry;

    plan_open(&g, len);
    return note_fits(&g);
}
