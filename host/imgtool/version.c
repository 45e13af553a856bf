/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool version`: build scripts compare it with the version of imgtool
 * whose options they use, so it tells the interface that we follow and not
 * our own version, which `sallyport --version` prints.
 */
#include <stdio.h>

#include "host/imgtool/imgtool.h"

#define INTERFACE_VERSION "2.4.0"

static int run(const struct cli_args *args)
{
    (void)args;
    (void)puts(INTERFACE_VERSION);
    return CLI_EXIT_OK;
}

const struct cli_command imgtool_version = {
    .name = "version",
    .summary = "Print imgtool version information",
    .run = run,
};
