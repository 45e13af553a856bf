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

/* The functions that return bool say whether they came to a decision, *d. */
static bool decide(struct boot_decision *d, enum act act, uint8_t image,
                   status_t why)
{
    d->act = act;
    d->image = image;
    d->why = why;
    return true;
}

static bool look(struct boot_decision *d, uint8_t image, enum slot slot)
{
    d->slot = slot;
    return decide(d, ACT_LOOK, image, OK);
}

/* An update of which only trailers were written. */
static enum swap_type started_type(const struct boot_facts *facts,
                                   const struct image_state *image)
{
    const struct trailer_state *secondary = image->slot[SLOT_SECONDARY].trailer;

    /* the request still stands: it may have become permanent meanwhile */
    if (secondary->magic == MARK_SET) {
        return trailer_swap_type(image->slot[SLOT_PRIMARY].trailer, secondary);
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
    type = trailer_swap_type(image->slot[SLOT_PRIMARY].trailer,
                             image->slot[SLOT_SECONDARY].trailer);
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

/* Downgrade prevention. */
static bool judge_version(const struct boot_facts *facts, uint8_t i,
                          enum swap_type type, struct boot_decision *d)
{
    const struct image_state *image = &facts->image[i];
    const struct slot_facts *present = &image->slot[SLOT_PRIMARY];
    status_t why = OK;

    if (!config_of(facts)->prevent_downgrade ||
        (image->revert_marked && type == SWAP_PERM)) {
        return false;
    }
    if (present->look == LOOK_UNSEEN) {
        return look(d, i, SLOT_PRIMARY);
    }
    if (present->look == LOOK_VALID) {
        why = rollback_check(facts->config, &present->image,
                             &image->slot[SLOT_SECONDARY].image);
    }
    if (why == OK && type == SWAP_TEST && !image->has_note_room &&
        config_of(facts)->mode != UPDATE_OVERWRITE) {
        why = IMAGE_E_SIZE;
    }
    return why != OK && decide(d, ACT_DISCARD, i, why);
}

static bool trailer_is_blank(const struct trailer_state *t)
{
    return t->magic == MARK_UNSET && t->image_ok == MARK_UNSET &&
           t->copy_done == MARK_UNSET && t->type == SWAP_NONE;
}

/* An empty slot: whatever asked for an update is taken back. */
static bool judge_empty(const struct image_state *image, uint8_t i,
                        struct boot_decision *d)
{
    if (image->progress == UPDATE_STARTED) {
        return decide(d, ACT_ABANDON, i, OK);
    }
    return !trailer_is_blank(image->slot[SLOT_SECONDARY].trailer) &&
           decide(d, ACT_CLEAR, i, OK);
}

/* What the secondary slot must hold for an update that is asked for. */
static bool judge_next(const struct image_state *image, uint8_t i,
                       struct boot_decision *d)
{
    const struct slot_facts *next = &image->slot[SLOT_SECONDARY];

    if (next->look == LOOK_UNSEEN) {
        return look(d, i, SLOT_SECONDARY);
    }
    if (next->look == LOOK_EMPTY) {
        return judge_empty(image, i, d);
    }
    return next->look == LOOK_INVALID && decide(d, ACT_DISCARD, i, next->why);
}

/* What can not be read can not be compared: not at this boot. */
static bool is_comparable(const struct boot_facts *facts,
                          const struct image_state *image)
{
    return !config_of(facts)->prevent_downgrade ||
           image->slot[SLOT_PRIMARY].look != LOOK_UNREADABLE;
}

bool decide_update(const struct boot_facts *facts, uint8_t i,
                   enum swap_type *type, struct boot_decision *d)
{
    const struct image_state *image = &facts->image[i];
    enum swap_type asked = asked_type(facts, i);

    *type = SWAP_NONE;
    if (asked == SWAP_NONE) {
        return image->progress == UPDATE_STARTED && i >= facts->settled_count &&
               decide(d, ACT_ABANDON, i, OK);
    }
    if (judge_next(image, i, d)) {
        return true;
    }
    if (image->slot[SLOT_SECONDARY].look != LOOK_VALID) {
        return false;
    }
    if (asked == SWAP_REVERT) {
        *type = revert_is_barred(image) ? SWAP_NONE : SWAP_REVERT;
        return false;
    }
    if (!is_comparable(facts, image)) {
        return false;
    }
    *type = asked;
    return judge_version(facts, i, asked, d);
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
static bool judge_dependencies(const struct boot_facts *facts,
                               const struct pending *pending,
                               struct boot_decision *d)
{
    const struct image_facts *set[CONFIG_IMAGE_MAX] = {NULL};
    uint8_t count = config_of(facts)->image_count;
    status_t why;

    if (!anything_pending(pending, count)) {
        return false;
    }
    for (uint8_t i = 0; i < count; i++) {
        enum slot slot =
            pending->type[i] == SWAP_NONE ? SLOT_PRIMARY : SLOT_SECONDARY;
        const struct slot_facts *s = &facts->image[i].slot[slot];

        if (s->look == LOOK_UNSEEN) {
            return look(d, i, slot);
        }
        set[i] = s->look == LOOK_VALID ? &s->image : NULL;
    }
    why = depend_check(set, count);
    return why != OK && decide(d, ACT_HOLD, 0, why);
}

static bool first_update(const struct pending *pending, uint8_t count,
                         struct boot_decision *d)
{
    for (uint8_t i = 0; i < count; i++) {
        if (pending->type[i] != SWAP_NONE) {
            d->type = pending->type[i];
            return decide(d, ACT_UPDATE, i, OK);
        }
    }
    return false;
}

/* Every primary is verified, at every boot, and after every change. */
static void judge_primaries(const struct boot_facts *facts,
                            struct boot_decision *d)
{
    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        const struct slot_facts *s = &facts->image[i].slot[SLOT_PRIMARY];

        if (s->look == LOOK_UNSEEN) {
            (void)look(d, i, SLOT_PRIMARY);
            return;
        }
        if (s->look != LOOK_VALID) {
            (void)decide(d, ACT_FAIL, i, s->why);
            return;
        }
    }
    (void)decide(d, ACT_BOOT, 0, OK);
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

static bool judge_set(const struct boot_facts *facts,
                      const struct pending *pending, struct boot_decision *d)
{
    return judge_dependencies(facts, pending, d) ||
           first_update(pending, config_of(facts)->image_count, d);
}

/* Updates that are held back do not hold back a revert as well. */
static bool judge_sets(const struct boot_facts *facts, struct pending *pending,
                       struct boot_decision *d)
{
    uint8_t count = config_of(facts)->image_count;
    struct pending reverts;
    bool decided;

    if (count == 1) {
        return first_update(pending, count, d);
    }
    reverts = reverts_of(pending, count);
    keep_fresh_trials(pending, count);
    decided = judge_set(facts, pending, d);
    if (!decided || d->act != ACT_HOLD || !anything_pending(&reverts, count)) {
        return decided;
    }
    return judge_set(facts, &reverts, d);
}

static bool judge_updates(const struct boot_facts *facts,
                          struct boot_decision *d)
{
    struct pending pending;

    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        if (decide_update(facts, i, &pending.type[i], d)) {
            return true;
        }
    }
    return judge_sets(facts, &pending, d);
}

static bool judge_interrupted(const struct boot_facts *facts,
                              struct boot_decision *d)
{
    for (uint8_t i = 0; i < config_of(facts)->image_count; i++) {
        if (facts->image[i].progress == UPDATE_RUNNING &&
            i >= facts->settled_count) {
            return decide(d, ACT_RESUME, i, OK);
        }
    }
    return false;
}

void boot_decide(const struct boot_facts *facts, struct boot_decision *d)
{
    d->slot = SLOT_PRIMARY;
    d->type = SWAP_NONE;
    if (!judge_interrupted(facts, d) && !judge_updates(facts, d)) {
        judge_primaries(facts, d);
    }
}
