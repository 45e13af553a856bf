/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two and four images: all images of one update end on the same side of it,
 * and an update whose dependencies do not hold is not made at all.
 */
#include "tests/powerloss/acts.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"

static void make(struct stage *stage, uint8_t image, enum specimen_name name,
                 uint8_t needs_major)
{
    struct recipe recipe = stage_recipe(stage, image, name);

    recipe.has_dependency = needs_major != 0;
    recipe.needs_image = (uint8_t)((image + 1) % stage->config.image_count);
    recipe.needs_major = needs_major;
    stage_make(stage, image, name, &recipe);
}

/* Each new image needs the new version of the next image. */
static void given_all(struct stage *stage, enum request request)
{
    for (uint8_t i = 0; i < stage->config.image_count; i++) {
        make(stage, i, V1, 0);
        make(stage, i, V2, 2);
        stage_put(stage, i, SLOT_PRIMARY, V1);
        stage_put(stage, i, SLOT_SECONDARY, V2);
        stage_request(stage, i, request);
    }
}

static void given_all_test(struct stage *stage)
{
    given_all(stage, REQUEST_TEST);
}

static void given_all_permanent(struct stage *stage)
{
    given_all(stage, REQUEST_PERMANENT);
}

/* Only the first image is new, and satisfied by what runs. */
static void given_first_only(struct stage *stage)
{
    make(stage, 0, V1, 0);
    make(stage, 0, V2, 1);
    make(stage, 1, V1, 0);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 1, SLOT_PRIMARY, V1);
    stage_put(stage, 0, SLOT_SECONDARY, V2);
    stage_request(stage, 0, REQUEST_TEST);
}

static void given_last_only(struct stage *stage)
{
    make(stage, 0, V1, 0);
    make(stage, 1, V1, 0);
    make(stage, 1, V2, 1);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 1, SLOT_PRIMARY, V1);
    stage_put(stage, 1, SLOT_SECONDARY, V2);
    stage_request(stage, 1, REQUEST_PERMANENT);
}

/* Both are new; the second asks for more than the first one offers. */
static void given_unsatisfied(struct stage *stage)
{
    make(stage, 0, V1, 0);
    make(stage, 0, V2, 0);
    make(stage, 1, V1, 0);
    make(stage, 1, V2, 3);
    for (uint8_t i = 0; i < 2; i++) {
        stage_put(stage, i, SLOT_PRIMARY, V1);
        stage_put(stage, i, SLOT_SECONDARY, V2);
        stage_request(stage, i, REQUEST_TEST);
    }
}

static void expect_all_run(struct world *w, enum specimen_name name)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        expect_runs(w, i, name);
    }
}

static void expect_all_trailers(struct world *w, bool confirmed)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        expect_trailers(w, i, confirmed);
    }
}

static void all_revert(struct world *w)
{
    if (begins_trial(w, V2, V1)) {
        expect_all_trailers(w, false);
        boot_device(w);
    }
    expect_all_run(w, V1);
    expect_all_trailers(w, true);
    expect_stable(w);
}

static void all_stay(struct world *w)
{
    boot_device(w);
    expect_all_run(w, V2);
    expect_all_trailers(w, true);
    expect_stable(w);
}

static bool confirm_all(struct world *w)
{
    for (uint8_t i = 0; i < w->stage->config.image_count; i++) {
        if (!app_confirm(w, i)) {
            return false;
        }
    }
    return true;
}

static bool all_same(const struct world *w)
{
    for (uint8_t i = 1; i < w->stage->config.image_count; i++) {
        if (w->view.runs[i] != w->view.runs[0]) {
            return false;
        }
    }
    return true;
}

/*
 * The dependencies hold the images together: with some of them confirmed when
 * power fails the rest must not go back alone.
 */
static void all_confirm(struct world *w)
{
    if (!begins_trial(w, V2, V1)) {
        return;
    }
    if (confirm_all(w)) {
        expect_all_trailers(w, true);
        boot_device(w);
        expect_all_run(w, V2);
        expect_stable(w);
        return;
    }
    boot_device(w);
    world_expect(w, all_same(w), "no image goes back alone");
}

static void all_overwritten(struct world *w)
{
    boot_device(w);
    expect_all_run(w, V2);
    expect_stable(w);
}

static void first_reverts(struct world *w)
{
    boot_device(w);
    if (w->view.runs[0] == V2) {
        expect_runs(w, 1, V1);
        boot_device(w);
    } else {
        world_expect(w, (w->view.swapped[0] >> V2 & 1) != 0,
                     "a requested update is made");
    }
    expect_all_run(w, V1);
    expect_stable(w);
}

static void last_stays(struct world *w)
{
    boot_device(w);
    expect_runs(w, 0, V1);
    expect_runs(w, 1, V2);
    expect_stable(w);
}

static void none_is_made(struct world *w)
{
    boot_device(w);
    expect_all_run(w, V1);
    expect_stable(w);
}

const struct story story_several[] = {
    {"two_revert", IN_SWAPS, 2, V1, 0, given_all_test, all_revert},
    {"two_stay", IN_SWAPS, 2, V1, 0, given_all_permanent, all_stay},
    {"two_confirm", IN_SWAPS, 2, V1, 0, given_all_test, all_confirm},
    {"two_confirm_by_mcuboot", IN_SWAPS, 2, V1, TRAIT_MCUBOOT_APP,
     given_all_test, all_confirm},
    {"two_overwritten", IN_OVERWRITE, 2, V1, 0, given_all_test,
     all_overwritten},
    {"first_of_two_reverts", IN_SWAPS, 2, V1, 0, given_first_only,
     first_reverts},
    {"last_of_two_stays", IN_ALL, 2, V1, 0, given_last_only, last_stays},
    {"unsatisfied", IN_ALL, 2, V1, 0, given_unsatisfied, none_is_made},
    {"four_revert", IN_SWAPS, 4, V1, 0, given_all_test, all_revert},
    {"four_stay", IN_SWAPS, 4, V1, 0, given_all_permanent, all_stay},
};

const size_t story_several_count =
    sizeof(story_several) / sizeof(story_several[0]);
