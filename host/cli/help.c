/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help pages: words set in columns of 78 characters. The width is fixed, so
 * that the text is the same in a terminal, a pipe and a test.
 */
#include "host/cli/help.h"

#include <string.h>

#define PAGE_WIDTH   78 /* 80 columns less a margin of 2 */
#define NAMES_WIDTH  30 /* widest left column; longer names get a line */
#define COLUMN_SPACE 2
#define LEFT_MAX     256 /* bytes of an option's names and values */

static const struct cli_option help_option = {
    .name = "--help",
    .letter = 'h',
    .kind = CLI_FLAG,
    .help = "Show this message and exit.",
};

/* A column of text being set. */
struct column {
    FILE *out;
    size_t indent; /* where lines begin */
    size_t at;     /* characters on the present line */
};

static void column_newline(struct column *c)
{
    (void)fprintf(c->out, "\n%*s", (int)c->indent, "");
    c->at = c->indent;
}

static void column_word(struct column *c, const char *word, size_t len)
{
    if (c->at > c->indent && c->at + 1 + len > PAGE_WIDTH) {
        column_newline(c);
    }
    if (c->at > c->indent) {
        (void)fputc(' ', c->out);
        c->at++;
    }
    (void)fprintf(c->out, "%.*s", (int)len, word);
    c->at += len;
}

/* Sets words; '\n' in the text begins a new line. */
static void column_text(struct column *c, const char *text)
{
    while (*text != 0) {
        size_t len = strcspn(text, " \n");
        if (len > 0) {
            column_word(c, text, len);
        }
        text += len;
        if (*text == '\n') {
            column_newline(c);
        }
        text += *text != 0;
    }
}

static void usage_argument(struct column *c, const struct cli_argument *arg)
{
    char text[64];
    int len =
        snprintf(text, sizeof(text), "%s%s%s%s", arg->optional ? "[" : "",
                 arg->name, arg->optional ? "]" : "", arg->many ? "..." : "");
    column_word(c, text, (size_t)len);
}

void help_print_usage(const struct cli_args *args, FILE *out)
{
    const struct cli_command *command = args->command;
    int start = fprintf(out, "Usage: %s ", args->path);
    struct column c = {out, (size_t)start, (size_t)start};
    column_text(&c, "[OPTIONS]");
    for (size_t i = 0; i < command->argument_count; i++) {
        usage_argument(&c, &command->arguments[i]);
    }
    if (command->commands != NULL) {
        column_text(&c, "COMMAND [ARGS]...");
    }
    (void)fputc('\n', out);
}

/* A page of what the text says in each paragraph, after an empty line. */
static void print_paragraphs(const char *text)
{
    while (*text != 0) {
        char paragraph[LEFT_MAX * 4];
        size_t len = strcspn(text, "\n");
        (void)snprintf(paragraph, sizeof(paragraph), "%.*s", (int)len, text);
        (void)fputs("\n  ", stdout);
        struct column c = {stdout, 2, 2};
        column_text(&c, paragraph);
        (void)fputc('\n', stdout);
        text += len;
        text += *text != 0;
    }
}

/* "[a|b|c]" */
static void write_choices(const struct cli_option *option, char *text,
                          size_t room)
{
    size_t used = 0;
    for (size_t i = 0; option->choices[i] != NULL && used < room; i++) {
        int n = snprintf(text + used, room - used, "%s%s", i == 0 ? "[" : "|",
                         option->choices[i]);
        used += (size_t)n;
    }
    if (used < room) {
        (void)snprintf(text + used, room - used, "]");
    }
}

static void write_metavar(const struct cli_option *option, char *text,
                          size_t room)
{
    text[0] = 0;
    if (option->metavar != NULL) {
        (void)snprintf(text, room, "%s", option->metavar);
    } else if (option->kind == CLI_CHOICE) {
        write_choices(option, text, room);
    } else if (option->kind == CLI_TEXT) {
        (void)snprintf(text, room, "TEXT");
    } else if (option->kind == CLI_INT || option->kind == CLI_NUMBER) {
        (void)snprintf(text, room, "INTEGER");
    } else if (option->kind == CLI_PAIR) {
        (void)snprintf(text, room, "TEXT TEXT");
    }
}

/* "-k, --key filename" */
static size_t write_left(const struct cli_option *option, char *text,
                         size_t room)
{
    char letter[8] = "";
    char metavar[LEFT_MAX];
    if (option->letter != 0) {
        (void)snprintf(letter, sizeof(letter), "-%c, ", option->letter);
    }
    write_metavar(option, metavar, sizeof(metavar));
    (void)snprintf(text, room, "%s%s%s%s", letter, option->name,
                   metavar[0] != 0 ? " " : "", metavar);
    return strlen(text);
}

/* Prints the left column; its text, if too wide, gets a line of its own. */
static struct column print_left(const char *left, size_t width)
{
    size_t indent = 2 + width + COLUMN_SPACE;
    struct column c = {stdout, indent, indent};
    size_t len = strlen(left);
    (void)printf("  %s", left);
    if (len > width) {
        column_newline(&c);
    } else {
        (void)printf("%*s", (int)(width + COLUMN_SPACE - len), "");
    }
    return c;
}

/* Two blanks before it, as between a sentence and a remark. */
static void column_required(struct column *c)
{
    static const char mark[] = " [required]";
    size_t len = strlen(mark);
    bool joined = c->at > c->indent && c->at + 1 + len <= PAGE_WIDTH;
    size_t skip = joined ? 0 : 1;
    column_word(c, mark + skip, len - skip);
}

static void print_option(const struct cli_option *option, size_t width)
{
    char left[LEFT_MAX];
    (void)write_left(option, left, sizeof(left));
    if (option->help == NULL && !option->required) {
        (void)printf("  %s\n", left);
        return;
    }
    struct column c = print_left(left, width);
    column_text(&c, option->help != NULL ? option->help : "");
    if (option->required) {
        column_required(&c);
    }
    (void)fputc('\n', stdout);
}

static size_t names_width(const struct cli_command *command)
{
    char left[LEFT_MAX];
    size_t width = write_left(&help_option, left, sizeof(left));
    for (size_t i = 0; i < command->option_count; i++) {
        size_t len = write_left(&command->options[i], left, sizeof(left));
        width = len > width ? len : width;
    }
    return width < NAMES_WIDTH ? width : NAMES_WIDTH;
}

static void print_options(const struct cli_command *command)
{
    size_t width = names_width(command);
    (void)fputs("\nOptions:\n", stdout);
    for (size_t i = 0; i < command->option_count; i++) {
        print_option(&command->options[i], width);
    }
    print_option(&help_option, width);
}

/* Options of the groups around a command that may stand behind it. */
static void print_lasting(const struct cli_args *args)
{
    const struct cli_args *group = args->parent;
    while (group != NULL && group->command->lasting) {
        size_t width = names_width(group->command);
        if (group->command->option_count > 0) {
            (void)printf("\nOptions of '%s':\n", group->path);
        }
        for (size_t i = 0; i < group->command->option_count; i++) {
            print_option(&group->command->options[i], width);
        }
        group = group->parent;
    }
}

static void print_commands(const struct cli_command *group)
{
    size_t width = 0;
    for (size_t i = 0; group->commands[i] != NULL; i++) {
        size_t len = strlen(group->commands[i]->name);
        width = len > width ? len : width;
    }
    (void)fputs("\nCommands:\n", stdout);
    for (size_t i = 0; group->commands[i] != NULL; i++) {
        struct column c = print_left(group->commands[i]->name, width);
        column_text(&c, group->commands[i]->summary);
        (void)fputc('\n', stdout);
    }
}

void help_print_page(const struct cli_args *args)
{
    const struct cli_command *command = args->command;
    const char *text = command->help;
    help_print_usage(args, stdout);
    if (text == NULL && command->commands == NULL) {
        text = command->summary;
    }
    print_paragraphs(text != NULL ? text : "");
    print_options(command);
    print_lasting(args);
    if (command->commands != NULL) {
        print_commands(command);
    }
}
