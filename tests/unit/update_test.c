/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an interrupted update is found: trailers as they stand after each step
 * of MCUboot's own sequence (SPEC, Swap using scratch and Swap using move,
 * "what is where"), and the torn ones in between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "core/update.h"
#include "tests/unit/rig.h"

/* Three sectors of 0x400, so three regions through a scratch of one. */
static const struct rig_image SMALL = {0xa0c - 32 - 40, 2, 0x22, 0, -1, 0};
/* Reaches the sector 0x1c00, in which the trailer starts at 0x1f70. */
static const struct rig_image LARGE = {0x1f24 - 32 - 40, 3, 0x33, 0, -1, 0};

static struct rig rig;
static struct update update;

static void given(enum update_mode mode)
{
    rig_open(&rig, mode);
    assert_int_equal(update_open(&update, &rig.config, &rig.flash, 0), OK);
}

static void put_state(enum plan_area area, enum swap_type type, uint32_t len)
{
    const struct trailer *t = &update.geometry.trailer[area];

    assert_int_equal(trailer_put_info(t, type, 0), OK);
    assert_int_equal(trailer_put_swap_len(t, len), OK);
    assert_int_equal(trailer_put_magic(t), OK);
}

static void put_records(enum plan_area area, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        assert_int_equal(trailer_put_record(&update.geometry.trailer[area], i,
                                            (uint8_t)(i % 3 + 1)),
                         OK);
    }
}

static void expect_found(enum update_progress progress, enum swap_type type,
                         uint32_t next)
{
    assert_int_equal(update_look(&update), OK);
    assert_int_equal(update.progress, progress);
    if (progress != UPDATE_IDLE) {
        assert_int_equal(update.type, type);
        assert_int_equal(update.next, next);
    }
}

static void erased_trailers_are_no_update(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
    given(UPDATE_MOVE);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
}

static void a_marked_scratch_is_a_start(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_SCRATCH, SWAP_REVERT, 0xa0c);
    expect_found(UPDATE_STARTED, SWAP_REVERT, 0);
}

static void a_marked_primary_is_a_start(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    expect_found(UPDATE_STARTED, SWAP_TEST, 0);
}

static void records_in_the_primary_tell_the_step(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= 9; count++) {
        given(UPDATE_SCRATCH);
        put_state(AREA_PRIMARY, SWAP_PERM, 0xa0c);
        put_records(AREA_PRIMARY, 0, count);
        expect_found(UPDATE_RUNNING, SWAP_PERM, count);
    }
}

/* Two leading records are missing where upstream wrote them too low. */
static void a_record_counts_though_earlier_ones_are_missing(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    put_records(AREA_PRIMARY, 2, 1);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 3);
}

static void records_in_scratch_count_where_the_image_is_large(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= 2; count++) {
        given(UPDATE_SCRATCH);
        put_state(AREA_SCRATCH, SWAP_TEST, 0x1f24);
        put_records(AREA_SCRATCH, 0, count);
        expect_found(UPDATE_RUNNING, SWAP_TEST, count);
    }
}

static void records_in_scratch_are_data_where_the_image_is_small(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_SCRATCH, SWAP_TEST, 0xa0c);
    put_records(AREA_SCRATCH, 0, 2);
    expect_found(UPDATE_STARTED, SWAP_TEST, 0);
}

/* A cut in the erase of scratch after region 1: see SPEC, Torn writes. */
static void a_stale_scratch_yields_to_records_in_the_primary(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_SCRATCH, SWAP_TEST, 0x1f24);
    put_records(AREA_SCRATCH, 0, 2);
    put_state(AREA_PRIMARY, SWAP_TEST, 0x1f24);
    put_records(AREA_PRIMARY, 0, 3);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 3);
}

static void a_magic_alone_is_no_update(void **state)
{
    const enum plan_area areas[] = {AREA_PRIMARY, AREA_SCRATCH};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        given(UPDATE_SCRATCH);
        assert_int_equal(trailer_put_magic(&update.geometry.trailer[areas[i]]),
                         OK);
        expect_found(UPDATE_IDLE, SWAP_NONE, 0);
    }
}

static void an_impossible_length_is_no_update(void **state)
{
    const uint32_t lengths[] = {0, RIG_SLOT + 1, 0xfffffffe};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        given(UPDATE_SCRATCH);
        put_state(AREA_PRIMARY, SWAP_TEST, lengths[i]);
        put_records(AREA_PRIMARY, 0, 2);
        expect_found(UPDATE_IDLE, SWAP_NONE, 0);
        given(UPDATE_SCRATCH);
        put_state(AREA_SCRATCH, SWAP_TEST, lengths[i]);
        expect_found(UPDATE_IDLE, SWAP_NONE, 0);
    }
}

static void scratch_of_another_image_is_not_ours(void **state)
{
    const struct trailer *t = &update.geometry.trailer[AREA_SCRATCH];

    (void)state;
    given(UPDATE_SCRATCH);
    assert_int_equal(trailer_put_info(t, SWAP_TEST, 1), OK);
    assert_int_equal(trailer_put_swap_len(t, 0xa0c), OK);
    assert_int_equal(trailer_put_magic(t), OK);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
}

static void a_completed_update_is_over(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    put_records(AREA_PRIMARY, 0, 9);
    assert_int_equal(trailer_put_flag(&update.geometry.trailer[AREA_PRIMARY],
                                      TRAILER_COPY_DONE),
                     OK);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
}

static void by_move_a_standing_request_starts_again(void **state)
{
    (void)state;
    given(UPDATE_MOVE);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    assert_int_equal(
        trailer_put_magic(&update.geometry.trailer[AREA_SECONDARY]), OK);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
}

static void by_move_records_count_moves_then_swaps(void **state)
{
    (void)state;
    given(UPDATE_MOVE);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    expect_found(UPDATE_STARTED, SWAP_TEST, 0);
    put_records(AREA_PRIMARY, 0, 2);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 2);
    put_records(AREA_PRIMARY, 2, 1);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 3);
    /* record N = 8 is the first swap, step 3 */
    put_records(AREA_PRIMARY, 8, 1);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 4);
    put_records(AREA_PRIMARY, 9, 5);
    expect_found(UPDATE_RUNNING, SWAP_TEST, 9);
}

static void overwriting_keeps_no_progress(void **state)
{
    (void)state;
    given(UPDATE_OVERWRITE);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    put_records(AREA_PRIMARY, 0, 2);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
}

static void a_given_up_update_is_not_found_again(void **state)
{
    (void)state;
    given(UPDATE_SCRATCH);
    put_state(AREA_SCRATCH, SWAP_TEST, 0xa0c);
    put_state(AREA_PRIMARY, SWAP_TEST, 0xa0c);
    assert_int_equal(update_look(&update), OK);
    assert_int_equal(update.progress, UPDATE_STARTED);
    assert_int_equal(update_abandon(&update), OK);
    expect_found(UPDATE_IDLE, SWAP_NONE, 0);
    assert_int_equal(update.progress, UPDATE_IDLE);
    assert_int_equal(update.state[AREA_PRIMARY].image_ok, MARK_SET);
}

static void too_large_for_a_move_touches_nothing(void **state)
{
    (void)state;
    given(UPDATE_MOVE);
    rig_write(&rig, 0, SLOT_SECONDARY, &LARGE);
    assert_int_equal(update_look(&update), OK);
    assert_int_equal(update_start(&update, SWAP_TEST), SWAP_E_NO_ROOM);
    assert_int_equal(rig.flash.op_count, 0);
}

static void a_large_image_goes_through_the_scratch_trailer(void **state)
{
    uint8_t before[0x1f24];

    (void)state;
    given(UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_PRIMARY, &SMALL);
    rig_write(&rig, 0, SLOT_SECONDARY, &LARGE);
    memcpy(before, rig.data + RIG_SLOT, sizeof(before));
    assert_int_equal(update_look(&update), OK);
    assert_int_equal(update_start(&update, SWAP_TEST), OK);
    assert_memory_equal(rig.data, before, sizeof(before));
    /* records of region 1 as in the observed trace, then the next ones */
    assert_int_equal(rig.data[0x1f70], 1);
    assert_int_equal(rig.data[0x1f74], 2);
    assert_int_equal(rig.data[0x1f78], 3);
    assert_int_equal(rig.data[0x1f7c], 1);
    assert_int_equal(le32(rig.data + 0x1fd0), 0x1f24);
    assert_null(rig.flash.violation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erased_trailers_are_no_update),
        cmocka_unit_test(a_marked_scratch_is_a_start),
        cmocka_unit_test(a_marked_primary_is_a_start),
        cmocka_unit_test(records_in_the_primary_tell_the_step),
        cmocka_unit_test(a_record_counts_though_earlier_ones_are_missing),
        cmocka_unit_test(records_in_scratch_count_where_the_image_is_large),
        cmocka_unit_test(records_in_scratch_are_data_where_the_image_is_small),
        cmocka_unit_test(a_stale_scratch_yields_to_records_in_the_primary),
        cmocka_unit_test(a_magic_alone_is_no_update),
        cmocka_unit_test(an_impossible_length_is_no_update),
        cmocka_unit_test(scratch_of_another_image_is_not_ours),
        cmocka_unit_test(a_completed_update_is_over),
        cmocka_unit_test(by_move_a_standing_request_starts_again),
        cmocka_unit_test(by_move_records_count_moves_then_swaps),
        cmocka_unit_test(overwriting_keeps_no_progress),
        cmocka_unit_test(a_given_up_update_is_not_found_again),
        cmocka_unit_test(too_large_for_a_move_touches_nothing),
        cmocka_unit_test(a_large_image_goes_through_the_scratch_trailer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
