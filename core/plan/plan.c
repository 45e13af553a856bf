/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See plan.h. Chooses the strategy, and walks the sectors of two slots side by
 * side for all of them.
 */
#include "core/plan/plan.h"

#include "core/strategy.h"

static const struct plan_strategy *strategy(const struct plan_geometry *g)
{
    return update_strategy(config_mode(g->mode))->plan;
}

uint32_t plan_sector_start(const struct region *area, uint32_t off)
{
    struct region_sector sector;

    return region_sector_at(area, off, &sector) == OK ? sector.off : area->len;
}

uint32_t plan_sector_end(const struct region *area, uint32_t off)
{
    struct region_sector sector;

    if (region_sector_at(area, off, &sector) != OK) {
        return area->len;
    }
    return sector.off + sector.len;
}

uint32_t plan_boundary_above(const struct plan_geometry *g, uint32_t off)
{
    const struct region *primary = &g->trailer[AREA_PRIMARY].area;
    const struct region *secondary = &g->trailer[AREA_SECONDARY].area;
    uint32_t p_end = plan_sector_end(primary, off);
    uint32_t s_end = plan_sector_end(secondary, off);

    if (config_sector_len() != 0) {
        return off + config_sector_len();
    }
    while (p_end != s_end) {
        if (p_end < s_end && p_end < primary->len) {
            p_end = plan_sector_end(primary, p_end);
        } else if (s_end < p_end && s_end < secondary->len) {
            s_end = plan_sector_end(secondary, s_end);
        } else {
            return 0;
        }
    }
    return p_end == off ? 0 : p_end;
}

uint32_t plan_boundary_below(const struct plan_geometry *g, uint32_t off)
{
    const struct region *primary = &g->trailer[AREA_PRIMARY].area;
    const struct region *secondary = &g->trailer[AREA_SECONDARY].area;
    uint32_t p = plan_sector_start(primary, off - 1);
    uint32_t s = plan_sector_start(secondary, off - 1);

    if (config_sector_len() != 0) {
        return off - config_sector_len();
    }
    /* both reach 0 at the latest */
    while (p != s) {
        if (p > s) {
            p = plan_sector_start(primary, p - 1);
        } else {
            s = plan_sector_start(secondary, s - 1);
        }
    }
    return p;
}

static uint32_t sector_count(const struct region *area)
{
    uint32_t count = 0;

    for (uint32_t off = 0; off < area->len; off = plan_sector_end(area, off)) {
        count++;
    }
    return count;
}

status_t plan_check(const struct plan_geometry *g, uint32_t sector_max)
{
    const struct trailer *primary = &g->trailer[AREA_PRIMARY];
    const struct trailer *secondary = &g->trailer[AREA_SECONDARY];

    if (sector_count(&primary->area) > sector_max ||
        sector_count(&secondary->area) > sector_max) {
        return SLOT_E_GEOMETRY;
    }
    if (trailer_off(primary) == primary->area.len ||
        trailer_off(secondary) == secondary->area.len) {
        return SLOT_E_GEOMETRY;
    }
    return strategy(g)->check(g);
}

void plan_open(struct plan_geometry *g, uint32_t swap_len)
{
    uint32_t end = 0;

    g->swap_len = swap_len;
    g->end = 0;
    if (swap_len > g->trailer[AREA_PRIMARY].area.len) {
        return;
    }
    while (end < swap_len) {
        end = plan_boundary_above(g, end);
        if (end == 0) {
            return;
        }
    }
    g->end = end;
}

uint32_t plan_image_max(const struct plan_geometry *g)
{
    return strategy(g)->image_max(g);
}

uint32_t plan_step_count(const struct plan_geometry *g)
{
    return strategy(g)->step_count(g);
}

void plan_step(const struct plan_geometry *g, uint32_t n,
               struct plan_step *step)
{
    strategy(g)->step(g, n, step);
}

uint32_t plan_next_step(const struct plan_geometry *g, uint32_t records)
{
    return strategy(g)->next_step(g, records);
}

uint32_t plan_record_count(const struct plan_geometry *g)
{
    return strategy(g)->record_count(g);
}

bool plan_reaches_trailer(const struct plan_geometry *g)
{
    struct region_sector first;

    return trailer_first_sector(&g->trailer[AREA_PRIMARY], &first) != OK ||
           g->end > first.off;
}
