/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery on the virtual device: what asks for it, and the loop around it.
 * What port/common/rescue.h is to a chip; prints nothing.
 */
#ifndef HOST_SIM_RESCUE_H
#define HOST_SIM_RESCUE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "host/conf/conf.h"
#include "recovery/recovery.h"

/** Why recovery runs. */
enum rescue_cause {
    RESCUE_NONE = 0, /* it does not */
    RESCUE_PIN,      /* its pin is held */
    RESCUE_ASKED,    /* the application, or recovery itself, has asked */
    RESCUE_DEAD,     /* nothing boots */
};

/** What asks for recovery at a reset. */
struct rescue_request {
    bool pin;   /* the pin is held as long as it takes */
    bool asked; /* the word that outlives a reset says so */
};

/** The line that recovery talks on. */
struct rescue_line {
    /* Recovery begins: connect the line and the clock (sim_serial_open()). */
    void (*begin)(void *context, enum rescue_cause cause);
    /* There is nothing to do: wait a little; false: serve no longer. */
    bool (*rest)(void *context);
    void *context;
};

/**
 * Decides as a chip does, before any image is looked at.
 *
 * @param[in] conf     how recovery is configured
 * @param[in] request  what asks for it
 *
 * @retval RESCUE_PIN, RESCUE_ASKED or RESCUE_NONE
 */
MUST_USE enum rescue_cause rescue_cause_of(
    const struct conf_recovery *conf, const struct rescue_request *request);

/**
 * Serves until recovery resets the chip. Power may fail on the way; control
 * then leaves through flash->power, and rescue_end() must be called.
 *
 * @param[out]    r      recovery
 * @param[in]     conf   how recovery is configured
 * @param[in,out] boot   from boot_init()
 * @param[in]     line   NULL: recovery begins, and nobody is there
 * @param[in]     cause  told to the line
 *
 * @retval how recovery resets the chip; RECOVERY_GOES_ON: it does not, nobody
 *         is there, or the line serves no longer
 */
MUST_USE enum recovery_next rescue_run(struct recovery *r,
                                       const struct conf_recovery *conf,
                                       struct boot *boot,
                                       const struct rescue_line *line,
                                       enum rescue_cause cause);

/**
 * Takes recovery off line and flash, whether it came to its end or power
 * failed; does nothing if it never ran.
 *
 * @param[in,out] flash  the device's
 */
void rescue_end(struct flash *flash);

#endif
