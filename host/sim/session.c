/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs core's boot and then the application under one setjmp(), as one power
 * supply feeds both. All state lives in the caller's structs, so that nothing
 * is lost when power fails.
 */
#include "host/sim/session.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/verdict.h"
#include "host/conf/conf_enroll.h"
#include "host/sim/status_text.h"
#include "port/sim/sim_log.h"

/* What one run needs, behind a pointer: locals do not survive a longjmp(). */
struct run {
    struct device *device;
    const struct application *app;
    const struct session_hooks *hooks;
    struct session *session;
};

static void application_phase(struct run *run)
{
    struct session *session = run->session;
    verdict_require(session->result.verdict);
    session->is_started = true;
    if (run->hooks != NULL && run->hooks->started != NULL) {
        run->hooks->started(&session->result, run->hooks->context);
    }
    session->application_failed =
        !application_run(run->app, &session->next, &session->why);
    session->asks_next = run->app->deed == APPLICATION_REQUEST_RECOVERY;
}

/* With eFuses the ROM comes first; true if it starts the boot code. */
static bool rom_phase(struct run *run)
{
    struct device_fuses *fuses = &run->device->fuses;
    struct rom rom = {.efuse = &fuses->efuse};
    run->session->rom = ROM_STARTS;
    if (fuses->path == NULL) {
        return true;
    }
    if (run->hooks != NULL) {
        rom.line = run->hooks->rom_said;
        rom.context = run->hooks->context;
    }
    sim_crypt_reset(&fuses->efuse);
    run->session->rom = rom_boot(&rom);
    return run->session->rom == ROM_STARTS;
}

/* Only modelled eFuses can be burned; virtual ones are the chips' business. */
static bool is_enrolled(const struct device *device)
{
    return device->fuses.path != NULL && conf_enrolls(&device->conf) &&
           !device->conf.efuse_virtual.enabled;
}

/* Takes in what enrolment says; true if the boot goes on. */
static bool goes_on(struct session *session, enum enroll_next next)
{
    session->is_restarted = session->enrolled == OK && next == ENROLL_RESET;
    if (session->is_restarted) {
        session->next = RESET_SOFTWARE;
    }
    return session->enrolled == OK && !session->is_restarted;
}

static bool before_images(struct run *run)
{
    struct device *device = run->device;
    struct session *session = run->session;
    enum enroll_next next = ENROLL_BOOT;
    if (!is_enrolled(device)) {
        return true;
    }
    enroll_open(&session->enroll, &device->conf.enroll, &device->flash,
                &device->fuses.efuse);
    session->enrolled = enroll_before_boot(&session->enroll, &next);
    return goes_on(session, next);
}

static bool after_images(struct run *run)
{
    struct session *session = run->session;
    enum enroll_next next = ENROLL_BOOT;
    if (!is_enrolled(run->device)) {
        return true;
    }
    session->enrolled =
        enroll_after_boot(&session->enroll, session->result.verdict, &next);
    return goes_on(session, next);
}

static void rescue_phase(struct run *run, enum rescue_cause cause)
{
    struct device *device = run->device;
    struct session *session = run->session;
    const struct rescue_line *line =
        run->hooks == NULL ? NULL : run->hooks->line;
    session->rescue = cause;
    boot_init(&session->boot, &device->conf.boot, &device->flash);
    session->rescue_next =
        rescue_run(&session->recovery, &device->conf.recovery, &session->boot,
                   line, cause);
    session->asks_next = session->rescue_next == RECOVERY_RESET_TO_US;
    if (session->rescue_next != RECOVERY_GOES_ON) {
        session->next = RESET_SOFTWARE;
    }
}

/* True if there is something to start; recovery ends in a reset. */
static bool images_phase(struct run *run)
{
    const struct conf_recovery *conf = &run->device->conf.recovery;
    struct session *session = run->session;
    const struct rescue_request request = {.pin = run->device->pin_is_held,
                                           .asked = run->device->state.asks};
    enum rescue_cause cause = rescue_cause_of(conf, &request);
    if (cause == RESCUE_NONE) {
        if (boot_run(&session->boot, &session->result) == OK) {
            return true;
        }
        cause = conf->enabled && conf->when_dead ? RESCUE_DEAD : RESCUE_NONE;
    }
    if (cause != RESCUE_NONE) {
        rescue_phase(run, cause);
    }
    return false;
}

static void boot_phase(struct run *run)
{
    struct flash *flash = &run->device->flash;
    boot_init(&run->session->boot, &run->device->conf.boot, flash);
    bool boots = before_images(run) && images_phase(run) && after_images(run);
    run->session->boot_work = flash->stats;
    nor_stats_clear(flash);
    if (boots) {
        application_phase(run);
    }
}

/* Returns true if power failed on the way. */
static bool powered_run(struct run *run)
{
    jmp_buf power;
    struct flash *flash = &run->device->flash;
    flash->power = &power;
    if (setjmp(power) != 0) {
        flash->power = NULL;
        return true;
    }
    if (rom_phase(run)) {
        boot_phase(run);
    }
    flash->power = NULL;
    return false;
}

void session_boot(struct device *device, const struct application *app,
                  const struct session_cut *cut,
                  const struct session_hooks *hooks, struct session *session)
{
    struct flash *flash = &device->flash;
    struct run run = {
        .device = device, .app = app, .hooks = hooks, .session = session};
    uint64_t first = flash->op_count;
    memset(session, 0, sizeof(*session));
    session->enrolled = OK;
    nor_stats_clear(flash);
    if (cut->is_armed) {
        nor_cut_arm(flash, cut->op, cut->manner, cut->seed);
    }
    session->power_failed = powered_run(&run);
    nor_cut_disarm(flash);
    if (session->power_failed) {
        rescue_end(flash);
        session->next = RESET_POWER_ON;
        session->asks_next = false;
    }
    if (session->is_started) {
        session->application_work = flash->stats;
    } else if (session->power_failed) {
        session->boot_work = flash->stats;
    }
    session->op_count = flash->op_count - first;
}

bool session_rehearse(struct device *device, const struct application *app,
                      struct session *session, struct why *why)
{
    const struct session_cut none = {.is_armed = false};
    const struct application idle = {.flash = &device->flash,
                                     .config = &device->conf.boot};
    const struct flash before = device->flash;
    const struct efuse burned = device->fuses.efuse;
    uint8_t *kept = malloc(before.len);
    if (kept == NULL) {
        return why_say(why, "no memory left to rehearse the boot");
    }
    memcpy(kept, device->data, before.len);
    device->flash.wear = NULL;
    sim_log_close();
    session_boot(device, app == NULL ? &idle : app, &none, NULL, session);
    device->flash = before;
    device->fuses.efuse = burned;
    sim_crypt_update(&device->fuses.efuse);
    memcpy(device->data, kept, before.len);
    free(kept);
    return true;
}

const char *session_refusal(const struct session *session)
{
    switch (session->rom) {
    case ROM_REFUSES:
        return "the ROM does not start the bootloader";
    case ROM_STARTS_UNCHECKED:
        return "the ROM starts code that nobody checked";
    case ROM_STARTS:
        break;
    }
    if (session->is_restarted) {
        return "the boot code resets the chip, to go on with locking it";
    }
    if (session->rescue == RESCUE_PIN || session->rescue == RESCUE_ASKED) {
        return "recovery was asked for";
    }
    return status_text(session->enrolled != OK ? session->enrolled
                                               : session->result.why);
}
