/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all update plans share: whether slots may be used at all, and how much
 * of them is exchanged. The strategies: scratch_test.c, move_test.c and
 * overwrite_test.c.
 */
#include "core/plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/plan/strategy.h"
#include "tests/unit/plan_bench.h"

static struct plan_bench bench;

static const enum update_mode MODES[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                         UPDATE_OVERWRITE};

#define MODE_COUNT (sizeof(MODES) / sizeof(MODES[0]))

static status_t check(const struct plan_shape *shape, enum update_mode mode)
{
    plan_bench_open(shape, mode, &bench);
    return plan_check(&bench.geometry, shape->sector_max);
}

static void slots_of_more_sectors_than_allowed_are_refused(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    for (size_t i = 0; i < MODE_COUNT; i++) {
        shape.sector_max = 8;
        assert_int_equal(check(&shape, MODES[i]), OK);
        shape.sector_max = 7;
        assert_int_equal(check(&shape, MODES[i]), SLOT_E_GEOMETRY);
    }
}

/* Either slot may be the one with too many. */
static void sectors_of_both_slots_are_counted(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    shape.secondary[0] = (struct nor_run){0x200, 16};
    shape.sector_max = 16;
    assert_int_equal(check(&shape, UPDATE_SCRATCH), OK);
    shape.sector_max = 15;
    assert_int_equal(check(&shape, UPDATE_SCRATCH), SLOT_E_GEOMETRY);
    shape.primary[0] = (struct nor_run){0x200, 16};
    shape.secondary[0] = (struct nor_run){0x400, 8};
    assert_int_equal(check(&shape, UPDATE_SCRATCH), SLOT_E_GEOMETRY);
}

/* T = 0x90 with N = 8, W = 4, A = 8 */
static void slot_that_is_all_trailer_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < MODE_COUNT; i++) {
        struct plan_shape shape = plan_shape_uniform(0x90, 1, 1);

        shape.sector_max = 8;
        assert_int_equal(check(&shape, MODES[i]), SLOT_E_GEOMETRY);
        shape = plan_shape_uniform(0x94, 1, 1);
        shape.sector_max = 8;
        assert_int_equal(check(&shape, MODES[i]), OK);
    }
}

/* SPEC: the end of the sectors that hold swap_len bytes in both slots */
static void exchanged_part_ends_where_sectors_of_both_slots_end(void **state)
{
    /* boundaries: 0x400, 0xc00 and 0x1000 only */
    struct plan_shape shape = plan_shape_uniform(0x400, 4, 4);

    (void)state;
    shape.secondary[0] = (struct nor_run){0x400, 1};
    shape.secondary[1] = (struct nor_run){0x800, 1};
    shape.secondary[2] = (struct nor_run){0x100, 4};
    shape.sector_max = 8;
    assert_int_equal(check(&shape, UPDATE_SCRATCH), OK);
    for (uint32_t len = 1; len <= 0x1000; len++) {
        uint32_t end = len <= 0x400 ? 0x400 : len <= 0xc00 ? 0xc00 : 0x1000;

        plan_open(&bench.geometry, len);
        assert_int_equal(bench.geometry.swap_len, len);
        assert_int_equal(bench.geometry.end, end);
    }
}

/* What rubbish in a trailer may say must end in a plan without steps. */
static void impossible_lengths_make_plans_without_steps(void **state)
{
    static const uint32_t lens[] = {0,          0x2001,     0x4000,
                                    0x80000000, 0xfffffffe, 0xffffffff};
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    for (size_t i = 0; i < MODE_COUNT; i++) {
        assert_int_equal(check(&shape, MODES[i]), OK);
        for (size_t k = 0; k < sizeof(lens) / sizeof(lens[0]); k++) {
            plan_open(&bench.geometry, lens[k]);
            assert_int_equal(bench.geometry.end, 0);
            assert_int_equal(plan_step_count(&bench.geometry), 0);
        }
    }
}

/* Of a primary with a spare sector, only the secondary's can be exchanged. */
static void length_beyond_the_shorter_slot_makes_no_steps(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 9, 1);

    (void)state;
    shape.secondary[0].count = 8;
    assert_int_equal(check(&shape, UPDATE_MOVE), OK);
    plan_open(&bench.geometry, 0x2000);
    assert_int_equal(bench.geometry.end, 0x2000);
    plan_open(&bench.geometry, 0x2001);
    assert_int_equal(bench.geometry.end, 0);
}

/* S 0x2000, T 0x90: the first trailer sector starts at 0x1c00 */
static void plan_reaches_the_trailer_from_its_first_sector_on(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x400, 8, 1);

    (void)state;
    assert_int_equal(check(&shape, UPDATE_SCRATCH), OK);
    plan_open(&bench.geometry, 0x1c00);
    assert_false(plan_reaches_trailer(&bench.geometry));
    plan_open(&bench.geometry, 0x1c01);
    assert_true(plan_reaches_trailer(&bench.geometry));
}

static void boundaries_below_mirror_those_above(void **state)
{
    struct plan_shape shape = plan_shape_uniform(0x300, 6, 3);
    uint32_t off = 0;
    uint32_t above;

    (void)state;
    shape.secondary[0] = (struct nor_run){0x200, 9};
    shape.sector_max = 9;
    assert_int_equal(check(&shape, UPDATE_SCRATCH), OK);
    for (; off < 0x1200; off = above) {
        above = plan_boundary_above(&bench.geometry, off);
        assert_int_equal(above, off + 0x600);
        assert_int_equal(plan_boundary_below(&bench.geometry, above), off);
    }
    assert_int_equal(plan_boundary_above(&bench.geometry, 0x1200), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_of_more_sectors_than_allowed_are_refused),
        cmocka_unit_test(sectors_of_both_slots_are_counted),
        cmocka_unit_test(slot_that_is_all_trailer_is_refused),
        cmocka_unit_test(exchanged_part_ends_where_sectors_of_both_slots_end),
        cmocka_unit_test(impossible_lengths_make_plans_without_steps),
        cmocka_unit_test(length_beyond_the_shorter_slot_makes_no_steps),
        cmocka_unit_test(plan_reaches_the_trailer_from_its_first_sector_on),
        cmocka_unit_test(boundaries_below_mirror_those_above),
    };

    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
