/* SPDX-License-Identifier: Apache-2.0 */
/* See next.h: the order of things. Their parts are digest.h and flash_key.h. */
#include "enroll/next.h"

#include "base/memory.h"
#include "enroll/block.h"
#include "enroll/digest.h"
#include "enroll/flash_key.h"

static bool wants_secure(const struct next_facts *f)
{
    return facts_config(f)->secure_boot &&
           !facts_bit(f, facts_chip(f)->secure_bit);
}

static bool wants_encryption(const struct next_facts *f)
{
    return facts_config(f)->encryption && fuses_ones(facts_counter(f)) % 2 == 0;
}

bool next_is_settled(const struct next_facts *f)
{
    return !wants_secure(f) && !wants_encryption(f);
}

static bool secure_boot(const struct next_facts *f, struct step *s)
{
    if (wants_secure(f) && digest_step(f, s)) {
        return true;
    }
    return step_fields(f, s, ENROLL_STAGE_SECURE) ||
           step_fields(f, s, ENROLL_STAGE_ENABLE);
}

/* An even counter that is not 0: the chip was encrypted and switched back. */
static bool flash_key(const struct next_facts *f, struct step *s)
{
    if (flash_key_step(f, s)) {
        return true;
    }
    return facts_counter(f) == 0 && step_fields(f, s, ENROLL_STAGE_CRYPT);
}

/* The lowest bit that is not set; an even counter of odd width has one. */
static bool count_up(const struct next_facts *f, struct step *s)
{
    const struct enroll_chip *chip = facts_chip(f);
    uint32_t counter = facts_counter(f);
    uint32_t bit = 0;

    while ((counter >> bit & 1) != 0) {
        bit++;
    }
    return step_add(f, s, chip->counter_bit + bit, 1, chip->counter_lock) &&
           step_make(s, f->encrypted ? STEP_COUNTER : STEP_ENCRYPT, counter,
                     counter | 1u << bit);
}

/* What would bar the way back waits until the ROM has accepted the rest. */
static bool last(const struct next_facts *f, struct step *s)
{
    bool found = step_fields(f, s, ENROLL_STAGE_LAST) ||
                 step_fields(f, s, ENROLL_STAGE_LAST_LOCK);

    if ((found && f->burned) || f->encrypted) {
        return step_make(s, STEP_RESTART, 0, 0);
    }
    return found;
}

void next_step(const struct next_facts *f, struct step *s)
{
    bool encryption = wants_encryption(f);

    memset(s, 0, sizeof(*s));
    s->kind = STEP_DONE;
    s->why = OK;
    if (encryption && facts_config(f)->require_already) {
        (void)step_refuse(s, ENROLL_E_PLAIN);
        return;
    }
    if (secure_boot(f, s) || (encryption && flash_key(f, s)) ||
        step_fields(f, s, ENROLL_STAGE_LOCK) ||
        (encryption && count_up(f, s))) {
        return;
    }
    (void)last(f, s);
}

void next_note(struct next_facts *f, const struct step *s)
{
    if (s->kind == STEP_RESTART) {
        f->fresh = 0;
        f->burned = false;
        f->encrypted = false;
        return;
    }
    f->encrypted |= s->kind == STEP_ENCRYPT;
    if (s->kind == STEP_FILL) {
        f->fresh = s->block;
    }
    if (s->kind != STEP_FIELDS || s->about < ENROLL_STAGE_LAST) {
        f->burned = true;
    }
}
