/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See enroll.h. What is worked out is in next.h; here the facts are gathered
 * and the steps taken. The only caller of efuse_burn_block() in the boot code.
 */
#include "enroll/enroll.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "enroll/plan.h"
#include "iface/efuse_burn.h"
#include "iface/entropy.h"
#include "iface/log.h"

static const struct enroll_config *config_of(const struct enroll *e)
{
    return enroll_config_known(e->facts.config);
}

void enroll_open(struct enroll *e, const struct enroll_config *config,
                 struct flash *flash, struct efuse *efuse)
{
    memset(e, 0, sizeof(*e));
    e->facts.config = config;
    e->flash = flash;
    e->efuse = efuse;
    e->trust = verdict_fail();
}

static void gather(struct enroll *e)
{
    struct fuses *f = &e->facts.fuses;

    f->unsound = 0;
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            f->word[block][i] = efuse_word(e->efuse, block, i);
        }
        if (!efuse_is_sound(e->efuse, block)) {
            f->unsound |= (uint16_t)(1u << block);
        }
    }
}

/* Facts as at the start of a boot: it has done nothing so far. */
static void begin(struct enroll *e, struct step *s)
{
    const struct step restart = {.kind = STEP_RESTART};

    next_note(&e->facts, &restart);
    gather(e);
    e->facts.settled = next_is_settled(&e->facts);
    next_step(&e->facts, s);
}

static status_t verify_own(struct enroll *e)
{
    const struct enroll_config *config = config_of(e);
    struct own_image_place place = {config, e->flash, config->bootloader.len};
    status_t why;

    /* the room that encryption needs is free again once it is done */
    if (config->encryption && !e->facts.settled) {
        uint32_t reserved = encrypt_reserved_len(config);

        place.room = reserved < place.room ? place.room - reserved : 0;
    }
    e->trust = own_image_verify(&place, &e->use.work, &e->own, &why);
    memcpy(e->facts.digest, e->own.digest, sizeof(e->facts.digest));
    e->facts.digest_count = e->own.digest_count;
    return why;
}

/* ---- steps ---- */

static status_t open_encrypt(struct enroll *e, bool *begun)
{
    const struct enroll_config *config = config_of(e);

    return encrypt_open(&e->use.encrypt, config, e->flash,
                        fuses_field(&e->facts.fuses, config->chip->counter_bit,
                                    config->chip->counter_width),
                        begun);
}

static status_t encrypt_all(struct enroll *e)
{
    bool begun;

    TRY(open_encrypt(e, &begun));
    log_line(LOG_WARNING, "encrypting the flash", 0, 0);
    TRY(encrypt_slots(&e->use.encrypt));
    log_line(LOG_WARNING,
             "encrypting the bootloader: if power fails now, flash it again", 0,
             0);
    return encrypt_bootloader(&e->use.encrypt, e->own.len);
}

static status_t randomise(uint32_t bits[EFUSE_BLOCK_WORDS])
{
    uint8_t random[EFUSE_BLOCK_LEN];
    status_t status = entropy_fill(random, sizeof(random));

    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        bits[i] &= le32(random + 4 * i);
    }
    secure_wipe(random, sizeof(random));
    return status;
}

static status_t burn(struct enroll *e, struct step *s, verdict_t bootable)
{
    if (config_of(e)->encryption && s->kind == STEP_FILL) {
        TRY(randomise(s->bits));
    }
    verdict_require(bootable);
    verdict_require(e->trust);
    return efuse_burn_block(e->efuse, s->block, s->bits);
}

static status_t take(struct enroll *e, struct step *s, verdict_t bootable)
{
    status_t status;

    if (config_of(e)->encryption && s->kind == STEP_ENCRYPT) {
        TRY(encrypt_all(e));
    } else {
        status = burn(e, s, bootable);
        secure_wipe(s->bits, sizeof(s->bits));
        if (status != OK) {
            return status;
        }
        gather(e);
    }
    next_note(&e->facts, s);
    return OK;
}

/* Takes steps until there is none, from the facts as they are. */
static status_t take_all(struct enroll *e, verdict_t bootable,
                         enum enroll_next *next)
{
    struct step s;

    for (uint32_t i = 0; i < NEXT_STEP_MAX; i++) {
        next_step(&e->facts, &s);
        if (s.kind == STEP_REFUSE) {
            return s.why;
        }
        if (s.kind == STEP_DONE || s.kind == STEP_RESTART) {
            *next = s.kind == STEP_RESTART ? ENROLL_RESET : ENROLL_BOOT;
            return OK;
        }
        TRY(take(e, &s, bootable));
    }
    return EFUSE_E_VERIFY;
}

/* ---- before and after the images are looked at ---- */

/*
 * The application is encrypted in part, so it can not be verified; the boot
 * that began has verified it. What is required is our own image.
 */
static status_t resume(struct enroll *e, enum enroll_next *next)
{
    struct step s;
    bool begun;

    begin(e, &s);
    if (!config_of(e)->encryption || s.kind != STEP_ENCRYPT ||
        !config_of(e)->armed) {
        return OK;
    }
    TRY(open_encrypt(e, &begun));
    return begun ? take_all(e, e->trust, next) : OK;
}

static status_t before_boot(struct enroll *e, enum enroll_next *next)
{
    struct step s;

    begin(e, &s);
    if (s.kind == STEP_DONE) {
        return OK;
    }
    TRY(verify_own(e));
    TRY(plan_run(&e->facts, false));
    return resume(e, next);
}

static status_t after_boot(struct enroll *e, verdict_t bootable,
                           enum enroll_next *next)
{
    struct step s;

    begin(e, &s);
    if (s.kind == STEP_DONE) {
        return OK;
    }
    TRY(plan_run(&e->facts, true));
    if (!config_of(e)->armed) {
        return OK;
    }
    begin(e, &s);
    return take_all(e, bootable, next);
}

/* The words may hold a key that is not yet protected. */
static status_t close(struct enroll *e, status_t status)
{
    secure_wipe(&e->facts.fuses, sizeof(e->facts.fuses));
    if (status != OK) {
        log_line(LOG_ERROR, "enrolment refused: error %x", (uint32_t)status, 0);
    }
    return status;
}

status_t enroll_before_boot(struct enroll *e, enum enroll_next *next)
{
    *next = ENROLL_BOOT;
    return close(e, before_boot(e, next));
}

status_t enroll_after_boot(struct enroll *e, verdict_t bootable,
                           enum enroll_next *next)
{
    *next = ENROLL_BOOT;
    return close(e, after_boot(e, bootable, next));
}
