/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport sim boot`: resets the virtual device as often as asked, prints
 * the boot log, what the application does and what each boot cost. The boot
 * itself is session.c.
 */
#include "host/sim/sim_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/files/file.h"
#include "host/sim/cut.h"
#include "host/sim/device.h"
#include "host/sim/session.h"
#include "host/sim/sim_options.h"
#include "host/sim/status_text.h"
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
             "until the watchdog bites, panic, or damage the image in the "
             "secondary slot; repeat it for the second boot and so on, the "
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
             "'reset' if the chip must reset while it is locked"},
    {.name = "--log",
     .kind = CLI_CHOICE,
     .choices = log_choices,
     .fallback = "info",
     .help = "lines of the boot log up to this level  [default: info]"},
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
    uint32_t number;    /* boot of this command, from 0 */
    uint32_t explained; /* status that was explained last */
};

static const char *start_word(const struct conf *conf, uint8_t image)
{
    if (image == 0) {
        return "runs from";
    }
    return conf->multi_processor ? "runs on the second CPU from"
                                 : "is verified at";
}

static void started_print(const struct boot_result *result, void *context)
{
    const struct boots *boots = (const struct boots *)context;
    const struct conf *conf = &boots->device->conf;
    for (uint8_t i = 0; i < conf->boot.image_count; i++) {
        const struct boot_start *start = &result->start[i];
        const struct image_version *v = &start->facts->header.version;
        printf("sim: image %u, version %u.%u.%u+%" PRIu32 ", %s 0x%06" PRIx32
               "\n",
               i, v->major, v->minor, v->revision, v->build,
               start_word(conf, i), start->slot->base);
    }
}

static void work_print(const char *who, const struct nor_stats *work)
{
    if (work->bytes_read == 0 && work->program_count == 0 &&
        work->erase_count == 0 && work->large_erase_count == 0) {
        return;
    }
    printf("sim: %s erased %" PRIu32 " sectors", who, work->erase_count);
    if (work->large_erase_count > 0) {
        printf(" and %" PRIu32 " blocks", work->large_erase_count);
    }
    printf(", wrote %" PRIu64 " bytes, read %" PRIu64 " bytes\n",
           work->bytes_programmed, work->bytes_read);
}

static void rom_print(void *context, const char *text)
{
    (void)context;
    bool own = strncmp(text, "sim: ", 5) == 0;
    printf("%s%s\n", own ? "" : "rom: ", text);
}

static void outcome_print(const struct boots *boots,
                          const struct session *session)
{
    const struct flash *flash = &boots->device->flash;
    if (session->power_failed) {
        printf("sim: power fails at operation %" PRIu64 " (%s), %s at "
               "0x%06" PRIx32 "\n",
               session->op_count - 1, cut_manner_names[flash->cut_manner],
               flash->cut_is_erase ? "an erase" : "a program", flash->cut_addr);
    } else if (session->is_restarted) {
        printf("sim: %s\n", session_refusal(session));
    } else if (!session->is_started) {
        printf("sim: nothing boots: %s\n", session_refusal(session));
    }
    work_print("boot code", &session->boot_work);
    work_print("application", &session->application_work);
}

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
    armed->op = whole.op_count * cut.at / 100;
    return true;
}

/*
 * The device logs statuses as numbers; people want the sentence as well, once
 * in a row.
 */
static void status_explain(void *context, const char *text,
                           const uint32_t number[2])
{
    struct boots *boots = context;
    const char *error = strstr(text, "error %x");
    if (error == NULL) {
        return;
    }
    uint32_t status = number[strchr(text, '%') < error ? 1 : 0];
    if (status != boots->explained) {
        printf("sim: 0x%" PRIx32 ": %s\n", status,
               status_text((status_t)status));
    }
    boots->explained = status;
}

static void log_set(struct boots *boots)
{
    int level = cli_choice(boots->args, BOOT_LOG);
    boots->explained = (uint32_t)OK;
    struct sim_log console = {
        .stream = level > 0 ? stdout : NULL,
        .target = boots->device->target,
        .level = (enum log_level)(level > 0 ? level : LOG_ERROR),
        .told = status_explain,
        .context = boots,
    };
    sim_log_open(&console);
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

static bool boot_once(struct boots *boots, struct session *session,
                      struct why *why)
{
    struct device *device = boots->device;
    const struct session_hooks hooks = {
        .started = started_print, .rom_said = rom_print, .context = boots};
    struct session_cut cut = {.is_armed = false};
    application_set(boots);
    if (!cut_set(boots, &cut, why)) {
        return false;
    }
    device->state.boots++;
    printf("sim: boot %" PRIu32 ", reset by %s\n", device->state.boots,
           reset_cause_names[device->state.cause]);
    log_set(boots);
    session_boot(device, &boots->app, &cut, &hooks, session);
    sim_log_close();
    outcome_print(boots, session);
    device->state.cause = session->next;
    return session_check(boots, session, &cut, why);
}

static void outcome_name(const struct session *session, char *name, size_t room)
{
    const struct image_facts *facts = session->result.start[0].facts;
    if (session->power_failed) {
        (void)snprintf(name, room, "cut");
    } else if (session->is_restarted) {
        (void)snprintf(name, room, "reset");
    } else if (!session->is_started) {
        (void)snprintf(name, room, "nothing");
    } else {
        const struct image_version *v = &facts->header.version;
        (void)snprintf(name, room, "%u.%u.%u", v->major, v->minor, v->revision);
    }
}

/* The last boot's outcome against --expect; without it, something must run. */
static bool outcome_check(const struct cli_args *args,
                          const struct session *session, struct why *why)
{
    char name[32];
    const char *expected = cli_text(args, BOOT_EXPECT);
    outcome_name(session, name, sizeof(name));
    if (expected == NULL) {
        return session->is_started || session->is_restarted ||
               session->power_failed ||
               why_say(why, "nothing boots: %s", session_refusal(session));
    }
    if (strcmp(expected, name) != 0) {
        return why_say(why, "expected %s, but the last boot ended with %s",
                       expected, name);
    }
    return true;
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
    boots->app.flash = &device->flash;
    boots->app.config = &device->conf.boot;
    boots->app.image = (uint8_t)cli_int(args, BOOT_IMAGE);
    return true;
}

static bool boots_run(struct boots *boots, struct why *why)
{
    struct session session;
    int64_t count = cli_int(boots->args, BOOT_BOOTS);
    for (boots->number = 0; boots->number < count; boots->number++) {
        if (!boot_once(boots, &session, why)) {
            return false;
        }
    }
    return outcome_check(boots->args, &session, why);
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
    bool done = boots_open(&boots, why) && boots_run(&boots, why);
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
        "The exit status is 0 if the last boot started an image, or ended as "
        "--expect says; the flash file is saved in any case.",
    .options = boot_options,
    .option_count = BOOT_OPTION_COUNT,
    .run = boot_run_command,
};
