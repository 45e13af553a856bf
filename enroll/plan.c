/* SPDX-License-Identifier: Apache-2.0 */
/* See plan.h. */
#include "enroll/plan.h"

#include "iface/log.h"

/* %u: what it is about, see struct step; then value, or a digest's first word
 */
static const char *const texts[STEP_KIND_COUNT - STEP_FILL] = {
    [STEP_FILL - STEP_FILL] = "eFuse block %u: new flash key",
    [STEP_DIGEST - STEP_FILL] = "eFuse block %u: key digest, word 0 is %x",
    [STEP_PURPOSE - STEP_FILL] = "eFuse block %u: purpose %u",
    [STEP_READ_PROTECT - STEP_FILL] = "eFuse block %u: never read again",
    [STEP_PROTECT - STEP_FILL] = "eFuse block %u: never changed again",
    [STEP_REVOKE - STEP_FILL] = "key digest %u: never trusted",
    [STEP_COUNTER - STEP_FILL] = "flash encrypted, counter %x -> %x",
};

static void tell_fields(const struct next_facts *f, const struct step *s)
{
    const struct enroll_config *config = enroll_config_known(f->config);

    for (uint32_t i = 0; i < config->field_count; i++) {
        const struct enroll_field *field = &config->field[i];
        uint32_t present = fuses_field(&f->fuses, field->bit, field->width);
        uint32_t bits = s->bits[field->bit / 32] >> field->bit % 32;
        uint32_t added = bits & ((1u << field->width) - 1);

        if (field->stage == s->about && added != 0) {
            log_line(LOG_WARNING, field->text, present, present | added);
        }
    }
}

static void tell_step(const struct next_facts *f, const struct step *s)
{
    if (s->kind == STEP_FIELDS) {
        tell_fields(f, s);
    } else if (s->kind >= STEP_FILL &&
               (s->kind != STEP_PURPOSE || s->value != 0)) {
        log_line(LOG_WARNING, texts[s->kind - STEP_FILL], s->about,
                 s->kind == STEP_DIGEST ? s->bits[0] : s->value);
    }
}

/* Random bits count as set: the rest of the steps asks no more of them. */
static void take(struct next_facts *f, const struct step *s)
{
    if (s->kind >= STEP_FILL) {
        fuses_set(&f->fuses, s->block, s->bits);
    }
    next_note(f, s);
}

static void tell_end(const struct next_facts *f)
{
    if (enroll_config_known(f->config)->armed) {
        log_line(LOG_WARNING, "armed: all this is burned, for ever", 0, 0);
    } else {
        log_line(LOG_WARNING, "nothing is burned: CONFIG_ESP_ENROLL_ARMED=n", 0,
                 0);
    }
}

status_t plan_run(struct next_facts *f, bool tell)
{
    for (uint32_t i = 0; i < NEXT_STEP_MAX; i++) {
        struct step s;

        next_step(f, &s);
        if (s.kind == STEP_REFUSE) {
            return s.why;
        }
        if (s.kind == STEP_DONE) {
            break;
        }
        if (tell) {
            tell_step(f, &s);
        }
        take(f, &s);
    }
    if (tell) {
        tell_end(f);
    }
    return OK;
}
