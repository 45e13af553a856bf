/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command asks of the command line that was read, and how it reports
 * what it finds wrong with it. The reading is in cli.c.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host/cli/cli.h"
#include "host/cli/number.h"
#include "host/cli/usage.h"

int cli_usage_error(const struct cli_args *args, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    usage_print_error(args, "", format, list);
    va_end(list);
    return CLI_EXIT_USAGE;
}

int cli_bad_value(const struct cli_args *args, size_t option,
                  const char *format, ...)
{
    struct why names;
    struct why prefix;
    va_list list;
    usage_name_option(&args->command->options[option], &names);
    (void)why_say(&prefix, "Invalid value for %s: ", names.text);
    va_start(list, format);
    usage_print_error(args, prefix.text, format, list);
    va_end(list);
    return CLI_EXIT_USAGE;
}

int cli_fail(const char *format, ...)
{
    va_list list;
    (void)fflush(stdout);
    (void)fputs("Error: ", stderr);
    va_start(list, format);
    (void)vfprintf(stderr, format, list);
    va_end(list);
    (void)fputc('\n', stderr);
    return CLI_EXIT_FAIL;
}

bool cli_given(const struct cli_args *args, size_t option)
{
    return cli_count(args, option) > 0;
}

size_t cli_count(const struct cli_args *args, size_t option)
{
    size_t count = 0;
    for (size_t i = 0; i < args->given_count; i++) {
        count += args->given[i].option == option ? 1U : 0U;
    }
    return count;
}

const struct cli_given *cli_nth(const struct cli_args *args, size_t option,
                                size_t nth)
{
    for (size_t i = 0; i < args->given_count; i++) {
        if (args->given[i].option == option && nth-- == 0) {
            return &args->given[i];
        }
    }
    return NULL;
}

const char *cli_text(const struct cli_args *args, size_t option)
{
    size_t count = cli_count(args, option);
    if (count == 0) {
        return args->command->options[option].fallback;
    }
    return cli_nth(args, option, count - 1)->value;
}

bool cli_is_on(const struct cli_args *args, size_t option)
{
    const char *text = cli_text(args, option);
    return text != NULL && strcmp(text, "true") == 0;
}

int64_t cli_int(const struct cli_args *args, size_t option)
{
    const char *text = cli_text(args, option);
    int64_t value = 0;
    if (text == NULL) {
        return 0;
    }
    if (args->command->options[option].kind == CLI_INT) {
        return number_read_decimal(text, &value) ? value : 0;
    }
    return number_read_based(text, &value) ? value : 0;
}

int cli_choice(const struct cli_args *args, size_t option)
{
    const char *text = cli_text(args, option);
    if (text == NULL) {
        return -1;
    }
    return usage_find_choice(&args->command->options[option], text);
}

const char *cli_argument(const struct cli_args *args, size_t nth)
{
    return nth < args->positional_count ? args->positional[nth] : NULL;
}
