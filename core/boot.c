/* SPDX-License-Identifier: Apache-2.0 */
/* See boot.h. */
#include "core/boot.h"

#include "base/memory.h"
#include "core/decide.h"
#include "core/observe.h"
#include "iface/log.h"

/* Each act settles or changes something: more rounds mean a loop. */
#define ROUNDS_PER_IMAGE 12

/* The image of a decision. */
static uint8_t image_of(const struct boot_decision *d)
{
    return config_image(d->image);
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

/* ---- act ---- */

static status_t act_look(struct boot *b, const struct boot_decision *d)
{
    observe_look(b, image_of(d), d->slot);
    return OK;
}

static void forget_looks(struct boot *b, uint8_t i)
{
    observe_forget(b, i);
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
    status = update_start(observe_update(b, image_of(d)), d->type);
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
             image_of(d), observe_update(b, image_of(d))->next);
    forget_looks(b, image_of(d));
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    return update_resume(observe_update(b, image_of(d)));
}

static status_t act_abandon(struct boot *b, const struct boot_decision *d)
{
    log_line(LOG_WARNING, "image %u: update given up", image_of(d), 0);
    b->facts.settled_count = (uint8_t)(image_of(d) + 1);
    return update_abandon(observe_update(b, image_of(d)));
}

static status_t act_clear(struct boot *b, const struct boot_decision *d)
{
    observe_image(b, image_of(d))->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    return trailer_erase(
        &observe_update(b, image_of(d))->geometry.trailer[AREA_SECONDARY]);
}

static status_t act_discard(struct boot *b, const struct boot_decision *d)
{
    const struct region *slot = observe_slot(b, image_of(d), SLOT_SECONDARY);

    log_line(LOG_WARNING, "image %u: update refused, error %x; slot erased",
             image_of(d), (uint32_t)d->why);
    observe_image(b, image_of(d))->slot[SLOT_SECONDARY].look = LOOK_UNSEEN;
    return region_clear(slot, 0, slot->len);
}

static status_t act_hold(struct boot *b, const struct boot_decision *d)
{
    log_line(LOG_WARNING, "updates held back: images do not fit, error %x",
             (uint32_t)d->why, 0);
    b->facts.settled_count = observe_image_count(b);
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
        return observe_image_count(b) == 1 ? BOOT_E_NO_IMAGE : act_hold(b, d);
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
        .slot = observe_slot(b, image, SLOT_PRIMARY),
        .facts = &b->facts.image[image].slot[SLOT_PRIMARY].image,
    };
}

static status_t accept(struct boot *b, struct boot_result *result)
{
    verdict_t v = b->verdict[0];

    for (uint8_t i = 1; i < observe_image_count(b); i++) {
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

/* Acts until the decision is to boot; *d is the last one. */
static status_t settle(struct boot *b, struct boot_decision *d)
{
    uint32_t rounds = ROUNDS_PER_IMAGE * (uint32_t)observe_image_count(b);

    for (uint8_t i = 0; i < observe_image_count(b); i++) {
        d->image = i;
        TRY(observe_open(b, i));
    }
    for (; rounds > 0; rounds--) {
        status_t status;

        observe_trailers(b);
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

/* ---- for serial recovery ---- */

status_t boot_finish(struct boot *b)
{
    struct boot_decision d = {.act = ACT_RESUME};
    status_t why = OK;

    for (d.image = 0; d.image < observe_image_count(b); d.image++) {
        status_t status = observe_open(b, d.image);

        why = why == OK ? status : why;
    }
    observe_trailers(b);
    for (d.image = 0; d.image < observe_image_count(b); d.image++) {
        const struct image_state *image = observe_image(b, d.image);
        status_t status = OK;

        if (image->progress == UPDATE_RUNNING) {
            status = act_resume(b, &d);
            b->facts.settled_count = 0;
            observe_trailers(b);
        }
        TRY(status);
        if (why == OK) {
            why = image->geometry;
        }
    }
    return why;
}

void boot_refresh(struct boot *b, uint8_t image)
{
    struct image_state *state = observe_image(b, image);

    if (state->geometry == FLASH_E_IO) {
        state->geometry = OK; /* a read that failed is tried again */
    }
    observe_forget(b, image);
    observe_trailers(b);
}

const struct slot_facts *boot_look(struct boot *b, uint8_t image,
                                   enum slot slot)
{
    struct slot_facts *s = &observe_image(b, image)->slot[slot];

    if (s->look == LOOK_UNSEEN || s->look == LOOK_UNREADABLE) {
        observe_look(b, image, slot);
    }
    return s;
}

status_t boot_foresee(struct boot *b, uint8_t image, enum swap_type *type)
{
    const struct image_state *state = observe_image(b, image);
    struct boot_decision d;

    *type = SWAP_NONE;
    TRY(state->geometry);
    if (state->progress == UPDATE_RUNNING) {
        *type = state->type;
        return OK;
    }
    for (uint32_t round = 0; round <= SLOT_COUNT; round++) {
        if (!decide_update(&b->facts, image, type, &d)) {
            return OK;
        }
        *type = SWAP_NONE;
        if (d.act != ACT_LOOK) {
            break;
        }
        observe_look(b, image, d.slot);
    }
    return d.act == ACT_DISCARD ? d.why : OK;
}

status_t boot_request(struct boot *b, uint8_t image, bool permanent)
{
    const struct trailer *t =
        &observe_update(b, image)->geometry.trailer[AREA_SECONDARY];
    const enum swap_type asked = permanent ? SWAP_PERM : SWAP_TEST;
    enum swap_type type;

    TRY(trailer_put_info(t, asked, image));
    if (permanent) {
        TRY(trailer_put_flag(t, TRAILER_IMAGE_OK));
    }
    TRY(trailer_put_magic(t));
    boot_refresh(b, image);
    TRY(boot_foresee(b, image, &type));
    return type == asked ? OK : FLASH_E_VERIFY;
}

status_t boot_withdraw(struct boot *b, uint8_t image)
{
    struct update *u = observe_update(b, image);
    const struct trailer *t = &u->geometry.trailer[AREA_SECONDARY];

    TRY(region_erase_tail(&t->area, trailer_fields_off(t)));
    boot_refresh(b, image);
    if (u->progress == UPDATE_STARTED) {
        TRY(update_abandon(u));
        boot_refresh(b, image);
    }
    return observe_image(b, image)->geometry;
}
