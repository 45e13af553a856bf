/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Usage errors: their three parts, the names of options in them, and a hint
 * at similar names. The help pages are in help.c.
 */
#include "host/cli/usage.h"

#include <stdio.h>
#include <string.h>

#include "host/cli/help.h"

#define NAME_MAX_LEN  32 /* characters of an option compared for likeness */
#define SIMILAR_MAX   3  /* names in a hint */
#define SIMILAR_EDITS 2  /* letters changed that still count as a slip */

static void add_quoted(struct why *why, const char *text)
{
    why_add(why, "'");
    why_add(why, text);
    why_add(why, "'");
}

void usage_print_error(const struct cli_args *args, const char *prefix,
                       const char *format, va_list list)
{
    (void)fflush(stdout); /* the order on a shared terminal */
    help_print_usage(args, stderr);
    (void)fprintf(stderr, "Try '%s -h' for help.\n\nError: %s", args->path,
                  prefix);
    (void)vfprintf(stderr, format, list);
    (void)fputc('\n', stderr);
}

void usage_name_option(const struct cli_option *option, struct why *names)
{
    names->text[0] = 0;
    if (option->letter != 0) {
        (void)why_say(names, "'-%c' / ", option->letter);
    }
    add_quoted(names, option->name);
}

int usage_find_choice(const struct cli_option *option, const char *value)
{
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            return i;
        }
    }
    return -1;
}

void usage_say_choices(const struct cli_option *option, const char *value,
                       struct why *why)
{
    (void)why_say(why, "'%s' is not one of ", value);
    for (size_t i = 0; option->choices[i] != NULL; i++) {
        why_add(why, i == 0 ? "" : ", ");
        add_quoted(why, option->choices[i]);
    }
    why_add(why, ".");
}

void usage_list_choices(const struct cli_option *option, struct why *list)
{
    (void)why_say(list, " Choose from:\n");
    for (size_t i = 0; option->choices[i] != NULL; i++) {
        why_add(list, i == 0 ? "\t" : ",\n\t");
        why_add(list, option->choices[i]);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to change, add or drop: Levenshtein's distance, row by row. */
static size_t count_edits(const char *a, const char *b)
{
    size_t row[NAME_MAX_LEN + 1];
    size_t b_len = strlen(b);
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 0; a[i] != 0; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b_len; j++) {
            size_t above = row[j + 1];
            size_t changed = diagonal + (a[i] != b[j] ? 1U : 0U);
            row[j + 1] = least(changed, least(above, row[j]) + 1);
            diagonal = above;
        }
    }
    return row[b_len];
}

static bool is_similar(const char *typed, const char *name)
{
    size_t typed_len = strlen(typed);
    if (typed_len > NAME_MAX_LEN || strlen(name) > NAME_MAX_LEN) {
        return false;
    }
    if (typed_len > 4 && strstr(name, typed + 2) != NULL) {
        return true; /* cut short, or its end only */
    }
    return typed_len > 4 && count_edits(typed, name) <= SIMILAR_EDITS;
}

void usage_say_unknown(const struct cli_command *command, const char *name,
                       struct why *why)
{
    const char *similar[SIMILAR_MAX];
    size_t count = 0;
    for (size_t i = 0; i < command->option_count && count < SIMILAR_MAX; i++) {
        if (is_similar(name, command->options[i].name)) {
            similar[count++] = command->options[i].name;
        }
    }
    (void)why_say(why, "No such option: %s", name);
    if (count == 1) {
        why_add(why, " Did you mean ");
        why_add(why, similar[0]);
        why_add(why, "?");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        why_add(why, i == 0 ? " (Possible options: " : ", ");
        why_add(why, similar[i]);
    }
    why_add(why, count == 0 ? "" : ")");
}
