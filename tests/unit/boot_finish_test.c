/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What recovery does before it serves: interrupted swaps are finished, and
 * nothing is started, wherever power failed. And what it does with a request
 * that is in its way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rig.h"

#define PLAIN_PAYLOAD 0x9c4u  /* three sectors */
#define LONG_PAYLOAD  0x1d00u /* reaches the trailer's first sector */
#define BEGUN         20u     /* operations after which data was copied */

static const enum update_mode MODES[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                         UPDATE_OVERWRITE};

static struct rig rig;
static jmp_buf power;

static void write_image(uint8_t index, enum slot slot, uint8_t major,
                        uint32_t payload_len)
{
    const struct rig_image image = {
        .payload_len = payload_len, .major = major, .fill = major, .needs = -1};

    (void)rig_write(&rig, index, slot, &image);
}

static void request(uint8_t index, bool permanent)
{
    struct app_slots slots = rig_app(&rig, index);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static void given_update(enum update_mode mode, uint32_t payload_len)
{
    rig_open(&rig, mode);
    rig.flash.power = &power;
    write_image(0, SLOT_PRIMARY, 1, 0x200);
    write_image(0, SLOT_SECONDARY, 2, payload_len);
}

/* Returns false if the boot came to its end before power failed. */
static bool boot_is_cut(uint64_t after, enum nor_cut_manner manner)
{
    nor_cut_arm(&rig.flash, after, manner, (uint32_t)after);
    if (setjmp(power) == 0) {
        (void)rig_boot(&rig);
        nor_cut_disarm(&rig.flash);
        return false;
    }
    nor_cut_disarm(&rig.flash);
    return true;
}

static status_t finish(void)
{
    boot_init(&rig.boot, &rig.config, &rig.flash);
    return boot_finish(&rig.boot);
}

static const struct slot_facts *look_at(uint8_t index, enum slot slot)
{
    boot_look(&rig.boot, index, slot);
    return &rig.boot.facts.image[index].slot[slot];
}

static void expect_slot(uint8_t index, enum slot slot, uint8_t major)
{
    const struct slot_facts *s = look_at(index, slot);

    assert_int_equal(s->look, LOOK_VALID);
    assert_int_equal(s->image.header.version.major, major);
}

/* Whether something of the update was copied and recorded. */
static bool is_begun(void)
{
    struct update u;

    assert_int_equal(update_open(&u, &rig.config, &rig.flash, 0), OK);
    assert_int_equal(update_look(&u), OK);
    return u.progress == UPDATE_RUNNING;
}

/*
 * After a cut on the way from one image to the other: all of the one, and then
 * nothing was written, or all of the other, and the first one for the way back.
 */
static void expect_finished(uint8_t from, uint8_t to)
{
    uint64_t ops = rig.flash.op_count;
    bool begun = is_begun();

    assert_int_equal(finish(), OK);
    assert_int_not_equal(rig.boot.facts.image[0].progress, UPDATE_RUNNING);
    assert_int_equal(rig.boot.facts.settled_count, 0);
    assert_int_equal(rig.flash.op_count != ops, begun);
    if (!begun && rig_major(&rig, 0, SLOT_PRIMARY) == from) {
        expect_slot(0, SLOT_PRIMARY, from);
        expect_slot(0, SLOT_SECONDARY, to);
    } else {
        expect_slot(0, SLOT_PRIMARY, to);
        expect_slot(0, SLOT_SECONDARY, from);
    }
    assert_null(rig.flash.violation);
}

/* What was not begun is still asked for, what was begun is on trial. */
static void expect_trial_goes_on(void)
{
    if (rig_major(&rig, 0, SLOT_PRIMARY) == 1) {
        assert_int_equal(rig_boot(&rig), OK);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 2);
    }
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 1);
}

static void cut_update_is_finished_or_was_not_begun(enum update_mode mode,
                                                    uint32_t payload_len)
{
    uint32_t finished = 0;

    for (uint64_t n = 0; n < 1000; n++) {
        given_update(mode, payload_len);
        request(0, false);
        if (!boot_is_cut(n, (enum nor_cut_manner)(n % 5))) {
            break;
        }
        expect_finished(1, 2);
        finished += rig_major(&rig, 0, SLOT_PRIMARY) == 2;
        expect_trial_goes_on();
    }
    assert_in_range(finished, 5, 1000);
}

static void cut_swap_is_finished_or_was_not_begun(void **state)
{
    (void)state;
    cut_update_is_finished_or_was_not_begun(UPDATE_SCRATCH, PLAIN_PAYLOAD);
    cut_update_is_finished_or_was_not_begun(UPDATE_MOVE, PLAIN_PAYLOAD);
}

static void cut_swap_of_a_long_image_is_finished_or_was_not_begun(void **state)
{
    (void)state;
    cut_update_is_finished_or_was_not_begun(UPDATE_SCRATCH, LONG_PAYLOAD);
}

static void cut_revert_is_finished_or_was_not_begun(void **state)
{
    (void)state;
    for (size_t m = 0; m < 2; m++) {
        for (uint64_t n = 0; n < 1000; n++) {
            given_update(MODES[m], PLAIN_PAYLOAD);
            request(0, false);
            assert_int_equal(rig_boot(&rig), OK);
            if (!boot_is_cut(n, NOR_CUT_TORN_BITS)) {
                break;
            }
            expect_finished(2, 1);
            assert_int_equal(rig_boot(&rig), OK);
            assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 1);
        }
    }
}

/* The request stands until the copy is complete, and is left to the boot. */
static void cut_overwrite_is_left_to_the_boot(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < 1000; n++) {
        uint64_t ops;

        given_update(UPDATE_OVERWRITE, PLAIN_PAYLOAD);
        request(0, true);
        if (!boot_is_cut(n, (enum nor_cut_manner)(n % 5))) {
            assert_in_range(n, 10, 1000);
            return;
        }
        ops = rig.flash.op_count;
        assert_int_equal(finish(), OK);
        assert_true(rig.flash.op_count == ops);
        assert_int_equal(rig_boot(&rig), OK);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 2);
    }
    fail();
}

static bool finish_is_cut(uint64_t after, enum nor_cut_manner manner)
{
    nor_cut_arm(&rig.flash, after, manner, 7);
    if (setjmp(power) == 0) {
        assert_int_equal(finish(), OK);
        nor_cut_disarm(&rig.flash);
        return false;
    }
    nor_cut_disarm(&rig.flash);
    return true;
}

static void finishing_may_be_cut_itself(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < 200; n++) {
        given_update(UPDATE_SCRATCH, PLAIN_PAYLOAD);
        request(0, true);
        assert_true(boot_is_cut(BEGUN, NOR_CUT_AFTER));
        if (!finish_is_cut(n, (enum nor_cut_manner)(n % 5))) {
            assert_in_range(n, 3, 200);
            return;
        }
        assert_int_equal(finish(), OK);
        expect_slot(0, SLOT_PRIMARY, 2);
        expect_slot(0, SLOT_SECONDARY, 1);
    }
    fail();
}

static void request_and_trial_are_left_alone(void **state)
{
    (void)state;
    for (size_t m = 0; m < 3; m++) {
        uint64_t ops;

        given_update(MODES[m], PLAIN_PAYLOAD);
        request(0, false);
        ops = rig.flash.op_count;
        assert_int_equal(finish(), OK);
        assert_true(rig.flash.op_count == ops);
        assert_int_equal(rig_boot(&rig), OK);
        ops = rig.flash.op_count;
        assert_int_equal(finish(), OK);
        assert_true(rig.flash.op_count == ops);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 2);
    }
}

/* Both share scratch: the first image's data there must not be misread. */
static void swaps_of_two_images_are_both_finished(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < 1000; n++) {
        rig_open(&rig, UPDATE_SCRATCH);
        rig.flash.power = &power;
        rig.config.image_count = 2;
        for (uint8_t i = 0; i < 2; i++) {
            write_image(i, SLOT_PRIMARY, (uint8_t)(1 + i), 0x200);
            write_image(i, SLOT_SECONDARY, (uint8_t)(3 + i), PLAIN_PAYLOAD);
            request(i, true);
        }
        if (!boot_is_cut(n, NOR_CUT_TORN_PREFIX)) {
            assert_in_range(n, 40, 1000);
            return;
        }
        assert_int_equal(finish(), OK);
        for (uint8_t i = 0; i < 2; i++) {
            bool done = rig_major(&rig, i, SLOT_PRIMARY) == 3 + i;

            expect_slot(i, SLOT_PRIMARY, (uint8_t)(done ? 3 + i : 1 + i));
            expect_slot(i, SLOT_SECONDARY, (uint8_t)(done ? 1 + i : 3 + i));
        }
    }
    fail();
}

static void unreadable_trailer_is_told_and_read_again_on_refresh(void **state)
{
    enum swap_type type;

    (void)state;
    for (size_t m = 0; m < 3; m++) {
        given_update(MODES[m], PLAIN_PAYLOAD);
        request(0, true);
        rig.flash.bad_addr = RIG_SLOT - 1;
        rig.flash.bad_len = 1;
        assert_int_equal(finish(), FLASH_E_IO);
        assert_int_equal(boot_foresee(&rig.boot, 0, &type), FLASH_E_IO);
        rig.flash.bad_len = 0;
        boot_refresh(&rig.boot, 0);
        assert_int_equal(boot_foresee(&rig.boot, 0, &type), OK);
        assert_int_equal(type, SWAP_PERM);
    }
}

static void unreadable_image_does_not_keep_another_from_being_finished(void **s)
{
    (void)s;
    rig_open(&rig, UPDATE_MOVE);
    rig.flash.power = &power;
    rig.config.image_count = 2;
    write_image(0, SLOT_PRIMARY, 1, 0x200);
    write_image(1, SLOT_PRIMARY, 2, 0x200);
    write_image(1, SLOT_SECONDARY, 4, PLAIN_PAYLOAD);
    request(1, true);
    assert_true(boot_is_cut(BEGUN, NOR_CUT_AFTER));
    rig.flash.bad_addr = RIG_SLOT - 1;
    rig.flash.bad_len = 1;
    assert_int_equal(finish(), FLASH_E_IO);
    rig.flash.bad_len = 0;
    expect_slot(1, SLOT_PRIMARY, 4);
    expect_slot(1, SLOT_SECONDARY, 2);
}

static void copy_that_fails_is_told_and_stays_interrupted(void **state)
{
    enum swap_type type;

    (void)state;
    given_update(UPDATE_SCRATCH, PLAIN_PAYLOAD);
    request(0, true);
    assert_true(boot_is_cut(BEGUN, NOR_CUT_AFTER));
    rig.flash.bad_addr = rig.config.scratch.addr + 8;
    rig.flash.bad_len = 1;
    assert_int_equal(finish(), FLASH_E_IO);
    assert_int_equal(rig.boot.facts.image[0].progress, UPDATE_RUNNING);
    assert_int_equal(boot_foresee(&rig.boot, 0, &type), OK);
    assert_int_equal(type, SWAP_PERM);
    assert_int_equal(rig.boot.facts.settled_count, 0);
    rig.flash.bad_len = 0;
    assert_int_equal(finish(), OK);
    expect_slot(0, SLOT_PRIMARY, 2);
}

static void slots_that_leave_the_flash_are_told(void **state)
{
    (void)state;
    given_update(UPDATE_MOVE, PLAIN_PAYLOAD);
    rig.config.slot[0][SLOT_SECONDARY].addr = RIG_FLASH;
    assert_int_equal(finish(), REGION_E_RANGE);
}

/* Wherever the start of an update was cut, what is withdrawn is not done. */
static void withdrawn_update_is_not_done(void **state)
{
    (void)state;
    for (size_t m = 0; m < 3; m++) {
        for (uint64_t n = 0; n < 1000; n++) {
            enum swap_type type;

            given_update(MODES[m], PLAIN_PAYLOAD);
            request(0, n % 2 == 0);
            if (!boot_is_cut(n, (enum nor_cut_manner)(n % 5))) {
                break;
            }
            assert_int_equal(finish(), OK);
            boot_look(&rig.boot, 0, SLOT_PRIMARY);
            if (rig_major(&rig, 0, SLOT_PRIMARY) != 1 ||
                rig.boot.facts.image[0].slot[SLOT_PRIMARY].look != LOOK_VALID) {
                continue; /* it was begun, or overwriting was */
            }
            assert_int_equal(boot_withdraw(&rig.boot, 0), OK);
            assert_int_equal(boot_foresee(&rig.boot, 0, &type), OK);
            assert_int_equal(type, SWAP_NONE);
            assert_int_equal(rig_boot(&rig), OK);
            assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 1);
            assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 2);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_swap_is_finished_or_was_not_begun),
        cmocka_unit_test(cut_swap_of_a_long_image_is_finished_or_was_not_begun),
        cmocka_unit_test(cut_revert_is_finished_or_was_not_begun),
        cmocka_unit_test(cut_overwrite_is_left_to_the_boot),
        cmocka_unit_test(finishing_may_be_cut_itself),
        cmocka_unit_test(request_and_trial_are_left_alone),
        cmocka_unit_test(swaps_of_two_images_are_both_finished),
        cmocka_unit_test(unreadable_trailer_is_told_and_read_again_on_refresh),
        cmocka_unit_test(
            unreadable_image_does_not_keep_another_from_being_finished),
        cmocka_unit_test(copy_that_fails_is_told_and_stays_interrupted),
        cmocka_unit_test(slots_that_leave_the_flash_are_told),
        cmocka_unit_test(withdrawn_update_is_not_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
