/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport sim boot`: resets the virtual device as often as asked and serves
 * recovery's line. The boot itself is session.c, what is told boot_tell.c.
 */
#include "host/sim/sim_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/files/file.h"
#include "host/sim/boot_tell.h"
#include "host/sim/cut.h"
#include "host/sim/device.h"
#include "host/sim/line.h"
#include "host/sim/session.h"
#include "host/sim/sim_options.h"
#include "port/sim/sim_log.h"

/* Options behind the common ones. */
enum boot_option {
    BOOT_BOOTS = SIM_OPTION_COMMON_COUNT,
    BOOT_APP,
    BOOT_IMAGE,
    BOOT_UPDATE,
    BOOT_CUT,
    BOOT_RESET,
    BOOT_EXPECT,
    BOOT_LOG,
    BOOT_PIN,
    BOOT_REQUEST,
    BOOT_SERIAL,
    BOOT_DRY_RUN,
    BOOT_OPTION_COUNT,
};

static const char *const log_choices[] = {"none", "error", "warning",
                                          "info", "debug", NULL};

static const struct cli_option boot_options[BOOT_OPTION_COUNT] = {
    SIM_OPTIONS_COMMON,
    {.name = "--boots",
     .letter = 'n',
     .kind = CLI_INT,
     .fallback = "1",
     .help = "how often the device is reset  [default: 1]"},
    {.name = "--app",
     .letter = 'a',
     .kind = CLI_CHOICE,
     .choices = application_deed_names,
     .fallback = "none",
     .repeat = true,
     .help = "what the application does: nothing, confirm itself, request a "
             "test or permanent update of what is in the secondary slot, hang "
             "until the watchdog bites, panic, damage the image in the "
             "secondary slot, or ask for recovery; repeat it for the second "
             "boot and so on, the "
             "last one stays  [default: none]"},
    {.name = "--image",
     .letter = 'i',
     .kind = CLI_INT,
     .fallback = "0",
     .help = "whose slots the application works on, 0 to 3  [default: 0]"},
    {.name = "--update",
     .letter = 'u',
     .kind = CLI_TEXT,
     .metavar = "FILE",
     .help = "in the first boot the application receives this signed image: "
             "it erases its secondary slot, writes the image to it, and then "
             "does what --app says"},
    {.name = "--cut",
     .kind = CLI_TEXT,
     .metavar = "OP[:MANNER[:SEED]]",
     .repeat = true,
     .help = "power fails at this program or erase operation, counted from 0 "
             "at reset, or at a percentage of the boot's operations, e.g. "
             "50%; MANNER is before, prefix, bits, half or after (default: "
             "before), SEED chooses the bytes or bits; repeat it for the "
             "second boot and so on"},
    {.name = "--reset",
     .kind = CLI_CHOICE,
     .choices = reset_cause_names,
     .help = "why the device was reset  [default: as the last boot left it]"},
    {.name = "--expect",
     .kind = CLI_TEXT,
     .metavar = "VERSION",
     .help = "fail unless the last boot starts this version, e.g. 1.2.0; "
             "'nothing' if nothing may boot, 'cut' if power must fail, "
             "'reset' if the chip must reset while it is locked, 'recovery' "
             "if it must wait for a client"},
    {.name = "--log",
     .kind = CLI_CHOICE,
     .choices = log_choices,
     .fallback = "info",
     .help = "lines of the boot log up to this level  [default: info]"},
    {.name = "--pin",
     .kind = CLI_FLAG,
     .help = "hold the pin that asks for recovery, until the first boot has "
             "seen it"},
    {.name = "--request",
     .kind = CLI_FLAG,
     .help = "the first boot finds the word by which an application asks for "
             "recovery"},
    {.name = "--serial",
     .kind = CLI_TEXT,
     .metavar = "pty[:LINK]|tcp:PORT",
     .help = "recovery's line for clients on this computer: a "
             "pseudo-terminal, with LINK as its name, or a port of 127.0.0.1; "
             "recovery is served until a client resets the device, and that "
             "boot is not counted; Ctrl-C ends it  [default: no line]"},
    {.name = "--dry-run",
     .kind = CLI_FLAG,
     .help = "leave the flash file as it is"},
};

/* What was asked for, and how far it got. */
struct boots {
    struct device *device;
    const struct cli_args *args;
    struct file update;
    struct application app;
    struct boot_tell tell;
    struct line line; /* if --serial was given */
    uint32_t number;  /* boot of this command, from 0 */
};

static void application_set(struct boots *boots)
{
    const struct cli_args *args = boots->args;
    struct application *app = &boots->app;
    size_t given = cli_count(args, BOOT_APP);
    size_t nth = boots->number < given ? boots->number : given - 1;
    app->deed = APPLICATION_NONE;
    for (int i = 0; given > 0 && i < APPLICATION_DEED_COUNT; i++) {
        const char *name = cli_nth(args, BOOT_APP, nth)->value;
        if (strcmp(name, application_deed_names[i]) == 0) {
            app->deed = (enum application_deed)i;
        }
    }
    bool is_first = boots->number == 0;
    app->received = is_first ? boots->update.bytes : NULL;
    app->received_len = is_first ? boots->update.len : 0;
}

static bool cut_set(struct boots *boots, struct session_cut *armed,
                    struct why *why)
{
    struct cut cut;
    struct session whole;
    armed->is_armed = boots->number < cli_count(boots->args, BOOT_CUT);
    if (!armed->is_armed) {
        return true;
    }
    if (!cut_read(cli_nth(boots->args, BOOT_CUT, boots->number)->value, &cut,
                  why)) {
        return false;
    }
    armed->op = cut.at;
    armed->manner = cut.manner;
    armed->seed = cut.seed;
    if (!cut.is_percent) {
        return true;
    }
    if (!session_rehearse(boots->device, &boots->app, &whole, why)) {
        return false;
    }
    if (whole.rescue != RESCUE_NONE) {
        return why_say(why, "a client decides how much recovery does: give "
                            "--cut a number, not a percentage");
    }
    armed->op = whole.op_count * cut.at / 100;
    return true;
}

/* What a boot must not do, whatever it was asked for. */
static bool session_check(const struct boots *boots,
                          const struct session *session,
                          const struct session_cut *cut, struct why *why)
{
    const struct flash *flash = &boots->device->flash;
    if (flash->violation != NULL) {
        return why_say(why,
                       "the boot broke a rule of the flash at 0x%06" PRIx32
                       ": %s; please report it as a bug",
                       flash->violation_addr, flash->violation);
    }
    if (session->application_failed) {
        return why_say(why, "the application failed: %s", session->why.text);
    }
    if (cut->is_armed && !session->power_failed) {
        return why_say(why,
                       "power was to fail at operation %" PRIu64
                       ", but this boot has only %" PRIu64,
                       cut->op, session->op_count);
    }
    return true;
}

/* The word lies in memory that keeps its power over a reset. */
static bool word_survives(enum reset_cause cause)
{
    return cause != RESET_POWER_ON && cause != RESET_BROWN_OUT;
}

/* What the next boot finds besides the flash. */
static void state_take(struct device *device, const struct session *session)
{
    device->state.cause = session->next;
    device->state.asks = session->asks_next && word_survives(session->next);
    device->pin_is_held = false;
}

static void rescue_begin(void *context, enum rescue_cause cause)
{
    struct boots *boots = context;
    boot_tell_rescue(cause, boots->line.name);
    line_connect(&boots->line);
}

static bool rescue_rest(void *context)
{
    struct boots *boots = context;
    return line_rest(&boots->line);
}

static bool boot_once(struct boots *boots, struct session *session,
                      struct why *why)
{
    struct device *device = boots->device;
    const struct rescue_line line = {
        .begin = rescue_begin, .rest = rescue_rest, .context = boots};
    const struct session_hooks hooks = {
        .started = boot_tell_started,
        .rom_said = boot_tell_rom,
        .context = &boots->tell,
        .line = cli_given(boots->args, BOOT_SERIAL) ? &line : NULL,
    };
    struct session_cut cut = {.is_armed = false};
    application_set(boots);
    if (!cut_set(boots, &cut, why)) {
        return false;
    }
    device->state.boots++;
    printf("sim: boot %" PRIu32 ", reset by %s\n", device->state.boots,
           reset_cause_names[device->state.cause]);
    boot_tell_open(&boots->tell, device, cli_choice(boots->args, BOOT_LOG));
    session_boot(device, &boots->app, &cut, &hooks, session);
    sim_log_close();
    boot_tell_outcome(&boots->tell, session);
    state_take(device, session);
    return session_check(boots, session, &cut, why);
}

static bool is_recovery(const struct session *session)
{
    return session->rescue != RESCUE_NONE && !session->power_failed;
}

static void outcome_name(const struct session *session, char *name, size_t room)
{
    const struct image_facts *facts = session->result.start[0].facts;
    if (session->power_failed) {
        (void)snprintf(name, room, "cut");
    } else if (session->is_restarted) {
        (void)snprintf(name, room, "reset");
    } else if (is_recovery(session)) {
        (void)snprintf(name, room, "recovery");
    } else if (!session->is_started) {
        (void)snprintf(name, room, "nothing");
    } else {
        const struct image_version *v = &facts->header.version;
        (void)snprintf(name, room, "%u.%u.%u", v->major, v->minor, v->revision);
    }
}

/* Recovery that was served ends as its user wants it to. */
static bool is_well(const struct cli_args *args, const struct session *session,
                    struct why *why)
{
    if (is_recovery(session)) {
        return cli_given(args, BOOT_SERIAL) ||
               why_say(why, "recovery waits for a client, but has no line: "
                            "give it one by --serial pty");
    }
    return session->is_started || session->is_restarted ||
           session->power_failed ||
           why_say(why, "nothing boots: %s", session_refusal(session));
}

/* The last boot's outcome against --expect; without it, something must run. */
static bool outcome_check(const struct cli_args *args,
                          const struct session *session, struct why *why)
{
    char name[32];
    const char *expected = cli_text(args, BOOT_EXPECT);
    outcome_name(session, name, sizeof(name));
    if (expected == NULL) {
        return is_well(args, session, why);
    }
    if (strcmp(expected, name) != 0) {
        return why_say(why, "expected %s, but the last boot ended with %s",
                       expected, name);
    }
    return true;
}

/* --pin and --request stand for what happened before the first boot. */
static bool rescue_set(struct boots *boots, struct why *why)
{
    const struct cli_args *args = boots->args;
    struct device *device = boots->device;
    bool is_requested = cli_given(args, BOOT_REQUEST);
    if (!device->conf.recovery.enabled &&
        (cli_given(args, BOOT_PIN) || is_requested ||
         cli_given(args, BOOT_SERIAL))) {
        return why_say(why, "this bootloader has no recovery: set "
                            "CONFIG_ESP_MCUBOOT_SERIAL=y in its "
                            "configuration");
    }
    device->pin_is_held = cli_given(args, BOOT_PIN);
    if (is_requested && !cli_given(args, BOOT_RESET)) {
        device->state.cause = RESET_SOFTWARE;
    }
    device->state.asks = (device->state.asks || is_requested) &&
                         word_survives(device->state.cause);
    return !is_requested || device->state.asks ||
           why_say(why,
                   "a request for recovery does not outlive a loss of "
                   "power: leave out --reset %s",
                   reset_cause_names[device->state.cause]);
}

static bool boots_open(struct boots *boots, struct why *why)
{
    const struct cli_args *args = boots->args;
    struct device *device = boots->device;
    const char *path = cli_text(args, BOOT_UPDATE);
    struct config_area area;
    if (cli_int(args, BOOT_BOOTS) < 1) {
        return why_say(why, "--boots must be at least 1");
    }
    if (cli_count(args, BOOT_CUT) > (size_t)cli_int(args, BOOT_BOOTS)) {
        return why_say(why, "there are more cuts than boots: raise --boots");
    }
    if (!device_slot(device, cli_int(args, BOOT_IMAGE), SLOT_SECONDARY, &area,
                     why) ||
        (path != NULL && !file_read(path, &boots->update, why))) {
        return false;
    }
    if (cli_given(args, BOOT_RESET)) {
        device->state.cause = (enum reset_cause)cli_choice(args, BOOT_RESET);
    }
    if (!rescue_set(boots, why)) {
        return false;
    }
    boots->app.flash = &device->flash;
    boots->app.config = &device->conf.boot;
    boots->app.image = (uint8_t)cli_int(args, BOOT_IMAGE);
    return true;
}

/* Recovery that a client has ended is a step on the way to a boot. */
static bool boots_run(struct boots *boots, struct why *why)
{
    struct session session = {0};
    int64_t count = cli_int(boots->args, BOOT_BOOTS);
    bool waits = false;
    while (boots->number < count && !waits) {
        if (!boot_once(boots, &session, why)) {
            return false;
        }
        bool is_reset = session.rescue_next != RECOVERY_GOES_ON;
        if (is_reset) {
            line_settle();
        }
        boots->number += is_reset ? 0 : 1;
        waits = is_recovery(&session) && !is_reset;
    }
    return outcome_check(boots->args, &session, why);
}

static bool boots_serve(struct boots *boots, struct why *why)
{
    const char *serial = cli_text(boots->args, BOOT_SERIAL);
    if (serial == NULL) {
        return boots_run(boots, why);
    }
    if (!line_open(&boots->line, serial, why)) {
        return false;
    }
    bool done = boots_run(boots, why);
    line_close(&boots->line);
    return done;
}

/*
 * Saves whatever was booted, also when it did not end as expected: a device
 * that does not boot has to be looked at as it is.
 */
static bool boot_job(struct device *device, const struct cli_args *args,
                     struct why *why)
{
    struct boots boots = {.device = device, .args = args};
    struct why save_why;
    bool done = boots_open(&boots, why) && boots_serve(&boots, why);
    bool is_changed = boots.device->flash.op_count > 0 ||
                      boots.device->fuses.efuse.burn_count > 0 || done;
    if (!cli_given(args, BOOT_DRY_RUN) && is_changed &&
        !device_save(device, &save_why)) {
        *why = save_why;
        done = false;
    }
    file_free(&boots.update);
    return done;
}

static int boot_run_command(const struct cli_args *args)
{
    return sim_job(args, DEVICE_LOAD, boot_job);
}

const struct cli_command sim_command_boot = {
    .name = "boot",
    .summary = "Reset the device and watch it boot.",
    .help =
        "Reset the device and watch it boot. Lines in square brackets are the "
        "boot log, lines that start with sim: tell what the virtual device "
        "sees: what runs, where power fails, and what each boot erased, wrote "
        "and read.\n"
        "With --efuse the chip's ROM comes first, in lines that start with "
        "rom:, and looks for the bootloader in the flash: write its image "
        "there with `load --offset`. What runs then is the boot code of this "
        "program.\n"
        "A bootloader with CONFIG_ESP_MCUBOOT_SERIAL goes into recovery if it "
        "is asked to, or if nothing boots. With --serial it serves there, "
        "after a line that tells where, until a client resets the device, and "
        "the boot behind that is the one that counts.\n"
        "The exit status is 0 if the last boot started an image, or ended as "
        "--expect says; the flash file is saved in any case.",
    .options = boot_options,
    .option_count = BOOT_OPTION_COUNT,
    .run = boot_run_command,
};
