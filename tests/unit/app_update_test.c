/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The application's library: what it writes is compared with the bytes that
 * MCUboot's own library writes (SPEC, Application side), and power is cut at
 * each of its writes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "app/update.h"
#include "base/bytes.h"
#include "tests/unit/rig.h"

static const struct rig_image V1 = {2000, 1, 0x11, 0, -1, 0};
static const struct rig_image V2 = {2100, 2, 0x22, 0, -1, 0};

static const uint8_t MAGIC_8[16] = {0x77, 0xc2, 0x95, 0xf3, 0x60, 0xd2,
                                    0xef, 0x7f, 0x35, 0x52, 0x50, 0x0f,
                                    0x2c, 0xb6, 0x79, 0x80};
static const uint8_t MAGIC_32[16] = {0x20, 0x00, 0x2d, 0xe1, 0x5d, 0x29,
                                     0x41, 0x0b, 0x8d, 0x77, 0x67, 0x9c,
                                     0x11, 0x0f, 0x1f, 0x8a};

static struct rig rig;

static void given_pair(void)
{
    rig_open(&rig, UPDATE_SCRATCH);
    rig_write(&rig, 0, SLOT_PRIMARY, &V1);
    rig_write(&rig, 0, SLOT_SECONDARY, &V2);
}

/* The last bytes of the slot, counted from its end. */
static const uint8_t *from_end(enum slot slot, uint32_t back)
{
    return rig_bytes(&rig, &rig.config.slot[0][slot]) + RIG_SLOT - back;
}

static void expect_byte(enum slot slot, uint32_t back, uint8_t value)
{
    assert_int_equal(*from_end(slot, back), value);
    assert_true(bytes_are(from_end(slot, back) + 1, 0xff, 7));
}

static void a_test_request_is_magic_and_swap_info(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, false), OK);
    assert_memory_equal(from_end(SLOT_SECONDARY, 16), MAGIC_8, 16);
    expect_byte(SLOT_SECONDARY, 24, 0xff);
    expect_byte(SLOT_SECONDARY, 32, 0xff);
    expect_byte(SLOT_SECONDARY, 40, 0x02);
}

static void a_permanent_request_sets_image_ok_too(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, true), OK);
    expect_byte(SLOT_SECONDARY, 24, 0x01);
    expect_byte(SLOT_SECONDARY, 40, 0x03);
}

static void swap_info_names_the_image(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    slots.image = 1;
    assert_int_equal(app_update_request(&slots, false), OK);
    expect_byte(SLOT_SECONDARY, 40, 0x12);
}

static void fields_of_32_byte_units_stand_in_their_own_units(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    rig.flash.geometry.write_len = 32;
    rig.config.max_align = 32;
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, true), OK);
    assert_memory_equal(from_end(SLOT_SECONDARY, 16), MAGIC_32, 16);
    assert_true(bytes_are(from_end(SLOT_SECONDARY, 32), 0xff, 16));
    assert_int_equal(*from_end(SLOT_SECONDARY, 64), 0x01);
    assert_int_equal(*from_end(SLOT_SECONDARY, 128), 0x03);
    assert_null(rig.flash.violation);
}

static void asking_twice_writes_once(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, false), OK);
    rig.flash.op_count = 0;
    assert_int_equal(app_update_request(&slots, true), OK);
    assert_int_equal(rig.flash.op_count, 0);
}

static void a_damaged_trailer_is_told(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    rig.data[2 * RIG_SLOT - 3] = 0x12;
    assert_int_equal(app_update_request(&slots, false), TRAILER_E_MAGIC);
    rig.data[RIG_SLOT - 3] = 0x12;
    assert_int_equal(app_update_confirm(&slots), TRAILER_E_MAGIC);
    /* clearing the secondary is the way out */
    assert_int_equal(app_update_clear(&slots), OK);
    assert_int_equal(app_update_request(&slots, false), OK);
}

static void a_confirmation_that_was_begun_bars_a_test_request(void **state)
{
    struct app_slots slots;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    rig.data[2 * RIG_SLOT - 24] = 0x01;
    assert_int_equal(app_update_request(&slots, false), TRAILER_E_MAGIC);
    assert_int_equal(app_update_request(&slots, true), OK);
}

static void confirming_sets_image_ok_once(void **state)
{
    struct app_slots slots;
    struct app_state app;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_request(&slots, false), OK);
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(app_update_state(&slots, &app), OK);
    assert_int_equal(app.next, SWAP_REVERT);
    assert_false(app.confirmed);
    assert_int_equal(app_update_confirm(&slots), OK);
    expect_byte(SLOT_PRIMARY, 24, 0x01);
    assert_int_equal(app_update_state(&slots, &app), OK);
    assert_int_equal(app.next, SWAP_NONE);
    assert_true(app.confirmed);
    rig.flash.op_count = 0;
    assert_int_equal(app_update_confirm(&slots), OK);
    assert_int_equal(rig.flash.op_count, 0);
}

static void an_image_without_trailer_needs_no_confirmation(void **state)
{
    struct app_slots slots;
    struct app_state app;

    (void)state;
    given_pair();
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_confirm(&slots), OK);
    assert_int_equal(rig.flash.op_count, 0);
    assert_int_equal(app_update_state(&slots, &app), OK);
    assert_true(app.confirmed);
}

/* Runs the request with power failing at one operation; true if it failed. */
static bool request_with_cut(bool permanent, uint64_t after, int manner)
{
    static jmp_buf power;
    struct app_slots slots = rig_app(&rig, 0);
    bool cut = true;

    rig.flash.power = &power;
    if (setjmp(power) == 0) {
        nor_cut_arm(&rig.flash, after, (enum nor_cut_manner)manner, 7);
        assert_int_equal(app_update_request(&slots, permanent), OK);
        cut = false;
    }
    nor_cut_disarm(&rig.flash);
    return cut;
}

/* A cut request is either absent or what was asked for; asking again heals. */
static void check_cut_request(bool permanent, int manner)
{
    bool cut = true;

    for (uint64_t after = 0; cut; after++) {
        struct app_slots slots;
        struct app_state app;

        given_pair();
        cut = request_with_cut(permanent, after, manner);
        slots = rig_app(&rig, 0);
        assert_int_equal(app_update_state(&slots, &app), OK);
        if (app.next != SWAP_NONE) {
            assert_int_equal(app.next, permanent ? SWAP_PERM : SWAP_TEST);
        }
        if (app_update_request(&slots, permanent) != OK) {
            /* torn: the way that the error names leads on */
            assert_int_equal(app_update_clear(&slots), OK);
            assert_int_equal(app_update_request(&slots, permanent), OK);
        }
        assert_null(rig.flash.violation);
        assert_int_equal(rig_boot(&rig), OK);
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 2);
    }
}

static void a_request_that_power_cuts_is_whole_or_absent(void **state)
{
    (void)state;
    for (int manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
        check_cut_request(false, manner);
        check_cut_request(true, manner);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_test_request_is_magic_and_swap_info),
        cmocka_unit_test(a_permanent_request_sets_image_ok_too),
        cmocka_unit_test(swap_info_names_the_image),
        cmocka_unit_test(fields_of_32_byte_units_stand_in_their_own_units),
        cmocka_unit_test(asking_twice_writes_once),
        cmocka_unit_test(a_damaged_trailer_is_told),
        cmocka_unit_test(a_confirmation_that_was_begun_bars_a_test_request),
        cmocka_unit_test(confirming_sets_image_ok_once),
        cmocka_unit_test(an_image_without_trailer_needs_no_confirmation),
        cmocka_unit_test(a_request_that_power_cuts_is_whole_or_absent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
