/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Swap using move. The primary image is moved up by one sector, last sector
 * first; then, ascending, each sector of the secondary goes to its place in
 * the primary and the moved sector of the primary to the secondary:
 *
 *   step n, n < last          primary[i - 1] -> primary[i]    i = last - n
 *   step last + 2(i - 1)      secondary[i - 1] -> primary[i - 1]
 *   step last + 2(i - 1) + 1  primary[i] -> secondary[i - 1]
 *
 * with last = sectors to exchange, i = 1 .. last. Records of the moves start
 * at 0, those of the swaps at N, whatever last is.
 *
 * Source: SPEC, Swap using move.
 */
#include "core/plan/strategy.h"

static const struct trailer *primary_trailer(const struct plan_geometry *g)
{
    return &g->trailer[AREA_PRIMARY];
}

/* All sectors have the length of the first one, by move_check(). */
static uint32_t sector_len(const struct plan_geometry *g)
{
    return plan_sector_end(&primary_trailer(g)->area, 0);
}

static bool sectors_are_uniform(const struct region *area, uint32_t len)
{
    for (uint32_t off = 0; off < area->len; off += len) {
        if (plan_sector_end(area, off) - off != len) {
            return false;
        }
    }
    return true;
}

/* The primary may have one sector more: the spare one. */
static status_t move_check(const struct plan_geometry *g)
{
    const struct region *primary = &primary_trailer(g)->area;
    const struct region *secondary = &g->trailer[AREA_SECONDARY].area;
    uint32_t len = sector_len(g);

    if (!sectors_are_uniform(primary, len) ||
        !sectors_are_uniform(secondary, len)) {
        return SLOT_E_GEOMETRY;
    }
    if (primary->len != secondary->len &&
        primary->len != secondary->len + len) {
        return SLOT_E_GEOMETRY;
    }
    return OK;
}

static uint32_t first_trailer_sector(const struct trailer *t)
{
    struct region_sector first;

    return trailer_first_sector(t, &first) == OK ? first.off : 0;
}

/* The primary keeps one sector free below its trailer. */
static uint32_t move_image_max(const struct plan_geometry *g)
{
    uint32_t primary = first_trailer_sector(primary_trailer(g));
    uint32_t secondary = first_trailer_sector(&g->trailer[AREA_SECONDARY]);

    if (primary < sector_len(g)) {
        return 0;
    }
    primary -= sector_len(g);
    return primary < secondary ? primary : secondary;
}

static uint32_t sectors_to_swap(const struct plan_geometry *g)
{
    return g->end > move_image_max(g) ? 0 : g->end / sector_len(g);
}

static uint32_t move_step_count(const struct plan_geometry *g)
{
    return sectors_to_swap(g) * 3;
}

static uint32_t first_swap_record(const struct plan_geometry *g)
{
    return primary_trailer(g)->record_count / TRAILER_RECORDS_PER_SECTOR;
}

static void move_up(uint32_t i, struct plan_step *step)
{
    step->from = AREA_PRIMARY;
    step->to = AREA_PRIMARY;
    step->from_off = (i - 1) * step->len;
    step->to_off = i * step->len;
    step->map_off = step->from_off;
    step->value = 1;
}

/*
 * Compared, not skipped by the map: the move of the sector below may have
 * overwritten what was the same.
 */
static void swap_in(uint32_t i, struct plan_step *step)
{
    step->from = AREA_SECONDARY;
    step->to = AREA_PRIMARY;
    step->from_off = (i - 1) * step->len;
    step->to_off = step->from_off;
    step->map_off = PLAN_NONE;
    step->value = 1;
}

static void swap_out(uint32_t i, struct plan_step *step)
{
    step->from = AREA_PRIMARY;
    step->to = AREA_SECONDARY;
    step->from_off = i * step->len;
    step->to_off = (i - 1) * step->len;
    step->map_off = step->to_off;
    step->value = 2;
}

static void move_step(const struct plan_geometry *g, uint32_t n,
                      struct plan_step *step)
{
    uint32_t last = sectors_to_swap(g);
    uint32_t swap = n - last;

    step->len = sector_len(g);
    if (n < last) {
        step->record = n;
        move_up(last - n, step);
        return;
    }
    step->record = first_swap_record(g) + swap;
    if (swap % 2 == 0) {
        swap_in(swap / 2 + 1, step);
    } else {
        swap_out(swap / 2 + 1, step);
    }
}

static uint32_t move_next_step(const struct plan_geometry *g, uint32_t records)
{
    uint32_t last = sectors_to_swap(g);
    uint32_t next;

    if (records <= first_swap_record(g)) {
        next = records < last ? records : last;
    } else {
        next = last + (records - first_swap_record(g));
    }
    return next < last * 3 ? next : last * 3;
}

static uint32_t move_record_count(const struct plan_geometry *g)
{
    return first_swap_record(g) + 2 * sectors_to_swap(g);
}

const struct plan_strategy plan_move = {
    .check = move_check,
    .image_max = move_image_max,
    .step_count = move_step_count,
    .step = move_step,
    .next_step = move_next_step,
    .record_count = move_record_count,
};
