/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the reader of command lines prints: usage errors, the names in them,
 * and help pages. Reads nothing itself; cli.c calls it.
 */
#ifndef HOST_CLI_USAGE_H
#define HOST_CLI_USAGE_H

#include <stdarg.h>

#include "base/compiler.h"
#include "host/cli/cli.h"
#include "host/cli/why.h"

/**
 * Prints a usage error in three parts on standard error.
 *
 * @param[in] args    command line
 * @param[in] prefix  of the message, such as ""
 * @param[in] format  of vprintf()
 * @param[in] list    its values
 */
void usage_print_error(const struct cli_args *args, const char *prefix,
                       const char *format, va_list list)
    __attribute__((format(printf, 3, 0)));

/**
 * Writes an option's names as errors show them: '-k' / '--key'.
 *
 * @param[in]  option  option
 * @param[out] names   the names
 */
void usage_name_option(const struct cli_option *option, struct why *names);

/**
 * Finds a value among an option's choices.
 *
 * @param[in] option  of kind CLI_CHOICE
 * @param[in] value   what was given
 *
 * @retval 0..n-1  index of the choice
 * @retval -1      none
 */
MUST_USE int usage_find_choice(const struct cli_option *option,
                               const char *value);

/**
 * Says that a value is none of an option's choices.
 *
 * @param[in]  option  of kind CLI_CHOICE
 * @param[in]  value   what was given
 * @param[out] why     sentence with all choices
 */
void usage_say_choices(const struct cli_option *option, const char *value,
                       struct why *why);

/**
 * Lists an option's choices as the report of a missing option does: after
 * " Choose from:", one a line.
 *
 * @param[in]  option  of kind CLI_CHOICE
 * @param[out] list    all choices
 */
void usage_list_choices(const struct cli_option *option, struct why *list);

/**
 * Says that an option does not exist, with similar names if there are any.
 *
 * @param[in]  command  whose options there are
 * @param[in]  name     what was typed, dashes included
 * @param[out] why      sentence
 */
void usage_say_unknown(const struct cli_command *command, const char *name,
                       struct why *why);

#endif
