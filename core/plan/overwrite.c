/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Overwrite only: one step, secondary -> primary, without a record. While the
 * secondary's magic stands the copy is repeated from the start; sectors that
 * are equal already are passed over.
 *
 * Source: SPEC, Overwrite only.
 */
#include "core/plan/strategy.h"

static status_t overwrite_check(const struct plan_geometry *g)
{
    const struct region *primary = &g->trailer[AREA_PRIMARY].area;
    const struct region *secondary = &g->trailer[AREA_SECONDARY].area;

    return primary->len == secondary->len ? OK : SLOT_E_GEOMETRY;
}

/* No status area is used: an image ends where swap_info starts. */
static uint32_t overwrite_image_max(const struct plan_geometry *g)
{
    const struct trailer *primary = &g->trailer[AREA_PRIMARY];

    return trailer_fields_off(primary) + primary->align;
}

static uint32_t overwrite_step_count(const struct plan_geometry *g)
{
    return g->end == 0 ? 0 : 1;
}

static void overwrite_step(const struct plan_geometry *g, uint32_t n,
                           struct plan_step *step)
{
    uint32_t unit = flash_write_len(g->trailer[AREA_PRIMARY].area.flash);

    (void)n;
    step->from = AREA_SECONDARY;
    step->to = AREA_PRIMARY;
    step->from_off = 0;
    step->to_off = 0;
    step->len = (g->swap_len + unit - 1) / unit * unit;
    step->map_off = PLAN_NONE;
    step->record = PLAN_NONE;
    step->value = 0;
}

static uint32_t overwrite_next_step(const struct plan_geometry *g,
                                    uint32_t records)
{
    (void)g;
    (void)records;
    return 0;
}

static uint32_t overwrite_record_count(const struct plan_geometry *g)
{
    (void)g;
    return 0;
}

const struct plan_strategy plan_overwrite = {
    .check = overwrite_check,
    .image_max = overwrite_image_max,
    .step_count = overwrite_step_count,
    .step = overwrite_step,
    .next_step = overwrite_next_step,
    .record_count = overwrite_record_count,
};
