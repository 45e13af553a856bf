/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of a swap using move: order, records and sizes as SPEC, Swap using
 * move gives them, and proof by complete enumeration that a swap of any length
 * survives cuts and ends exchanged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/plan_bench.h"
#include "tests/unit/plan_model.h"

#define SECTOR_LEN 512u

static struct plan_bench bench;

static void open_checked(const struct plan_shape *shape)
{
    plan_bench_open(shape, UPDATE_MOVE, &bench);
    assert_int_equal(plan_check(&bench.geometry, shape->sector_max), OK);
}

static struct plan_shape shape_of(uint32_t sector_len, uint32_t primary,
                                  uint32_t secondary)
{
    struct plan_shape shape = plan_shape_uniform(sector_len, primary, 1);

    shape.secondary[0].count = secondary;
    return shape;
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

/* SPEC: i = last down to 1: primary[i - 1] to primary[i]; move records */
static void expect_moves(const struct plan_geometry *g, uint32_t last,
                         uint32_t len)
{
    for (uint32_t i = last; i >= 1; i--) {
        const struct plan_step want = {
            AREA_PRIMARY, AREA_PRIMARY,  (i - 1) * len, i * len,
            len,          (i - 1) * len, last - i,      1};

        expect_step(g, last - i, &want);
    }
}

/* SPEC: i = 1 to last: secondary[i-1] to primary[i-1], primary[i] back */
static void expect_swaps(const struct plan_geometry *g, uint32_t last,
                         uint32_t len)
{
    uint32_t first_record =
        g->trailer[AREA_PRIMARY].record_count / TRAILER_RECORDS_PER_SECTOR;

    for (uint32_t i = 1; i <= last; i++) {
        uint32_t at = (i - 1) * len;
        uint32_t record = first_record + 2 * (i - 1);
        const struct plan_step in = {AREA_SECONDARY, AREA_PRIMARY, at, at, len,
                                     PLAN_NONE,      record,       1};
        const struct plan_step out = {
            AREA_PRIMARY, AREA_SECONDARY, i * len, at, len, at, record + 1, 2};

        expect_step(g, last + 2 * (i - 1), &in);
        expect_step(g, last + 2 * (i - 1) + 1, &out);
    }
}

static void expect_plan(const struct plan_geometry *g)
{
    uint32_t last = (g->swap_len + SECTOR_LEN - 1) / SECTOR_LEN;

    assert_int_equal(g->end, last * SECTOR_LEN);
    assert_int_equal(plan_step_count(g), 3 * last);
    expect_moves(g, last, SECTOR_LEN);
    expect_swaps(g, last, SECTOR_LEN);
}

static const uint32_t WRITE_LENS[] = {1, 2, 4, 8, 16, 32};

#define WRITE_LEN_COUNT (sizeof(WRITE_LENS) / sizeof(WRITE_LENS[0]))

static void for_each_geometry(void (*visit)(const struct plan_geometry *g),
                              uint32_t least)
{
    uint32_t count = 0;

    for (size_t i = 0; i < WRITE_LEN_COUNT; i++) {
        for (uint32_t slot = 5; slot <= 16; slot++) {
            struct plan_shape shape = shape_of(SECTOR_LEN, slot, slot);

            shape.write_len = WRITE_LENS[i];
            shape.align = shape.write_len < 8 ? 8 : (uint8_t)shape.write_len;
            open_checked(&shape);
            count += plan_bench_each(&bench, visit);
            shape.secondary[0].count--;
            open_checked(&shape);
            count += plan_bench_each(&bench, visit);
        }
    }
    assert_true(count >= least);
}

static void moves_go_down_then_swaps_go_up(void **state)
{
    (void)state;
    for_each_geometry(expect_plan, 2000);
}

static void prove_swap(const struct plan_geometry *g)
{
    static struct plan_model model;

    assert_true(plan_step_count(g) > 0);
    model_prove(g, &model);
    assert_true(model_holds(&model, AREA_PRIMARY, AREA_SECONDARY, g->end));
    assert_true(model_holds(&model, AREA_SECONDARY, AREA_PRIMARY, g->end));
}

static void sectors_are_exchanged_whatever_is_cut(void **state)
{
    (void)state;
    for_each_geometry(prove_swap, 2000);
}

/* Nothing above the spare sector is touched: the trailer lies there. */
static void nothing_is_written_from_the_trailers_on(void **state)
{
    struct plan_shape shape = shape_of(SECTOR_LEN, 8, 8);
    struct plan_step step;

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, plan_image_max(&bench.geometry));
    assert_int_equal(plan_step_count(&bench.geometry), 18);
    for (uint32_t n = 0; n < 18; n++) {
        plan_step(&bench.geometry, n, &step);
        assert_true(step.to_off + step.len <= 7 * SECTOR_LEN);
    }
}

/* ---- sizes: min(n_pri SS - up(T, SS) - SS, n_sec SS - up(T, SS)) ---- */

static void espressif_image_leaves_the_spare_sector_and_the_trailer(
    void **state)
{
    struct plan_shape shape = plan_shape_espressif(false);

    (void)state;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0xfd000);
    shape.primary[0].count = 257;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0xfe000);
    shape = plan_shape_espressif(true);
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0xf2000);
}

static void plan_beyond_the_largest_image_has_no_steps(void **state)
{
    struct plan_shape shape = plan_shape_espressif(false);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xfd000);
    assert_int_equal(plan_step_count(&bench.geometry), 3 * 0xfd);
    plan_open(&bench.geometry, 0xfd001);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
    plan_open(&bench.geometry, 0x100000);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
}

static void slot_without_room_for_anything_holds_no_image(void **state)
{
    /* T = 144 of 160 bytes: the spare sector lies where the image would */
    struct plan_shape shape = shape_of(80, 2, 2);

    (void)state;
    shape.sector_max = 8;
    open_checked(&shape);
    assert_int_equal(plan_image_max(&bench.geometry), 0);
    plan_open(&bench.geometry, 1);
    assert_int_equal(plan_step_count(&bench.geometry), 0);
}

/* ---- records: N of them for moves, then two for each sector ---- */

static void records_of_swaps_start_at_n(void **state)
{
    struct plan_shape shape = shape_of(0x400, 8, 8);
    struct plan_step step;

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xa0c);
    assert_int_equal(plan_record_count(&bench.geometry), 8 + 6);
    plan_step(&bench.geometry, 2, &step);
    assert_int_equal(step.record, 2);
    plan_step(&bench.geometry, 3, &step);
    assert_int_equal(step.record, 8);
    plan_step(&bench.geometry, 8, &step);
    assert_int_equal(step.record, 13);
}

/* By SPEC, f = records: MOVE idx f + 1, or SWAP by f - N; step by idx. */
static void records_tell_the_next_step(void **state)
{
    static const uint8_t next[] = {0, 1, 2, 3, 3, 3, 3, 3, 3,
                                   4, 5, 6, 7, 8, 9, 9, 9};
    struct plan_shape shape = shape_of(0x400, 8, 8);

    (void)state;
    open_checked(&shape);
    plan_open(&bench.geometry, 0xa0c);
    for (uint32_t records = 0; records < sizeof(next); records++) {
        assert_int_equal(plan_next_step(&bench.geometry, records),
                         next[records]);
    }
}

/* ---- geometries that do not fit ---- */

static void expect_refused(const struct plan_shape *shape)
{
    plan_bench_open(shape, UPDATE_MOVE, &bench);
    assert_int_equal(plan_check(&bench.geometry, shape->sector_max),
                     SLOT_E_GEOMETRY);
}

static void primary_may_have_one_sector_more_and_no_other_number(void **state)
{
    (void)state;
    for (uint32_t secondary = 5; secondary <= 10; secondary++) {
        struct plan_shape shape = shape_of(SECTOR_LEN, 8, secondary);

        shape.sector_max = 10;
        if (secondary == 7 || secondary == 8) {
            open_checked(&shape);
        } else {
            expect_refused(&shape);
        }
    }
}

static void sectors_of_two_lengths_are_refused(void **state)
{
    struct plan_shape shape = shape_of(SECTOR_LEN, 8, 8);

    (void)state;
    shape.secondary[0] = (struct nor_run){2 * SECTOR_LEN, 4};
    expect_refused(&shape);
    shape.secondary[0] = (struct nor_run){SECTOR_LEN, 6};
    shape.secondary[1] = (struct nor_run){2 * SECTOR_LEN, 1};
    expect_refused(&shape);
    shape = shape_of(SECTOR_LEN, 6, 8);
    shape.primary[1] = (struct nor_run){2 * SECTOR_LEN, 1};
    shape.sector_max = 8;
    expect_refused(&shape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_go_down_then_swaps_go_up),
        cmocka_unit_test(sectors_are_exchanged_whatever_is_cut),
        cmocka_unit_test(nothing_is_written_from_the_trailers_on),
        cmocka_unit_test(
            espressif_image_leaves_the_spare_sector_and_the_trailer),
        cmocka_unit_test(plan_beyond_the_largest_image_has_no_steps),
        cmocka_unit_test(slot_without_room_for_anything_holds_no_image),
        cmocka_unit_test(records_of_swaps_start_at_n),
        cmocka_unit_test(records_tell_the_next_step),
        cmocka_unit_test(primary_may_have_one_sector_more_and_no_other_number),
        cmocka_unit_test(sectors_of_two_lengths_are_refused),
    };

    return cmocka_run_group_tests_name("plan/move", tests, NULL, NULL);
}
