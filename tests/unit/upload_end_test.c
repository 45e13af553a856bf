/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Uploads that end other than well: images that are refused, flash that fails,
 * resets, and power cuts at every flash operation, which cost nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "recovery/upload.h"
#include "tests/unit/uploader.h"

/* ---- images that are refused at the end ---- */

static void expect_empty_secondary_and(const struct rig_image *runs)
{
    assert_true(bytes_are(slot_bytes(SLOT_SECONDARY), 0xff, RIG_SECTOR));
    assert_true(bytes_are(slot_bytes(SLOT_SECONDARY) + RIG_SLOT - RIG_SECTOR,
                          0xff, RIG_SECTOR));
    assert_int_equal(recovery.upload.stage, UPLOAD_NONE);
    assert_false(upload_work(&recovery.upload));
    expect_boot(runs);
}

static void other_file_than_its_hash_is_refused(void **state)
{
    struct heard h;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    sha[5] ^= 1;
    h = upload(-1, 500);
    assert_int_equal(h.rc, SMP_CORRUPT);
    assert_string_equal(h.reason, "error 0x309");
    expect_empty_secondary_and(&IMAGE_V1);
}

static void image_that_a_boot_would_refuse_is_refused_at_once(void **state)
{
    (void)state;
    for (int image = 0; image <= 2; image += 2) {
        struct heard h;

        given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
        file[1000] ^= 1;
        hash_file();
        h = upload(image, 500);
        assert_int_equal(h.rc, SMP_CORRUPT);
        assert_string_equal(h.reason, "error 0x309");
        expect_empty_secondary_and(&IMAGE_V1);
    }
}

static void lower_security_counter_is_refused_at_once(void **state)
{
    static const struct rig_image present = {3000, 1, 0x11, 7, -1, 0};
    static const struct rig_image next = {3000, 2, 0x22, 6, -1, 0};
    struct heard h;

    (void)state;
    given_device(UPDATE_SCRATCH, &present, NULL);
    rig.config.prevent_downgrade = true;
    rig.config.prevent_by_counter = true;
    given_file(&next);
    h = upload(-1, 500);
    assert_int_equal(h.rc, SMP_INVALID);
    assert_string_equal(h.reason, "error 0x502");
    expect_empty_secondary_and(&IMAGE_V1);
}

static void refused_upload_is_not_gone_on_with(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    file[1000] ^= 1;
    hash_file();
    assert_int_equal(upload(-1, 500).rc, SMP_CORRUPT);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
}

/* ---- flash that fails ---- */

static void flash_that_fails_ends_the_session_with_rc_1(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    rig.flash.bad_addr = RIG_SLOT + 0x800;
    rig.flash.bad_len = 1;
    assert_int_equal(go_on((struct heard){.off = 500}, 500).rc, SMP_UNKNOWN);
    assert_int_equal(recovery.upload.stage, UPLOAD_NONE);
    assert_false(upload_work(&recovery.upload));
    s = later(1000, 100);
    assert_int_equal(say(&s).off, 0);
    rig.flash.bad_len = 0;
    expect_upload(-1);
    expect_boot(&IMAGE_V2);
}

static void unreadable_primary_is_not_taken_for_an_invalid_one(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, &IMAGE_V3);
    rig.flash.bad_addr = 0x100;
    rig.flash.bad_len = 1;
    s = first(-1, 500);
    expect_refusal(&s, SMP_UNKNOWN, NULL);
}

/* ---- resets and cuts ---- */

static void upload_goes_on_behind_a_reset(void **state)
{
    struct said s;
    struct heard h;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    (void)say(&s);
    s = later(500, file_len - 600);
    (void)say(&s);
    while (upload_work(&recovery.upload)) {
    }
    given_recovery();
    s = first(-1, 500);
    h = say(&s);
    assert_int_equal(h.off, 4096);
    assert_int_equal(go_on(h, 500).off, file_len);
    expect_boot(&IMAGE_V2);
}

static void other_upload_begins_anew_behind_a_reset(void **state)
{
    struct said s;

    (void)state;
    for (int i = 0; i < 3; i++) {
        given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
        s = first(-1, 500);
        (void)say(&s);
        s = later(500, file_len - 600);
        (void)say(&s);
        while (upload_work(&recovery.upload)) {
        }
        given_recovery();
        s = first(-1, 500);
        s.sha_len = i == 0 ? 31 : HASH_LEN;
        s.len = i == 1 ? file_len - 1 : file_len;
        file[31] ^= i == 2;
        assert_int_equal(say(&s).off, 500);
    }
}

static jmp_buf power;
static bool was_cut;

static void upload_with_cut(uint64_t after, enum nor_cut_manner manner)
{
    rig.flash.power = &power;
    was_cut = true;
    nor_cut_arm(&rig.flash, after, manner, (uint32_t)after);
    if (setjmp(power) == 0) {
        expect_upload(-1);
        was_cut = false;
    }
    nor_cut_disarm(&rig.flash);
}

/* Whether it was complete or not: what ran, or what was uploaded, boots. */
static void expect_no_cost(bool direct)
{
    uint8_t major;

    if (!direct) {
        assert_int_equal(rig_boot(&rig), OK);
        major = rig_major(&rig, 0, SLOT_PRIMARY);
        assert_true(major == 1 || major == 2);
        assert_true(was_cut || major == 2);
    }
    given_recovery();
    assert_int_equal(recovery.finished, OK);
    expect_upload(-1);
    expect_boot(&IMAGE_V2);
    assert_null(rig.flash.violation);
}

static void run_cuts(enum update_mode mode, bool direct,
                     enum nor_cut_manner manner)
{
    static uint64_t after;

    was_cut = true;
    for (after = 0; was_cut; after++) {
        given_device(mode, &IMAGE_V1, &IMAGE_V3);
        recovery_config.direct = direct;
        upload_with_cut(after, manner);
        expect_no_cost(direct);
    }
    assert_in_range(after, 30, 200);
}

static void upload_that_is_cut_anywhere_costs_nothing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 6 * NOR_CUT_MANNER_COUNT; i++) {
        run_cuts((enum update_mode)(i % 3), i / 3 % 2 != 0,
                 (enum nor_cut_manner)(i / 6));
    }
}

static void boot_with_cut(uint64_t after, enum nor_cut_manner manner)
{
    rig.flash.power = &power;
    was_cut = true;
    nor_cut_arm(&rig.flash, after, manner, (uint32_t)after);
    if (setjmp(power) == 0) {
        (void)!rig_boot(&rig);
        was_cut = false;
    }
    nor_cut_disarm(&rig.flash);
}

/* An update was cut anywhere; then recovery is asked for. */
static void upload_after_cut_update(enum update_mode mode, bool permanent,
                                    enum nor_cut_manner manner)
{
    static uint64_t after;

    was_cut = true;
    for (after = 0; was_cut; after++) {
        struct heard h;

        given_device(mode, &IMAGE_V1, &IMAGE_V3);
        given_request(permanent);
        boot_with_cut(after, manner);
        given_recovery();
        assert_int_equal(recovery.finished, OK);
        h = upload(-1, 500);
        if (h.rc != SMP_OK) {
            /* it went on as a trial, which is not ours to end */
            assert_int_equal(h.rc, SMP_BAD_STATE);
            assert_false(permanent);
            expect_boot(&IMAGE_V1);
        } else {
            expect_boot(&IMAGE_V2);
        }
        assert_null(rig.flash.violation);
    }
    assert_true(after > 20);
}

static void update_that_was_cut_anywhere_is_no_obstacle(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 6 * NOR_CUT_MANNER_COUNT; i++) {
        upload_after_cut_update((enum update_mode)(i % 3), i / 3 % 2 != 0,
                                (enum nor_cut_manner)(i / 6));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_file_than_its_hash_is_refused),
        cmocka_unit_test(image_that_a_boot_would_refuse_is_refused_at_once),
        cmocka_unit_test(lower_security_counter_is_refused_at_once),
        cmocka_unit_test(refused_upload_is_not_gone_on_with),
        cmocka_unit_test(flash_that_fails_ends_the_session_with_rc_1),
        cmocka_unit_test(unreadable_primary_is_not_taken_for_an_invalid_one),
        cmocka_unit_test(upload_goes_on_behind_a_reset),
        cmocka_unit_test(other_upload_begins_anew_behind_a_reset),
        cmocka_unit_test(upload_that_is_cut_anywhere_costs_nothing),
        cmocka_unit_test(update_that_was_cut_anywhere_is_no_obstacle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
