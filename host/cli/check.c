/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of a command line whose words were taken in: values in the order in
 * which they were given, then missing arguments, then missing options, then
 * what is too much. That order decides which of several mistakes is told
 * first, and build scripts match on it.
 */
#include "host/cli/check.h"

#include <stdio.h>
#include <string.h>

#include "host/cli/number.h"
#include "host/cli/prompt.h"
#include "host/cli/usage.h"

/* The command line, and the status that a mistake ends the program with. */
struct check {
    struct cli_args *args;
    int status;
};

/* Ends the checks; false, so that callers can return it. */
static bool stop(struct check *c, int status)
{
    c->status = status;
    return false;
}

/* Says what is wrong with a value, or returns true. */
static bool value_fits_kind(const struct cli_option *option, const char *value,
                            struct why *why)
{
    int64_t number = 0;
    if (option->kind == CLI_CHOICE && usage_find_choice(option, value) < 0) {
        usage_say_choices(option, value, why);
        return false;
    }
    if (option->kind == CLI_SWITCH && strcmp(value, "true") != 0 &&
        strcmp(value, "false") != 0) {
        return why_say(why, "'%s' is neither true nor false.", value);
    }
    if (option->kind == CLI_INT && !number_read_decimal(value, &number)) {
        return why_say(why, "'%s' is not a valid integer.", value);
    }
    if (option->kind == CLI_NUMBER && !number_read_based(value, &number)) {
        return why_say(why,
                       "%s is not a valid integer. Please use code literals "
                       "prefixed with 0b/0B, 0o/0O, or 0x/0X as necessary.",
                       value);
    }
    return true;
}

static bool check_value(struct check *c, const struct cli_given *given)
{
    struct why why;
    const struct cli_option *option = &c->args->command->options[given->option];
    if (option->kind == CLI_FLAG) {
        return true;
    }
    bool good = value_fits_kind(option, given->value, &why) &&
                (option->check == NULL || option->check(given->value, &why));
    if (!good) {
        return stop(c, cli_bad_value(c->args, given->option, "%s", why.text));
    }
    return true;
}

static bool is_first(const struct cli_args *args, size_t nth)
{
    return cli_nth(args, args->given[nth].option, 0) == &args->given[nth];
}

/* Of an option given more than once, all count or only the last. */
static bool check_option(struct check *c, size_t option)
{
    size_t count = cli_count(c->args, option);
    bool repeat = c->args->command->options[option].repeat;
    for (size_t i = repeat ? 0 : count - 1; i < count; i++) {
        if (!check_value(c, cli_nth(c->args, option, i))) {
            return false;
        }
    }
    return true;
}

static bool check_given(struct check *c)
{
    for (size_t i = 0; i < c->args->given_count; i++) {
        bool good =
            !is_first(c->args, i) || check_option(c, c->args->given[i].option);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* An option of many words may have taken the argument: tell the way out. */
static void hint_at_taken(const struct cli_args *args, struct why *hint)
{
    for (size_t i = 0; i < args->given_count; i++) {
        size_t nth = args->given[i].option;
        const struct cli_option *option = &args->command->options[nth];
        if (option->many && cli_count(args, nth) > 1) {
            (void)why_say(hint, " %s took the last word: put -- before it.",
                          option->name);
        }
    }
}

static bool check_arguments(struct check *c)
{
    struct why hint = {""};
    const struct cli_command *command = c->args->command;
    for (size_t i = 0; i < command->argument_count; i++) {
        const struct cli_argument *argument = &command->arguments[i];
        if (!argument->optional && i >= c->args->positional_count) {
            hint_at_taken(c->args, &hint);
            return stop(c, cli_usage_error(c->args, "Missing argument '%s'.%s",
                                           argument->name, hint.text));
        }
    }
    return true;
}

static bool say_missing(struct check *c, const struct cli_option *option)
{
    struct why names;
    struct why list = {""};
    usage_name_option(option, &names);
    if (option->kind == CLI_CHOICE) {
        usage_list_choices(option, &list);
    }
    return stop(c, cli_usage_error(c->args, "Missing option %s.%s", names.text,
                                   list.text));
}

static bool add_answer(struct check *c, size_t option, const char *value)
{
    if (c->args->given_count == CLI_GIVEN_MAX) {
        return stop(c, cli_usage_error(c->args, "Got more than %d options",
                                       CLI_GIVEN_MAX));
    }
    c->args->given[c->args->given_count++] =
        (struct cli_given){.option = option, .value = value};
    return true;
}

/* Asks for a choice until the answer is one. */
static bool ask(struct check *c, size_t index)
{
    const struct cli_option *option = &c->args->command->options[index];
    char answer[64];
    struct why why;
    while (prompt_line(option->prompt, answer, sizeof(answer))) {
        int chosen = usage_find_choice(option, answer);
        if (chosen >= 0) {
            return add_answer(c, index, option->choices[chosen]);
        }
        usage_say_choices(option, answer, &why);
        (void)printf("Error: %s\n", why.text);
    }
    (void)fputs("Aborted!\n", stderr);
    return stop(c, CLI_EXIT_FAIL);
}

static bool check_missing(struct check *c)
{
    const struct cli_command *command = c->args->command;
    for (size_t i = 0; i < command->option_count; i++) {
        if (cli_given(c->args, i)) {
            continue;
        }
        if (command->options[i].prompt != NULL) {
            if (!ask(c, i)) {
                return false;
            }
        } else if (command->options[i].required) {
            return say_missing(c, &command->options[i]);
        }
    }
    return true;
}

static bool check_surplus(struct check *c)
{
    const struct cli_args *args = c->args;
    size_t wanted = args->command->argument_count;
    if (args->positional_count <= wanted ||
        (wanted > 0 && args->command->arguments[wanted - 1].many)) {
        return true;
    }
    struct why list = {""};
    for (size_t i = wanted; i < args->positional_count; i++) {
        why_add(&list, i == wanted ? "" : " ");
        why_add(&list, args->positional[i]);
    }
    bool one = args->positional_count - wanted == 1;
    return stop(c, cli_usage_error(args, "Got unexpected extra argument%s (%s)",
                                   one ? "" : "s", list.text));
}

bool check_args(struct cli_args *args, int *status)
{
    struct check c = {.args = args};
    bool good = check_given(&c) && check_arguments(&c) && check_missing(&c) &&
                check_surplus(&c);
    *status = c.status;
    return good;
}
