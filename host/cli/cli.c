/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a command line against the tables of its command: first all words are
 * taken in, then help is answered, then check.c looks at the values.
 */
#include "host/cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "host/cli/check.h"
#include "host/cli/help.h"
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

/* Compares a name of a table with len typed characters. */
static bool is_spelled(const char *own, const char *typed, size_t len,
                       bool underscores)
{
    if (own == NULL || strlen(own) != len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = underscores && typed[i] == '_' ? '-' : typed[i];
        if (c != own[i]) {
            return false;
        }
    }
    return true;
}

/* Tells whether a group around the command takes '_' for '-'. */
static bool has_underscores(const struct cli_args *args)
{
    while (args != NULL && !args->command->underscores) {
        args = args->parent;
    }
    return args != NULL;
}

static size_t find_long(const struct cli_args *args, const char *name,
                        size_t len)
{
    const struct cli_command *command = args->command;
    bool underscores = has_underscores(args);
    for (size_t i = 0; i < command->option_count; i++) {
        const struct cli_option *own = &command->options[i];
        if (is_spelled(own->name, name, len, underscores) ||
            is_spelled(own->alias, name, len, underscores)) {
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
    return kind != CLI_FLAG && kind != CLI_SWITCH && kind != CLI_VERSION;
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

/* "-" alone is a file name by custom, not an option. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != 0;
}

/* Takes what follows the value of an option that takes many. */
static bool take_more(struct reader *r, size_t option)
{
    bool many = option != OPTION_HELP && r->args->command->options[option].many;
    while (many && r->word_count > 0 && !is_option(*r->words)) {
        struct cli_given given = {.option = option, .value = take_word(r)};
        if (!note(r, &given)) {
            return false;
        }
    }
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
    return note(r, &given) && take_more(r, option);
}

/* Takes a flag, or a switch, which is on when it is given without a value. */
static bool take_switch(struct reader *r, size_t option, const char *attached)
{
    const char *on = kind_of(r, option) == CLI_SWITCH ? "true" : NULL;
    const char *value = attached != NULL ? attached : on;
    return note(r, &(struct cli_given){.option = option, .value = value});
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
    size_t option = find_long(r->args, word, len);
    (void)snprintf(name, sizeof(name), "%.*s", (int)len, word);
    if (option == OPTION_NONE) {
        return say_unknown(r, name);
    }
    const char *attached = word[len] == '=' ? word + len + 1 : NULL;
    if (takes_value(kind_of(r, option))) {
        return take_values(r, option, name, attached);
    }
    if (attached != NULL && kind_of(r, option) != CLI_SWITCH) {
        return stop(r, cli_usage_error(r->args,
                                       "Option '%s' does not take a value.",
                                       name));
    }
    return take_switch(r, option, attached);
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
        if (kind_of(r, option) == CLI_SWITCH && p[1] == '=') {
            return take_switch(r, option, p + 2);
        }
        if (!take_switch(r, option, NULL)) {
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

static bool knows(const struct cli_args *args, const char *word)
{
    if (word[1] == '-') {
        return find_long(args, word, strcspn(word, "=")) != OPTION_NONE;
    }
    return find_letter(args->command, word[1]) != OPTION_NONE;
}

/* The level that an option belongs to: the innermost that knows it. */
static struct cli_args *owner_of(struct cli_args *args, const char *word)
{
    struct cli_args *level = args;
    while (!knows(level, word)) {
        level = level->parent;
        if (level == NULL || !level->command->lasting) {
            return args;
        }
    }
    return level;
}

static bool take_option(struct reader *r, const char *word)
{
    struct cli_args *level = r->args;
    r->args = owner_of(level, word);
    bool taken = word[1] == '-' ? take_long(r, word) : take_letters(r, word);
    r->args = level;
    return taken;
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

/* Checks a level, and those around it that may have got options from it. */
static bool check_levels(struct reader *r)
{
    struct cli_args *level = r->args;
    bool good = check_args(level, &r->status);
    while (good && level->parent != NULL && level->parent->command->lasting) {
        level = level->parent;
        good = check_args(level, &r->status);
    }
    return good;
}

static bool read_level(struct reader *r)
{
    return take_words(r) && answer_eager(r) && check_levels(r);
}

/* ---- groups --------------------------------------------------------- */

static const struct cli_command *find_command(const struct cli_args *group,
                                              const char *name)
{
    const struct cli_command *const *commands = group->command->commands;
    bool underscores = has_underscores(group);
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (is_spelled(commands[i]->name, name, strlen(name), underscores)) {
            return commands[i];
        }
    }
    return NULL;
}

/* Opens the level of the command that the next word names. */
static bool descend(struct reader *r, struct cli_args *next)
{
    struct cli_args *group = r->args;
    const char *name = take_word(r);
    if (name == NULL) { /* a group alone: say what there is */
        help_print_page(group);
        return stop(r, CLI_EXIT_OK);
    }
    const struct cli_command *command = find_command(group, name);
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
