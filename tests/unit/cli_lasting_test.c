/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of a group that may stand behind its commands too, and switches, as
 * programs in Go have them (cobra: persistent flags; "-e", "-e=false").
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/cli/cli.h"

#define WORDS_MAX 16

enum { CONN, TRIES };
enum { NOERASE, FORCE };

static bool check_tries(const char *value, struct why *why)
{
    return value[0] != '0' || why_say(why, "'%s' is none", value);
}

static const struct cli_option group_options[] = {
    [CONN] = {.name = "--conn", .letter = 'c', .kind = CLI_TEXT},
    [TRIES] = {.name = "--tries",
               .letter = 'r',
               .kind = CLI_INT,
               .check = check_tries},
};

static const struct cli_option options[] = {
    [NOERASE] = {.name = "--noerase",
                 .letter = 'e',
                 .kind = CLI_SWITCH,
                 .fallback = "true"},
    [FORCE] = {.name = "--force", .letter = 'f', .kind = CLI_FLAG},
};

static const struct cli_argument arguments[] = {
    {.name = "FILE", .optional = true}};

/* What the command was run with. */
static struct {
    int runs;
    char conn[16];
    int64_t tries;
    bool noerase;
    bool force;
    char file[16];
} seen;

static void copy(char out[16], const char *text)
{
    (void)snprintf(out, 16, "%s", text != NULL ? text : "-");
}

static int run(const struct cli_args *args)
{
    const struct cli_args *group = args->parent->parent;
    seen.runs++;
    copy(seen.conn, cli_text(group, CONN));
    seen.tries = cli_int(group, TRIES);
    seen.noerase = cli_is_on(args, NOERASE);
    seen.force = cli_given(args, FORCE);
    copy(seen.file, cli_argument(args, 0));
    return 0;
}

static const struct cli_command upload = {
    .name = "upload",
    .options = options,
    .option_count = 2,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};

static const struct cli_command *const image_commands[] = {&upload, NULL};

static const struct cli_command image = {
    .name = "image",
    .lasting = true,
    .commands = image_commands,
};

static const struct cli_command *const commands[] = {&image, NULL};

static const struct cli_command root = {
    .name = "tool",
    .options = group_options,
    .option_count = 2,
    .lasting = true,
    .commands = commands,
};

/* Runs a line of words that single blanks divide; errors go nowhere. */
static int run_line(const char *line)
{
    static char copied[256];
    char *words[WORDS_MAX] = {NULL};
    int count = 0;
    memset(&seen, 0, sizeof(seen));
    (void)snprintf(copied, sizeof(copied), "%s", line);
    for (char *word = strtok(copied, " "); word != NULL;
         word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    return cli_main(&root, "tool", count, words);
}

static void options_of_a_group_stand_at_any_place(void **state)
{
    static const char *const lines[] = {
        "tool -c a -r 3 image upload f",
        "tool image -c a -r 3 upload f",
        "tool image upload -c a -r 3 f",
        "tool image upload f -ca --tries=3",
        "tool --conn a image upload f -r3",
        "tool -c b image upload -c a -r 1 f -r 3", /* the last one counts */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_int_equal(run_line(lines[i]), 0);
        assert_int_equal(seen.runs, 1);
        assert_string_equal(seen.conn, "a");
        assert_int_equal(seen.tries, 3);
        assert_string_equal(seen.file, "f");
    }
}

static void switches_are_on_or_off(void **state)
{
    static const struct {
        const char *line;
        bool on;
        bool force;
    } rows[] = {
        {"tool image upload f", true, false},
        {"tool image upload -e f", true, false},
        {"tool image upload --noerase f", true, false},
        {"tool image upload --noerase=false f", false, false},
        {"tool image upload -e=false f", false, false},
        {"tool image upload -fe=false f", false, true},
        {"tool image upload -ef f", true, true},
        {"tool image upload --noerase=false -e f", true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(run_line(rows[i].line), 0);
        assert_string_equal(seen.file, "f");
        assert_int_equal(seen.noerase, rows[i].on);
        assert_int_equal(seen.force, rows[i].force);
    }
}

/* Errors of this test's lines are not for the person who runs it. */
static int stderr_fd = -1;

static int silence(void **state)
{
    (void)state;
    stderr_fd = dup(STDERR_FILENO);
    return freopen("/dev/null", "w", stderr) != NULL ? 0 : -1;
}

static int speak(void **state)
{
    (void)state;
    (void)fflush(stderr);
    int result = dup2(stderr_fd, STDERR_FILENO);
    (void)close(stderr_fd);
    return result < 0 ? -1 : 0;
}

static void values_behind_the_command_are_checked_too(void **state)
{
    static const char *const lines[] = {
        "tool image upload -r 0 f",        "tool image upload -r x f",
        "tool image upload -e=maybe f",    "tool image upload --noerase= f",
        "tool image upload --force=yes f", "tool image upload -z f",
        "tool -e image upload f", /* an option of the command */
        "tool image upload f -c",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_int_equal(run_line(lines[i]), CLI_EXIT_USAGE);
        assert_int_equal(seen.runs, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_of_a_group_stand_at_any_place),
        cmocka_unit_test(switches_are_on_or_off),
        cmocka_unit_test_setup_teardown(
            values_behind_the_command_are_checked_too, silence, speak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
