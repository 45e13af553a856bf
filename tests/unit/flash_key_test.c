/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash key: found, made, torn, refused; and the counter.
 */
#include "enroll/flash_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/enroll_walk.h"

static struct walk w;
static const uint32_t key[BLOCK_WORDS] = {0x13572468u, 0x89abcdefu, 0x0f1e2d3cu,
                                          0x55aa33ccu, 0x13572468u, 0x89abcdefu,
                                          0x0f1e2d3cu, 0x55aa33ccu};

static void expect_refused(status_t why)
{
    uint32_t op = w.fuse.op;

    w.config.field_count = 0; /* fields come first */
    assert_int_equal(walk_run(&w), why);
    assert_int_equal(w.fuse.op, op);
}

static void a_key_of_the_host_gets_its_protections(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32c3, WALK_CRYPT, 1);
    walk_put(&w, 2, key, 4, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 0);
    assert_int_equal(walk_find(&w, 4), 2);
    assert_memory_equal(w.fuse.real.word[6], key, sizeof(key));
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    walk_put(&w, 0, key, 0, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 0);
    assert_memory_equal(w.fuse.real.word[1], key, sizeof(key));
}

static void a_hidden_key_of_the_host_is_used(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32s3, WALK_CRYPT | WALK_WIDE, 1);
    walk_put(&w, 1, key, 2, true);
    walk_put(&w, 0, key, 3, true);
    fuse_model_set(&w.fuse, 32, 3); /* RD_DIS of KEY0, KEY1 */
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 0);
}

/* Somebody's data, or a torn key: nobody knows. */
static void data_without_a_purpose_is_no_key(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32c3, WALK_CRYPT, 1);
    walk_put(&w, 0, key, 0, false);
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(walk_find(&w, 4), 1);
}

static void the_half_that_is_missing_is_made(void **state)
{
    (void)state;
    for (uint32_t purpose = 2; purpose <= 3; purpose++) {
        walk_open(&w, &enroll_esp32s2, WALK_CRYPT | WALK_WIDE, 1);
        walk_put(&w, 0, key, purpose, false);
        assert_int_equal(walk_run(&w), OK);
        walk_expect_enrolled(&w, 0);
    }
}

/** Two key blocks that do not fit. */
struct misfit {
    uint32_t flags;
    uint32_t purpose[2];
};

static void keys_of_both_lengths_or_twice_are_refused(void **state)
{
    (void)state;
    static const struct misfit misfits[] = {
        {WALK_CRYPT, {4, 2}},
        {WALK_CRYPT, {4, 3}},
        {WALK_CRYPT, {4, 4}},
        {WALK_CRYPT, {2, 3}},
        {WALK_CRYPT | WALK_WIDE, {4, 5}},
        {WALK_CRYPT | WALK_WIDE, {2, 2}},
        {WALK_CRYPT | WALK_WIDE, {3, 4}},
    };

    for (uint32_t i = 0; i < sizeof(misfits) / sizeof(misfits[0]); i++) {
        walk_open(&w, &enroll_esp32s3, misfits[i].flags, 1);
        walk_put(&w, 0, key, misfits[i].purpose[0], true);
        walk_put(&w, 1, key, misfits[i].purpose[1], true);
        expect_refused(ENROLL_E_KEY_STATE);
    }
}

static void key5_holds_a_flash_key_on_esp32s2_only(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 4; c++) {
        walk_open(&w, walk_chips[c], WALK_CRYPT, 1);
        walk_put(&w, 5, key, 4, true);
        if (walk_chips[c] == &enroll_esp32s2) {
            assert_int_equal(walk_run(&w), OK);
        } else {
            expect_refused(ENROLL_E_KEY_STATE);
        }
    }
}

static void with_key5_free_only_there_is_no_block(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32c3, WALK_CRYPT, 1);
    for (uint32_t i = 0; i < 5; i++) {
        walk_put(&w, i, key, 8, true);
    }
    expect_refused(ENROLL_E_NO_BLOCK);
}

static void a_key_of_zeros_is_refused(void **state)
{
    (void)state;
    static const uint32_t none[BLOCK_WORDS];

    walk_open(&w, &enroll_esp32c3, WALK_CRYPT, 1);
    walk_put(&w, 0, none, 4, false);
    expect_refused(ENROLL_E_KEY_STATE);
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    walk_put(&w, 0, none, 0, true);
    expect_refused(ENROLL_E_KEY_STATE);
}

/* A development chip that was switched off: nothing of it is done again. */
static void an_even_counter_keeps_key_and_fields(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        const struct enroll_field crypt = {52, 1, ENROLL_STAGE_CRYPT, 2, ""};
        const struct enroll_chip *chip = walk_chips[c];
        struct fuses before;

        walk_open(&w, chip, WALK_CRYPT, 1);
        walk_put(&w, 0, key, 4, true);
        fuse_model_set(&w.fuse, chip->read_bit, 1);
        fuse_model_set(&w.fuse, chip->counter_bit, 3);
        w.field[0] = crypt;
        w.config.field_count = 1;
        before = w.fuse.real;
        assert_int_equal(walk_run(&w), OK);
        before.word[0][chip->counter_bit / 32] |= 4u << chip->counter_bit % 32;
        assert_memory_equal(&w.fuse.real, &before, sizeof(before));
    }
}

static void an_even_counter_without_a_key_is_refused(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        walk_open(&w, walk_chips[c], WALK_CRYPT, 1);
        fuse_model_set(&w.fuse, walk_chips[c]->counter_bit, 3);
        expect_refused(ENROLL_E_KEY_STATE);
    }
}

static void required_encryption_is_not_begun(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        walk_open(&w, walk_chips[c], WALK_CRYPT, 1);
        w.config.require_already = true;
        expect_refused(ENROLL_E_PLAIN);
        fuse_model_set(&w.fuse, walk_chips[c]->counter_bit, 1);
        assert_int_equal(walk_run(&w), OK);
    }
}

/* ---- ESP32: one block, no code over it ---- */

static void esp32_fills_the_words_of_a_torn_key_that_are_short(void **state)
{
    (void)state;
    uint32_t torn[BLOCK_WORDS];

    memcpy(torn, key, sizeof(torn));
    torn[1] = 0x00000010u;
    torn[7] = 0;
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    walk_put(&w, 0, torn, 0, false);
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, 0);
    assert_int_equal(w.fuse.real.word[1][0], key[0]);
    assert_true(fuses_ones(w.fuse.real.word[1][1]) >= 6);
    assert_true(fuses_ones(w.fuse.real.word[1][7]) >= 6);
}

static void esp32_refuses_a_key_with_few_zeros(void **state)
{
    (void)state;
    uint32_t full[BLOCK_WORDS];

    memset(full, 0xff, sizeof(full));
    full[0] = 0;
    full[1] = 0;
    full[2] = 1;
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    walk_put(&w, 0, full, 0, false);
    expect_refused(ENROLL_E_KEY_STATE);
}

static void esp32_fills_24_bytes_under_the_coding_scheme(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    fuse_model_set(&w.fuse, 192, 1);
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(w.fuse.real.word[1][6], 0);
    assert_int_equal(w.fuse.real.word[1][7], 0);
    walk_expect_enrolled(&w, 0);
}

static void esp32_can_not_complete_a_key_under_the_coding_scheme(void **state)
{
    (void)state;
    uint32_t torn[BLOCK_WORDS] = {1, 2, 3, 4, 5, 6, 0, 0};

    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    fuse_model_set(&w.fuse, 192, 1);
    walk_put(&w, 0, torn, 0, false);
    expect_refused(ENROLL_E_KEY_STATE);
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    fuse_model_set(&w.fuse, 192, 1);
    memcpy(torn, key, 24);
    walk_put(&w, 0, torn, 0, false);
    w.fuse.real.unsound = 2; /* reads well, the code was torn */
    expect_refused(ENROLL_E_KEY_STATE);
}

static void esp32_has_no_key_of_16_bytes(void **state)
{
    (void)state;
    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    fuse_model_set(&w.fuse, 192, 2);
    expect_refused(ENROLL_E_CODING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_the_host_gets_its_protections),
        cmocka_unit_test(a_hidden_key_of_the_host_is_used),
        cmocka_unit_test(data_without_a_purpose_is_no_key),
        cmocka_unit_test(the_half_that_is_missing_is_made),
        cmocka_unit_test(keys_of_both_lengths_or_twice_are_refused),
        cmocka_unit_test(key5_holds_a_flash_key_on_esp32s2_only),
        cmocka_unit_test(with_key5_free_only_there_is_no_block),
        cmocka_unit_test(a_key_of_zeros_is_refused),
        cmocka_unit_test(an_even_counter_keeps_key_and_fields),
        cmocka_unit_test(an_even_counter_without_a_key_is_refused),
        cmocka_unit_test(required_encryption_is_not_begun),
        cmocka_unit_test(esp32_fills_the_words_of_a_torn_key_that_are_short),
        cmocka_unit_test(esp32_refuses_a_key_with_few_zeros),
        cmocka_unit_test(esp32_fills_24_bytes_under_the_coding_scheme),
        cmocka_unit_test(esp32_can_not_complete_a_key_under_the_coding_scheme),
        cmocka_unit_test(esp32_has_no_key_of_16_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
