/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The group `mcumgr`: talks with serial recovery, ours and MCUboot's, with the
 * command lines of the Go tool of that name. Its commands for applications
 * (logs, statistics, files) are not here.
 */
#include "host/mcumgr/mcumgr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/commands.h"
#include "host/keys/random.h"
#include "host/mcumgr/connection.h"
#include "host/mcumgr/enter.h"

#define BACK_MS       5000 /* a chip's own USB port comes back after a reset */
#define BACK_POLL_MS  50
#define TIMEOUT_MAX_S 3600
#define TRIES_MAX     1000
#define TIME_MAX_MS   60000

enum {
    OPT_CONN,
    OPT_CONNTYPE,
    OPT_CONNSTRING,
    OPT_CONNEXTRA,
    OPT_TIMEOUT,
    OPT_TRIES,
    OPT_LOGLEVEL,
    OPT_VERBOSE,
    OPT_LINE_DELAY,
    OPT_ENTER,
    OPT_ENTER_RESET,
    OPT_ENTER_PIN,
    OPT_ENTER_GAP,
    OPT_ENTER_HOLD,
    OPT_COUNT
};

/* ---- options --------------------------------------------------------- */

static bool read_seconds(const char *text, uint32_t *ms)
{
    char *end = NULL;
    double seconds = strtod(text, &end);
    if (end == text || *end != 0 || !(seconds > 0) || seconds > TIMEOUT_MAX_S) {
        return false;
    }
    *ms = (uint32_t)(seconds * 1000);
    return true;
}

static bool check_timeout(const char *value, struct why *why)
{
    uint32_t ms = 0;
    return read_seconds(value, &ms) ||
           why_say(why,
                   "'%s' is no number of seconds, more than 0 and up to "
                   "%d.",
                   value, TIMEOUT_MAX_S);
}

static bool check_range(const char *value, int64_t min, int64_t max,
                        struct why *why)
{
    char *end = NULL;
    long long number = strtoll(value, &end, 10);
    return (*end == 0 && number >= min && number <= max) ||
           why_say(why, "'%s' is not in the range %lld to %lld.", value,
                   (long long)min, (long long)max);
}

static bool check_tries(const char *value, struct why *why)
{
    return check_range(value, 1, TRIES_MAX, why);
}

static bool check_time(const char *value, struct why *why)
{
    return check_range(value, 0, TIME_MAX_MS, why);
}

static const char *const levels[] = {"panic", "fatal", "error", "warn",
                                     "info",  "debug", "trace", NULL};
static const char *const reset_lines[] = {"rts", "dtr", NULL};
static const char *const pin_lines[] = {"dtr", "rts", "none", NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_CONN] = {.name = "--conn",
                  .letter = 'c',
                  .kind = CLI_TEXT,
                  .metavar = "NAME",
                  .help = "Connection profile to use, see 'conn add'"},
    [OPT_CONNTYPE] = {.name = "--conntype",
                      .kind = CLI_TEXT,
                      .metavar = "TYPE",
                      .help = "Type of the connection, in place of the "
                              "profile's: serial"},
    [OPT_CONNSTRING] = {.name = "--connstring",
                        .kind = CLI_TEXT,
                        .metavar = "KEY=VALUE,...",
                        .help = "dev=PORT,baud=115200,mtu=BYTES, in place of "
                                "the profile's"},
    [OPT_CONNEXTRA] = {.name = "--connextra",
                       .kind = CLI_TEXT,
                       .metavar = "KEY=VALUE,...",
                       .help = "Added to the connection string"},
    [OPT_TIMEOUT] = {.name = "--timeout",
                     .letter = 't',
                     .kind = CLI_TEXT,
                     .metavar = "SECONDS",
                     .fallback = "10",
                     .check = check_timeout,
                     .help = "Wait so long for an answer; parts of a second "
                             "are allowed  [default: 10; packets of an "
                             "upload: 3, the first 40]"},
    [OPT_TRIES] = {.name = "--tries",
                   .letter = 'r',
                   .kind = CLI_INT,
                   .fallback = "1",
                   .check = check_tries,
                   .help = "Ask so often if no answer comes  [default: 1; "
                           "packets of an upload: 6, the first 3]"},
    [OPT_LOGLEVEL] = {.name = "--loglevel",
                      .letter = 'l',
                      .kind = CLI_CHOICE,
                      .choices = levels,
                      .metavar = "LEVEL",
                      .fallback = "info",
                      .help = "debug is --verbose; other levels of the Go "
                              "tool change nothing"},
    [OPT_VERBOSE] = {.name = "--verbose",
                     .letter = 'v',
                     .kind = CLI_FLAG,
                     .help = "Show what the device prints besides answers"},
    [OPT_LINE_DELAY] = {.name = "--line-delay",
                        .kind = CLI_INT,
                        .metavar = "MS",
                        .fallback = "0",
                        .check = check_time,
                        .help = "Pause between the lines of a packet, for a "
                                "device that loses bytes; the Go tool's is 20 "
                                " [default: 0]"},
    [OPT_ENTER] = {.name = "--enter",
                   .kind = CLI_FLAG,
                   .help = "First reset the board with the lines of its port, "
                           "and pull its recovery pin down"},
    [OPT_ENTER_RESET] = {.name = "--enter-reset",
                         .kind = CLI_CHOICE,
                         .choices = reset_lines,
                         .fallback = "rts",
                         .help = "Line that resets (EN)  [default: rts]"},
    [OPT_ENTER_PIN] = {.name = "--enter-pin",
                       .kind = CLI_CHOICE,
                       .choices = pin_lines,
                       .fallback = "dtr",
                       .help = "Line of the recovery pin; none: only reset  "
                               "[default: dtr]"},
    [OPT_ENTER_GAP] = {.name = "--enter-gap",
                       .kind = CLI_INT,
                       .metavar = "MS",
                       .fallback = "20",
                       .check = check_time,
                       .help = "From the reset to the pin: longer than the "
                               "reset line takes to rise, shorter than the "
                               "ROM takes to start the bootloader  "
                               "[default: 20]"},
    [OPT_ENTER_HOLD] = {.name = "--enter-hold",
                        .kind = CLI_INT,
                        .metavar = "MS",
                        .fallback = "6000",
                        .check = check_time,
                        .help = "Hold the pin: longer than the bootloader's "
                                "detection delay  [default: 6000]"},
};

static const struct cli_args *group_of(const struct cli_args *args)
{
    while (args->command->options != options) {
        args = args->parent;
    }
    return args;
}

/* ---- entering -------------------------------------------------------- */

static bool open_port(struct mcumgr *m, struct why *why)
{
    return tty_open(&m->client.tty, m->connection.dev, m->connection.baud, why);
}

/* Opens a port again that a reset may have taken away. */
static bool open_again(struct mcumgr *m, struct why *why)
{
    int64_t deadline_ms = tty_now_ms() + BACK_MS;
    tty_close(&m->client.tty);
    while (!open_port(m, why)) {
        if (tty_now_ms() > deadline_ms) {
            return false;
        }
        tty_sleep(BACK_POLL_MS);
    }
    return true;
}

static bool enter(struct mcumgr *m, const struct cli_args *group,
                  struct why *why)
{
    static const unsigned pins[] = {TTY_DTR, TTY_RTS, 0};
    int reset = cli_choice(group, OPT_ENTER_RESET);
    const struct enter_plan plan = {
        .reset_line = reset == 0 ? TTY_RTS : TTY_DTR,
        .pin_line = pins[cli_choice(group, OPT_ENTER_PIN)],
        .reset_ms = 100, /* what flashing tools give the circuit's capacitor */
        .gap_ms = (uint32_t)cli_int(group, OPT_ENTER_GAP),
        .hold_ms = (uint32_t)cli_int(group, OPT_ENTER_HOLD),
    };
    if (!cli_given(group, OPT_ENTER)) {
        return true;
    }
    if (plan.reset_line == plan.pin_line) {
        return why_say(why, "--enter-reset and --enter-pin name the same "
                            "line: give two");
    }
    (void)fprintf(stderr, "resetting into recovery...\n");
    return enter_recovery(&m->client.tty, &plan, why) && open_again(m, why);
}

/* ---- running --------------------------------------------------------- */

static void prepare(struct mcumgr *m, const struct cli_args *group)
{
    m->is_patient = cli_given(group, OPT_TIMEOUT);
    m->is_tough = cli_given(group, OPT_TRIES);
    m->client.tries = (unsigned)cli_int(group, OPT_TRIES);
    m->client.line_delay_ms = (uint32_t)cli_int(group, OPT_LINE_DELAY);
    m->client.is_verbose = cli_given(group, OPT_VERBOSE) ||
                           strcmp(cli_text(group, OPT_LOGLEVEL), "debug") == 0;
    if (!read_seconds(cli_text(group, OPT_TIMEOUT), &m->client.timeout_ms)) {
        abort(); /* checked with the command line */
    }
}

static enum client_end run_over(struct mcumgr *m, const struct cli_args *args,
                                mcumgr_act act, struct why *why)
{
    const struct cli_args *group = group_of(args);
    const struct connection_words words = {
        .profile = cli_text(group, OPT_CONN),
        .type = cli_text(group, OPT_CONNTYPE),
        .connstring = cli_text(group, OPT_CONNSTRING),
        .extra = cli_text(group, OPT_CONNEXTRA),
    };
    if (random_fill(NULL, &m->client.sequence, 1) != 0) {
        (void)why_say(why, "The system gives no random numbers");
        return CLIENT_FAILED;
    }
    if (!connection_find(&words, &m->connection, why) || !open_port(m, why)) {
        return CLIENT_FAILED;
    }
    if (!enter(m, group, why)) {
        return CLIENT_FAILED;
    }
    enum client_end end = client_greet(&m->client, why);
    return end == CLIENT_DONE ? act(m, args, why) : end;
}

int mcumgr_run(const struct cli_args *args, mcumgr_act act)
{
    struct mcumgr *m = calloc(1, sizeof(*m));
    struct why why;
    if (m == NULL) {
        return cli_fail("Out of memory");
    }
    m->client.tty.fd = -1;
    prepare(m, group_of(args));
    enum client_end end = run_over(m, args, act, &why);
    tty_close(&m->client.tty);
    free(m);
    if (end == CLIENT_DONE) {
        return CLI_EXIT_OK;
    }
    if (end == CLIENT_USAGE) {
        return cli_usage_error(args, "%s", why.text);
    }
    int status = cli_fail("%s", why.text);
    return end == CLIENT_FAILED ? status : (int)end;
}

enum client_end mcumgr_ask(struct mcumgr *m, struct packet_kind kind,
                           struct item *answer, struct why *why)
{
    client_begin(&m->client, &m->packet, kind);
    cbor_put_map(&m->packet.body, 0);
    return client_ask(&m->client, &m->packet, answer, why);
}

static const struct cli_command *const commands[] = {
    &mcumgr_conn,  &mcumgr_echo,  &mcumgr_image, &mcumgr_params,
    &mcumgr_reset, &mcumgr_slots, NULL,
};

const struct cli_command command_mcumgr = {
    .name = "mcumgr",
    .summary = "Talk with serial recovery: upload, list, confirm images",
    .help = "Talk with the serial recovery of a bootloader, ours or MCUboot's."
            "\nExit status: 0 done, 1 port or file, 2 command line, 3 no "
            "answer, 4 refused by the device, 5 the upload does not match.",
    .options = options,
    .option_count = OPT_COUNT,
    .lasting = true,
    .commands = commands,
};
