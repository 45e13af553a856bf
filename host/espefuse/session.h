/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of `sallyport espefuse` have in common: the options of the
 * group, the eFuse file that they name, and the question before burning.
 */
#ifndef HOST_ESPEFUSE_SESSION_H
#define HOST_ESPEFUSE_SESSION_H

#include <stdbool.h>

#include "host/cli/cli.h"
#include "host/cli/why.h"
#include "host/efuse/efuse_file.h"
#include "host/espefuse/burn.h"

#define SESSION_EXIT_FAIL 2 /* as the vendor's tool ends when it refuses */

/** Options of the group, before the command. */
enum session_option {
    SESSION_CHIP,
    SESSION_VIRT,
    SESSION_FILE,
    SESSION_DO_NOT_CONFIRM,
    SESSION_PORT,
    SESSION_BAUD,
    SESSION_BEFORE,
    SESSION_AFTER,
    SESSION_DEBUG,
    SESSION_POSTPONE,
    SESSION_NO_POSTPONE,
    SESSION_OPTION_COUNT,
};

extern const struct cli_option session_options[SESSION_OPTION_COUNT];

/** An eFuse file at work. */
struct session {
    const struct cli_args *args; /* of the command */
    const char *path;            /* NULL: nothing is kept */
    struct efuse_file file;
};

/**
 * Opens the eFuses that the group's options name; a file that does not exist
 * is created, of eFuses none of which is burned.
 *
 * @param[out] session  at work
 * @param[in]  args     command line of a command
 * @param[out] why      on failure: what is wrong
 *
 * @retval true   open
 * @retval false  no file is named, or it is not one of the chip
 */
MUST_USE bool session_open(struct session *session, const struct cli_args *args,
                           struct why *why);

/**
 * Finds out which chip a file is of.
 *
 * @param[in]  args  command line of a command
 * @param[in]  path  file; NULL: none
 * @param[out] chip  as --chip says, else as the file's length does
 * @param[out] why   on failure: --chip is missing
 *
 * @retval true   found
 * @retval false  not
 */
MUST_USE bool session_chip(const struct cli_args *args, const char *path,
                           enum sim_efuse_chip *chip, struct why *why);

/**
 * Checks what was collected, shows it, asks, burns and saves.
 *
 * @param[in,out] session  at work
 * @param[in,out] burn     collection over the session's file
 *
 * @retval exit status; a failure was printed
 */
MUST_USE int session_burn(struct session *session, struct burn *burn);

/**
 * Prints why a command failed.
 *
 * @param[in] why  one sentence
 *
 * @retval SESSION_EXIT_FAIL
 */
MUST_USE int session_fail(const struct why *why);

#endif
