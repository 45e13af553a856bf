/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making steps, and key blocks: what is free, what is locked.
 */
#include "enroll/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/enroll_walk.h"

static struct walk w;

static void open_c3(void)
{
    walk_open(&w, &enroll_esp32c3, WALK_SECURE | WALK_CRYPT, 1);
}

static uint32_t find_free(uint32_t limit)
{
    fuse_model_view(&w.fuse, &w.facts.fuses);
    return block_find_free(&w.facts, limit);
}

static void a_block_that_anybody_uses_is_not_free(void **state)
{
    (void)state;
    static const uint32_t none[BLOCK_WORDS];
    static const uint32_t data[BLOCK_WORDS] = {0, 0, 0, 0, 0, 0, 0, 1};

    open_c3();
    assert_int_equal(find_free(6), 0);
    walk_put(&w, 0, data, 0, false);
    assert_int_equal(find_free(6), 1);
    walk_put(&w, 1, none, 8, false);
    assert_int_equal(find_free(6), 2);
    fuse_model_set(&w.fuse, 23 + 2, 1); /* WR_DIS of KEY2 */
    assert_int_equal(find_free(6), 3);
    fuse_model_set(&w.fuse, 8 + 3, 1); /* WR_DIS of KEY_PURPOSE_3 */
    assert_int_equal(find_free(6), 4);
    fuse_model_set(&w.fuse, 32 + 4, 1); /* RD_DIS of KEY4 */
    assert_int_equal(find_free(6), 5);
    assert_int_equal(find_free(5), BLOCK_NONE);
    w.fuse.real.unsound = 1u << 9; /* KEY5, torn before its first bit */
    assert_int_equal(find_free(6), BLOCK_NONE);
}

static void only_missing_bits_are_added(void **state)
{
    (void)state;
    struct step s = {.kind = STEP_DONE};

    open_c3();
    fuse_model_set(&w.fuse, 48, 2);
    fuse_model_view(&w.fuse, &w.facts.fuses);
    assert_true(step_add(&w.facts, &s, 48, 3, 31));
    assert_int_equal(s.bits[1], 5u << 16);
    fuse_model_set(&w.fuse, 48, 7);
    fuse_model_view(&w.fuse, &w.facts.fuses);
    assert_false(step_add(&w.facts, &s, 48, 3, 31));
}

static void what_is_locked_is_refused_or_left(void **state)
{
    (void)state;
    struct step s = {.kind = STEP_DONE};

    open_c3();
    fuse_model_set(&w.fuse, 31, 1);
    fuse_model_view(&w.fuse, &w.facts.fuses);
    w.facts.settled = true;
    assert_false(step_add(&w.facts, &s, 48, 3, 31));
    assert_int_equal(s.kind, STEP_DONE);
    w.facts.settled = false;
    assert_true(step_add(&w.facts, &s, 48, 3, 31));
    assert_int_equal(s.kind, STEP_REFUSE);
    assert_int_equal(s.why, ENROLL_E_LOCKED);
    assert_true(step_make(&s, STEP_FIELDS, 0, 0));
    assert_int_equal(s.kind, STEP_REFUSE);
}

/* No torn purpose is another valid one: 11 by way of 1 and 3, never 9 or 10. */
static void a_purpose_is_burned_bit_by_bit(void **state)
{
    (void)state;
    static const uint32_t way[] = {1, 3, 11};
    struct step s;

    open_c3();
    for (uint32_t i = 0; i < 3; i++) {
        memset(&s, 0, sizeof(s));
        fuse_model_view(&w.fuse, &w.facts.fuses);
        assert_true(block_burn_purpose(&w.facts, &s, 5, 11));
        assert_int_equal(fuse_model_burn(&w.fuse, 0, s.bits), OK);
        fuse_model_view(&w.fuse, &w.facts.fuses);
        assert_int_equal(block_purpose(&w.facts, 5), way[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_that_anybody_uses_is_not_free),
        cmocka_unit_test(only_missing_bits_are_added),
        cmocka_unit_test(what_is_locked_is_refused_or_left),
        cmocka_unit_test(a_purpose_is_burned_bit_by_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
