/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests of keys: whose they are, what is torn, what is refused.
 */
#include "enroll/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/enroll_walk.h"

#define SECURE (WALK_SECURE | WALK_RELEASE)

static struct walk w;

static void open_chip(const struct enroll_chip *chip, uint32_t digests)
{
    walk_open(&w, chip, SECURE, digests);
}

static void put_digest(uint32_t i, uint32_t d, uint32_t purpose, bool guarded)
{
    uint32_t words[BLOCK_WORDS];

    walk_digest(d, words);
    walk_put(&w, i, words, purpose, guarded);
}

static void expect_refused(status_t why)
{
    uint32_t op = w.fuse.op;
    struct step s = {.kind = STEP_DONE};

    fuse_model_view(&w.fuse, &w.facts.fuses);
    assert_true(digest_step(&w.facts, &s));
    assert_int_equal(s.kind, STEP_REFUSE);
    assert_int_equal(s.why, why);
    assert_int_equal(walk_run(&w), why);
    assert_int_equal(w.fuse.op, op);
}

static void the_owners_digest_is_kept_and_protected(void **state)
{
    (void)state;
    open_chip(&enroll_esp32s3, 1);
    put_digest(3, 0, 11, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 1);
    assert_int_equal(walk_find(&w, 11), 3);
    assert_int_equal(walk_find(&w, 9), -1);
}

static void beside_the_owners_digest_no_other_is_burned(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 3);
    put_digest(0, 1, 9, true); /* our second key, as digest 0 */
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 1);
    assert_int_equal(walk_find(&w, 10), -1);
    assert_true(fuse_model_bit(&w.fuse, 86));
    assert_true(fuse_model_bit(&w.fuse, 87));
    assert_false(fuse_model_bit(&w.fuse, 85));
}

static void digests_of_other_keys_only_are_refused(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_chip(walk_chips[c], 1);
        put_digest(walk_chips[c]->has_purposes ? 0 : 1, 7, 9, true);
        expect_refused(ENROLL_E_DIGEST);
    }
}

static void a_revoked_digest_of_ours_is_refused(void **state)
{
    (void)state;
    open_chip(&enroll_esp32s2, 1);
    put_digest(0, 0, 9, true);
    put_digest(1, 7, 10, true);
    fuse_model_set(&w.fuse, 85, 1);
    expect_refused(ENROLL_E_DIGEST);
}

static void where_its_place_is_revoked_nothing_is_burned(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 1);
    fuse_model_set(&w.fuse, 85, 1);
    expect_refused(ENROLL_E_DIGEST);
}

static void the_other_keys_are_burned_if_one_place_is_revoked(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 2);
    fuse_model_set(&w.fuse, 85, 1);
    put_digest(0, 0, 0, false); /* burned already, of no use any more */
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 1);
    assert_int_equal(walk_find(&w, 9), -1);
    assert_int_equal(walk_find(&w, 10), 1);
}

static void a_key_that_has_signed_twice_is_burned_once(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 3);
    memcpy(w.facts.digest[2], w.facts.digest[0], EFUSE_BLOCK_LEN);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 2);
    assert_int_equal(walk_find(&w, 11), -1);
}

static void a_digest_that_can_not_be_read_is_refused(void **state)
{
    (void)state;
    open_chip(&enroll_esp32s2, 1);
    put_digest(2, 0, 9, true);
    fuse_model_set(&w.fuse, 32 + 2, 1); /* RD_DIS of KEY2 */
    expect_refused(ENROLL_E_KEY_STATE);
    open_chip(&enroll_esp32, 1);
    put_digest(1, 0, 0, true);
    fuse_model_set(&w.fuse, 17, 1);
    expect_refused(ENROLL_E_KEY_STATE);
}

static void a_digest_of_zeros_is_refused(void **state)
{
    (void)state;
    static const uint32_t none[BLOCK_WORDS];

    open_chip(&enroll_esp32c3, 1);
    walk_put(&w, 0, none, 10, false);
    expect_refused(ENROLL_E_KEY_STATE);
}

static void without_a_free_block_nothing_is_burned(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 1);
    for (uint32_t i = 0; i < 6; i++) {
        put_digest(i, 7, 0, false);
    }
    expect_refused(ENROLL_E_NO_BLOCK);
}

/* Purposes that a tool has torn: a part of the bits, and no other digest's. */
static void a_torn_purpose_is_completed(void **state)
{
    (void)state;
    static const uint8_t torn[][2] = {{0, 8}, {0, 1}, {1, 8}, {1, 2},
                                      {2, 1}, {2, 2}, {2, 3}};

    for (uint32_t n = 0; n < sizeof(torn) / sizeof(torn[0]); n++) {
        open_chip(&enroll_esp32s3, 3);
        for (uint32_t d = 0; d < 3; d++) {
            put_digest(d, d, d == torn[n][0] ? torn[n][1] : 9 + d, false);
        }
        assert_int_equal(walk_run(&w), OK);
        walk_expect_enrolled(&w, 3);
        assert_int_equal(walk_find(&w, 9u + torn[n][0]), torn[n][0]);
    }
}

static void a_torn_purpose_that_would_become_another_is_left(void **state)
{
    (void)state;
    open_chip(&enroll_esp32s3, 3);
    put_digest(0, 0, 9, false);
    put_digest(1, 1, 10, false);
    put_digest(2, 2, 8, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 2);
    assert_int_equal(walk_find(&w, 8), 2);
}

static void a_block_that_reads_well_and_is_not_sound_is_left(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 1);
    put_digest(0, 0, 0, false);
    w.fuse.real.unsound = 1u << 4;
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(walk_find(&w, 9), 1);
}

static void a_purpose_that_is_locked_is_not_completed(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3, 1);
    put_digest(0, 0, 8, true); /* the owner's key for something else */
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(walk_find(&w, 9), 1);
    assert_int_equal(walk_find(&w, 8), 0);
}

static void esp32_completes_a_torn_digest(void **state)
{
    (void)state;
    uint32_t words[BLOCK_WORDS];

    open_chip(&enroll_esp32, 1);
    walk_digest(0, words);
    words[3] &= 0x0f0f0000u;
    words[7] = 0;
    walk_put(&w, 1, words, 0, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 1);
}

static void esp32_with_a_coding_scheme_is_refused(void **state)
{
    (void)state;
    for (uint32_t coding = 1; coding < 3; coding++) {
        open_chip(&enroll_esp32, 1);
        fuse_model_set(&w.fuse, 192, coding);
        expect_refused(ENROLL_E_CODING);
    }
    open_chip(&enroll_esp32, 1);
    fuse_model_set(&w.fuse, 192, 3); /* reads as none */
    assert_int_equal(walk_run(&w), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_owners_digest_is_kept_and_protected),
        cmocka_unit_test(beside_the_owners_digest_no_other_is_burned),
        cmocka_unit_test(digests_of_other_keys_only_are_refused),
        cmocka_unit_test(a_revoked_digest_of_ours_is_refused),
        cmocka_unit_test(where_its_place_is_revoked_nothing_is_burned),
        cmocka_unit_test(the_other_keys_are_burned_if_one_place_is_revoked),
        cmocka_unit_test(a_key_that_has_signed_twice_is_burned_once),
        cmocka_unit_test(a_digest_that_can_not_be_read_is_refused),
        cmocka_unit_test(a_digest_of_zeros_is_refused),
        cmocka_unit_test(without_a_free_block_nothing_is_burned),
        cmocka_unit_test(a_torn_purpose_is_completed),
        cmocka_unit_test(a_torn_purpose_that_would_become_another_is_left),
        cmocka_unit_test(a_block_that_reads_well_and_is_not_sound_is_left),
        cmocka_unit_test(a_purpose_that_is_locked_is_not_completed),
        cmocka_unit_test(esp32_completes_a_torn_digest),
        cmocka_unit_test(esp32_with_a_coding_scheme_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
