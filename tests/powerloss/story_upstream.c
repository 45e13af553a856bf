/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Devices in the field change their boot code in the middle of a swap: what
 * MCUboot began we finish, and what we began MCUboot finishes. Its side is the
 * model in upstream.c.
 */
#include <string.h>

#include "tests/powerloss/acts.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"
#include "tests/powerloss/upstream.h"

static void given(struct stage *stage, enum likeness likeness,
                  enum request request)
{
    for (int name = V1; name <= V2; name++) {
        struct recipe recipe = stage_recipe(stage, 0, (enum specimen_name)name);

        recipe.likeness = likeness;
        stage_make(stage, 0, (enum specimen_name)name, &recipe);
    }
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 0, SLOT_SECONDARY, V2);
    stage_request(stage, 0, request);
}

static void given_test(struct stage *stage)
{
    given(stage, LIKE_SECTORS, REQUEST_TEST);
}

static void given_unlike_test(struct stage *stage)
{
    given(stage, LIKE_NOTHING, REQUEST_TEST);
}

static void given_permanent(struct stage *stage)
{
    given(stage, LIKE_SECTORS, REQUEST_PERMANENT);
}

static void given_unlike_permanent(struct stage *stage)
{
    given(stage, LIKE_NOTHING, REQUEST_PERMANENT);
}

static void act_mcuboot(struct world *w, const void *arg)
{
    (void)arg;
    upstream_boot(&w->nor, &w->stage->config);
    w->view.runs[0] = world_find(w, 0, SLOT_PRIMARY);
}

static bool mcuboot_boots(struct world *w)
{
    return world_step(w, act_mcuboot, NULL);
}

static void act_ours(struct world *w, const void *arg)
{
    struct handover out = {0};

    (void)arg;
    w->stage->boot(&w->nor, &w->stage->config, &out);
    world_expect(w, out.passed, "the boot code starts something");
    w->view.runs[0] = world_find(w, 0, SLOT_PRIMARY);
}

/* Taken back at once is right if it was complete when power failed. */
static bool runs_on_trial(struct world *w, unsigned swapped)
{
    if (w->view.runs[0] == V2) {
        return true;
    }
    expect_runs(w, 0, V1);
    world_expect(w, (swapped >> V2 & 1) != 0, "a requested update is made");
    return false;
}

static void we_finish_test(struct world *w)
{
    unsigned swapped;
    bool trial;

    if (mcuboot_boots(w)) {
        expect_runs(w, 0, V2);
        expect_kept(w, 0, V1);
        trial = true;
    } else {
        swapped = w->view.swapped[0];
        boot_device(w);
        trial = runs_on_trial(w, swapped | w->view.swapped[0]);
    }
    if (trial) {
        expect_trailers(w, 0, false);
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    expect_kept(w, 0, V2);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void we_finish_permanent(struct world *w)
{
    if (mcuboot_boots(w)) {
        expect_runs(w, 0, V2);
    }
    boot_device(w);
    expect_runs(w, 0, V2);
    expect_kept(w, 0, V1);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void we_finish_revert(struct world *w)
{
    if (!begins_trial(w, V2, V1)) {
        return;
    }
    if (mcuboot_boots(w)) {
        expect_runs(w, 0, V1);
    }
    boot_device(w);
    expect_runs(w, 0, V1);
    expect_kept(w, 0, V2);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void mcuboot_goes_on(struct world *w)
{
    while (!mcuboot_boots(w)) {
    }
}

static void mcuboot_finishes_test(struct world *w)
{
    unsigned swapped = 0;

    memset(w->view.swapped, 0, sizeof(w->view.swapped));
    if (!world_step(w, act_ours, NULL)) {
        swapped = w->view.swapped[0];
        mcuboot_goes_on(w);
    }
    if (runs_on_trial(w, swapped | w->view.swapped[0])) {
        expect_trailers(w, 0, false);
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void mcuboot_finishes_permanent(struct world *w)
{
    if (!world_step(w, act_ours, NULL)) {
        mcuboot_goes_on(w);
    }
    expect_runs(w, 0, V2);
    expect_kept(w, 0, V1);
    expect_trailers(w, 0, true);
    boot_device(w);
    expect_runs(w, 0, V2);
    expect_stable(w);
}

const struct story story_upstream[] = {
    {"we_finish_test", IN_SWAPS, 1, V1, TRAIT_PLAIN_FLASH, given_test,
     we_finish_test},
    {"we_finish_permanent", IN_SWAPS, 1, V1, TRAIT_PLAIN_FLASH, given_permanent,
     we_finish_permanent},
    {"we_finish_revert", IN_SWAPS, 1, V1, TRAIT_PLAIN_FLASH, given_test,
     we_finish_revert},
    {"mcuboot_finishes_test", IN_SWAPS, 1, V1,
     TRAIT_PLAIN_FLASH | TRAIT_CLEAN_CUTS, given_unlike_test,
     mcuboot_finishes_test},
    {"mcuboot_finishes_permanent", IN_SWAPS, 1, V1,
     TRAIT_PLAIN_FLASH | TRAIT_CLEAN_CUTS, given_unlike_permanent,
     mcuboot_finishes_permanent},
};

const size_t story_upstream_count =
    sizeof(story_upstream) / sizeof(story_upstream[0]);
