/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Image state and erase over real images on a small device: what is answered,
 * and what the next boot then does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/images_rig.h"

/* ---- state ---- */

static void expect_state(enum swap_type type)
{
    enum swap_type seen;

    assert_int_equal(boot_foresee(&images.rig.boot, 0, &seen), OK);
    assert_int_equal(seen, type);
    assert_null(images.rig.flash.violation);
}

static void test_of_the_secondary_is_a_trial(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 0),
                     SMP_OK);
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V2, " pending true"));
    images_expect_boot(2);
    images_expect_boot(1);
}

static void confirm_left_out_is_a_test(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), -1),
                     SMP_OK);
    expect_state(SWAP_TEST);
}

static void confirm_of_the_secondary_is_for_good(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_OK);
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"),
        images_entry(SLOT_SECONDARY, &V2, " pending true permanent true"));
    images_expect_boot(2);
    images_expect_boot(2);
}

static void request_can_be_changed_both_ways(void **state)
{
    const enum update_mode modes[] = {UPDATE_SCRATCH, UPDATE_MOVE,
                                      UPDATE_OVERWRITE};

    (void)state;
    for (size_t m = 0; m < sizeof(modes) / sizeof(modes[0]); m++) {
        images_given(&V1, &V2);
        images.rig.config.mode = modes[m];
        images_begin();
        assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                         SMP_OK);
        expect_state(SWAP_PERM);
        assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 0),
                         SMP_OK);
        expect_state(SWAP_TEST);
        assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                         SMP_OK);
        expect_state(SWAP_PERM);
        images_expect_boot(2);
    }
}

static void same_request_again_writes_nothing(void **state)
{
    uint64_t ops;

    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_OK);
    ops = images.rig.flash.op_count;
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_OK);
    assert_true(images.rig.flash.op_count == ops);
}

/* Its last bytes lie in the sector that would have to be erased. */
static void request_of_a_long_image_is_not_changed_but_stands(void **state)
{
    (void)state;
    images_given(&V1, &LONG2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_OK);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 0),
                     SMP_BAD_STATE);
    expect_state(SWAP_PERM);
    images_expect_boot(2);
}

static void damaged_request_is_replaced(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images.rig.data[2 * RIG_SLOT - 3] = 0;
    images_begin();
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 0),
                     SMP_OK);
    images_expect_boot(2);
}

static void confirm_of_a_trial_keeps_it(void **state)
{
    (void)state;
    for (int by_hash = 0; by_hash < 2; by_hash++) {
        images_given(&V1, &V2);
        images_request(0, false);
        images_expect_boot(2);
        images_begin();
        assert_int_equal(
            images_set_state(by_hash ? images_hash(0, SLOT_PRIMARY) : NULL, 1),
            SMP_OK);
        images_expect(
            images_entry(SLOT_PRIMARY, &V2, " confirmed true active true"),
            images_entry(SLOT_SECONDARY, &V1, ""));
        images_expect_boot(2);
    }
}

/* As the Go client asks: the hash is null. */
static void hash_of_null_is_no_hash(void **state)
{
    static const uint8_t ASKED[] = {
        0xa2, 0x67, 'c',  'o', 'n', 'f', 'i', 'r',
        'm',  0xf5, 0x64, 'h', 'a', 's', 'h', 0xf6,
    };
    uint8_t payload[64];

    (void)state;
    images_given(&V1, &V2);
    images_request(0, false);
    images_expect_boot(2);
    images_begin();
    assert_int_equal(images_send(images_set, ASKED, sizeof(ASKED)), SMP_OK);
    expect_state(SWAP_NONE);
    assert_int_equal(images_send(images_set, payload,
                                 images_example(EXAMPLE_CONFIRM, payload)),
                     SMP_OK);
    images_expect_boot(2);
}

static void test_of_what_boots_changes_nothing(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(images_hash(0, SLOT_PRIMARY), 0), SMP_OK);
    assert_int_equal(images.rig.flash.op_count, 0);
    images_request(0, false);
    assert_int_equal(images_set_state(images_hash(0, SLOT_PRIMARY), 0),
                     SMP_BAD_STATE);
    expect_state(SWAP_TEST);
}

/* The next boot brings it back anyway: it is no update. */
static void image_that_a_trial_displaced_is_not_asked_for(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images_request(0, false);
    images_expect_boot(2);
    images_begin();
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 0),
                     SMP_BAD_STATE);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_BAD_STATE);
    images_expect_boot(1);
}

static void image_that_the_boot_would_refuse_is_not_asked_for(void **state)
{
    (void)state;
    images_given(&V2, &V1);
    images.rig.config.prevent_downgrade = true;
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_INVALID);
    expect_state(SWAP_NONE);
    images_expect_boot(2);
    assert_int_equal(rig_major(&images.rig, 0, SLOT_SECONDARY), 1);
}

static void requests_without_sense_are_refused(void **state)
{
    static const uint8_t NUMBER[] = {0xa1, 0x64, 'h', 'a', 's', 'h', 1};
    static const uint8_t SHORT[] = {0xa1, 0x64, 'h', 'a', 's', 'h', 0x41, 0};
    uint8_t unknown[HASH_LEN] = {0};

    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_set_state(NULL, 0), SMP_INVALID);
    assert_int_equal(images_set_state(NULL, -1), SMP_INVALID);
    assert_int_equal(images_send(images_set, NULL, 0), SMP_INVALID);
    assert_int_equal(images_send(images_set, NUMBER, sizeof(NUMBER)),
                     SMP_INVALID);
    assert_int_equal(images_send(images_set, SHORT, sizeof(SHORT)),
                     SMP_INVALID);
    assert_int_equal(images_set_state(unknown, 1), SMP_NO_ENTRY);
    assert_int_equal(images.rig.flash.op_count, 0);
    /* a hash that is there, of an image that is damaged */
    images.rig.data[RIG_SLOT + 40] ^= 1;
    images_begin();
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_NO_ENTRY);
    images_given(NULL, &V2);
    assert_int_equal(images_set_state(NULL, 1), SMP_NO_ENTRY);
}

static void images_are_told_apart_by_number_and_hash(void **state)
{
    (void)state;
    images_given_two();
    assert_int_equal(images_set_state(NULL, 1), SMP_INVALID);
    assert_int_equal(images_set_state(images_hash(1, SLOT_SECONDARY), 1),
                     SMP_OK);
    assert_non_null(
        strstr(images_answered(), "[{image 0 slot 0 version 1.0.0"));
    assert_non_null(
        strstr(images_answered(), "} {image 1 slot 0 version 2.0.0"));
    assert_non_null(
        strstr(images_answered(), "} {image 1 slot 1 version 3.0.0"));
    images_expect_boot(1);
    assert_int_equal(rig_major(&images.rig, 1, SLOT_PRIMARY), 3);
}

/* ---- erase ---- */

static void finish_erasing(void)
{
    while (writer_work(&images.recovery.upload.writer)) {
    }
    assert_int_equal(images.recovery.upload.writer.failed, OK);
}

static void expect_erased(uint8_t index, enum slot slot)
{
    assert_true(
        bytes_are(rig_bytes(&images.rig, &images.rig.config.slot[index][slot]),
                  0xff, 0x400));
    finish_erasing();
    assert_true(
        bytes_are(rig_bytes(&images.rig, &images.rig.config.slot[index][slot]),
                  0xff, RIG_SLOT));
    assert_null(images.rig.flash.violation);
}

static void erase_answers_after_the_first_and_the_last_sector(void **state)
{
    (void)state;
    images_given(&V1, &LONG2);
    assert_int_equal(images_erase_slot(1), SMP_OK);
    assert_int_equal(images.answer.out.len, 0);
    assert_int_equal(images.rig.flash.op_count, 2);
    assert_true(images.rig.data[RIG_SLOT + 0x400] != 0xff);
    images_expect_listed();
    images_expect(
        images_entry(SLOT_PRIMARY, &V1, " confirmed true active true"), "");
    expect_erased(0, SLOT_SECONDARY);
    images_expect_boot(1);
}

static void erase_of_no_slot_is_the_secondary(void **state)
{
    uint8_t payload[16];

    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_send(images_erase, payload,
                                 images_example(EXAMPLE_ERASE, payload)),
                     SMP_OK);
    expect_erased(0, SLOT_SECONDARY);
    images_given(&V1, &V2);
    assert_int_equal(images_send(images_erase, NULL, 0), SMP_OK);
    expect_erased(0, SLOT_SECONDARY);
    images_given(&V1, &V2);
    assert_int_equal(images_send(images_erase, payload,
                                 images_example(EXAMPLE_ERASE_SLOT, payload)),
                     SMP_OK);
    expect_erased(0, SLOT_SECONDARY);
}

static void erase_ends_an_upload(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images.recovery.upload.stage = UPLOAD_RUNNING;
    images.recovery.upload.writer.accepted = 100;
    assert_int_equal(images_erase_slot(1), SMP_OK);
    assert_int_equal(images.recovery.upload.stage, UPLOAD_NONE);
    expect_erased(0, SLOT_SECONDARY);
}

static void what_an_update_needs_is_not_erased(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images_request(0, false);
    assert_int_equal(images_erase_slot(1), SMP_BAD_STATE); /* pending */
    images_expect_boot(2);
    images.config.direct = true;
    images_begin();
    images.config.direct = true;
    assert_int_equal(images_erase_slot(1), SMP_BAD_STATE); /* the way back */
    assert_int_equal(images_erase_slot(0),
                     SMP_BAD_STATE); /* .. which its trailer knows */
    images_expect_boot(1);
}

static void refused_update_may_be_erased(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images_request(0, true);
    images.rig.data[RIG_SLOT + 40] ^= 1;
    images_begin();
    assert_int_equal(images_erase_slot(1), SMP_OK);
    expect_erased(0, SLOT_SECONDARY);
}

static void only_good_image_is_not_erased(void **state)
{
    (void)state;
    images_given(NULL, &V2);
    assert_int_equal(images_erase_slot(1), SMP_BAD_STATE);
    images.rig.data[RIG_SLOT + 40] ^= 1;
    images_begin();
    assert_int_equal(images_erase_slot(1), SMP_OK);
}

static void primary_that_verifies_is_erased_by_configuration_only(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_erase_slot(0), SMP_DENIED);
    images.config.direct = true;
    images.rig.config.prevent_downgrade = true;
    assert_int_equal(images_erase_slot(0), SMP_DENIED);
    assert_int_equal(images.rig.flash.op_count, 0);
    images.rig.config.prevent_downgrade = false;
    assert_int_equal(images_erase_slot(0), SMP_OK);
    expect_erased(0, SLOT_PRIMARY);
    images_given(&V1, NULL);
    images.rig.data[40] ^= 1;
    assert_int_equal(images_erase_slot(0), SMP_OK);
    expect_erased(0, SLOT_PRIMARY);
}

static void slots_2_and_3_are_those_of_image_1(void **state)
{
    (void)state;
    images_given_two();
    assert_int_equal(images_erase_slot(3), SMP_OK);
    expect_erased(1, SLOT_SECONDARY);
    assert_int_equal(images_erase_slot(2), SMP_DENIED);
    assert_int_equal(rig_major(&images.rig, 0, SLOT_PRIMARY), 1);
}

static void slot_that_does_not_exist_is_not_erased(void **state)
{
    static const uint8_t TEXT[] = {0xa1, 0x64, 's', 'l', 'o', 't', 0x61, '1'};

    (void)state;
    images_given(&V1, &V2);
    assert_int_equal(images_erase_slot(2), SMP_INVALID);
    assert_int_equal(images_erase_slot(256), SMP_INVALID);
    assert_int_equal(images_erase_slot(0xffffffff), SMP_INVALID);
    assert_int_equal(images_send(images_erase, TEXT, sizeof(TEXT)),
                     SMP_INVALID);
    assert_int_equal(images.rig.flash.op_count, 0);
}

static void trailer_that_can_not_be_read_bars_state_and_erase(void **state)
{
    (void)state;
    images_given(&V1, &V2);
    images.rig.flash.bad_addr = RIG_SLOT - 1;
    images.rig.flash.bad_len = 1;
    boot_refresh(&images.rig.boot, 0);
    assert_int_equal(images_set_state(images_hash(0, SLOT_SECONDARY), 1),
                     SMP_BAD_STATE);
    assert_int_equal(images_erase_slot(1), SMP_BAD_STATE);
    assert_int_equal(images.rig.flash.op_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_secondary_is_a_trial),
        cmocka_unit_test(confirm_left_out_is_a_test),
        cmocka_unit_test(confirm_of_the_secondary_is_for_good),
        cmocka_unit_test(request_can_be_changed_both_ways),
        cmocka_unit_test(same_request_again_writes_nothing),
        cmocka_unit_test(request_of_a_long_image_is_not_changed_but_stands),
        cmocka_unit_test(damaged_request_is_replaced),
        cmocka_unit_test(confirm_of_a_trial_keeps_it),
        cmocka_unit_test(hash_of_null_is_no_hash),
        cmocka_unit_test(test_of_what_boots_changes_nothing),
        cmocka_unit_test(image_that_a_trial_displaced_is_not_asked_for),
        cmocka_unit_test(image_that_the_boot_would_refuse_is_not_asked_for),
        cmocka_unit_test(requests_without_sense_are_refused),
        cmocka_unit_test(images_are_told_apart_by_number_and_hash),
        cmocka_unit_test(erase_answers_after_the_first_and_the_last_sector),
        cmocka_unit_test(erase_of_no_slot_is_the_secondary),
        cmocka_unit_test(erase_ends_an_upload),
        cmocka_unit_test(what_an_update_needs_is_not_erased),
        cmocka_unit_test(refused_update_may_be_erased),
        cmocka_unit_test(only_good_image_is_not_erased),
        cmocka_unit_test(primary_that_verifies_is_erased_by_configuration_only),
        cmocka_unit_test(slots_2_and_3_are_those_of_image_1),
        cmocka_unit_test(slot_that_does_not_exist_is_not_erased),
        cmocka_unit_test(trailer_that_can_not_be_read_bars_state_and_erase),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
