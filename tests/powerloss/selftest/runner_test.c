/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests the power-cut runner itself: on a boot code that is plainly right it
 * finds nothing, on the same one with a planted bug it finds that, and an id
 * brings back the failure that it names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/powerloss/campaign.h"
#include "tests/powerloss/layout.h"
#include "tests/powerloss/mcuboot_app.h"
#include "tests/powerloss/selftest/fake_boot.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"

static const struct effort thorough = {.seeds = 2,
                                       .single_step = 1,
                                       .pair_share = 50,
                                       .rounds = 20,
                                       .round_cuts = 6,
                                       .seed = 1,
                                       .parts = 1};

static char first_id[ID_LEN_MAX];
static char first_message[200];

static void keep_first(void *context, const char *id, const char *message)
{
    (void)context;
    if (first_id[0] == '\0') {
        strncpy(first_id, id, sizeof(first_id) - 1);
        strncpy(first_message, message, sizeof(first_message) - 1);
    }
}

static struct tally run(const char *story, enum fake_bug bug)
{
    static struct stage stage;
    static struct campaign campaign;
    struct tally tally = {0};
    bool held;

    fake_plant(bug);
    first_id[0] = '\0';
    memset(first_message, 0, sizeof(first_message));
    stage_open(&stage, story_find(story), layout_find("over"), fake_boot,
               &mcuboot_app);
    campaign_open(&campaign, &stage, &thorough, &tally);
    campaign.report = keep_first;
    held = campaign_run(&campaign);
    assert_int_equal(held, tally.failures == 0);
    campaign_close(&campaign);
    stage_close(&stage);
    return tally;
}

static void expect_found(const char *story, enum fake_bug bug, const char *what)
{
    struct tally tally = run(story, bug);

    assert_int_not_equal(tally.failures, 0);
    assert_non_null(strstr(first_message, what));
}

static void runner_passes_boot_code_without_bugs(void **state)
{
    struct tally tally;

    (void)state;
    tally = run("overwritten_stays", FAKE_RIGHT);
    assert_string_equal(first_message, "");
    assert_int_equal(tally.failures, 0);
    assert_true(tally.cuts > 200);
    tally = run("agent_overwrites", FAKE_RIGHT);
    assert_string_equal(first_message, "");
    tally = run("tampered", FAKE_RIGHT);
    assert_int_equal(tally.failures, 0);
}

static void runner_finds_request_erased_first(void **state)
{
    (void)state;
    expect_found("overwritten_stays", FAKE_REQUEST_ERASED_FIRST,
                 "nothing boots");
}

static void runner_finds_unverified_start(void **state)
{
    (void)state;
    expect_found("tampered", FAKE_STARTS_UNVERIFIED, "WRONG was started");
}

static void runner_finds_unit_written_twice(void **state)
{
    (void)state;
    expect_found("overwritten_stays", FAKE_WRITES_TWICE, "N1");
}

static void runner_finds_change_outside_the_slots(void **state)
{
    (void)state;
    expect_found("overwritten_stays", FAKE_WRITES_OUTSIDE, "outside");
}

static void runner_finds_boot_that_never_ends(void **state)
{
    (void)state;
    expect_found("overwritten_stays", FAKE_NEVER_ENDS, "does not end");
}

static void runner_finds_boot_that_never_settles(void **state)
{
    (void)state;
    expect_found("tampered", FAKE_NEVER_SETTLES, "writes nothing");
}

/* Makes the world of a story on the layout "over". */
static void open_world(struct stage *stage, struct world *w,
                       struct level level[3], const char *story)
{
    stage_open(stage, story_find(story), layout_find("over"), fake_boot,
               &mcuboot_app);
    world_open(w, stage);
    for (int i = 0; i < 3; i++) {
        level_open(&level[i], stage);
    }
}

static void close_world(struct stage *stage, struct world *w,
                        struct level level[3])
{
    for (int i = 0; i < 3; i++) {
        level_close(&level[i]);
    }
    world_close(w);
    stage_close(stage);
}

static void id_of_a_failure_brings_it_back(void **state)
{
    static struct stage stage;
    static struct world w;
    static struct level level[3];
    struct cut cuts[CUT_MAX];
    uint32_t count;

    (void)state;
    (void)run("overwritten_stays", FAKE_REQUEST_ERASED_FIRST);
    assert_true(campaign_parse(strrchr(first_id, ':') + 1, cuts, &count));
    open_world(&stage, &w, level, "overwritten_stays");
    assert_false(world_run_direct(&w, cuts, count, &level[0]));
    assert_string_equal(w.message, first_message);
    close_world(&stage, &w, level);
}

static void compare(struct world *played, struct world *direct,
                    struct level level[3], struct cut cut)
{
    assert_true(world_run(played, &level[0], &cut, &level[1]));
    assert_true(world_run_direct(direct, &cut, 1, &level[2]));
    assert_memory_equal(played->data, direct->data, played->stage->flash_len);
    assert_int_equal(played->step, direct->step);
}

static void playback_ends_like_a_run_for_real(void **state)
{
    static struct stage stage;
    static struct world w;
    static struct world direct;
    static struct level level[3];
    uint32_t ops;

    (void)state;
    fake_plant(FAKE_RIGHT);
    open_world(&stage, &w, level, "agent_overwrites");
    world_open(&direct, &stage);
    assert_true(world_run(&w, NULL, NULL, &level[0]));
    ops = tape_op_count(&level[0].tape);
    assert_true(ops > 20);
    for (uint32_t op = 0; op < ops; op++) {
        for (int m = 0; m < NOR_CUT_MANNER_COUNT; m++) {
            struct cut cut = {op, (enum nor_cut_manner)m, 5};

            compare(&w, &direct, level, cut);
        }
    }
    world_close(&direct);
    close_world(&stage, &w, level);
}

static void parse_reads_what_is_printed(void **state)
{
    struct cut cuts[CUT_MAX];
    uint32_t count;

    (void)state;
    assert_true(campaign_parse("137t3,12b,0p17,4h,9a", cuts, &count));
    assert_int_equal(count, 5);
    assert_int_equal(cuts[0].op, 137);
    assert_int_equal(cuts[0].manner, NOR_CUT_TORN_BITS);
    assert_int_equal(cuts[0].seed, 3);
    assert_int_equal(cuts[1].manner, NOR_CUT_BEFORE);
    assert_int_equal(cuts[2].manner, NOR_CUT_TORN_PREFIX);
    assert_int_equal(cuts[2].seed, 17);
    assert_int_equal(cuts[3].manner, NOR_CUT_HALF_ERASED);
    assert_int_equal(cuts[4].manner, NOR_CUT_AFTER);
}

static void parse_refuses_what_is_no_list_of_cuts(void **state)
{
    static const char *const bad[] = {"x",
                                      "12",
                                      "12q",
                                      "t3",
                                      "1b;",
                                      "1b2b",
                                      "1b,,2b",
                                      "1b,2",
                                      "-b",
                                      ",1b",
                                      "1b,2b,3b,4b,5b,6b,7b,8b,9b"};
    struct cut cuts[CUT_MAX];
    uint32_t count;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(campaign_parse(bad[i], cuts, &count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runner_passes_boot_code_without_bugs),
        cmocka_unit_test(runner_finds_request_erased_first),
        cmocka_unit_test(runner_finds_unverified_start),
        cmocka_unit_test(runner_finds_unit_written_twice),
        cmocka_unit_test(runner_finds_change_outside_the_slots),
        cmocka_unit_test(runner_finds_boot_that_never_ends),
        cmocka_unit_test(runner_finds_boot_that_never_settles),
        cmocka_unit_test(id_of_a_failure_brings_it_back),
        cmocka_unit_test(playback_ends_like_a_run_for_real),
        cmocka_unit_test(parse_reads_what_is_printed),
        cmocka_unit_test(parse_refuses_what_is_no_list_of_cuts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
