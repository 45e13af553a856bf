/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Swap using scratch. The exchanged part is cut, from its end downwards, into
 * regions that fit in scratch; each takes three steps:
 *
 *   step 3r      secondary -> scratch     record 1
 *   step 3r + 1  primary   -> secondary   record 2
 *   step 3r + 2  scratch   -> primary     record 3
 *
 * Each source is intact until the step's record is written (P1): the record of
 * the step before says that its content stands elsewhere too.
 *
 * Source: SPEC, Swap using scratch.
 */
#include "core/plan/strategy.h"

#define STEPS_PER_REGION 3

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Start of the region that ends at end: as many whole runs as scratch holds. */
static uint32_t region_start(const struct plan_geometry *g, uint32_t end)
{
    uint32_t scratch_len = g->trailer[AREA_SCRATCH].area.len;
    uint32_t start = plan_boundary_below(g, end);

    while (start > 0) {
        uint32_t below = plan_boundary_below(g, start);

        if (end - below > scratch_len) {
            break;
        }
        start = below;
    }
    return start;
}

/* Every run of sectors between common boundaries fits in scratch. */
static status_t scratch_check(const struct plan_geometry *g)
{
    const struct region *primary = &g->trailer[AREA_PRIMARY].area;
    uint32_t scratch_len = g->trailer[AREA_SCRATCH].area.len;
    uint32_t end;

    if (trailer_off(&g->trailer[AREA_SCRATCH]) == scratch_len ||
        primary->len != g->trailer[AREA_SECONDARY].area.len) {
        return SLOT_E_GEOMETRY;
    }
    for (uint32_t off = 0; off < primary->len; off = end) {
        end = plan_boundary_above(g, off);
        if (end == 0 || end - off > scratch_len) {
            return SLOT_E_GEOMETRY;
        }
    }
    return OK;
}

/*
 * An image may reach into the sector where the trailer starts. That part of
 * it goes through scratch beside the scratch trailer, so it ends early enough
 * to leave room for that.
 */
static uint32_t scratch_image_max(const struct plan_geometry *g)
{
    const struct trailer *scratch = &g->trailer[AREA_SCRATCH];
    uint32_t trailer = trailer_slot_off(&g->trailer[AREA_PRIMARY]);
    uint32_t scratch_trailer_len = scratch->area.len - trailer_off(scratch);
    uint32_t p_end = plan_sector_end(&g->trailer[AREA_PRIMARY].area, trailer);
    uint32_t s_end = plan_sector_end(&g->trailer[AREA_SECONDARY].area, trailer);
    uint32_t room = (p_end > s_end ? p_end : s_end) - trailer;

    if (room >= scratch_trailer_len) {
        return trailer;
    }
    return trailer - smaller(trailer, scratch_trailer_len - room);
}

/* A longer swap would copy over the trailers: its length is rubbish. */
static uint32_t scratch_step_count(const struct plan_geometry *g)
{
    uint32_t regions = 0;

    if (g->swap_len > scratch_image_max(g)) {
        return 0;
    }
    for (uint32_t end = g->end; end > 0; end = region_start(g, end)) {
        regions++;
    }
    return regions * STEPS_PER_REGION;
}

/* Where region 0 reaches the trailer, only what lies before that is copied. */
static uint32_t copy_len(const struct plan_geometry *g, uint32_t start,
                         uint32_t end)
{
    uint32_t trailer = trailer_slot_off(&g->trailer[AREA_PRIMARY]);

    if (end != g->end || !plan_reaches_trailer(g)) {
        return end - start;
    }
    return smaller(trailer - smaller(start, trailer),
                   trailer_off(&g->trailer[AREA_SCRATCH]));
}

static void scratch_step(const struct plan_geometry *g, uint32_t n,
                         struct plan_step *step)
{
    static const struct {
        uint8_t from;
        uint8_t to;
    } COPY[STEPS_PER_REGION] = {
        {AREA_SECONDARY, AREA_SCRATCH},
        {AREA_PRIMARY, AREA_SECONDARY},
        {AREA_SCRATCH, AREA_PRIMARY},
    };
    uint32_t state = n % STEPS_PER_REGION;
    uint32_t end = g->end;
    uint32_t start = region_start(g, end);

    for (uint32_t region = n / STEPS_PER_REGION; region > 0; region--) {
        end = start;
        start = region_start(g, end);
    }
    step->from = (enum plan_area)COPY[state].from;
    step->to = (enum plan_area)COPY[state].to;
    step->from_off = step->from == AREA_SCRATCH ? 0 : start;
    step->to_off = step->to == AREA_SCRATCH ? 0 : start;
    step->len = copy_len(g, start, end);
    step->map_off = start;
    step->record = n;
    step->value = (uint8_t)(state + 1);
}

static uint32_t scratch_next_step(const struct plan_geometry *g,
                                  uint32_t records)
{
    return smaller(records, scratch_step_count(g));
}

const struct plan_strategy plan_scratch = {
    .check = scratch_check,
    .image_max = scratch_image_max,
    .step_count = scratch_step_count,
    .step = scratch_step,
    .next_step = scratch_next_step,
    .record_count = scratch_step_count,
};
