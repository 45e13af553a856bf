/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Upload requests: where they go, what is refused before anything is erased,
 * repeats. What ends an upload early is in upload_end_test.c.
 */
#include "recovery/upload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/uploader.h"

/* ---- targets ---- */

static void default_target_is_staged_and_installed(void **state)
{
    static const int numbers[] = {-1, 0, 1};

    (void)state;
    for (uint32_t i = 0; i < 9; i++) {
        given_device((enum update_mode)(i / 3), &IMAGE_V1, NULL);
        expect_upload(numbers[i % 3]);
        assert_true(holds_file(SLOT_SECONDARY));
        assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 1);
        assert_int_equal(next_update(), SWAP_PERM);
        expect_boot(&IMAGE_V2);
    }
}

static void blank_device_is_staged_and_installed(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        given_device((enum update_mode)i, NULL, NULL);
        expect_upload(-1);
        assert_true(holds_file(SLOT_SECONDARY));
        expect_boot(&IMAGE_V2);
    }
}

static void only_good_image_in_the_secondary_survives(void **state)
{
    (void)state;
    given_device(UPDATE_SCRATCH, NULL, &IMAGE_V1);
    expect_upload(-1);
    assert_true(holds_file(SLOT_PRIMARY));
    assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 1);
    expect_boot(&IMAGE_V2);
}

static void older_request_does_not_replace_what_was_installed(void **state)
{
    (void)state;
    given_device(UPDATE_SCRATCH, NULL, &IMAGE_V1);
    given_request(true);
    given_recovery();
    expect_upload(-1);
    assert_true(holds_file(SLOT_PRIMARY));
    expect_boot(&IMAGE_V2);
}

static void secondary_by_number_is_not_asked_for(void **state)
{
    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    expect_upload(2);
    assert_true(holds_file(SLOT_SECONDARY));
    assert_int_equal(next_update(), SWAP_NONE);
    expect_boot(&IMAGE_V1);
}

static void direct_uploads_go_to_the_primary(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        given_device((enum update_mode)i, &IMAGE_V1, &IMAGE_V3);
        given_request(true);
        given_recovery();
        recovery_config.direct = true;
        expect_upload(-1);
        assert_true(holds_file(SLOT_PRIMARY));
        assert_int_equal(rig_major(&rig, 0, SLOT_SECONDARY), 3);
        expect_boot(&IMAGE_V2);
    }
}

static void direct_upload_over_a_good_primary_needs_downgrades(void **state)
{
    uint64_t ops;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    recovery_config.direct = true;
    rig.config.prevent_downgrade = true;
    ops = rig.flash.op_count;
    assert_int_equal(upload(-1, 500).rc, SMP_DENIED);
    assert_int_equal(rig.flash.op_count, ops);
    rig.data[100] ^= 1;
    given_recovery();
    expect_upload(-1);
    assert_true(holds_file(SLOT_PRIMARY));
}

static void images_are_numbered_in_pairs(void **state)
{
    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    rig.config.image_count = 2;
    rig_write(&rig, 1, SLOT_PRIMARY, &IMAGE_V1);
    given_recovery();
    assert_int_equal(upload(5, 500).rc, SMP_INVALID);
    assert_int_equal(upload(4, 500).rc, SMP_OK);
    assert_memory_equal(rig_bytes(&rig, &rig.config.slot[1][SLOT_SECONDARY]),
                        file, file_len);
    assert_int_equal(upload(3, 500).rc, SMP_OK);
    assert_int_equal(rig_boot(&rig), OK);
    assert_int_equal(rig_major(&rig, 1, SLOT_PRIMARY), 2);
    assert_int_equal(rig_major(&rig, 0, SLOT_PRIMARY), 1);
}

/* ---- states ---- */

static void given_trial(enum update_mode mode)
{
    given_device(mode, &IMAGE_V1, &IMAGE_V3);
    given_request(false);
    assert_int_equal(rig_boot(&rig), OK);
    given_recovery();
}

static void trial_that_may_be_taken_back_is_left_alone(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        for (int image = 0; image <= 2; image++) {
            struct heard h;
            uint64_t ops;

            given_trial((enum update_mode)i);
            ops = rig.flash.op_count;
            recovery_config.direct = image == 1;
            h = upload(image, 500);
            assert_int_equal(h.rc, SMP_BAD_STATE);
            assert_in_range(strlen(h.reason), 1, 31);
            assert_int_equal(rig.flash.op_count, ops);
            expect_boot(&IMAGE_V1);
        }
    }
}

static void confirmed_trial_is_replaced(void **state)
{
    struct app_slots slots;

    (void)state;
    given_trial(UPDATE_SCRATCH);
    slots = rig_app(&rig, 0);
    assert_int_equal(app_update_confirm(&slots), OK);
    expect_upload(-1);
    expect_boot(&IMAGE_V2);
}

static void trial_with_nothing_to_go_back_to_is_replaced(void **state)
{
    (void)state;
    given_trial(UPDATE_SCRATCH);
    slot_bytes(SLOT_SECONDARY)[100] ^= 1;
    expect_upload(-1);
    expect_boot(&IMAGE_V2);
}

static void request_of_another_image_is_replaced(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        given_device((enum update_mode)(i / 2), &IMAGE_V1, &IMAGE_V3);
        given_request(i % 2 == 0);
        given_recovery();
        expect_upload(-1);
        expect_boot(&IMAGE_V2);
    }
}

/* ---- refused before anything is erased ---- */

static void first_packet_that_can_not_be_is_refused(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, &IMAGE_V3);
    s = first(-1, 500);
    s.has_len = false;
    expect_refusal(&s, SMP_INVALID, NULL);
    for (uint32_t len = 0; len < 500; len += 31) {
        s = first(-1, 500);
        s.len = len;
        expect_refusal(&s, SMP_INVALID, NULL);
    }
    for (uint32_t chunk = 0; chunk < 32; chunk++) {
        s = first(-1, chunk);
        expect_refusal(&s, SMP_INVALID, NULL);
    }
    s = first(3, 500);
    expect_refusal(&s, SMP_INVALID, NULL);
    s = first(255, 500);
    expect_refusal(&s, SMP_INVALID, NULL);
    s = first(256, 500);
    expect_refusal(&s, SMP_INVALID, NULL);
    s = first(-1, 500);
    s.sha = file;
    s.sha_len = 33;
    expect_refusal(&s, SMP_INVALID, NULL);
}

static void file_that_is_too_long_is_refused(void **state)
{
    static const uint32_t above[] = {1, RIG_SLOT, 0x7fffffff, 0xf0000000};
    uint32_t max;

    (void)state;
    for (uint32_t i = 0; i < 12; i++) {
        struct said s;

        given_device((enum update_mode)(i / 4), &IMAGE_V1, &IMAGE_V3);
        max = plan_image_max(&rig.boot.update[0].geometry);
        s = first(i % 2 == 0 ? -1 : 2, 500);
        s.len = max + above[i % 4];
        expect_refusal(&s, SMP_INVALID, "error 0x308");
        s.len = max;
        assert_int_equal(say(&s).rc, SMP_OK);
    }
}

static void header_that_can_not_be_is_refused(void **state)
{
    static const struct {
        uint32_t at;
        uint8_t value;
        const char *reason;
    } rows[] = {
        {0, 0x3c, "error 0x302"},  {8, 31, "error 0x303"},
        {9, 0x60, "error 0x303"},  {13, 0x60, "error 0x303"},
        {15, 0xff, "error 0x303"}, {10, 0xff, "error 0x303"},
        {16, 0x04, "error 0x304"}, {16, 0x10, "error 0x305"},
    };

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, &IMAGE_V3);
    for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct said s;

        given_file(&IMAGE_V2);
        file[rows[i].at] = rows[i].value;
        s = first(-1, 500);
        expect_refusal(&s, SMP_INVALID, rows[i].reason);
    }
}

static void older_version_is_refused_where_that_is_prevented(void **state)
{
    struct said s;

    (void)state;
    for (int image = 0; image <= 2; image++) {
        given_device(UPDATE_SCRATCH, &IMAGE_V2, NULL);
        rig.config.prevent_downgrade = true;
        given_file(&IMAGE_V1);
        s = first(image, 500);
        expect_refusal(&s, SMP_INVALID, "error 0x501");
        given_file(&IMAGE_V2);
        expect_upload(image);
    }
}

static void upgrade_wants_a_higher_version(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V2, NULL);
    s = first(-1, 500);
    s.upgrade = 1;
    expect_refusal(&s, SMP_INVALID, "error 0x501");
    given_file(&IMAGE_V3);
    s = first(-1, 500);
    s.upgrade = 1;
    assert_int_equal(say(&s).rc, SMP_OK);
    given_file(&IMAGE_V1);
    s = first(-1, 500);
    s.upgrade = 0;
    assert_int_equal(say(&s).rc, SMP_OK);
}

static void refused_first_packet_leaves_the_session(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    s.len = 0x10000;
    assert_int_equal(say(&s).rc, SMP_INVALID);
    s = first(7, 500);
    assert_int_equal(say(&s).rc, SMP_INVALID);
    assert_int_equal(go_on((struct heard){.off = 500}, 500).off, file_len);
    expect_boot(&IMAGE_V2);
}

/* ---- sessions ---- */

static void without_a_session_off_0_is_wanted(void **state)
{
    struct said s = later(500, 100);
    uint64_t ops;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    ops = rig.flash.op_count;
    assert_int_equal(say(&s).rc, SMP_OK);
    assert_int_equal(say(&s).off, 0);
    assert_int_equal(rig.flash.op_count, ops);
}

static void other_offsets_are_answered_with_the_wanted_one(void **state)
{
    static const uint32_t offs[] = {1, 499, 501, 5000};
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    for (uint32_t i = 0; i < 4; i++) {
        s = later(offs[i], 100);
        assert_int_equal(say(&s).off, 500);
    }
    s = later(500, 0);
    assert_int_equal(say(&s).off, 500);
    assert_int_equal(go_on((struct heard){.off = 500}, 77).off, file_len);
    expect_boot(&IMAGE_V2);
}

static void chunk_past_the_end_is_refused_and_the_session_kept(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    s = later(500, file_len - 500 + 1);
    assert_int_equal(say(&s).rc, SMP_INVALID);
    s = later(500, file_len - 500);
    assert_int_equal(say(&s).off, file_len);
    s = later(file_len, 1);
    assert_int_equal(say(&s).rc, SMP_INVALID);
    expect_boot(&IMAGE_V2);
}

static void offset_that_needs_more_than_32_bits_is_not_cut(void **state)
{
    /* {"off": 2^32 + 500, "data": h'00'} */
    static const uint8_t payload[] = {0xa2, 0x63, 'o', 'f', 'f', 0x1b, 0,
                                      0,    0,    1,   0,   0,   1,    0xf4,
                                      0x64, 'd',  'a', 't', 'a', 0x41, 0};
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    assert_int_equal(ask(payload, sizeof(payload), 0).off, 500);
}

static void repeated_first_packet_erases_nothing(void **state)
{
    static const uint32_t sha_lens[] = {HASH_LEN, 8, 0};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        struct said s;
        uint64_t ops;

        given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
        s = first(-1, 500);
        s.sha_len = sha_lens[i];
        assert_int_equal(say(&s).off, 500);
        ops = rig.flash.op_count;
        assert_int_equal(say(&s).off, 500);
        s.image = 1;
        assert_int_equal(say(&s).off, 500);
        assert_int_equal(rig.flash.op_count, ops);
        assert_int_equal(go_on((struct heard){.off = 500}, 500).off, file_len);
        expect_boot(&IMAGE_V2);
    }
}

static void restarted_client_goes_on_only_if_its_file_is_known(void **state)
{
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 500);
    s = later(500, 500);
    assert_int_equal(say(&s).off, 1000);
    s = first(-1, 500);
    assert_int_equal(say(&s).off, 1000);
    /* without a hash it may be another file */
    s.sha_len = 0;
    assert_int_equal(say(&s).off, 500);
    s = later(500, 500);
    assert_int_equal(say(&s).off, 1000);
    s = first(-1, 500);
    s.sha_len = 0;
    assert_int_equal(say(&s).off, 500);
    s = first(-1, 500);
    s.len--;
    assert_int_equal(say(&s).off, 500);
}

static void repeats_after_the_end_touch_nothing(void **state)
{
    static const uint32_t lasts[] = {1, 500, 3};

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        struct said s;
        uint64_t ops;

        given_device(UPDATE_SCRATCH, i == 1 ? NULL : &IMAGE_V1, NULL);
        expect_upload(-1);
        ops = rig.flash.op_count;
        for (uint32_t n = 0; n < 10; n++) {
            s = later(file_len - lasts[i], lasts[i]);
            assert_int_equal(say(&s).off, file_len);
            s = first(-1, 500);
            assert_int_equal(say(&s).off, file_len);
        }
        assert_false(upload_work(&recovery.upload));
        assert_int_equal(rig.flash.op_count, ops);
        expect_boot(&IMAGE_V2);
    }
}

static void match_is_told_to_smp_2_where_a_hash_was_compared(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 6; i++) {
        static const uint32_t sha_lens[] = {HASH_LEN, 31, 0};
        struct said s;

        given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
        s = first(-1, 500);
        s.sha_len = sha_lens[i / 2];
        assert_false(say(&s).match);
        s = later(500, file_len - 500);
        s.version = i % 2;
        assert_int_equal(say(&s).match, i == 1);
    }
}

static void answer_is_the_worked_example(void **state)
{
    /* SPEC, Serial recovery: {"rc": 0, "off": 40} */
    static const uint8_t want[] = {0xa2, 0x62, 'r', 'c',  0x00, 0x63,
                                   'o',  'f',  'f', 0x18, 0x28};
    uint8_t out[SMP_ANSWER_LEN];
    uint8_t payload[256];
    struct smp_answer answer = {.reason = NULL};
    struct smp_request request = {.op = SMP_WRITE, .payload = payload};
    struct said s;

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    s = first(-1, 40);
    request.len = encode(&s, payload, sizeof(payload));
    cbor_open(&answer.out, out, sizeof(out));
    assert_int_equal(upload_handle(&recovery, &request, &answer), SMP_OK);
    assert_int_equal(answer.out.len, sizeof(want));
    assert_memory_equal(out, want, sizeof(want));
}

static void malformed_maps_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t len;
    } maps[] = {
        {"", 0},
        {"\xa0", 1},
        {"\xa1\x63off\x00", 6},
        {"\xa1\x64"
         "data\x40",
         7},
        {"{}", 2},
    };

    (void)state;
    given_device(UPDATE_SCRATCH, &IMAGE_V1, NULL);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(ask((const uint8_t *)maps[i].bytes, maps[i].len, 0).rc,
                         SMP_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_target_is_staged_and_installed),
        cmocka_unit_test(blank_device_is_staged_and_installed),
        cmocka_unit_test(only_good_image_in_the_secondary_survives),
        cmocka_unit_test(older_request_does_not_replace_what_was_installed),
        cmocka_unit_test(secondary_by_number_is_not_asked_for),
        cmocka_unit_test(direct_uploads_go_to_the_primary),
        cmocka_unit_test(direct_upload_over_a_good_primary_needs_downgrades),
        cmocka_unit_test(images_are_numbered_in_pairs),
        cmocka_unit_test(trial_that_may_be_taken_back_is_left_alone),
        cmocka_unit_test(confirmed_trial_is_replaced),
        cmocka_unit_test(trial_with_nothing_to_go_back_to_is_replaced),
        cmocka_unit_test(request_of_another_image_is_replaced),
        cmocka_unit_test(first_packet_that_can_not_be_is_refused),
        cmocka_unit_test(file_that_is_too_long_is_refused),
        cmocka_unit_test(header_that_can_not_be_is_refused),
        cmocka_unit_test(older_version_is_refused_where_that_is_prevented),
        cmocka_unit_test(upgrade_wants_a_higher_version),
        cmocka_unit_test(refused_first_packet_leaves_the_session),
        cmocka_unit_test(without_a_session_off_0_is_wanted),
        cmocka_unit_test(other_offsets_are_answered_with_the_wanted_one),
        cmocka_unit_test(chunk_past_the_end_is_refused_and_the_session_kept),
        cmocka_unit_test(offset_that_needs_more_than_32_bits_is_not_cut),
        cmocka_unit_test(repeated_first_packet_erases_nothing),
        cmocka_unit_test(restarted_client_goes_on_only_if_its_file_is_known),
        cmocka_unit_test(repeats_after_the_end_touch_nothing),
        cmocka_unit_test(match_is_told_to_smp_2_where_a_hash_was_compared),
        cmocka_unit_test(answer_is_the_worked_example),
        cmocka_unit_test(malformed_maps_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
