/* SPDX-License-Identifier: Apache-2.0 */
/* See decide.h. Each function below answers one question about the facts. */
#include "core/decide.h"

#include <stddef.h>

#include "core/depend.h"
#include "core/rollback.h"

/* The updates that are to be done, image by image. */
struct pending {
    enum swap_type type[CONFIG_IMAGE_MAX];
};

static const struct boot_config *config_of(const struct boot_facts *facts)
{
    return config_known(facts->config);
}

static struct boot_decision decision(enum act act, uint8_t image, status_t why)
{
    return (struct boot_decision){
        .act = act,
        .image = image,
        .slot = SLOT_PRIMARY,
        .type = SWAP_NONE,
        .why = why,
    };
}

static struct boot_decision look(uint8_t image, enum slot slot)
{
    struct boot_decision d = decision(ACT_LOOK, image, OK);

    d.slot = slot;
    return d;
}

/* No act: go on with the next question. */
static struct boot_decision go_on(void)
{
    return decision(ACT_BOOT, 0, OK);
}

static bool is_go_on(const struct boot_decision *d)
{
    return d->act == ACT_BOOT;
}

/* An update of which only trailers were written. */
static enum swap_type started_type(const struct boot_facts *facts,
                                   const struct image_state *image)
{
    const struct trailer_state *secondary =
        &image->slot[SLOT_SECONDARY].trailer;

    /* the request still stands: it may have become permanent meanwhile */
    if (secondary->magic == MARK_SET) {
        return trailer_swap_type(&image->slot[SLOT_PRIMARY].trailer, secondary);
    }
    /* by scratch the request is erased after the first record only */
    if (image->type == SWAP_REVERT || config_of(facts)->mode == UPDATE_MOVE) {
        return image->type;
    }
    return SWAP_NONE;
}

static enum swap_type asked_type(const struct boot_facts *facts, uint8_t i)
{
    const struct image_state *image = &facts->image[i];
    enum swap_type type;

    if (i < facts->settled_count || image->geometry != OK) {
        return SWAP_NONE;
    }
    if (image->progress == UPDATE_STARTED) {
        return started_type(facts, image);
    }
    type = trailer_swap_type(&image->slot[SLOT_PRIMARY].trailer,
                             &image->slot[SLOT_SECONDARY].trailer);
    if (type == SWAP_REVERT && config_of(facts)->mode == UPDATE_OVERWRITE) {
        return SWAP_NONE;
    }
    return type;
}

/*
 * Whether an image on trial may be taken back to what the secondary holds: to
 * the image that it displaced, and to no other.
 */
static bool revert_is_barred(const struct image_state *image)
{
    return image->progress == UPDATE_IDLE &&
           image->displaced == DISPLACED_OTHER;
}

/* Downgrade prevention; go_on() if the update may be done. */
static struct boot_decision judge_version(const struct boot_facts *facts,
                                          uint8_t i, enum swap_type type)
{
    const struct image_state *image = &facts->image[i];
    const struct slot_facts *present = &image->slot[SLOT_PRIMARY];
    status_t why = OK;

    if (!config_of(facts)->prevent_downgrade ||
        (image->revert_marked && type == SWAP_PERM)) {
        return go_on();
    }
    if (present->look == LOOK_UNSEEN) {
        return look(i, SLOT_PRIMARY);
    }
    if (present->look == LOOK_VALID) {
        why = rollback_check(facts->config, &present->image,
                             &image->slot[SLOT_SECONDARY].image);
    }
    if (why == OK && type == SWAP_TEST && !image->has_note_room &&
        config_of(facts)->mode != UPDATE_OVERWRITE) {
        why = IMAGE_E_SIZE;
    }
    return why == OK ? go_on() : decision(ACT_DISCARD, i, why);
}

/* An empty slot: whatever asked for an update is taken back. */
static struct boot_decision judge_empty(const struct image_state *image,
                                        uint8_t i)
{
    if (image->needs_abandon) {
        return decision(ACT_ABANDON, i, OK);
    }
    return image->request_stale ? decision(ACT_CLEAR, i, OK) : go_on();
}

/*
 * Asks what has to happen before an image's update can be done; if nothing,
 * *type is the update to do, SWAP_NONE if none.
 */
static struct boot_decision judge(const struct boot_facts *facts, uint8_t i,
                                  enum swap_type *type)
{
    const struct image_state *image = &facts->image[i];
    const struct slot_facts *next = &image->slot[SLOT_SECONDARY];
    enum swap_type asked = asked_type(facts, i);

    *type = SWAP_NONE;
    if (asked == SWAP_NONE) {
        return image->needs_abandon && i >= facts->settled_count
                   ? decision(ACT_ABANDON, i, OK)
                   : go_on();
    }
    if (next->look == LOOK_UNSEEN) {
        return look(i, SLOT_SECONDARY);
    }
    if (next->look == LOOK_EMPTY) {
        return judge_empty(image, i);
    }
    if (next->look == LOOK_INVALID) {
        return decision(ACT_DISCARD, i, next->why);
    }
    if (next->look == LOOK_UNREADABLE) {
        return go_on();
    }
    /* what can not be read can not be compared: not at this boot */
    if (config_of(facts)->prevent_downgrade && asked != SWAP_REVERT &&
        image->slot[SLOT_PRIMARY].look == LOOK_UNREADABLE) {
        return go_on();
    }
    if (asked == SWAP_REVERT) {
        *type = revert_is_barred(image) ? SWAP_NONE : SWAP_REVERT;
        return go_on();
    }
    *type = asked;
    return judge_version(facts, i, asked);
}

/*
 * An earlier image that looks like an unconfirmed trial beside a later one
 * that is still to be updated: power failed between the two, and both belong
 * to one update. It is not taken back.
 */
static void keep_fresh_trials(struct pending *pending, uint32_t count)
{
    bool later_is_new = false;

    for (uint32_t i = count; i-- > 0;) {
        if (later_is_new && pending->type[i] == SWAP_REVERT) {
            pending->type[i] = SWAP_NONE;
        }
        if (pending->type[i] == SWAP_TEST || pending->type[i] == SWAP_PERM) {
            later_is_new = true;
        }
    }
}

static bool anything_pending(const struct pending *pending, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (pending->type[i] != SWAP_NONE) {
            return true;
        }
    }
    return false;
}

/* Whether the images that the updates would leave behind fit together. */
static struct boot_decision judge_dependencies(const struct boot_facts *facts,
                                               const struct pending *pending)
{
    const struct image_facts *set[CONFIG_IMAGE_MAX] = {NULL};
    uint8_t count = config_of(facts)->image_count;
    status_t why;

    if (count == 1 || !anything_pending(pending, count)) {
        return go_on();
    }
    for (uint8_t i = 0; i < count; i++) {
        enum slot slot =
            pending->type[i] == SWAP_NONE ? SLOT_PRIMARY : SLOT_SECONDARY;
        const struct slot_facts *s = &facts->image[i].slot[slot];

        if (s->look == LOOK_UNSEEN) {
            return look(i, slot);
        }
        set[i] = s->look == LOOK_VALID ? &s->image : NULL;
    }
    why = depend_check(set, count);
    return why == OK ? go_on() : decision(ACT_HOLD, 0, why);
}

static struct boot_decision first_update(const struct pending *pending,
                                         uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        if (pending->type[i] != SWAP_NONE) {
            struct boot_decision d = decision(ACT_UPDATE, i, OK);

            d.type = pending->type[i];
            return d;
        }
    }
    return go_on();
}

/* Every primary is verified, at every boot, and after every change. */
static struct boot_decision judge_primaries(const struct boot_facts *facts)
{
    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        const struct slot_facts *s = &facts->image[i].slot[SLOT_PRIMARY];

        if (s->look == LOOK_UNSEEN) {
            return look(i, SLOT_PRIMARY);
        }
        if (s->look != LOOK_VALID) {
            return decision(ACT_FAIL, i, s->why);
        }
    }
    return decision(ACT_BOOT, 0, OK);
}

static struct pending reverts_of(const struct pending *pending, uint8_t count)
{
    struct pending reverts = *pending;

    for (uint8_t i = 0; i < count; i++) {
        if (reverts.type[i] != SWAP_REVERT) {
            reverts.type[i] = SWAP_NONE;
        }
    }
    return reverts;
}

static struct boot_decision judge_set(const struct boot_facts *facts,
                                      const struct pending *pending)
{
    struct boot_decision d = judge_dependencies(facts, pending);

    return is_go_on(&d) ? first_update(pending, config_of(facts)->image_count)
                        : d;
}

/* Updates that are held back do not hold back a revert as well. */
static struct boot_decision judge_sets(const struct boot_facts *facts,
                                       struct pending *pending)
{
    uint8_t count = config_of(facts)->image_count;
    struct pending reverts = reverts_of(pending, count);
    struct boot_decision d;

    keep_fresh_trials(pending, count);
    d = judge_set(facts, pending);
    if (d.act != ACT_HOLD || !anything_pending(&reverts, count)) {
        return d;
    }
    return judge_set(facts, &reverts);
}

static struct boot_decision judge_updates(const struct boot_facts *facts)
{
    struct pending pending;

    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        struct boot_decision d = judge(facts, i, &pending.type[i]);

        if (!is_go_on(&d)) {
            return d;
        }
    }
    return judge_sets(facts, &pending);
}

struct boot_decision boot_decide(const struct boot_facts *facts)
{
    struct boot_decision d;

    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        if (facts->image[i].progress == UPDATE_RUNNING &&
            i >= facts->settled_count) {
            return decision(ACT_RESUME, i, OK);
        }
    }
    d = judge_updates(facts);
    return is_go_on(&d) ? judge_primaries(facts) : d;
}
