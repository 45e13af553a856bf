/* SPDX-License-Identifier: Apache-2.0 */
/* See boot_tell.h. */
#include "host/sim/boot_tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/sim/cut.h"
#include "host/sim/status_text.h"
#include "port/sim/sim_log.h"

static const char *start_word(const struct conf *conf, uint8_t image)
{
    if (image == 0) {
        return "runs from";
    }
    return conf->multi_processor ? "runs on the second CPU from"
                                 : "is verified at";
}

void boot_tell_started(const struct boot_result *result, void *context)
{
    const struct boot_tell *tell = context;
    const struct conf *conf = &tell->device->conf;
    for (uint8_t i = 0; i < conf->boot.image_count; i++) {
        const struct boot_start *start = &result->start[i];
        const struct image_version *v = &start->facts->header.version;
        printf("sim: image %u, version %u.%u.%u+%" PRIu32 ", %s 0x%06" PRIx32
               "\n",
               i, v->major, v->minor, v->revision, v->build,
               start_word(conf, i), start->slot->base);
    }
}

void boot_tell_rom(void *context, const char *text)
{
    (void)context;
    bool own = strncmp(text, "sim: ", 5) == 0;
    printf("%s%s\n", own ? "" : "rom: ", text);
}

void boot_tell_rescue(enum rescue_cause cause, const char *name)
{
    static const char *const causes[] = {
        [RESCUE_NONE] = "",
        [RESCUE_PIN] = "its pin is held",
        [RESCUE_ASKED] = "it was asked for before the reset",
        [RESCUE_DEAD] = "nothing boots",
    };
    printf("sim: recovery, because %s; it talks on %s\n", causes[cause], name);
    (void)fflush(stdout);
}

static void rescue_print(const struct session *session)
{
    static const char *const ends[] = {
        [RECOVERY_GOES_ON] = "recovery still waits for a client",
        [RECOVERY_RESET] = "reset by the client",
        [RECOVERY_RESET_TO_US] = "reset by the client, back to recovery",
        [RECOVERY_RESET_IDLE] = "reset, for no client asked for anything",
    };
    printf("sim: %s\n", ends[session->rescue_next]);
}

/* Recovery tells what comes next; without a client it says why it waits. */
static bool is_told(const struct session *session)
{
    return session->rescue == RESCUE_PIN || session->rescue == RESCUE_ASKED ||
           session->rescue_next != RECOVERY_GOES_ON;
}

static void end_print(const struct boot_tell *tell,
                      const struct session *session)
{
    const struct flash *flash = &tell->device->flash;
    if (session->power_failed) {
        printf("sim: power fails at operation %" PRIu64 " (%s), %s at "
               "0x%06" PRIx32 "\n",
               session->op_count - 1, cut_manner_names[flash->cut_manner],
               flash->cut_is_erase ? "an erase" : "a program", flash->cut_addr);
    } else if (session->is_restarted) {
        printf("sim: %s\n", session_refusal(session));
    } else if (!session->is_started && !is_told(session)) {
        printf("sim: nothing boots: %s\n", session_refusal(session));
    }
    if (session->rescue != RESCUE_NONE && !session->power_failed) {
        rescue_print(session);
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

void boot_tell_outcome(const struct boot_tell *tell,
                       const struct session *session)
{
    end_print(tell, session);
    work_print("boot code", &session->boot_work);
    work_print("application", &session->application_work);
}

/*
 * The device logs statuses as numbers; people want the sentence as well, once
 * in a row.
 */
static void status_explain(void *context, const char *text,
                           const uint32_t number[2])
{
    struct boot_tell *tell = context;
    const char *error = strstr(text, "error %x");
    if (error == NULL) {
        return;
    }
    uint32_t status = number[strchr(text, '%') < error ? 1 : 0];
    if (status != tell->explained) {
        printf("sim: 0x%" PRIx32 ": %s\n", status,
               status_text((status_t)status));
    }
    tell->explained = status;
}

void boot_tell_open(struct boot_tell *tell, const struct device *device,
                    int level)
{
    tell->device = device;
    tell->explained = (uint32_t)OK;
    struct sim_log console = {
        .stream = level > 0 ? stdout : NULL,
        .target = device->target,
        .level = (enum log_level)(level > 0 ? level : LOG_ERROR),
        .told = status_explain,
        .context = tell,
    };
    sim_log_open(&console);
}
