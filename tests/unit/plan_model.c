/* SPDX-License-Identifier: Apache-2.0 */
/* See plan_model.h. */
#include "tests/unit/plan_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define TEAR_COUNT 4

uint32_t model_origin(enum plan_area area, uint32_t off)
{
    return (uint32_t)area * MODEL_CELLS + off;
}

void model_open(struct plan_model *m)
{
    for (uint32_t i = 0; i < AREA_COUNT * MODEL_CELLS; i++) {
        m->cell[i / MODEL_CELLS][i % MODEL_CELLS] = i;
    }
}

static struct region_sector sector_at(const struct plan_geometry *g,
                                      enum plan_area area, uint32_t off)
{
    struct region_sector sector;

    assert_int_equal(region_sector_at(&g->trailer[area].area, off, &sector),
                     OK);
    return sector;
}

struct model_extent model_extent_of(const struct plan_geometry *g,
                                    const struct plan_step *step)
{
    struct region_sector first = sector_at(g, step->to, step->to_off);
    struct region_sector last =
        sector_at(g, step->to, step->to_off + step->len - 1);

    return (struct model_extent){first.off, last.off + last.len};
}

void model_tear(const struct plan_geometry *g, const struct plan_step *step,
                uint32_t done, struct plan_model *m)
{
    struct model_extent e = model_extent_of(g, step);

    assert_true(e.end <= MODEL_CELLS);
    memset(&m->cell[step->to][e.start], 0xff, (e.end - e.start) * 4);
    memmove(&m->cell[step->to][step->to_off],
            &m->cell[step->from][step->from_off], done * 4);
}

void model_run(const struct plan_geometry *g, const struct plan_step *step,
               struct plan_model *m)
{
    model_tear(g, step, step->len, m);
}

/* P1: a step reads nothing that it, or a cut inside it, destroys. */
static void check_source(const struct plan_geometry *g,
                         const struct plan_step *step)
{
    struct model_extent e = model_extent_of(g, step);

    assert_true(step->len > 0);
    assert_true(step->from != step->to ||
                step->from_off + step->len <= e.start ||
                step->from_off >= e.end);
    assert_true(step->from_off + step->len <= g->trailer[step->from].area.len);
}

/*
 * P3: ranges are whole sectors of the area written to, or end at its trailer;
 * only in scratch, which holds nothing beside them, may they end anywhere.
 */
static void check_range(const struct plan_geometry *g,
                        const struct plan_step *step)
{
    struct model_extent e = model_extent_of(g, step);
    uint32_t end = step->to_off + step->len;
    bool is_overwrite = g->mode == UPDATE_OVERWRITE;

    assert_int_equal(e.start, step->to_off);
    if (step->to != AREA_SCRATCH && !is_overwrite && end != e.end) {
        assert_true(plan_reaches_trailer(g));
        assert_true(end <= trailer_off(&g->trailer[step->to]));
        assert_true(end >= g->swap_len);
    }
}

/* However a step was cut, redoing it ends as if it had never been cut. */
static void run_and_redo(const struct plan_geometry *g,
                         const struct plan_step *step, struct plan_model *m)
{
    static uint32_t before[MODEL_CELLS];
    static uint32_t after[MODEL_CELLS];
    uint32_t *cell = m->cell[step->to];
    size_t size = g->trailer[step->to].area.len * sizeof(cell[0]);
    const uint32_t done[TEAR_COUNT] = {0, 1, step->len / 2, step->len - 1};

    assert_true(size <= sizeof(before));
    memcpy(before, cell, size);
    model_run(g, step, m);
    memcpy(after, cell, size);
    for (uint32_t i = 0; i < TEAR_COUNT; i++) {
        memcpy(cell, before, size);
        model_tear(g, step, done[i], m);
        model_tear(g, step, done[TEAR_COUNT - 1 - i], m);
        model_run(g, step, m);
        assert_memory_equal(cell, after, size);
    }
    model_run(g, step, m);
    assert_memory_equal(cell, after, size);
}

void model_prove(const struct plan_geometry *g, struct plan_model *m)
{
    uint32_t count = plan_step_count(g);

    model_open(m);
    assert_int_equal(plan_next_step(g, 0), 0);
    for (uint32_t n = 0; n < count; n++) {
        struct plan_step step;

        plan_step(g, n, &step);
        check_source(g, &step);
        check_range(g, &step);
        run_and_redo(g, &step, m);
        if (step.record != PLAN_NONE) {
            assert_true(step.record < plan_record_count(g));
            assert_int_equal(plan_next_step(g, step.record + 1), n + 1);
        }
    }
}

bool model_holds(const struct plan_model *m, enum plan_area area,
                 enum plan_area from, uint32_t len)
{
    for (uint32_t off = 0; off < len; off++) {
        if (m->cell[area][off] != model_origin(from, off)) {
            return false;
        }
    }
    return true;
}
