/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gathers the facts as the boot code does, and has its plan told.
 */
#include "host/enroll/plan_steps.h"

#include <string.h>

#include "enroll/encrypt.h"
#include "enroll/next.h"
#include "enroll/plan.h"
#include "iface/efuse.h"

static void gather(const struct efuse *efuse, struct fuses *fuses)
{
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            fuses->word[block][i] = efuse_word(efuse, block, i);
        }
        if (!efuse_is_sound(efuse, block)) {
            fuses->unsound |= (uint16_t)(1u << block);
        }
    }
}

static void facts_open(struct next_facts *facts, struct plan_device *device,
                       const struct own_image *own)
{
    memset(facts, 0, sizeof(*facts));
    facts->config = &device->conf.enroll;
    gather(&device->efuse, &facts->fuses);
    memcpy(facts->digest, own->digest, sizeof(facts->digest));
    facts->digest_count = own->digest_count;
    facts->settled = next_is_settled(facts);
}

bool plan_steps_are_begun(struct plan_device *device)
{
    const struct enroll_config *enroll = &device->conf.enroll;
    const struct enroll_chip *chip = enroll->chip;
    struct fuses fuses = {0};
    struct encrypt encrypt;
    bool begun = false;

    if (!enroll->encryption) {
        return false;
    }
    gather(&device->efuse, &fuses);
    return encrypt_open(
               &encrypt, enroll, &device->flash,
               fuses_field(&fuses, chip->counter_bit, chip->counter_width),
               &begun) == OK &&
           begun;
}

bool plan_steps_are_done(struct plan_device *device,
                         const struct own_image *own)
{
    struct next_facts facts;
    struct step step;

    facts_open(&facts, device, own);
    next_step(&facts, &step);
    return step.kind == STEP_DONE;
}

status_t plan_steps_tell(struct plan_device *device,
                         const struct own_image *own)
{
    struct next_facts facts;

    facts_open(&facts, device, own);
    TRY(plan_run(&facts, false));
    facts_open(&facts, device, own);
    return plan_run(&facts, true);
}
