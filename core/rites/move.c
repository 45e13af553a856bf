/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rites of a swap by move. The primary's trailer takes all records. As long as
 * the secondary's request stands the swap has not begun; a revert, which has
 * no request, is given one for the moment in which the primary's trailer is
 * rewritten.
 *
 * Source: SPEC, Where an update is taken up again; Swap using move.
 */
#include "core/rites/rites.h"

#include "core/image.h"
#include "core/mark.h"

static status_t move_look(struct update *u)
{
    if (rites_primary_is_open(u) &&
        u->state[AREA_SECONDARY].magic != MARK_SET) {
        return rites_look_records(u, AREA_PRIMARY);
    }
    return OK;
}

/* The revert looks like a permanent update: a cut finds one or the other. */
static status_t request_revert(const struct update *u)
{
    const struct trailer *t = rites_trailer(u, AREA_SECONDARY);
    uint8_t digest[HASH_LEN];
    uint32_t len;

    TRY(image_measure(rites_area(u, AREA_SECONDARY), &len, digest));
    if (config_known(u->config)->prevent_downgrade) {
        TRY(mark_put(&u->geometry, digest));
    }
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
            TRY(request_revert(u));
        }
        TRY(rites_mark_primary(u));
    }
    return trailer_erase(rites_trailer(u, AREA_SECONDARY));
}

static status_t move_settle(const struct update *u, uint32_t n)
{
    (void)u;
    (void)n;
    return OK;
}

static enum plan_area move_record_area(const struct update *u, uint32_t n)
{
    (void)u;
    (void)n;
    return AREA_PRIMARY;
}

/* The moves may have left the mark in the spare sector. */
static status_t move_unmark(const struct update *u)
{
    return mark_clear(&u->geometry);
}

const struct update_rites rites_move = {
    .look = move_look,
    .prepare = move_prepare,
    .settle = move_settle,
    .record_area = move_record_area,
    .unmark = move_unmark,
    .finish = rites_finish_swap,
};
