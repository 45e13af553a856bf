/* SPDX-License-Identifier: Apache-2.0 */
/* See plan_bench.h. */
#include "tests/unit/plan_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Appends runs to a flash; returns their bytes. */
static uint32_t runs_add(struct nor_geometry *g, const struct nor_run *run)
{
    uint32_t len = 0;

    for (uint32_t i = 0; i < BENCH_RUN_MAX && run[i].count > 0; i++) {
        assert_true(g->run_count < NOR_RUN_MAX);
        g->run[g->run_count++] = run[i];
        len += run[i].sector_len * run[i].count;
    }
    return len;
}

void plan_bench_open(const struct plan_shape *shape, enum update_mode mode,
                     struct plan_bench *b)
{
    struct nor_geometry g = {.write_len = shape->write_len, .page_len = 256};
    struct device_areas areas = {
        .mode = mode,
        .align = shape->align,
        .sector_max = shape->sector_max,
    };

    memset(b, 0, sizeof(*b));
    areas.primary.len = runs_add(&g, shape->primary);
    areas.secondary.addr = areas.primary.len;
    areas.secondary.len = runs_add(&g, shape->secondary);
    areas.scratch.addr = areas.secondary.addr + areas.secondary.len;
    areas.scratch.len = runs_add(&g, shape->scratch);
    assert_int_equal(nor_open(&b->flash, &g, NULL), OK);
    device_areas_open(&b->flash, &areas, &b->geometry);
}

struct plan_shape plan_shape_uniform(uint32_t sector_len, uint32_t slot,
                                     uint32_t scratch)
{
    return (struct plan_shape){
        .primary = {{sector_len, slot}},
        .secondary = {{sector_len, slot}},
        .scratch = {{sector_len, scratch}},
        .write_len = 4,
        .align = 8,
        .sector_max = (uint16_t)slot,
    };
}

struct plan_shape plan_shape_espressif(bool encrypted)
{
    struct plan_shape shape = plan_shape_uniform(0x1000, 256, 64);

    shape.sector_max = 512;
    shape.write_len = encrypted ? 32 : 4;
    shape.align = encrypted ? 32 : 8;
    return shape;
}

static uint32_t visit_len(struct plan_bench *b, uint32_t len,
                          void (*visit)(const struct plan_geometry *g))
{
    if (len == 0 || len > plan_image_max(&b->geometry)) {
        return 0;
    }
    plan_open(&b->geometry, len);
    visit(&b->geometry);
    return 1;
}

uint32_t plan_bench_each(struct plan_bench *b,
                         void (*visit)(const struct plan_geometry *g))
{
    const struct region *area = &b->geometry.trailer[AREA_PRIMARY].area;
    uint32_t max = plan_image_max(&b->geometry);
    uint32_t count = 0;
    struct region_sector sector;

    for (uint32_t off = 0; off < area->len; off = sector.off + sector.len) {
        assert_int_equal(region_sector_at(area, off, &sector), OK);
        count += visit_len(b, off, visit);
        count += visit_len(b, off + 1, visit);
    }
    count += visit_len(b, max - 1, visit);
    count += visit_len(b, max, visit);
    return count;
}
