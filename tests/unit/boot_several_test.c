/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole boots with two images: each is updated, taken back and verified by
 * itself, and both are handed over or none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/rig.h"

static const struct rig_image A1 = {900, 1, 0x11, 0, -1, 0};
static const struct rig_image A2 = {950, 2, 0x22, 0, -1, 0};
static const struct rig_image B5 = {700, 5, 0x55, 0, -1, 0};
static const struct rig_image B6 = {750, 6, 0x66, 0, -1, 0};

static struct rig rig;

static void given_two(enum update_mode mode)
{
    rig_open(&rig, mode);
    rig.config.image_count = 2;
    rig_write(&rig, 0, SLOT_PRIMARY, &A1);
    rig_write(&rig, 1, SLOT_PRIMARY, &B5);
}

static void request(uint8_t index, bool permanent)
{
    struct app_slots slots = rig_app(&rig, index);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static void expect_start(uint8_t index, uint8_t major)
{
    const struct boot_start *start = &rig.result.start[index];

    assert_int_equal(start->slot->base,
                     rig.config.slot[index][SLOT_PRIMARY].addr);
    assert_int_equal(start->slot->len,
                     rig.config.slot[index][SLOT_PRIMARY].len);
    assert_int_equal(start->facts->header.version.major, major);
}

static void expect_both(uint8_t first, uint8_t second)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_true(verdict_is_pass(rig.result.verdict));
    expect_start(0, first);
    expect_start(1, second);
    assert_null(rig.flash.violation);
}

static void both_images_are_handed_over_as_verified(void **state)
{
    (void)state;
    given_two(UPDATE_SCRATCH);
    expect_both(1, 5);
    assert_int_equal(rig.flash.op_count, 0);
}

static void the_second_image_is_updated_and_taken_back_alone(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        given_two(modes[i]);
        rig_write(&rig, 1, SLOT_SECONDARY, &B6);
        request(1, false);
        expect_both(1, 6);
        expect_both(1, 5);
        assert_int_equal(rig_major(&rig, 1, SLOT_SECONDARY), 6);
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 0xff);
    }
}

static void the_first_image_is_updated_beside_a_trial_of_the_second(void **s)
{
    (void)s;
    given_two(UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_SECONDARY, &A2);
    rig_write(&rig, 1, SLOT_SECONDARY, &B6);
    request(0, true);
    request(1, false);
    expect_both(2, 6);
    expect_both(2, 5);
}

static void a_damaged_second_image_bars_the_boot_and_is_named(void **state)
{
    (void)state;
    given_two(UPDATE_SCRATCH);
    rig_bytes(&rig, &rig.config.slot[1][SLOT_PRIMARY])[100] ^= 1;
    assert_int_equal(rig_boot(&rig), BOOT_E_NO_IMAGE);
    assert_false(verdict_is_pass(rig.result.verdict));
    assert_int_equal(rig.result.image, 1);
    assert_int_equal(rig.result.why, IMAGE_E_HASH);
    assert_null(rig.result.start[0].facts);
    assert_null(rig.result.start[1].facts);
}

static void a_damaged_update_of_the_second_image_is_refused_alone(void **state)
{
    (void)state;
    given_two(UPDATE_MOVE);
    rig_write(&rig, 0, SLOT_SECONDARY, &A2);
    rig_write(&rig, 1, SLOT_SECONDARY, &B6);
    request(0, true);
    request(1, true);
    rig_bytes(&rig, &rig.config.slot[1][SLOT_SECONDARY])[100] ^= 1;
    expect_both(2, 5);
    assert_int_equal(rig_major(&rig, 1, SLOT_SECONDARY), 0xff);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_images_are_handed_over_as_verified),
        cmocka_unit_test(the_second_image_is_updated_and_taken_back_alone),
        cmocka_unit_test(
            the_first_image_is_updated_beside_a_trial_of_the_second),
        cmocka_unit_test(a_damaged_second_image_bars_the_boot_and_is_named),
        cmocka_unit_test(a_damaged_update_of_the_second_image_is_refused_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
