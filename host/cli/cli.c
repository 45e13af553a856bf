/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a command line against the tables of its command: first all words are
 * taken in, then help is answered, then values are checked in the order in
 * which they were given, then what is missing is reported. That order decides
 * which of several mistakes is told first, and build scripts match on it.
 */
#include "host/cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host/cli/help.h"
#include "host/cli/number.h"
#include "host/cli/prompt.h"
#include "host/cli/usage.h"

#define CLI_DEPTH_MAX 4 /* groups in groups, with the command */

/* Stands for an option outside the command's table. */
#define OPTION_NONE SIZE_MAX
#define OPTION_HELP (SIZE_MAX - 1)

/* One level of a command line being read; .status counts once it is over. */
struct reader {
    struct cli_args *args;
    char *const *words; /* not yet taken */
    size_t word_count;
    size_t eager; /* --help or --version, the first given */
    int status;
};

/* ---- errors --------------------------------------------------------- */

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

/* Ends the reading; false, so that callers can return it. */
static bool stop(struct reader *r, int status)
{
    r->status = status;
    return false;
}

/* ---- taking words in ------------------------------------------------ */

static const char *take_word(struct reader *r)
{
    if (r->word_count == 0) {
        return NULL;
    }
    r->word_count--;
    return *r->words++;
}

static size_t find_long(const struct cli_command *command, const char *name,
                        size_t len)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const char *own = command->options[i].name;
        if (strlen(own) == len && memcmp(own, name, len) == 0) {
            return i;
        }
    }
    bool is_help = len == 6 && memcmp(name, "--help", 6) == 0;
    return is_help ? OPTION_HELP : OPTION_NONE;
}

static size_t find_letter(const struct cli_command *command, char letter)
{
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].letter == letter) {
            return i;
        }
    }
    return letter == 'h' ? OPTION_HELP : OPTION_NONE;
}

static enum cli_kind kind_of(const struct reader *r, size_t option)
{
    if (option == OPTION_HELP) {
        return CLI_FLAG;
    }
    return r->args->command->options[option].kind;
}

static bool takes_value(enum cli_kind kind)
{
    return kind != CLI_FLAG && kind != CLI_VERSION;
}

static bool say_too_few(struct reader *r, const char *name, bool pair)
{
    if (pair) {
        return stop(r, cli_usage_error(
                           r->args, "Option '%s' requires 2 arguments.", name));
    }
    return stop(
        r, cli_usage_error(r->args, "Option '%s' requires an argument.", name));
}

static bool note(struct reader *r, const struct cli_given *given)
{
    bool is_eager = given->option == OPTION_HELP ||
                    kind_of(r, given->option) == CLI_VERSION;
    if (is_eager) {
        r->eager = r->eager == OPTION_NONE ? given->option : r->eager;
        return true;
    }
    if (r->args->given_count == CLI_GIVEN_MAX) {
        return stop(r, cli_usage_error(r->args, "Got more than %d options",
                                       CLI_GIVEN_MAX));
    }
    r->args->given[r->args->given_count++] = *given;
    return true;
}

/* Takes an option's values: the first may be attached to its name. */
static bool take_values(struct reader *r, size_t option, const char *name,
                        const char *attached)
{
    struct cli_given given = {.option = option, .value = attached};
    bool pair = kind_of(r, option) == CLI_PAIR;
    if (given.value == NULL) {
        given.value = take_word(r);
    }
    if (pair) {
        given.second = take_word(r);
    }
    if (given.value == NULL || (pair && given.second == NULL)) {
        return say_too_few(r, name, pair);
    }
    return note(r, &given);
}

static bool say_unknown(struct reader *r, const char *name)
{
    struct why why;
    usage_say_unknown(r->args->command, name, &why);
    return stop(r, cli_usage_error(r->args, "%s", why.text));
}

/* Takes "--name" or "--name=value". */
static bool take_long(struct reader *r, const char *word)
{
    char name[64];
    size_t len = strcspn(word, "=");
    size_t option = find_long(r->args->command, word, len);
    (void)snprintf(name, sizeof(name), "%.*s", (int)len, word);
    if (option == OPTION_NONE) {
        return say_unknown(r, name);
    }
    const char *attached = word[len] == '=' ? word + len + 1 : NULL;
    if (takes_value(kind_of(r, option))) {
        return take_values(r, option, name, attached);
    }
    if (attached != NULL) {
        return stop(r, cli_usage_error(r->args,
                                       "Option '%s' does not take a value.",
                                       name));
    }
    return note(r, &(struct cli_given){.option = option});
}

/* Takes "-k", "-kvalue" or joined flags such as "-ck". */
static bool take_letters(struct reader *r, const char *word)
{
    for (const char *p = word + 1; *p != 0; p++) {
        const char name[] = {'-', *p, 0};
        size_t option = find_letter(r->args->command, *p);
        if (option == OPTION_NONE) {
            return say_unknown(r, name);
        }
        if (takes_value(kind_of(r, option))) {
            return take_values(r, option, name, p[1] != 0 ? p + 1 : NULL);
        }
        if (!note(r, &(struct cli_given){.option = option})) {
            return false;
        }
    }
    return true;
}

static bool take_positional(struct reader *r, const char *word)
{
    if (r->args->positional_count == CLI_POSITIONAL_MAX) {
        return stop(r, cli_usage_error(r->args, "Got more than %d arguments",
                                       CLI_POSITIONAL_MAX));
    }
    r->args->positional[r->args->positional_count++] = word;
    return true;
}

/* "-" alone is a file name by custom, not an option. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != 0;
}

static bool take_option(struct reader *r, const char *word)
{
    if (word[1] == '-') {
        return take_long(r, word);
    }
    return take_letters(r, word);
}

static bool take_positionals(struct reader *r)
{
    while (r->word_count > 0) {
        if (!take_positional(r, take_word(r))) {
            return false;
        }
    }
    return true;
}

/* Takes all words of a command; of a group, those before the next command. */
static bool take_words(struct reader *r)
{
    bool is_group = r->args->command->commands != NULL;
    while (r->word_count > 0) {
        if (is_group && !is_option(*r->words)) {
            return true;
        }
        const char *word = take_word(r);
        if (strcmp(word, "--") == 0) {
            return is_group || take_positionals(r);
        }
        bool taken =
            is_option(word) ? take_option(r, word) : take_positional(r, word);
        if (!taken) {
            return false;
        }
    }
    return true;
}

/* ---- checking ------------------------------------------------------- */

static int find_choice(const struct cli_option *option, const char *value)
{
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            return i;
        }
    }
    return -1;
}

/* Says what is wrong with a value, or returns true. */
static bool value_fits_kind(const struct cli_option *option, const char *value,
                            struct why *why)
{
    int64_t number = 0;
    if (option->kind == CLI_CHOICE && find_choice(option, value) < 0) {
        usage_say_choices(option, value, why);
        return false;
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

static bool check_value(struct reader *r, const struct cli_given *given)
{
    struct why why;
    const struct cli_option *option = &r->args->command->options[given->option];
    if (option->kind == CLI_FLAG) {
        return true;
    }
    bool good = value_fits_kind(option, given->value, &why) &&
                (option->check == NULL || option->check(given->value, &why));
    if (!good) {
        return stop(r, cli_bad_value(r->args, given->option, "%s", why.text));
    }
    return true;
}

static bool is_first(const struct cli_args *args, size_t nth)
{
    return cli_nth(args, args->given[nth].option, 0) == &args->given[nth];
}

/* Of an option given more than once, all count or only the last. */
static bool check_option(struct reader *r, size_t option)
{
    size_t count = cli_count(r->args, option);
    bool repeat = r->args->command->options[option].repeat;
    for (size_t i = repeat ? 0 : count - 1; i < count; i++) {
        if (!check_value(r, cli_nth(r->args, option, i))) {
            return false;
        }
    }
    return true;
}

static bool check_given(struct reader *r)
{
    for (size_t i = 0; i < r->args->given_count; i++) {
        bool good =
            !is_first(r->args, i) || check_option(r, r->args->given[i].option);
        if (!good) {
            return false;
        }
    }
    return true;
}

static bool check_arguments(struct reader *r)
{
    const struct cli_command *command = r->args->command;
    for (size_t i = 0; i < command->argument_count; i++) {
        const struct cli_argument *argument = &command->arguments[i];
        if (!argument->optional && i >= r->args->positional_count) {
            return stop(r, cli_usage_error(r->args, "Missing argument '%s'.",
                                           argument->name));
        }
    }
    return true;
}

static bool say_missing(struct reader *r, const struct cli_option *option)
{
    struct why names;
    struct why list = {""};
    usage_name_option(option, &names);
    if (option->kind == CLI_CHOICE) {
        usage_list_choices(option, &list);
    }
    return stop(r, cli_usage_error(r->args, "Missing option %s.%s", names.text,
                                   list.text));
}

/* Asks for a choice until the answer is one. */
static bool ask(struct reader *r, size_t index)
{
    const struct cli_option *option = &r->args->command->options[index];
    char answer[64];
    struct why why;
    while (prompt_line(option->prompt, answer, sizeof(answer))) {
        int chosen = find_choice(option, answer);
        if (chosen >= 0) {
            return note(r,
                        &(struct cli_given){.option = index,
                                            .value = option->choices[chosen]});
        }
        usage_say_choices(option, answer, &why);
        (void)printf("Error: %s\n", why.text);
    }
    (void)fputs("Aborted!\n", stderr);
    return stop(r, CLI_EXIT_FAIL);
}

static bool check_missing(struct reader *r)
{
    const struct cli_command *command = r->args->command;
    for (size_t i = 0; i < command->option_count; i++) {
        if (cli_given(r->args, i)) {
            continue;
        }
        if (command->options[i].prompt != NULL) {
            if (!ask(r, i)) {
                return false;
            }
        } else if (command->options[i].required) {
            return say_missing(r, &command->options[i]);
        }
    }
    return true;
}

static bool check_surplus(struct reader *r)
{
    const struct cli_args *args = r->args;
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
    return stop(r, cli_usage_error(args, "Got unexpected extra argument%s (%s)",
                                   one ? "" : "s", list.text));
}

static bool answer_eager(struct reader *r)
{
    if (r->eager == OPTION_NONE) {
        return true;
    }
    if (r->eager == OPTION_HELP) {
        help_print_page(r->args);
    } else {
        (void)puts(r->args->command->options[r->eager].fallback);
    }
    return stop(r, CLI_EXIT_OK);
}

static bool read_level(struct reader *r)
{
    return take_words(r) && answer_eager(r) && check_given(r) &&
           check_arguments(r) && check_missing(r) && check_surplus(r);
}

/* ---- groups --------------------------------------------------------- */

static const struct cli_command *find_command(const struct cli_command *group,
                                              const char *name)
{
    for (size_t i = 0; group->commands[i] != NULL; i++) {
        if (strcmp(group->commands[i]->name, name) == 0) {
            return group->commands[i];
        }
    }
    return NULL;
}

/* Opens the level of the command that the next word names. */
static bool descend(struct reader *r, struct cli_args *next)
{
    const struct cli_args *group = r->args;
    const char *name = take_word(r);
    if (name == NULL) { /* a group alone: say what there is */
        help_print_page(group);
        return stop(r, CLI_EXIT_OK);
    }
    const struct cli_command *command = find_command(group->command, name);
    if (command == NULL) {
        return stop(r, cli_usage_error(group, "No such command '%s'.", name));
    }
    next->command = command;
    next->parent = group;
    (void)snprintf(next->path, sizeof(next->path), "%.*s %s", CLI_PATH_MAX / 2,
                   group->path, name);
    r->args = next;
    return true;
}

int cli_main(const struct cli_command *root, const char *name, int argc,
             char *const *argv)
{
    struct cli_args levels[CLI_DEPTH_MAX] = {{.command = root}};
    struct reader r = {
        .args = levels,
        .words = argv + (argc > 0 ? 1 : 0),
        .word_count = argc > 0 ? (size_t)argc - 1 : 0,
        .eager = OPTION_NONE,
    };
    (void)snprintf(levels[0].path, sizeof(levels[0].path), "%s", name);
    for (size_t depth = 1; read_level(&r); depth++) {
        if (r.args->command->commands == NULL) {
            return r.args->command->run(r.args);
        }
        if (depth == CLI_DEPTH_MAX || !descend(&r, &levels[depth])) {
            break;
        }
    }
    return r.status;
}

/* ---- access --------------------------------------------------------- */

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
    return find_choice(&args->command->options[option], text);
}

const char *cli_argument(const struct cli_args *args, size_t nth)
{
    return nth < args->positional_count ? args->positional[nth] : NULL;
}
