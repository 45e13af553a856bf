/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of `mcumgr` share: the connection that the options name,
 * and how a command runs over it. The commands have a file each.
 */
#ifndef HOST_MCUMGR_MCUMGR_H
#define HOST_MCUMGR_MCUMGR_H

#include <stdbool.h>
#include <stdint.h>

#include "host/cli/cli.h"
#include "host/mcumgr/client.h"
#include "host/mcumgr/connstring.h"
#include "host/mcumgr/packet.h"

#define MCUMGR_READ  0
#define MCUMGR_WRITE 2

#define MCUMGR_GROUP_OS    0
#define MCUMGR_GROUP_IMAGE 1

/** A command that runs. */
struct mcumgr {
    struct connection connection;
    bool is_patient; /* --timeout was given: it holds for uploads too */
    bool is_tough;   /* .. --tries */
    struct client client;
    struct packet packet;
};

/** What a command does once the port is open. */
typedef enum client_end (*mcumgr_act)(struct mcumgr *m,
                                      const struct cli_args *args,
                                      struct why *why);

extern const struct cli_command mcumgr_conn;   /* cmd_conn.c */
extern const struct cli_command mcumgr_echo;   /* cmd_os.c */
extern const struct cli_command mcumgr_params; /* cmd_os.c */
extern const struct cli_command mcumgr_reset;  /* cmd_os.c */
extern const struct cli_command mcumgr_slots;  /* cmd_slots.c */
extern const struct cli_command mcumgr_image;  /* cmd_image.c */
extern const struct cli_command mcumgr_upload; /* cmd_upload.c */

/**
 * Runs a command: opens the port that the options name, enters recovery if
 * asked to, acts, and prints what went wrong.
 *
 * @param[in] args  command line
 * @param[in] act   what to do
 *
 * @retval exit status of the program
 */
MUST_USE int mcumgr_run(const struct cli_args *args, mcumgr_act act);

/**
 * Asks a question that needs no data.
 *
 * @param[in,out] m       command
 * @param[in]     kind    question
 * @param[out]    answer  its map
 * @param[out]    why     on failure: the reason
 *
 * @retval as client_ask()
 */
MUST_USE enum client_end mcumgr_ask(struct mcumgr *m, struct packet_kind kind,
                                    struct item *answer, struct why *why);

#endif
