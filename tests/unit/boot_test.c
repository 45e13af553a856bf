/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole boots on a small device: what runs, what stands in the slots, and the
 * bytes of the trailers, which are those observed on MCUboot (SPEC, Slot
 * trailer, worked example).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/rig.h"

/* 0xa0c bytes in all, as in the worked example: three sectors. */
#define EXAMPLE_PAYLOAD (0xa0c - 32 - 40)

static const struct rig_image V1 = {EXAMPLE_PAYLOAD - 100, 1, 0x11, 0, -1, 0};
static const struct rig_image V2 = {EXAMPLE_PAYLOAD, 2, 0x22, 0, -1, 0};
static const struct rig_image V3 = {EXAMPLE_PAYLOAD - 50, 3, 0x33, 0, -1, 0};

static struct rig rig;

static void given_pair(enum update_mode mode)
{
    rig_open(&rig, mode);
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    rig_write(&rig, 0, SLOT_SECONDARY, &V2);
}

static void request(uint8_t index, bool permanent)
{
    struct app_slots slots = rig_app(&rig, index);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static void confirm(uint8_t index)
{
    struct app_slots slots = rig_app(&rig, index);

    assert_int_equal(app_update_confirm(&slots), OK);
}

static void expect_runs(uint8_t major)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig.result.start[0].facts->header.version.major, major);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), major);
    assert_null(rig.flash.violation);
}

static void a_plain_image_boots_and_nothing_is_written(void **state)
{
    (void)state;
    rig_open(&rig, UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    expect_runs(1);
    assert_int_equal(rig.flash.op_count, 0);
}

static void an_erased_device_does_not_boot_and_says_so(void **state)
{
    (void)state;
    rig_open(&rig, UPDATE_SCRATCH);
    assert_int_equal(rig_boot(&rig), BOOT_E_NO_IMAGE);
    assert_int_equal(rig.result.why, IMAGE_E_EMPTY);
    assert_false(verdict_is_pass(rig.result.verdict));
}

static void a_test_update_runs_once_and_is_taken_back(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        given_pair(modes[i]);
        request(0, false);
        expect_runs(2);
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 1);
        expect_runs(1);
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 2);
        rig.flash.op_count = 0;
        expect_runs(1);
        assert_int_equal(rig.flash.op_count, 0);
    }
}

static void a_confirmed_update_stays(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                      UPDATE_OVERWRITE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        given_pair(modes[i]);
        request(0, false);
        expect_runs(2);
        confirm(0);
        rig.flash.op_count = 0;
        expect_runs(2);
        expect_runs(2);
        assert_int_equal(rig.flash.op_count, 0);
    }
}

static void a_permanent_update_stays(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                      UPDATE_OVERWRITE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        given_pair(modes[i]);
        request(0, true);
        expect_runs(2);
        rig.flash.op_count = 0;
        expect_runs(2);
        assert_int_equal(rig.flash.op_count, 0);
    }
}

static void expect_bytes(uint32_t off, const char *hex)
{
    uint8_t *p = rig_bytes(&rig, &rig.config.slot[0][SLOT_PRIMARY]) + off;
    char seen[65] = "";

    for (size_t i = 0; i < strlen(hex) / 2; i++) {
        snprintf(seen + 2 * i, 3, "%02x", p[i]);
    }
    assert_string_equal(seen, hex);
}

static void the_trailer_after_a_scratch_swap_is_upstreams(void **state)
{
    (void)state;
    given_pair(UPDATE_SCRATCH);
    request(0, false);
    expect_runs(2);
    expect_bytes(0x1f70, "01ffffff02ffffff03ffffff");
    expect_bytes(0x1f7c, "01ffffff02ffffff03ffffff");
    expect_bytes(0x1f88, "01ffffff02ffffff03ffffff");
    assert_true(bytes_are(rig.data + 0x1f94, 0xff, 0x1fd0 - 0x1f94));
    expect_bytes(0x1fd0, "0c0a0000ffffffff02ffffffffffffff01ffffffffffffff");
    expect_bytes(0x1fe8, "ffffffffffffffff77c295f360d2ef7f3552500f2cb67980");
}

static void the_move_records_start_at_0_and_at_n(void **state)
{
    (void)state;
    given_pair(UPDATE_MOVE);
    request(0, false);
    expect_runs(2);
    expect_bytes(0x1f70, "01ffffff01ffffff01ffffffffffffff");
    expect_bytes(0x1f90, "01ffffff02ffffff01ffffff02ffffff01ffffff02ffffff");
    assert_true(bytes_are(rig.data + 0x1fa8, 0xff, 0x1fd0 - 0x1fa8));
}

static void a_tampered_update_is_erased_and_the_old_image_runs(void **state)
{
    (void)state;
    given_pair(UPDATE_SCRATCH);
    request(0, false);
    rig_bytes(&rig, &rig.config.slot[0][SLOT_SECONDARY])[0x500] ^= 1;
    expect_runs(1);
    assert_true(bytes_are(rig.data + RIG_SLOT, 0xff, RIG_SLOT));
}

static void a_single_read_error_erases_nothing(void **state)
{
    (void)state;
    given_pair(UPDATE_SCRATCH);
    request(0, false);
    rig.flash.bad_addr = RIG_SLOT + 0x500;
    rig.flash.bad_len = 1;
    expect_runs(1);
    assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 2);
    rig.flash.bad_len = 0;
    expect_runs(2);
}

static void a_damaged_primary_does_not_run(void **state)
{
    (void)state;
    rig_open(&rig, UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    rig.data[0x500] ^= 0x80;
    assert_int_equal(rig_boot(&rig), BOOT_E_NO_IMAGE);
    assert_int_equal(rig.result.why, IMAGE_E_HASH);
}

/* Memory that outlives deep sleep is kept for the same application alone. */
static void a_boot_tells_whether_it_changed_an_image(void **state)
{
    (void)state;
    for (int mode = UPDATE_SCRATCH; mode <= UPDATE_OVERWRITE; mode++) {
        given_pair((enum update_mode)mode);
        expect_runs(1);
        assert_false(rig.result.updated);
        request(0, false);
        expect_runs(2);
        assert_true(rig.result.updated);
        confirm(0);
        expect_runs(2);
        assert_false(rig.result.updated);
    }
}

static void a_blank_primary_takes_a_pending_update(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                      UPDATE_OVERWRITE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        rig_open(&rig, modes[i]);
        rig_write(&rig, 0, SLOT_SECONDARY, &V2);
        request(0, true);
        expect_runs(2);
    }
}

static void the_same_image_costs_no_wear_but_trailers(void **state)
{
    (void)state;
    rig_open(&rig, UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_PRIMARY, &V2);
    rig_write(&rig, 0, SLOT_SECONDARY, &V2);
    request(0, false);
    nor_stats_clear(&rig.flash);
    expect_runs(2);
    /* the request, and scratch's trailer once */
    assert_int_equal(rig.flash.stats.erase_count, 2);
    assert_true(rig.flash.stats.bytes_programmed < 300);
}

static void an_older_version_is_refused_in_every_mode(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                      UPDATE_OVERWRITE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        rig_open(&rig, modes[i]);
        rig.config.prevent_downgrade = true;
        rig_write(&rig, 0, SLOT_PRIMARY, &V3);
        rig_write(&rig, 0, SLOT_SECONDARY, &V2);
        request(0, true);
        expect_runs(3);
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 0xff);
    }
}

static void a_trial_can_be_taken_back_with_downgrades_prevented(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        given_pair(modes[i]);
        rig.config.prevent_downgrade = true;
        request(0, false);
        expect_runs(2);
        expect_runs(1);
    }
}

static void a_trial_is_not_taken_back_to_another_image(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        static const struct rig_image old = {700, 0, 0x44, 0, -1, 0};

        given_pair(modes[i]);
        rig.config.prevent_downgrade = true;
        request(0, false);
        expect_runs(2);
        rig_write(&rig, 0, SLOT_SECONDARY, &old);
        expect_runs(2);
    }
}

static void a_lower_counter_is_refused_whatever_the_version(void **state)
{
    static const struct rig_image high = {900, 1, 0x51, 7, -1, 0};
    static const struct rig_image low = {900, 9, 0x52, 6, -1, 0};

    (void)state;
    rig_open(&rig, UPDATE_MOVE);
    rig.config.prevent_downgrade = true;
    rig.config.prevent_by_counter = true;
    rig_write(&rig, 0, SLOT_PRIMARY, &high);
    rig_write(&rig, 0, SLOT_SECONDARY, &low);
    request(0, false);
    expect_runs(1);
}

static void two_images_that_need_each_other_go_together(void **state)
{
    static const struct rig_image a2 = {900, 2, 0x61, 0, 1, 2};
    static const struct rig_image b1 = {800, 1, 0x62, 0, -1, 0};
    static const struct rig_image b2 = {850, 2, 0x63, 0, -1, 0};

    (void)state;
    given_pair(UPDATE_SCRATCH);
    rig.config.image_count = 2;
    rig_write(&rig, 0, SLOT_SECONDARY, &a2);
    rig_write(&rig, 1, SLOT_PRIMARY, &b1);
    request(0, false);
    expect_runs(1); /* image 1 is too old: held back, not erased */
    assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 2);
    rig_write(&rig, 1, SLOT_SECONDARY, &b2);
    request(1, false);
    expect_runs(2);
    assert_int_equal(rig_major(&rig, 1, SLOT_PRIMARY), 2);
    expect_runs(1);
    assert_int_equal(rig_major(&rig, 1, SLOT_PRIMARY), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_image_boots_and_nothing_is_written),
        cmocka_unit_test(an_erased_device_does_not_boot_and_says_so),
        cmocka_unit_test(a_test_update_runs_once_and_is_taken_back),
        cmocka_unit_test(a_confirmed_update_stays),
        cmocka_unit_test(a_permanent_update_stays),
        cmocka_unit_test(the_trailer_after_a_scratch_swap_is_upstreams),
        cmocka_unit_test(the_move_records_start_at_0_and_at_n),
        cmocka_unit_test(a_tampered_update_is_erased_and_the_old_image_runs),
        cmocka_unit_test(a_single_read_error_erases_nothing),
        cmocka_unit_test(a_damaged_primary_does_not_run),
        cmocka_unit_test(a_boot_tells_whether_it_changed_an_image),
        cmocka_unit_test(a_blank_primary_takes_a_pending_update),
        cmocka_unit_test(the_same_image_costs_no_wear_but_trailers),
        cmocka_unit_test(an_older_version_is_refused_in_every_mode),
        cmocka_unit_test(a_trial_can_be_taken_back_with_downgrades_prevented),
        cmocka_unit_test(a_trial_is_not_taken_back_to_another_image),
        cmocka_unit_test(a_lower_counter_is_refused_whatever_the_version),
        cmocka_unit_test(two_images_that_need_each_other_go_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
