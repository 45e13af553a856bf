/* SPDX-License-Identifier: Apache-2.0 */
/* See boot.h. */
#include "core/boot.h"

#include "base/memory.h"
#include "core/decide.h"
#include "iface/log.h"

/* Each act settles or changes something: more rounds mean a loop. */
#define ROUNDS_PER_IMAGE 12

/* An image is called invalid only if it fails twice: reads can fail. */
#define LOOK_TRIES 2

static uint8_t image_count(const struct boot *b)
{
    return config_known(b->config)->image_count;
}

/* The image of a decision. */
static uint8_t image_of(const struct boot_decision *d)
{
    return config_image(d->image);
}

static struct update *update_of(struct boot *b, uint8_t image)
{
    return &b->update[config_image(image)];
}

static struct image_state *state_of(struct boot *b, uint8_t image)
{
    return &b->facts.image[config_image(image)];
}

static const struct region *slot_region(const struct boot *b, uint8_t image,
                                        enum slot slot)
{
    return &b->update[config_image(image)].geometry.trailer[slot].area;
}

void boot_init(struct boot *b, const struct boot_config *config,
               struct flash *flash)
{
    memset(b, 0, sizeof(*b));
    b->config = config;
    b->flash = flash;
    b->facts.config = config;
    for (uint32_t i = 0; i < CONFIG_IMAGE_MAX; i++) {
        b->verdict[i] = verdict_fail();
    }
}

/* ---- observe ---- */

/* After update_look(), which may have failed: then nothing is interrupted. */
static void gather_image(struct boot *b, uint8_t i)
{
    const struct update *u = update_of(b, i);
    struct image_state *image = state_of(b, i);

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

    if (image_count(b) == 1) {
        return;
    }
    for (uint8_t i = 0; i < image_count(b); i++) {
        held = held || (state_of(b, i)->geometry == OK &&
                        update_holds_scratch(update_of(b, i)));
    }
    for (uint8_t i = 0; held && i < image_count(b); i++) {
        update_forget_scratch(update_of(b, i));
    }
}

/* An image whose trailers can not be read is not updated, but may boot. */
static void gather(struct boot *b)
{
    for (uint8_t i = 0; i < image_count(b); i++) {
        if (state_of(b, i)->geometry == OK) {
            state_of(b, i)->geometry = update_look(update_of(b, i));
        }
    }
    forget_scratch(b);
    for (uint8_t i = 0; i < image_count(b); i++) {
        gather_image(b, i);
    }
}

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
    const struct region *region = slot_region(b, i, slot);
    uint32_t len_max = plan_image_max(&update_of(b, i)->geometry);
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
    struct image_state *image = state_of(b, i);
    const struct image_facts *next = &image->slot[SLOT_SECONDARY].image;
    const struct update *u = update_of(b, i);
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
    struct slot_facts *s = &state_of(b, i)->slot[SLOT_SECONDARY];
    status_t status = gather_history(b, i);

    if (status != OK) {
        s->look = LOOK_UNREADABLE;
        s->why = status;
    }
}

static status_t act_look(struct boot *b, const struct boot_decision *d)
{
    uint8_t i = image_of(d);
    struct slot_facts *s = &state_of(b, i)->slot[d->slot];
    verdict_t v = verify_slot(b, i, d->slot, s);

    if (d->slot == SLOT_PRIMARY) {
        b->verdict[i] = v;
    } else if (s->look == LOOK_VALID) {
        look_back(b, i);
    }
    if (s->look != LOOK_VALID) {
        log_line(LOG_WARNING,
                 d->slot == SLOT_PRIMARY ? "image %u: primary slot: error %x"
                                         : "image %u: secondary slot: error %x",
                 i, (uint32_t)s->why);
    }
    return OK;
}

/* ---- act ---- */

static void forget_looks(struct boot *b, uint8_t i)
{
    state_of(b, i)->slot[SLOT_PRIMARY].look = LOOK_UNSEEN;
    state_of(b, i)->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    b->verdict[config_image(i)] = verdict_fail();
    b->updated = true;
}

static const char *update_text(enum swap_type type)
{
    if (type == SWAP_REVERT) {
        return "image %u: not confirmed: taking the update back";
    }
    return type == SWAP_PERM ? "image %u: updating for good"
                             : "image %u: updating on trial";
}

static status_t act_update(struct boot *b, const struct boot_decision *d)
{
    status_t status;

    log_line(LOG_INFO, update_text(d->type), image_of(d), 0);
    forget_looks(b, image_of(d));
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    status = update_start(update_of(b, image_of(d)), d->type);
    if (status == SWAP_E_NO_ROOM) {
        /* nothing was touched: the present image stays */
        log_line(LOG_WARNING, "image %u: no room to update", image_of(d), 0);
        return OK;
    }
    return status;
}

static status_t act_resume(struct boot *b, const struct boot_decision *d)
{
    log_line(LOG_INFO, "image %u: finishing the interrupted update, step %u",
             image_of(d), update_of(b, image_of(d))->next);
    forget_looks(b, image_of(d));
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    return update_resume(update_of(b, image_of(d)));
}

static status_t act_abandon(struct boot *b, const struct boot_decision *d)
{
    log_line(LOG_WARNING, "image %u: update given up", image_of(d), 0);
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    return update_abandon(update_of(b, image_of(d)));
}

static status_t act_clear(struct boot *b, const struct boot_decision *d)
{
    state_of(b, image_of(d))->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    return trailer_erase(
        &update_of(b, image_of(d))->geometry.trailer[AREA_SECONDARY]);
}

static status_t act_discard(struct boot *b, const struct boot_decision *d)
{
    const struct region *slot = slot_region(b, image_of(d), SLOT_SECONDARY);

    log_line(LOG_WARNING, "image %u: update refused, error %x; slot erased",
             image_of(d), (uint32_t)d->why);
    state_of(b, image_of(d))->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    return region_clear(slot, 0, slot->len);
}

static status_t act_hold(struct boot *b, const struct boot_decision *d)
{
    log_line(LOG_WARNING, "updates held back: images do not fit, error %x",
             (uint32_t)d->why, 0);
    b->facts.settled_count = image_count(b);
    return OK;
}

static status_t act_on(struct boot *b, const struct boot_decision *d)
{
    switch (d->act) {
    case ACT_LOOK:
        return act_look(b, d);
    case ACT_RESUME:
        return act_resume(b, d);
    case ACT_UPDATE:
        return act_update(b, d);
    case ACT_ABANDON:
        return act_abandon(b, d);
    case ACT_CLEAR:
        return act_clear(b, d);
    case ACT_DISCARD:
        return act_discard(b, d);
    case ACT_HOLD:
        /* one image depends on no other */
        return image_count(b) == 1 ? BOOT_E_NO_IMAGE : act_hold(b, d);
    case ACT_FAIL:
    case ACT_BOOT:
    default:
        return BOOT_E_NO_IMAGE;
    }
}

/*
 * A failed copy leaves its records: the next boot goes on there. Anything else
 * that fails leaves the image alone for this boot.
 */
static status_t act_failed(struct boot *b, const struct boot_decision *d,
                           status_t status)
{
    log_line(LOG_ERROR, "image %u: flash failed, error %x", image_of(d),
             (uint32_t)status);
    if (d->act == ACT_UPDATE || d->act == ACT_RESUME) {
        return status;
    }
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    return OK;
}

/* ---- result ---- */

static status_t refuse(struct boot_result *result, uint8_t image, status_t why)
{
    log_line(LOG_ERROR, "nothing boots: image %u, primary slot: error %x",
             image, (uint32_t)why);
    result->verdict = verdict_fail();
    result->image = image;
    result->why = why;
    return BOOT_E_NO_IMAGE;
}

static struct boot_start start_of(const struct boot *b, uint8_t image)
{
    return (struct boot_start){
        .slot = slot_region(b, image, SLOT_PRIMARY),
        .facts = &b->facts.image[image].slot[SLOT_PRIMARY].image,
    };
}

static status_t accept(struct boot *b, struct boot_result *result)
{
    verdict_t v = b->verdict[0];

    for (uint8_t i = 1; i < image_count(b); i++) {
        v = verdict_both(v, b->verdict[i]);
        result->start[i] = start_of(b, i);
        log_line(LOG_INFO, "image %u: primary slot verified", i, 0);
    }
    verdict_require(v);
    result->verdict = v;
    result->why = OK;
    result->start[0] = start_of(b, 0);
    result->updated = b->updated;
    log_line(LOG_INFO, "image 0: primary slot verified, booting", 0, 0);
    return OK;
}

/* Geometry that does not fit bars updates, not booting. */
static status_t open_image(struct boot *b, uint8_t i)
{
    struct update *u = update_of(b, i);
    struct image_state *image = state_of(b, i);

    image->geometry = update_open(u, b->config, b->flash, i);
    image->slot[SLOT_PRIMARY].trailer = &u->state[AREA_PRIMARY];
    image->slot[SLOT_SECONDARY].trailer = &u->state[AREA_SECONDARY];
    if (image->geometry != OK) {
        log_line(LOG_ERROR, "image %u: slots can not be used, error %x", i,
                 (uint32_t)image->geometry);
    }
    return image->geometry == REGION_E_RANGE ? REGION_E_RANGE : OK;
}

/* Acts until the decision is to boot; *d is the last one. */
static status_t settle(struct boot *b, struct boot_decision *d)
{
    uint32_t rounds = ROUNDS_PER_IMAGE * (uint32_t)image_count(b);

    for (uint8_t i = 0; i < image_count(b); i++) {
        d->image = i;
        TRY(open_image(b, i));
    }
    for (; rounds > 0; rounds--) {
        status_t status;

        gather(b);
        boot_decide(&b->facts, d);
        if (d->act == ACT_BOOT) {
            return OK;
        }
        if (d->act == ACT_FAIL) {
            return d->why;
        }
        status = act_on(b, d);
        if (status != OK) {
            TRY(act_failed(b, d, status));
        }
    }
    return BOOT_E_NO_IMAGE;
}

status_t boot_run(struct boot *b, struct boot_result *result)
{
    struct boot_decision d;
    status_t why;

    memset(result, 0, sizeof(*result));
    why = settle(b, &d);
    return why == OK ? accept(b, result) : refuse(result, d.image, why);
}
