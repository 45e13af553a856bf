/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of overwriting: one copy, no record, and the longest image of the
 * three modes (SPEC, Overwrite only).
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
    plan_bench_open(shape, UPDATE_OVERWRITE, &bench);
    assert_int_equal(plan_check(&bench.geometry, shape->sector_max), OK);
}

/* S - 40, S - 64, S - 128: where swap_info starts */
static void image_may_reach_up_to_swap_info(void **state)
{
    static const struct {
        uint8_t align;
        uint32_t max;
    } rows[] = {{8, 0xfffd8}, {16, 0xfffc0}, {32, 0xfff80}};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct plan_shape shape = plan_shape_espressif(false);

        shape.align = rows[i].align;
        open_checked(&shape);
        assert_int_equal(plan_image_max(&bench.geometry), rows[i].max);
    }
}

static void image_is_copied_in_one_step_of_whole_write_units(void **state)
{
    static const uint32_t write_lens[] = {1, 2, 4, 8, 16, 32};
    struct plan_step step;

    (void)state;
    for (size_t i = 0; i < sizeof(write_lens) / sizeof(write_lens[0]); i++) {
        struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);
        uint32_t unit = write_lens[i];

        shape.write_len = unit;
        shape.align = 32;
        open_checked(&shape);
        for (uint32_t len = 1; len <= 0x1f80; len++) {
            plan_open(&bench.geometry, len);
            assert_int_equal(plan_step_count(&bench.geometry), 1);
            plan_step(&bench.geometry, 0, &step);
            assert_int_equal(step.from, AREA_SECONDARY);
            assert_int_equal(step.to, AREA_PRIMARY);
            assert_int_equal(step.from_off, 0);
            assert_int_equal(step.to_off, 0);
            assert_int_equal(step.len, (len + unit - 1) / unit * unit);
            assert_int_equal(step.map_off, PLAN_NONE);
            assert_int_equal(step.record, PLAN_NONE);
        }
    }
}

static void nothing_to_copy_is_no_step(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
    plan_open(&bench.geometry, 0x2001);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
}

static void copy_is_repeated_from_its_start_whatever_stands_there(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0x1000);
    assert_int_equal(plan_record_count(&bench.geometry), 0);
    assert_int_equal(plan_next_step(&bench.geometry, 0), 0);
    assert_int_equal(plan_next_step(&bench.geometry, 24), 0);
}

static void prove_copy(const struct plan_geometry *g)
{
    static struct plan_model model;

    model_prove(g, &model);
    assert_true(model_holds(&model, AREA_PRIMARY, AREA_SECONDARY, g->swap_len));
    assert_true(model_holds(&model, AREA_SECONDARY, AREA_SECONDARY,
                            g->trailer[AREA_SECONDARY].area.len));
}

static void secondary_stays_and_primary_becomes_it_whatever_is_cut(void **state)
{
    static const struct nor_run secondaries[] = {
        {0x400, 8}, {0x100, 32}, {0x800, 4}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

        shape.secondary[0] = secondaries[i];
        shape.sector_max = 32;
        open_checked(&shape);
        assert_true(plan_bench_each(&bench, prove_copy) >= 15);
    }
}

static void slots_of_two_lengths_are_refused(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    shape.secondary[0].count = 7;
    plan_bench_open(&shape, UPDATE_OVERWRITE, &bench);
    assert_int_equal(plan_check(&bench.geometry, 8), SLOT_E_GEOMETRY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_may_reach_up_to_swap_info),
        cmocka_unit_test(image_is_copied_in_one_step_of_whole_write_units),
        cmocka_unit_test(nothing_to_copy_is_no_step),
        cmocka_unit_test(copy_is_repeated_from_its_start_whatever_stands_there),
        cmocka_unit_test(
            secondary_stays_and_primary_becomes_it_whatever_is_cut),
        cmocka_unit_test(slots_of_two_lengths_are_refused),
    };

    return cmocka_run_group_tests_name("plan/overwrite", tests, NULL, NULL);
}
