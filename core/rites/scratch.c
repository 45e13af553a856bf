/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rites of a swap through scratch. What is exchanged usually ends below the
 * primary's trailer: then the primary's trailer takes all records. Where it
 * reaches that trailer's sectors, the scratch trailer takes the first two, and
 * the primary's is written anew after the copy that overlapped its sectors.
 *
 *   what power leaves                      found as
 *   primary open, with records             RUNNING, step by its records
 *   else primary open, with a type, and    STARTED
 *     what is exchanged ends below it
 *   else scratch marked, reaching, records RUNNING, step by its records
 *   else scratch marked                    STARTED
 *   else primary open, with a type         STARTED
 *
 * Once the primary's trailer is open and takes the records, scratch holds what
 * an update file holds, and that may look like a trailer of scratch: hence the
 * order, and core/observe.c believes no scratch trailer of another image then.
 *
 * Source: SPEC, Where an update is taken up again; Swap using scratch.
 */
#include "core/rites/rites.h"

/*
 * The scratch trailer is complete and speaks of this image. Its length is
 * looked at too: an erase that was cut may have left the magic alone.
 */
static bool scratch_is_marked(const struct update *u)
{
    const struct trailer_state *s = &u->state[AREA_SCRATCH];

    return s->magic == MARK_SET && s->type != SWAP_NONE &&
           s->image == config_image(u->image) && s->swap_len != 0 &&
           s->swap_len <= rites_area(u, AREA_PRIMARY)->len;
}

static status_t look_at_scratch(struct update *u)
{
    u->by_scratch = true;
    TRY(rites_look_records(u, AREA_SCRATCH));
    if (!plan_reaches_trailer(&u->geometry)) {
        u->next = 0;
        u->progress = UPDATE_STARTED;
    }
    return OK;
}

/* The primary's trailer is complete, so it says more than scratch can. */
static bool primary_suffices(const struct update *u)
{
    return u->progress == UPDATE_RUNNING ||
           (u->progress == UPDATE_STARTED &&
            !plan_reaches_trailer(&u->geometry));
}

static status_t scratch_look(struct update *u)
{
    TRY(trailer_read(rites_trailer(u, AREA_SCRATCH), &u->state[AREA_SCRATCH]));
    if (rites_primary_is_open(u)) {
        TRY(rites_look_records(u, AREA_PRIMARY));
        if (primary_suffices(u)) {
            return OK;
        }
    }
    return scratch_is_marked(u) ? look_at_scratch(u) : OK;
}

/* Scratch loses its magic first (U3), then whatever else it holds. */
static status_t scratch_clear(const struct update *u)
{
    const struct region *scratch = rites_area(u, AREA_SCRATCH);
    struct region_sector last;

    TRY(region_erase_tail(scratch, scratch->len - 1));
    TRY(region_sector_at(scratch, scratch->len - 1, &last));
    return region_clear(scratch, 0, last.off);
}

/* Scratch says of this update all that its trailer would be given. */
static bool scratch_is_marked_so(const struct update *u)
{
    const struct trailer_state *s = &u->state[AREA_SCRATCH];

    return scratch_is_marked(u) && s->type == u->type &&
           s->swap_len == u->geometry.swap_len;
}

/*
 * Scratch is marked before the primary's trailer goes. If it was marked when
 * power failed it stays so: for a revert it may be the only one that knows.
 */
static status_t scratch_mark(const struct update *u)
{
    if (!plan_reaches_trailer(&u->geometry) && scratch_is_marked_so(u)) {
        return OK;
    }
    TRY(scratch_clear(u));
    return rites_init_trailer(u, AREA_SCRATCH);
}

/*
 * An update that was started and never went on, as its slot could not be read,
 * may have left the primary's trailer open: it would be believed, not scratch.
 */
static status_t close_stale_primary(const struct update *u)
{
    return u->state[AREA_PRIMARY].type == SWAP_NONE ? OK
                                                    : rites_close_primary(u);
}

static status_t scratch_prepare(const struct update *u, uint32_t n)
{
    bool reaches = plan_reaches_trailer(&u->geometry);

    if (n == 0) {
        TRY(scratch_mark(u));
    }
    if (n == 0 && reaches) {
        TRY(close_stale_primary(u));
    }
    if (n == 0 && !reaches) {
        TRY(rites_mark_primary(u));
    }
    if (n % 3 == 0 && !(n == 0 && reaches)) {
        TRY(scratch_clear(u));
    }
    if (n == 1) {
        TRY(trailer_erase(rites_trailer(u, AREA_SECONDARY)));
    }
    if (n == 2 && reaches) {
        TRY(trailer_erase(rites_trailer(u, AREA_PRIMARY)));
    }
    return OK;
}

/* The primary's trailer returns after the copy that overlapped its sector. */
static status_t scratch_settle(const struct update *u, uint32_t n)
{
    const struct trailer *t = rites_trailer(u, AREA_PRIMARY);

    if (n != 2 || !plan_reaches_trailer(&u->geometry)) {
        return OK;
    }
    TRY(trailer_put_record(t, 0, 1));
    TRY(trailer_put_record(t, 1, 2));
    return rites_init_trailer(u, AREA_PRIMARY);
}

static enum plan_area scratch_record_area(const struct update *u, uint32_t n)
{
    return n < 2 && plan_reaches_trailer(&u->geometry) ? AREA_SCRATCH
                                                       : AREA_PRIMARY;
}

/* Data in scratch may look like a trailer too. */
static status_t scratch_unmark(const struct update *u)
{
    const struct region *scratch = rites_area(u, AREA_SCRATCH);
    struct trailer_state state;

    TRY(trailer_read(rites_trailer(u, AREA_SCRATCH), &state));
    if (state.magic != MARK_SET) {
        return OK;
    }
    return region_erase_tail(scratch, scratch->len - 1);
}

const struct update_rites rites_scratch = {
    .look = scratch_look,
    .prepare = scratch_prepare,
    .settle = scratch_settle,
    .record_area = scratch_record_area,
    .unmark = scratch_unmark,
    .finish = rites_finish_swap,
};
