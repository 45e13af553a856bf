/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One boot of a virtual device, from reset to the end of what the application
 * does, or to the loss of power: the place where ROM model and boot code meet
 * the virtual chip. Prints nothing and saves nothing.
 */
#ifndef HOST_SIM_SESSION_H
#define HOST_SIM_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/boot.h"
#include "enroll/enroll.h"
#include "host/cli/why.h"
#include "host/sim/application.h"
#include "host/sim/device.h"
#include "host/sim/rescue.h"
#include "host/sim/rom.h"

/** Where power fails, or that it does not. */
struct session_cut {
    bool is_armed;
    uint64_t op; /* mutating operation, counted from 0 at reset */
    enum nor_cut_manner manner;
    uint32_t seed;
};

/** What became of a boot. */
struct session {
    bool power_failed;
    bool is_started;          /* an image was started */
    bool is_restarted;        /* the boot code has reset the chip, to go on */
    enum rescue_cause rescue; /* RESCUE_NONE: recovery did not run */
    enum recovery_next rescue_next; /* how it ended, if power did not fail */
    struct recovery recovery;
    enum rom_end rom; /* ROM_STARTS on a device without modelled eFuses */
    struct enroll enroll;
    status_t enrolled; /* OK, or why the first boot stops */
    struct boot boot;
    struct boot_result result;         /* leads into boot */
    struct nor_stats boot_work;        /* by the boot code */
    struct nor_stats application_work; /* by the application */
    uint64_t op_count;                 /* mutating operations of both */
    bool application_failed;           /* why tells */
    struct why why;
    enum reset_cause next; /* cause of the next boot */
    bool asks_next;        /* the next boot is to be recovery */
};

/** What is told while a boot goes on; every function may be NULL. */
struct session_hooks {
    /* The boot code has decided to start an image. */
    void (*started)(const struct boot_result *result, void *context);
    /* The ROM has printed a line. */
    void (*rom_said)(void *context, const char *text);
    void *context;
    const struct rescue_line *line; /* of recovery; NULL: nobody is there */
};

/**
 * Boots a device once.
 *
 * @param[in,out] device   its flash changes, its state does not
 * @param[in]     app      what runs if an image is started
 * @param[in]     cut      where power fails
 * @param[in]     hooks    told on the way; NULL: nobody
 * @param[out]    session  what became of it
 */
void session_boot(struct device *device, const struct application *app,
                  const struct session_cut *cut,
                  const struct session_hooks *hooks, struct session *session);

/**
 * Boots a device once without power cuts, silently, and puts everything back:
 * flash, eFuses, wear and counters are as before.
 *
 * @param[in,out] device   as before afterwards
 * @param[in]     app      what runs if an image is started; NULL: nothing
 * @param[out]    session  what would become of it
 * @param[out]    why      on failure: no memory
 *
 * @retval true   rehearsed
 * @retval false  not
 */
MUST_USE bool session_rehearse(struct device *device,
                               const struct application *app,
                               struct session *session, struct why *why);

/**
 * Says why a boot started nothing.
 *
 * @param[in] session  neither started nor cut
 *
 * @retval text  the rest of a sentence
 */
MUST_USE const char *session_refusal(const struct session *session);

#endif
