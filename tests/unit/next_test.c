/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps of an enrolment: every chip ends with the bits of the manuals'
 * tables, whatever operation is cut in whatever manner. The order rules are
 * checked at each operation, by fuse_model.c and enroll_walk.c.
 */
#include "enroll/next.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/enroll_walk.h"

#define BOTH    (WALK_SECURE | WALK_CRYPT)
#define RELEASE (BOTH | WALK_RELEASE)
#define SUBSETS 64u
#define NO_BIT  0xff

static const uint32_t products[] = {
    WALK_SECURE,
    WALK_SECURE | WALK_RELEASE,
    WALK_CRYPT,
    WALK_CRYPT | WALK_RELEASE,
    BOTH,
    RELEASE,
    WALK_CRYPT | WALK_WIDE,
    RELEASE | WALK_WIDE,
};

static bool exists(const struct enroll_chip *chip, uint32_t flags)
{
    return (flags & WALK_WIDE) == 0 || chip == &enroll_esp32s2 ||
           chip == &enroll_esp32s3;
}

/* ---- without a cut ---- */

/* Bits of block 0 after everything, from the tables of the manuals. */
static const uint8_t all_esp32[] = {0,   2,   3,   7,   8,     16,  20,
                                    27,  188, 189, 190, 191,   194, 197,
                                    198, 199, 200, 201, NO_BIT};
static const uint8_t all_s2[] = {0,  2,  4,  8,  9,   23,  24,  33,
                                 42, 43, 47, 49, 50,  51,  82,  86,
                                 87, 88, 91, 94, 116, 128, 129, NO_BIT};
static const uint8_t all_c3[] = {0,  2,  4,  8,   9,   23,  24,    33, 41,
                                 42, 48, 49, 50,  51,  52,  82,    86, 87,
                                 88, 91, 94, 116, 129, 133, NO_BIT};
static const uint8_t all_s3[] = {0,  2,  4,  8,   9,   23,  24,  33,  42,
                                 43, 48, 49, 50,  51,  52,  82,  86,  87,
                                 88, 91, 94, 116, 117, 118, 129, 133, NO_BIT};

static void a_whole_enrolment_burns_these_bits_of_block_0(void **state)
{
    (void)state;
    static const uint8_t *const all[4] = {all_esp32, all_s2, all_c3, all_s3};

    for (uint32_t c = 0; c < 4; c++) {
        struct fuses expected = {0};
        struct walk w;

        walk_open(&w, walk_chips[c], RELEASE, 1);
        assert_int_equal(walk_run(&w), OK);
        for (const uint8_t *bit = all[c]; *bit != NO_BIT; bit++) {
            expected.word[0][*bit / 32] |= 1u << *bit % 32;
        }
        assert_memory_equal(w.fuse.real.word[0], expected.word[0],
                            EFUSE_BLOCK_LEN);
    }
}

static void every_product_ends_enrolled(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        for (uint32_t p = 0; p < sizeof(products) / sizeof(products[0]); p++) {
            uint32_t digests = walk_chips[c]->digest_max;
            struct walk w;

            if (exists(walk_chips[c], products[p])) {
                walk_open(&w, walk_chips[c], products[p], digests);
                assert_int_equal(walk_run(&w), OK);
                walk_expect_enrolled(&w, digests);
            }
        }
    }
}

static void an_enrolled_chip_has_no_step(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        struct walk w;
        uint32_t ops;

        walk_open(&w, walk_chips[c], RELEASE, 1);
        assert_int_equal(walk_run(&w), OK);
        ops = w.fuse.op;
        assert_int_equal(walk_run(&w), OK);
        assert_int_equal(w.fuse.op, ops);
    }
}

/* Enabling, then LAST: the ROM accepts us once before the way back is gone. */
static void the_last_fields_wait_for_a_restart(void **state)
{
    (void)state;
    struct walk w;

    walk_open(&w, &enroll_esp32c3, WALK_SECURE | WALK_RELEASE, 1);
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(w.restarts, 1);
    walk_open(&w, &enroll_esp32c3, RELEASE, 1);
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(w.restarts, 1);
    walk_open(&w, &enroll_esp32c3, WALK_SECURE, 1);
    assert_int_equal(walk_run(&w), OK);
    assert_int_equal(w.restarts, 0);
}

/* ---- cuts ---- */

/** The product that is cut. */
struct story {
    const struct enroll_chip *chip;
    uint32_t flags;
    uint32_t digests;
};

static uint32_t runs;

static void open_story(const struct story *story, struct walk *w)
{
    walk_open(w, story->chip, story->flags, story->digests);
}

static void run_cut(const struct story *story, uint32_t op, enum fuse_tear tear,
                    const uint32_t *mask)
{
    struct walk w;

    open_story(story, &w);
    w.fuse.cut_op = op;
    w.fuse.tear = tear;
    memcpy(w.fuse.mask, mask, sizeof(w.fuse.mask));
    assert_int_equal(walk_run(&w), OK);
    walk_expect_enrolled(&w, story->digests);
    runs++;
}

/* Every pattern of six bits over and over, so each subset of an operation of
 * up to six neighbouring bits; and words, whole or not. */
static void run_subsets(const struct story *story, uint32_t op)
{
    uint32_t mask[EFUSE_BLOCK_WORDS];

    for (uint32_t n = 0; n < SUBSETS; n++) {
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            mask[i] = n * 0x41041041u ^ n << i;
        }
        run_cut(story, op, FUSE_TEAR_SOME, mask);
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            mask[i] = (n * 37 >> i & 1) != 0 ? 0xffffffffu : 0;
        }
        run_cut(story, op, FUSE_TEAR_SOME, mask);
    }
    run_cut(story, op, FUSE_TEAR_NONE, mask);
    run_cut(story, op, FUSE_TEAR_CODE, mask);
}

static uint32_t op_count(const struct story *story)
{
    struct walk w;

    open_story(story, &w);
    assert_int_equal(walk_run(&w), OK);
    return w.fuse.op;
}

static void a_cut_in_any_operation_ends_enrolled(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        for (uint32_t p = 0; p < sizeof(products) / sizeof(products[0]); p++) {
            struct story story = {walk_chips[c], products[p], 1};
            uint32_t ops;

            if (!exists(walk_chips[c], products[p])) {
                continue;
            }
            ops = op_count(&story);
            for (uint32_t op = 0; op < ops; op++) {
                run_subsets(&story, op);
            }
        }
    }
    print_message("%u cuts\n", runs);
}

static void three_digests_survive_a_cut_in_any_operation(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 4; c++) {
        struct story story = {walk_chips[c], RELEASE, 3};
        uint32_t ops = op_count(&story);

        for (uint32_t op = 0; op < ops; op++) {
            run_subsets(&story, op);
        }
    }
}

/* Drawn cuts, one after the other; a block is lost by a cut in its data, so
 * there may be none left: then it is refused, and said. */
static void many_cuts_end_enrolled_or_without_a_block(void **state)
{
    (void)state;
    uint32_t refused = 0;

    for (uint32_t seed = 0; seed < 4000; seed++) {
        const struct story story = {walk_chips[seed % 4],
                                    seed % 3 == 0 ? BOTH : RELEASE, 1};
        struct walk w;
        status_t status;

        open_story(&story, &w);
        w.random = seed * 2654435761u;
        w.cuts = 5;
        status = walk_run(&w);
        if (status == ENROLL_E_NO_BLOCK) {
            refused++;
        } else {
            assert_int_equal(status, OK);
            walk_expect_enrolled(&w, 1);
        }
    }
    print_message("%u of 4000 without a free block\n", refused);
    assert_true(refused < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_enrolment_burns_these_bits_of_block_0),
        cmocka_unit_test(every_product_ends_enrolled),
        cmocka_unit_test(an_enrolled_chip_has_no_step),
        cmocka_unit_test(the_last_fields_wait_for_a_restart),
        cmocka_unit_test(a_cut_in_any_operation_ends_enrolled),
        cmocka_unit_test(three_digests_survive_a_cut_in_any_operation),
        cmocka_unit_test(many_cuts_end_enrolled_or_without_a_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
