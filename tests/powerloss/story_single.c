/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One image, updates that are made: on trial, confirmed, permanent, taken
 * back, followed by the next one.
 */
#include "tests/powerloss/acts.h"
#include "tests/powerloss/stage.h"
#include "tests/powerloss/story.h"
#include "tests/powerloss/trailer_map.h"

static void make(struct stage *stage, enum specimen_name name,
                 enum likeness likeness)
{
    struct recipe recipe = stage_recipe(stage, 0, name);

    recipe.likeness = likeness;
    stage_make(stage, 0, name, &recipe);
}

static void given_update(struct stage *stage, enum likeness likeness,
                         enum request request)
{
    make(stage, V1, likeness);
    make(stage, V2, likeness);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 0, SLOT_SECONDARY, V2);
    stage_request(stage, 0, request);
}

static void given_test(struct stage *stage)
{
    given_update(stage, LIKE_NOTHING, REQUEST_TEST);
}

static void given_test_alike(struct stage *stage)
{
    given_update(stage, LIKE_SECTORS, REQUEST_TEST);
}

static void given_permanent(struct stage *stage)
{
    given_update(stage, LIKE_NOTHING, REQUEST_PERMANENT);
}

static void given_permanent_alike(struct stage *stage)
{
    given_update(stage, LIKE_SECTORS, REQUEST_PERMANENT);
}

static void given_padded(struct stage *stage)
{
    given_update(stage, LIKE_NOTHING, REQUEST_PAD);
}

static void given_padded_confirmed(struct stage *stage)
{
    given_update(stage, LIKE_SECTORS, REQUEST_PAD_CONFIRM);
}

static void given_cautious_test(struct stage *stage)
{
    given_test(stage);
    stage->config.prevent_downgrade = true;
}

static void given_three(struct stage *stage)
{
    make(stage, V1, LIKE_NOTHING);
    make(stage, V2, LIKE_SECTORS);
    make(stage, V3, LIKE_SECTORS);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
}

/* The update holds the very bytes that run already. */
static void given_twins(struct stage *stage, enum request request)
{
    make(stage, V1, LIKE_ALL);
    stage_put(stage, 0, SLOT_PRIMARY, V1);
    stage_put(stage, 0, SLOT_SECONDARY, V1);
    stage_request(stage, 0, request);
}

static void given_twins_test(struct stage *stage)
{
    given_twins(stage, REQUEST_TEST);
}

static void given_twins_permanent(struct stage *stage)
{
    given_twins(stage, REQUEST_PERMANENT);
}

static void given_broken(struct stage *stage)
{
    make(stage, WRONG, LIKE_NOTHING);
    make(stage, V2, LIKE_NOTHING);
    stage_tamper(stage, 0, WRONG);
    stage_put(stage, 0, SLOT_PRIMARY, WRONG);
    stage_put(stage, 0, SLOT_SECONDARY, V2);
    stage_request(stage, 0, REQUEST_TEST);
}

static void ends_reverted(struct world *w)
{
    if (begins_trial(w, V2, V1)) {
        expect_trailers(w, 0, false);
        expect_kept(w, 0, V1);
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    expect_kept(w, 0, V2);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void ends_permanent(struct world *w)
{
    boot_device(w);
    expect_runs(w, 0, V2);
    expect_kept(w, 0, V1);
    expect_trailers(w, 0, true);
    expect_stable(w);
}

static void ends_overwritten(struct world *w)
{
    boot_device(w);
    expect_runs(w, 0, V2);
    expect_stable(w);
}

/* The agent tries again until the update is confirmed. */
static void install_and_confirm(struct world *w, enum specimen_name name)
{
    do {
        while (!agent_install(w, name, false)) {
        }
        if (!app_confirm(w, 0)) {
            boot_device(w);
        }
    } while (w->view.runs[0] != (int8_t)name);
    /* confirmed, or power failed and the boot after it kept the image */
    if (!app_confirm(w, 0)) {
        boot_device(w);
    }
    expect_runs(w, 0, name);
}

static void agent_confirms(struct world *w)
{
    boot_device(w);
    install_and_confirm(w, V2);
    expect_stable(w);
    expect_trailers(w, 0, true);
}

static void agent_never_confirms(struct world *w)
{
    boot_device(w);
    if (agent_install(w, V2, false)) {
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    expect_stable(w);
}

static void agent_goes_on_after_revert(struct world *w)
{
    boot_device(w);
    if (agent_install(w, V2, false)) {
        boot_device(w);
    }
    expect_runs(w, 0, V1);
    install_and_confirm(w, V3);
    expect_stable(w);
}

static void must_install(struct world *w, enum specimen_name name)
{
    world_expect(w, agent_install(w, name, true), "a permanent update stays");
}

/* A permanent request is one write too many: half of it may be a test. */
static void agent_is_sure(struct world *w)
{
    boot_device(w);
    must_install(w, V2);
    if (w->view.was_cut && !app_confirm(w, 0)) {
        boot_device(w);
        return;
    }
    expect_runs(w, 0, V2);
    expect_stable(w);
}

static void agent_updates_twice(struct world *w)
{
    boot_device(w);
    install_and_confirm(w, V2);
    install_and_confirm(w, V3);
    expect_stable(w);
}

static void agent_overwrites(struct world *w)
{
    boot_device(w);
    must_install(w, V2);
    must_install(w, V3);
    expect_stable(w);
}

/* Equal bytes stay where they are: no sector of an image may wear. */
/* Holds a part of the image and nothing of the trailer. */
static bool is_image_sector(const struct world *w, struct config_area slot,
                            uint32_t addr, uint32_t len)
{
    struct trailer_map map;

    map_slot(&map, &w->nor, &w->stage->config, slot);
    return addr >= slot.addr && addr < slot.addr + len &&
           addr < map.first_sector;
}

static void expect_no_wear(struct world *w)
{
    uint32_t len = w->stage->specimen[0][V1].len;

    if (w->view.was_cut || w->pace != PACE_LIVE) {
        return;
    }
    for (int s = 0; s < SLOT_COUNT; s++) {
        struct config_area slot = w->stage->config.slot[0][s];

        for (uint32_t i = 0; i < w->self->tape.call_count; i++) {
            uint32_t addr = w->self->tape.call[i].addr;

            world_expect(w, !is_image_sector(w, slot, addr, len),
                         "an update to the same image costs it no wear");
        }
    }
}

static void twins_change_nothing(struct world *w)
{
    for (int i = 0; i < 3; i++) {
        boot_device(w);
        expect_no_wear(w);
    }
    expect_kept(w, 0, V1);
    expect_stable(w);
}

static void twins_overwrite_nothing(struct world *w)
{
    boot_device(w);
    boot_device(w);
    expect_stable(w);
}

/* Nothing to go back to: the repaired device keeps the image on trial. */
static void repairs_broken_primary(struct world *w)
{
    boot_device(w);
    expect_runs(w, 0, V2);
    boot_device(w);
    expect_runs(w, 0, V2);
    expect_stable(w);
}

const struct story story_single[] = {
    {"test_reverts", IN_SWAPS, 1, V1, 0, given_test, ends_reverted},
    {"test_alike_reverts", IN_SWAPS, 1, V1, 0, given_test_alike, ends_reverted},
    {"test_reverts_despite_prevention", IN_SWAPS, 1, V1, TRAIT_NOTE_ROOM,
     given_cautious_test, ends_reverted},
    {"padded_test_reverts", IN_SWAPS, 1, V1, 0, given_padded, ends_reverted},
    {"permanent_stays", IN_SWAPS, 1, V1, 0, given_permanent, ends_permanent},
    {"permanent_alike_stays", IN_SWAPS, 1, V1, 0, given_permanent_alike,
     ends_permanent},
    {"padded_confirmed_stays", IN_SWAPS, 1, V1, 0, given_padded_confirmed,
     ends_permanent},
    {"overwritten_stays", IN_OVERWRITE, 1, V1, 0, given_test, ends_overwritten},
    {"overwritten_alike_stays", IN_OVERWRITE, 1, V1, 0, given_permanent_alike,
     ends_overwritten},
    {"agent_confirms", IN_SWAPS, 1, V1, 0, given_three, agent_confirms},
    {"agent_never_confirms", IN_SWAPS, 1, V1, 0, given_three,
     agent_never_confirms},
    {"agent_goes_on_after_revert", IN_SWAPS, 1, V1, 0, given_three,
     agent_goes_on_after_revert},
    {"agent_is_sure", IN_SWAPS, 1, V1, 0, given_three, agent_is_sure},
    {"agent_updates_twice", IN_SWAPS, 1, V1, 0, given_three,
     agent_updates_twice},
    {"agent_overwrites", IN_OVERWRITE, 1, V1, 0, given_three, agent_overwrites},
    {"agent_confirms_by_mcuboot", IN_SWAPS, 1, V1, TRAIT_MCUBOOT_APP,
     given_three, agent_confirms},
    {"agent_is_sure_by_mcuboot", IN_SWAPS, 1, V1, TRAIT_MCUBOOT_APP,
     given_three, agent_is_sure},
    {"agent_confirms_by_filling", IN_SWAPS, 1, V1,
     TRAIT_FILLING_APP | TRAIT_NOTE_ROOM, given_three, agent_confirms},
    {"agent_never_confirms_by_filling", IN_SWAPS, 1, V1,
     TRAIT_FILLING_APP | TRAIT_NOTE_ROOM, given_three, agent_never_confirms},
    {"agent_is_sure_by_filling", IN_SWAPS, 1, V1,
     TRAIT_FILLING_APP | TRAIT_NOTE_ROOM, given_three, agent_is_sure},
    {"agent_updates_twice_by_filling", IN_SWAPS, 1, V1,
     TRAIT_FILLING_APP | TRAIT_NOTE_ROOM, given_three, agent_updates_twice},
    {"agent_overwrites_by_filling", IN_OVERWRITE, 1, V1,
     TRAIT_FILLING_APP | TRAIT_NOTE_ROOM, given_three, agent_overwrites},
    {"twins_test", IN_SWAPS, 1, V1, 0, given_twins_test, twins_change_nothing},
    {"twins_permanent", IN_SWAPS, 1, V1, 0, given_twins_permanent,
     twins_change_nothing},
    {"twins_overwritten", IN_OVERWRITE, 1, V1, 0, given_twins_permanent,
     twins_overwrite_nothing},
    {"broken_primary_is_repaired", IN_ALL, 1, NOBODY, 0, given_broken,
     repairs_broken_primary},
};

const size_t story_single_count =
    sizeof(story_single) / sizeof(story_single[0]);
