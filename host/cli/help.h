/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help pages in the layout of the tools that ours stands in for. Prints; does
 * not decide when.
 */
#ifndef HOST_CLI_HELP_H
#define HOST_CLI_HELP_H

#include <stdio.h>

#include "host/cli/cli.h"

/**
 * Prints the line "Usage: ...".
 *
 * @param[in] args  command line
 * @param[in] out   stream
 */
void help_print_usage(const struct cli_args *args, FILE *out);

/**
 * Prints the whole page on standard output.
 *
 * @param[in] args  command line that asks for it
 */
void help_print_page(const struct cli_args *args);

#endif
