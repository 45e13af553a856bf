/* SPDX-License-Identifier: Apache-2.0 */
/* See observe.h. */
#include "core/observe.h"

#include "base/memory.h"
#include "iface/log.h"

/* An image is called invalid only if it fails twice: reads can fail. */
#define LOOK_TRIES 2

uint8_t observe_image_count(const struct boot *b)
{
    return config_known(b->config)->image_count;
}

struct update *observe_update(struct boot *b, uint8_t image)
{
    return &b->update[config_image(image)];
}

struct image_state *observe_image(struct boot *b, uint8_t image)
{
    return &b->facts.image[config_image(image)];
}

const struct region *observe_slot(const struct boot *b, uint8_t image,
                                  enum slot slot)
{
    return &b->update[config_image(image)].geometry.trailer[slot].area;
}

status_t observe_open(struct boot *b, uint8_t image)
{
    struct update *u = observe_update(b, image);
    struct image_state *state = observe_image(b, image);

    state->geometry = update_open(u, b->config, b->flash, image);
    state->slot[SLOT_PRIMARY].trailer = &u->state[AREA_PRIMARY];
    state->slot[SLOT_SECONDARY].trailer = &u->state[AREA_SECONDARY];
    if (state->geometry != OK) {
        log_line(LOG_ERROR, "image %u: slots can not be used, error %x", image,
                 (uint32_t)state->geometry);
    }
    return state->geometry == REGION_E_RANGE ? REGION_E_RANGE : OK;
}

/* ---- trailers ---- */

/* After update_look(), which may have failed: then nothing is interrupted. */
static void gather_image(struct boot *b, uint8_t i)
{
    const struct update *u = observe_update(b, i);
    struct image_state *image = observe_image(b, i);

    if (image->geometry != OK) {
        image->progress = UPDATE_IDLE;
        return;
    }
    image->progress = u->progress;
    image->type = u->type;
}

/* Images share scratch: what one of them has there is no trailer of another. */
static void forget_scratch(struct boot *b)
{
    bool held = false;

    if (observe_image_count(b) == 1) {
        return;
    }
    for (uint8_t i = 0; i < observe_image_count(b); i++) {
        held = held || (observe_image(b, i)->geometry == OK &&
                        update_holds_scratch(observe_update(b, i)));
    }
    for (uint8_t i = 0; held && i < observe_image_count(b); i++) {
        update_forget_scratch(observe_update(b, i));
    }
}

void observe_trailers(struct boot *b)
{
    for (uint8_t i = 0; i < observe_image_count(b); i++) {
        struct image_state *image = observe_image(b, i);

        if (image->geometry == OK) {
            image->geometry = update_look(observe_update(b, i));
        }
    }
    forget_scratch(b);
    for (uint8_t i = 0; i < observe_image_count(b); i++) {
        gather_image(b, i);
    }
}

/* ---- slots ---- */

static enum look look_of(status_t why)
{
    if (why == OK) {
        return LOOK_VALID;
    }
    if (why == IMAGE_E_EMPTY || why == IMAGE_E_NOT_BOOTABLE) {
        return LOOK_EMPTY;
    }
    return why == FLASH_E_IO ? LOOK_UNREADABLE : LOOK_INVALID;
}

static verdict_t verify_slot(struct boot *b, uint8_t i, enum slot slot,
                             struct slot_facts *s)
{
    const struct region *region = observe_slot(b, i, slot);
    uint32_t len_max = plan_image_max(&observe_update(b, i)->geometry);
    verdict_t v = verdict_fail();

    s->look = LOOK_INVALID;
    for (uint32_t n = 0; n < LOOK_TRIES && s->look == LOOK_INVALID; n++) {
        v = image_verify(region, len_max, b->config, &s->image, &s->why);
        s->look = look_of(s->why);
    }
    return v;
}

static status_t gather_history(struct boot *b, uint8_t i)
{
    struct image_state *image = observe_image(b, i);
    const struct image_facts *next = &image->slot[SLOT_SECONDARY].image;
    const struct update *u = observe_update(b, i);
    bool known = false;
    bool same = false;

    TRY(update_has_note_room(u, next->len, &image->has_note_room));
    TRY(update_revert_marked(u, next->digest, &image->revert_marked));
    TRY(update_displaced(u, next->digest, &known, &same));
    image->displaced = same ? DISPLACED_SAME : DISPLACED_OTHER;
    if (!known) {
        image->displaced = DISPLACED_UNKNOWN;
    }
    return OK;
}

/* What can not be judged is not done: its image counts as unreadable. */
static void look_back(struct boot *b, uint8_t i)
{
    struct slot_facts *s = &observe_image(b, i)->slot[SLOT_SECONDARY];
    status_t status = gather_history(b, i);

    if (status != OK) {
        s->look = LOOK_UNREADABLE;
        s->why = status;
    }
}

void observe_look(struct boot *b, uint8_t image, enum slot slot)
{
    struct slot_facts *s = &observe_image(b, image)->slot[slot];
    verdict_t v = verify_slot(b, image, slot, s);

    if (slot == SLOT_PRIMARY) {
        b->verdict[config_image(image)] = v;
    } else if (s->look == LOOK_VALID) {
        look_back(b, image);
    }
    if (s->look != LOOK_VALID) {
        log_line(LOG_WARNING,
                 slot == SLOT_PRIMARY ? "image %u: primary slot: error %x"
                                      : "image %u: secondary slot: error %x",
                 image, (uint32_t)s->why);
    }
}

void observe_forget(struct boot *b, uint8_t image)
{
    struct image_state *state = observe_image(b, image);

    state->slot[SLOT_PRIMARY].look = LOOK_UNSEEN;
    state->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    b->verdict[config_image(image)] = verdict_fail();
}
