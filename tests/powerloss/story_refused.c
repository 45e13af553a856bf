/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One image, updates that must not be made: tampered, too old, too large,
 * half there, or put in the place of the image that a trial displaced.
 */
#include "tests/powerloss/acts.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"
#include "tests/powerloss/trailer_map.h"

static void make(struct stage *stage, enum specimen_name name, uint32_t counter)
{
    struct recipe recipe = stage_recipe(stage, 0, name);

    recipe.has_counter = counter != 0;
    recipe.counter = counter;
    stage_make(stage, 0, name, &recipe);
}

static void given_request_of(struct stage *stage, enum specimen_name name,
                             enum request request)
{
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 0, SLOT_SECONDARY, name);
    stage_request(stage, 0, request);
}

static void given_tampered(struct stage *stage)
{
    make(stage, V1, 0);
    make(stage, WRONG, 0);
    stage_tamper(stage, 0, WRONG);
    given_request_of(stage, WRONG, REQUEST_TEST);
}

static void given_older(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    make(stage, V1, 0);
    make(stage, V0, 0);
    given_request_of(stage, V0, REQUEST_TEST);
}

static void given_older_permanent(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    make(stage, V1, 0);
    make(stage, V0, 0);
    given_request_of(stage, V0, REQUEST_PERMANENT);
}

/* A newer version with a lower counter: only the counter counts. */
static void given_lower_counter(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    stage->config.prevent_by_counter = true;
    make(stage, V1, 7);
    make(stage, V2, 6);
    given_request_of(stage, V2, REQUEST_PERMANENT);
}

static void given_no_counter(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    stage->config.prevent_by_counter = true;
    make(stage, V1, 7);
    make(stage, V2, 0);
    given_request_of(stage, V2, REQUEST_TEST);
}

static void given_higher_counter(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    stage->config.prevent_by_counter = true;
    make(stage, V1, 7);
    make(stage, V2, 8);
    given_request_of(stage, V2, REQUEST_TEST);
}

static void given_trial_and_older(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    make(stage, V0, 0);
    make(stage, V1, 0);
    make(stage, V2, 0);
    given_request_of(stage, V2, REQUEST_TEST);
}

static void given_trial_and_lower(struct stage *stage)
{
    stage->config.prevent_downgrade = true;
    stage->config.prevent_by_counter = true;
    make(stage, V0, 6);
    make(stage, V1, 7);
    make(stage, V2, 8);
    given_request_of(stage, V2, REQUEST_TEST);
}

/* One byte more than the largest image; it reaches the status area. */
static void given_too_large(struct stage *stage)
{
    struct recipe recipe = stage_recipe(stage, 0, WRONG);
    struct flash nor = {.geometry = {.run_count = 0}};

    if (nor_open(&nor, &stage->layout->geometry, stage->shot) == OK) {
        recipe.len = map_image_max(&nor, &stage->config, 0) + 1;
    }
    make(stage, V1, 0);
    stage_make(stage, 0, WRONG, &recipe);
    stage->specimen[0][WRONG].good = false;
    given_request_of(stage, WRONG, REQUEST_TEST);
}

/* A request, and no image: what an interrupted erase leaves behind. */
static void given_leftover_request(struct stage *stage)
{
    make(stage, V1, 0);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_request(stage, 0, REQUEST_TEST);
}

static void keeps_old(struct world *w)
{
    for (int i = 0; i < 3; i++) {
        boot_device(w);
        expect_runs(w, 0, V1);
    }
    expect_stable(w);
}

static void reverts(struct world *w)
{
    if (begins_trial(w, V2, V1)) {
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    expect_stable(w);
}

/*
 * During the trial somebody replaces the image that it displaced by an older
 * one and waits for the revert. check_image() in acts.c sees V0 run.
 */
static void never_reverts_below_confirmed(struct world *w)
{
    if (begins_trial(w, V2, V1) && app_upload(w, 0, V0)) {
        boot_device(w);
        expect_runs(w, 0, V2);
    }
    boot_device(w);
    boot_device(w);
    expect_stable(w);
}

const struct story story_refused[] = {
    {"tampered", IN_ALL, 1, V1, 0, given_tampered, keeps_old},
    {"older", IN_ALL, 1, V1, 0, given_older, keeps_old},
    {"older_permanent", IN_ALL, 1, V1, 0, given_older_permanent, keeps_old},
    {"lower_counter", IN_ALL, 1, V1, 0, given_lower_counter, keeps_old},
    {"no_counter", IN_ALL, 1, V1, 0, given_no_counter, keeps_old},
    {"higher_counter_reverts", IN_SWAPS, 1, V1, TRAIT_NOTE_ROOM,
     given_higher_counter, reverts},
    {"displaced_replaced_by_older", IN_SWAPS, 1, V1, TRAIT_NOTE_ROOM,
     given_trial_and_older, never_reverts_below_confirmed},
    {"displaced_replaced_by_lower", IN_SWAPS, 1, V1, TRAIT_NOTE_ROOM,
     given_trial_and_lower, never_reverts_below_confirmed},
    {"too_large", IN_SWAPS, 1, V1, 0, given_too_large, keeps_old},
    {"leftover_request", IN_ALL, 1, V1, 0, given_leftover_request, keeps_old},
};

const size_t story_refused_count =
    sizeof(story_refused) / sizeof(story_refused[0]);
