/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks with old, signed images on downgrade prevention: whatever an update
 * file holds, and whenever it comes, nothing below what was confirmed runs;
 * and the way back from a trial stays open, wherever power fails on it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rig.h"

#define LONG_PAYLOAD  0x1d00u /* reaches the trailer's first sector */
#define PLAIN_PAYLOAD 0x1200u
#define SHORT_PAYLOAD 0x200u

static struct rig rig;
static jmp_buf power;

static void open_rig(enum update_mode mode)
{
    rig_open(&rig, mode);
    rig.config.prevent_downgrade = true;
    rig.flash.power = &power;
}

static uint32_t write_image(enum slot slot, uint8_t major, uint32_t payload_len)
{
    const struct rig_image image = {
        .payload_len = payload_len, .major = major, .fill = major, .needs = -1};

    return rig_write(&rig, 0, slot, &image);
}

static void request(bool permanent)
{
    struct app_slots slots = rig_app(&rig, 0);

    assert_int_equal(app_update_request(&slots, permanent), OK);
}

static void expect_runs(uint8_t major)
{
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), major);
}

/* Where v2 is so long that nothing can be noted of it, no trial is begun. */
static void trial_over_an_image_that_can_not_be_noted_is_refused(void **state)
{
    (void)state;
    open_rig(UPDATE_SCRATCH);
    (void)write_image(SLOT_PRIMARY, 2, LONG_PAYLOAD);
    (void)write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
    request(false);
    expect_runs(2);
    /* nor is an old image "taken back" that comes in its place */
    (void)write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
    expect_runs(2);
    expect_runs(2);
}

/* For good it may be replaced: there is no way back to guard. */
static void permanent_update_over_such_an_image_is_done(void **state)
{
    (void)state;
    open_rig(UPDATE_SCRATCH);
    (void)write_image(SLOT_PRIMARY, 2, LONG_PAYLOAD);
    (void)write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
    request(true);
    expect_runs(3);
    (void)write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
    expect_runs(3);
}

/* The bytes of SPEC, Mark of a revert by move, behind a signed image. */
static void forge_mark(uint8_t *at, const uint8_t digest[HASH_LEN])
{
    memset(at, 0, 32);
    memcpy(at, "sallyport: revert by move, of:", 30);
    memcpy(at + 32, digest, HASH_LEN);
}

/*
 * v2 is long and v3 short, so what lies behind v3 in its file comes into the
 * primary slot unsigned: there a mark for v1, in each sector.
 */
static void mark_in_an_update_file_opens_no_way_to_an_old_image(void **state)
{
    uint8_t digest[HASH_LEN];
    uint8_t *file;
    uint32_t len;

    (void)state;
    open_rig(UPDATE_MOVE);
    file = rig_bytes(&rig, &rig.config.slot[0][SLOT_SECONDARY]);
    (void)write_image(SLOT_PRIMARY, 2, PLAIN_PAYLOAD);
    len = write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
    memcpy(digest, file + len - HASH_LEN, HASH_LEN);
    (void)write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
    for (uint32_t off = RIG_SECTOR; off < PLAIN_PAYLOAD; off += RIG_SECTOR) {
        forge_mark(file + off, digest);
    }
    request(false);
    expect_runs(3);
    assert_memory_equal(rig_bytes(&rig, &rig.config.slot[0][SLOT_PRIMARY]) +
                            RIG_SECTOR,
                        "sallyport", 9);
    (void)write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
    request(true);
    expect_runs(3);
    (void)write_image(SLOT_SECONDARY, 1, SHORT_PAYLOAD);
    request(false);
    expect_runs(3);
}

static void old_image_in_place_of_the_displaced_one_is_not_taken_back(
    void **state)
{
    static const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        open_rig(modes[i]);
        (void)write_image(SLOT_PRIMARY, 2, PLAIN_PAYLOAD);
        (void)write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
        request(false);
        expect_runs(3);
        (void)write_image(SLOT_SECONDARY, 1, PLAIN_PAYLOAD);
        expect_runs(3);
        expect_runs(3);
    }
}

/* v3 on trial over v2, neither confirmed nor touched since. */
static void open_trial(enum update_mode mode)
{
    open_rig(mode);
    (void)write_image(SLOT_PRIMARY, 2, PLAIN_PAYLOAD);
    (void)write_image(SLOT_SECONDARY, 3, SHORT_PAYLOAD);
    request(false);
    expect_runs(3);
}

/* Returns false once the boot has fewer operations than at. */
static bool boot_is_cut(uint32_t at, enum nor_cut_manner manner)
{
    nor_cut_arm(&rig.flash, at, manner, at * 31 + 7);
    if (setjmp(power) != 0) {
        return true;
    }
    assert_int_equal(rig_boot(&rig), OK);
    nor_cut_disarm(&rig.flash);
    return false;
}

static void trial_is_taken_back_wherever_power_fails(void **state)
{
    static const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE};

    (void)state;
    for (uint32_t i = 0; i < 2 * NOR_CUT_MANNER_COUNT; i++) {
        uint32_t at = 0;
        bool cut = true;

        for (at = 0; cut; at++) {
            open_trial(modes[i % 2]);
            cut = boot_is_cut(at, (enum nor_cut_manner)(i / 2));
            expect_runs(2);
            expect_runs(2);
            assert_null(rig.flash.violation);
        }
        assert_true(at > 30);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trial_over_an_image_that_can_not_be_noted_is_refused),
        cmocka_unit_test(permanent_update_over_such_an_image_is_done),
        cmocka_unit_test(mark_in_an_update_file_opens_no_way_to_an_old_image),
        cmocka_unit_test(
            old_image_in_place_of_the_displaced_one_is_not_taken_back),
        cmocka_unit_test(trial_is_taken_back_wherever_power_fails),
    };

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
