/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `mcumgr echo`, `params` and `reset`: the commands of the group "os".
 */
#include <stdio.h>
#include <string.h>

#include "host/mcumgr/mcumgr.h"
#include "host/mcumgr/plain_text.h"

#define ID_ECHO   0
#define ID_RESET  5
#define ID_PARAMS 6

#define BOOT_MODE_RECOVERY 1

/* ---- echo ------------------------------------------------------------ */

static const struct cli_argument echo_arguments[] = {{.name = "TEXT"}};

static enum client_end echo(struct mcumgr *m, const struct cli_args *args,
                            struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_WRITE, MCUMGR_GROUP_OS,
                                            ID_ECHO};
    const char *text = cli_argument(args, 0);
    struct item answer;
    char shown[PACKET_MESSAGE_MAX];
    size_t len = 0;
    client_begin(&m->client, &m->packet, kind);
    cbor_put_map(&m->packet.body, 1);
    cbor_put_text(&m->packet.body, "d");
    cbor_put_text(&m->packet.body, text);
    enum client_end end = client_ask(&m->client, &m->packet, &answer, why);
    if (end != CLIENT_DONE) {
        return end;
    }
    const char *back = item_text(&answer, "r", &len);
    if (back == NULL || len != strlen(text) || memcmp(back, text, len) != 0) {
        (void)why_say(why, "The device sent back another text: the line is "
                           "disturbed; try a lower speed");
        return CLIENT_MISMATCH;
    }
    plain_text_copy(back, len, shown, sizeof(shown));
    (void)puts(shown);
    return CLIENT_DONE;
}

static int run_echo(const struct cli_args *args)
{
    return mcumgr_run(args, echo);
}

const struct cli_command mcumgr_echo = {
    .name = "echo",
    .summary = "Send a text and show what comes back",
    .arguments = echo_arguments,
    .argument_count = 1,
    .run = run_echo,
};

/* ---- params ---------------------------------------------------------- */

static enum client_end params(struct mcumgr *m, const struct cli_args *args,
                              struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_READ, MCUMGR_GROUP_OS,
                                            ID_PARAMS};
    struct item answer;
    (void)args;
    enum client_end end = mcumgr_ask(m, kind, &answer, why);
    if (end != CLIENT_DONE) {
        return end;
    }
    (void)printf("buf_size: %lld\nbuf_count: %lld\n",
                 (long long)item_int(&answer, "buf_size", 0),
                 (long long)item_int(&answer, "buf_count", 0));
    return CLIENT_DONE;
}

static int run_params(const struct cli_args *args)
{
    return mcumgr_run(args, params);
}

const struct cli_command mcumgr_params = {
    .name = "params",
    .summary = "Show how long a packet the device takes",
    .run = run_params,
};

/* ---- reset ----------------------------------------------------------- */

enum { OPT_TO_RECOVERY, RESET_OPT_COUNT };

static const struct cli_option reset_options[RESET_OPT_COUNT] = {
    [OPT_TO_RECOVERY] = {.name = "--to-recovery",
                         .kind = CLI_FLAG,
                         .help = "Come back to recovery after the reset"},
};

static enum client_end reset(struct mcumgr *m, const struct cli_args *args,
                             struct why *why)
{
    static const struct packet_kind kind = {MCUMGR_WRITE, MCUMGR_GROUP_OS,
                                            ID_RESET};
    bool to_recovery = cli_given(args, OPT_TO_RECOVERY);
    struct item answer;
    client_begin(&m->client, &m->packet, kind);
    cbor_put_map(&m->packet.body, to_recovery ? 1 : 0);
    if (to_recovery) {
        cbor_put_text(&m->packet.body, "boot_mode");
        cbor_put_uint(&m->packet.body, BOOT_MODE_RECOVERY);
    }
    enum client_end end = client_ask(&m->client, &m->packet, &answer, why);
    if (end == CLIENT_FAILED && m->client.is_gone) {
        end = CLIENT_DONE; /* a chip's own USB port goes away with the reset */
    }
    if (end == CLIENT_DONE) {
        (void)puts("Done");
    }
    return end;
}

static int run_reset(const struct cli_args *args)
{
    return mcumgr_run(args, reset);
}

const struct cli_command mcumgr_reset = {
    .name = "reset",
    .summary = "Reset the device",
    .options = reset_options,
    .option_count = RESET_OPT_COUNT,
    .run = run_reset,
};
