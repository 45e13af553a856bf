/* SPDX-License-Identifier: Apache-2.0 */
/* See locks.h. What is burned and when is enroll's business. */
#include "port/common/locks.h"

#include "enroll/enroll.h"
#include "iface/log.h"
#include "port/common/chip.h"
#include "port/common/efuse.h"
#include "port/common/product.h"

/* Apart from main.c's, as most products have none. */
static struct {
    struct efuse efuse;
    struct enroll enroll;
} state;

static status_t locks_open(struct flash *flash, uint32_t revision)
{
    if (product.enroll->secure_boot && revision < chip.secure_boot_revision) {
        return ENROLL_E_REVISION;
    }
    TRY(efuse_open(&state.efuse, flash));
    enroll_open(&state.enroll, product.enroll, flash, &state.efuse);
    return OK;
}

static bool before_boot(struct flash *flash, uint32_t revision)
{
    enum enroll_next next;
    status_t status = locks_open(flash, revision);

    if (status != OK) {
        log_line(LOG_ERROR, "enrolment refused: error %x", (uint32_t)status, 0);
        return false;
    }
    return enroll_before_boot(&state.enroll, &next) == OK &&
           next == ENROLL_BOOT;
}

static bool after_boot(verdict_t bootable)
{
    enum enroll_next next;

    return enroll_after_boot(&state.enroll, bootable, &next) == OK &&
           next == ENROLL_BOOT;
}

const struct locks chip_locks = {before_boot, after_boot};
