/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of a swap using scratch: regions, records and sizes as SPEC, Swap
 * using scratch gives them, and proof by complete enumeration that a swap of
 * any length in any of these geometries survives cuts and ends exchanged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/plan_bench.h"
#include "tests/unit/plan_model.h"

static struct plan_bench bench;

static void open_checked(const struct plan_shape *shape)
{
    plan_bench_open(shape, UPDATE_SCRATCH, &bench);
    assert_int_equal(plan_check(&bench.geometry, shape->sector_max), OK);
}

/* ---- how regions are cut, by SPEC, for equal sectors ---- */

static uint32_t up(uint32_t x, uint32_t unit)
{
    return (x + unit - 1) / unit * unit;
}

static uint32_t sector_len(const struct plan_geometry *g)
{
    return g->trailer[AREA_PRIMARY].area.flash->geometry.run[0].sector_len;
}

/* T of SPEC, with K = 3; 3 records in scratch */
static uint32_t trailer_len(const struct trailer *t)
{
    uint32_t unit = flash_write_len(t->area.flash);

    return t->record_count * unit + 4u * t->align + up(16, t->align);
}

/* c of SPEC, Swap using scratch */
static uint32_t copied_len(const struct plan_geometry *g, uint32_t o,
                           uint32_t z)
{
    const struct trailer *primary = &g->trailer[AREA_PRIMARY];
    const struct trailer *scratch = &g->trailer[AREA_SCRATCH];
    uint32_t t0 = primary->area.len - trailer_len(primary);
    uint32_t first_trailer_sector = t0 / sector_len(g) * sector_len(g);
    uint32_t c = t0 - o;
    uint32_t most = scratch->area.len - trailer_len(scratch);

    if (o + z <= first_trailer_sector) {
        return z;
    }
    return c < most ? c : most;
}

static void expect_step(const struct plan_geometry *g, uint32_t n,
                        const struct plan_step *want)
{
    struct plan_step step;

    plan_step(g, n, &step);
    assert_int_equal(step.from, want->from);
    assert_int_equal(step.to, want->to);
    assert_int_equal(step.from_off, want->from_off);
    assert_int_equal(step.to_off, want->to_off);
    assert_int_equal(step.len, want->len);
    assert_int_equal(step.map_off, want->map_off);
    assert_int_equal(step.record, want->record);
    assert_int_equal(step.value, want->value);
}

/* Region idx (0-based) at o, of c bytes copied: states 1, 2, 3. */
static void expect_region(const struct plan_geometry *g, uint32_t idx,
                          uint32_t o, uint32_t c)
{
    const struct plan_step want[3] = {
        {AREA_SECONDARY, AREA_SCRATCH, o, 0, c, o, 3 * idx, 1},
        {AREA_PRIMARY, AREA_SECONDARY, o, o, c, o, 3 * idx + 1, 2},
        {AREA_SCRATCH, AREA_PRIMARY, 0, o, c, o, 3 * idx + 2, 3},
    };

    for (uint32_t state = 0; state < 3; state++) {
        expect_step(g, 3 * idx + state, &want[state]);
    }
}

/* Regions go from the end downwards, each as large as scratch. */
static void expect_plan(const struct plan_geometry *g)
{
    uint32_t end = up(g->swap_len, sector_len(g));
    uint32_t scratch = g->trailer[AREA_SCRATCH].area.len;
    uint32_t idx = 0;

    assert_int_equal(g->end, end);
    for (; end > 0; idx++) {
        uint32_t z = end < scratch ? end : scratch;
        uint32_t c = idx == 0 ? copied_len(g, end - z, z) : z;

        expect_region(g, idx, end - z, c);
        end -= z;
    }
    assert_int_equal(plan_step_count(g), 3 * idx);
    assert_int_equal(plan_record_count(g), 3 * idx);
}

static const struct {
    uint32_t write_len;
    uint8_t align;
} UNITS[] = {{1, 8},   {2, 8},  {4, 8},  {8, 8},  {4, 16},
             {16, 16}, {4, 32}, {8, 32}, {32, 32}};

#define UNIT_COUNT (sizeof(UNITS) / sizeof(UNITS[0]))

/* Whether slots can hold their trailer, and scratch its. */
static bool open_uniform(uint32_t slot, uint32_t scratch, size_t unit)
{
    struct plan_shape shape = plan_shape_uniform(512, slot, scratch);

    shape.write_len = UNITS[unit].write_len;
    shape.align = UNITS[unit].align;
    plan_bench_open(&shape, UPDATE_SCRATCH, &bench);
    return plan_check(&bench.geometry, shape.sector_max) == OK;
}

static void for_each_uniform(void (*visit)(const struct plan_geometry *g),
                             uint32_t least)
{
    uint32_t count = 0;

    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        for (uint32_t slot = 4; slot <= 12; slot += 4) {
            for (uint32_t scratch = 1; scratch <= slot; scratch++) {
                if (open_uniform(slot, scratch, unit)) {
                    count += plan_bench_each(&bench, visit);
                }
            }
        }
    }
    assert_true(count >= least);
}

static void regions_are_cut_from_the_end_as_scratch_holds(void **state)
{
    (void)state;
    for_each_uniform(expect_plan, 3000);
}

static void example_of_150_sectors_has_three_regions(void **state)
{
    struct plan_shape shape = plan_shape_espressif(false);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 150 * 0x1000);
    assert_int_equal(plan_step_count(&bench.geometry), 9);
    expect_region(&bench.geometry, 0, 86 * 0x1000, 64 * 0x1000);
    expect_region(&bench.geometry, 1, 22 * 0x1000, 64 * 0x1000);
    expect_region(&bench.geometry, 2, 0, 22 * 0x1000);
}

/* A swap traced in MCUboot: S 0x2000, sectors and scratch 0x400, N 8. */
static void regions_of_the_example_trace_are_its(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xa0c);
    assert_int_equal(plan_step_count(&bench.geometry), 9);
    assert_false(plan_reaches_trailer(&bench.geometry));
    expect_region(&bench.geometry, 0, 0x800, 0x400);
    expect_region(&bench.geometry, 2, 0, 0x400);
    plan_open(&bench.geometry, 0x1f24);
    assert_int_equal(plan_step_count(&bench.geometry), 24);
    assert_true(plan_reaches_trailer(&bench.geometry));
    expect_region(&bench.geometry, 0, 0x1c00, 0x370);
    expect_region(&bench.geometry, 1, 0x1800, 0x400);
}

/* ---- maximum image sizes ---- */

static void espressif_image_may_have_up_to_0xfe7d0_bytes(void **state)
{
    struct plan_shape shape = plan_shape_espressif(false);

    (void)state;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0xfe7d0);
}

static void espressif_image_on_encrypted_flash_up_to_0xf3f00(void **state)
{
    struct plan_shape shape = plan_shape_espressif(true);

    (void)state;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0xf3f00);
}

/* t0 - max(0, T_scr - (e - t0)), with e the end of the larger sector */
static void image_leaves_room_for_the_scratch_trailer(void **state)
{
    /* N = 8, W = 4, A = 8: T = 0x90, T_scr = 60 */
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0x2000 - 0x90);
    /* sectors of 0x80: t0 = 0x370, e = 0x380, 16 of 60 bytes */
    shape = plan_shape_uniform(0x80, 8, 1);
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0x370 - 44);
    /* the secondary's sector of 0x100 ends at 0x400: nothing to leave */
    shape.secondary[0] = (struct nor_run){0x100, 4};
    shape.scratch[0] = (struct nor_run){0x80, 2};
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0x370);
    /* and so the other way round */
    shape.secondary[0] = (struct nor_run){0x80, 8};
    shape.primary[0] = (struct nor_run){0x100, 4};
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0x370);
}

/* Odd sectors, so that each number of bytes is left in the last one. */
static void image_sizes_follow_the_formula_for_any_sector_length(void **state)
{
    static const uint32_t sectors[] = {9, 27};

    (void)state;
    for (uint32_t i = 0; i < 2 * 160; i++) {
        uint32_t count = sectors[i % 2];
        uint32_t len = 24 + i / 2;
        struct plan_shape shape = plan_shape_uniform(len, count, 4);
        uint32_t t0 = count * len - (count * 3 + 48); /* W = 1, A = 8 */
        uint32_t part = up(t0 + 1, len) - t0;

        shape.write_len = 1;
        open_checked(&shape);
        assert_int_equal(plan_image_max(&bench.geometry),
                         part < 51 ? t0 - (51 - part) : t0);
    }
}

static void longest_image_goes_through_scratch_beside_its_trailer(void **state)
{
    /* t0 = 0x370 in the sector at 0x300, of which scratch takes 0x80 - 60 */
    struct plan_shape shape = plan_shape_uniform(0x80, 8, 1);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0x370 - 44);
    expect_region(&bench.geometry, 0, 0x300, 0x44);
}

/* A trailer that speaks of more was not written by a sound update. */
static void plan_beyond_the_largest_image_has_no_steps(void **state)
{
    struct plan_shape shape = plan_shape_espressif(true);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xf3f00);
    assert_true(plan_step_count(&bench.geometry) > 0);
    plan_open(&bench.geometry, 0xf3f01);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
    plan_open(&bench.geometry, 0x100000);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
}

/* ---- proof ---- */

static void prove_swap(const struct plan_geometry *g)
{
    static struct plan_model model;
    uint32_t len = plan_reaches_trailer(g) ? g->swap_len : g->end;

    assert_true(plan_step_count(g) > 0);
    model_prove(g, &model);
    assert_true(model_holds(&model, AREA_PRIMARY, AREA_SECONDARY, len));
    assert_true(model_holds(&model, AREA_SECONDARY, AREA_PRIMARY, len));
}

static void equal_sectors_are_exchanged_whatever_is_cut(void **state)
{
    (void)state;
    for_each_uniform(prove_swap, 3000);
}

/* Sectors of both slots, and of scratch, in every relation that occurs. */
static const struct plan_shape MIXED[] = {
    {.primary = {{256, 16}}, .secondary = {{1024, 4}}, .scratch = {{256, 4}}},
    {.primary = {{1024, 4}}, .secondary = {{256, 16}}, .scratch = {{1024, 1}}},
    {.primary = {{1024, 4}}, .secondary = {{256, 16}}, .scratch = {{256, 9}}},
    {.primary = {{256, 16}}, .secondary = {{256, 16}}, .scratch = {{2048, 1}}},
    {.primary = {{256, 4}, {1024, 3}},
     .secondary = {{256, 4}, {1024, 3}},
     .scratch = {{1024, 1}}},
    {.primary = {{1024, 3}, {256, 4}},
     .secondary = {{256, 12}, {512, 2}},
     .scratch = {{512, 3}}},
    {.primary = {{256, 4}, {1024, 3}},
     .secondary = {{1024, 3}, {256, 4}},
     .scratch = {{1024, 2}}},
    {.primary = {{512, 2}, {2048, 1}, {256, 4}},
     .secondary = {{1024, 4}},
     .scratch = {{2048, 1}}},
    /* two sectors beside three: their runs only end together */
    {.primary = {{768, 6}}, .secondary = {{512, 9}}, .scratch = {{256, 6}}},
    {.primary = {{768, 6}}, .secondary = {{512, 9}}, .scratch = {{512, 7}}},
};

static void unequal_sectors_are_exchanged_whatever_is_cut(void **state)
{
    uint32_t count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(MIXED) / sizeof(MIXED[0]); i++) {
        for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
            struct plan_shape shape = MIXED[i];

            shape.write_len = UNITS[unit].write_len;
            shape.align = UNITS[unit].align;
            shape.sector_max = 16;
            open_checked(&shape);
            count += plan_bench_each(&bench, prove_swap);
        }
    }
    assert_true(count > 1000);
}

/* ---- records ---- */

static void records_tell_the_next_step(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xa0c);
    for (uint32_t records = 0; records <= 24; records++) {
        assert_int_equal(plan_next_step(&bench.geometry, records),
                         records < 9 ? records : 9);
    }
}

/* ---- geometries that do not fit ---- */

static void expect_refused(const struct plan_shape *shape)
{
    plan_bench_open(shape, UPDATE_SCRATCH, &bench);
    assert_int_equal(plan_check(&bench.geometry, shape->sector_max),
                     SLOT_E_GEOMETRY);
}

static void scratch_smaller_than_a_run_of_sectors_is_refused(void **state)
{
    struct plan_shape shape = plan_shape_uniform(256, 16, 3);

    (void)state;
    shape.secondary[0] = (struct nor_run){1024, 4};
    expect_refused(&shape);
    shape.scratch[0].count = 4;
    open_checked(&shape);
    shape = plan_shape_uniform(1024, 8, 1);
    shape.scratch[0] = (struct nor_run){512, 1};
    expect_refused(&shape);
}

static void slots_that_end_apart_are_refused(void **state)
{
    struct plan_shape shape = plan_shape_uniform(1024, 8, 1);

    (void)state;
    shape.secondary[0].count = 7;
    expect_refused(&shape);
    shape.secondary[0].count = 9;
    shape.sector_max = 9;
    expect_refused(&shape);
}

static void scratch_that_can_not_hold_its_trailer_is_refused(void **state)
{
    struct plan_shape shape = plan_shape_uniform(64, 64, 1);

    (void)state;
    /* T_scr = 60 of 64 bytes */
    open_checked(&shape);
    /* W = 8: 72 bytes */
    shape.write_len = 8;
    expect_refused(&shape);
    /* A trailer alone: no room for data */
    shape = plan_shape_uniform(60, 64, 1);
    expect_refused(&shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_are_cut_from_the_end_as_scratch_holds),
        cmocka_unit_test(example_of_150_sectors_has_three_regions),
        cmocka_unit_test(regions_of_the_example_trace_are_its),
        cmocka_unit_test(espressif_image_may_have_up_to_0xfe7d0_bytes),
        cmocka_unit_test(espressif_image_on_encrypted_flash_up_to_0xf3f00),
        cmocka_unit_test(image_leaves_room_for_the_scratch_trailer),
        cmocka_unit_test(image_sizes_follow_the_formula_for_any_sector_length),
        cmocka_unit_test(longest_image_goes_through_scratch_beside_its_trailer),
        cmocka_unit_test(plan_beyond_the_largest_image_has_no_steps),
        cmocka_unit_test(equal_sectors_are_exchanged_whatever_is_cut),
        cmocka_unit_test(unequal_sectors_are_exchanged_whatever_is_cut),
        cmocka_unit_test(records_tell_the_next_step),
        cmocka_unit_test(scratch_smaller_than_a_run_of_sectors_is_refused),
        cmocka_unit_test(slots_that_end_apart_are_refused),
        cmocka_unit_test(scratch_that_can_not_hold_its_trailer_is_refused),
    };

    return cmocka_run_group_tests_name("plan/scratch", tests, NULL, NULL);
}
