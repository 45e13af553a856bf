/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which port a command line means: a profile, changed by options, or the one
 * port that is a chip's own. Opens nothing.
 */
#ifndef HOST_MCUMGR_CONNECTION_H
#define HOST_MCUMGR_CONNECTION_H

#include <stdbool.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/mcumgr/connstring.h"

/** What a command line says of the connection; NULL: nothing. */
struct connection_words {
    const char *profile;    /* name of a profile */
    const char *type;       /* in place of the profile's */
    const char *connstring; /* in place of the profile's */
    const char *extra;      /* added to either */
};

/**
 * Finds the connection.
 *
 * @param[in]  words       of the command line
 * @param[out] connection  port, speed and mtu
 * @param[out] why         on failure: what is missing or wrong
 *
 * @retval true   found
 * @retval false  not
 */
MUST_USE bool connection_find(const struct connection_words *words,
                              struct connection *connection, struct why *why);

#endif
