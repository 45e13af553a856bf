/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command lines against a small set of commands. Expected texts: SPEC, "The
 * image tool", and the program that it describes, run with the same words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/cli/cli.h"

enum { KEY, SIZE, ALIGN, SECTORS, TLV, PAD, CLEAR, NAME, OPTION_COUNT };

static const char *const aligns[] = {"1", "2", "4", "8", NULL};

static bool check_name(const char *value, struct why *why)
{
    return value[0] != 'x' || why_say(why, "'%s' begins with x", value);
}

static const struct cli_option options[OPTION_COUNT] = {
    [KEY] = {.name = "--key",
             .letter = 'k',
             .kind = CLI_TEXT,
             .metavar = "filename",
             .required = true},
    [SIZE] = {.name = "--slot-size",
              .letter = 'S',
              .kind = CLI_NUMBER,
              .help = "Size of the slot. If the slots have different sizes, "
                      "use the size of the secondary slot."},
    [ALIGN] = {.name = "--align",
               .kind = CLI_CHOICE,
               .choices = aligns,
               .fallback = "4",
               .help = "Alignment used by swap update modes."},
    [SECTORS] = {.name = "--max-sectors", .letter = 'M', .kind = CLI_INT},
    [TLV] = {.name = "--custom-tlv",
             .kind = CLI_PAIR,
             .metavar = "[tag] [value]",
             .repeat = true},
    [PAD] = {.name = "--pad", .kind = CLI_FLAG},
    [CLEAR] = {.name = "--clear", .letter = 'c', .kind = CLI_FLAG},
    [NAME] = {.name = "--name", .kind = CLI_TEXT, .check = check_name},
};

static const struct cli_argument arguments[] = {
    {.name = "INFILE"},
    {.name = "OUTFILE", .optional = true},
};

static struct cli_args seen; /* what the command was run with */
static int runs;

static int run(const struct cli_args *args)
{
    seen = *args;
    runs++;
    return 7;
}

static int run_refusing(const struct cli_args *args)
{
    return cli_usage_error(args, "Input %s not found", "file");
}

static const struct cli_command sign = {
    .name = "sign",
    .summary = "Create a signed image",
    .help = "Create a signed image\nINFILE and OUTFILE are parsed as Intel "
            "HEX if the params have .hex extension, otherwise binary format "
            "is used",
    .options = options,
    .option_count = OPTION_COUNT,
    .arguments = arguments,
    .argument_count = 2,
    .run = run,
};

static const struct cli_option ask_options[] = {
    {.name = "--align",
     .kind = CLI_CHOICE,
     .choices = aligns,
     .prompt = "Align (1, 2): "},
    {.name = "--must", .kind = CLI_CHOICE, .choices = aligns, .required = true},
};

static const struct cli_command ask = {
    .name = "ask",
    .summary = "Asks",
    .options = ask_options,
    .option_count = 1,
    .run = run,
};

static const struct cli_command must = {
    .name = "must",
    .summary = "Must",
    .options = ask_options + 1,
    .option_count = 1,
    .run = run,
};

static const struct cli_argument many[] = {{.name = "FILE", .many = true}};

static const struct cli_command list = {
    .name = "list",
    .summary = "Lists",
    .arguments = many,
    .argument_count = 1,
    .run = run,
};

static const struct cli_command refuse = {
    .name = "refuse",
    .summary = "Refuses",
    .run = run_refusing,
};

static const struct cli_command *const commands[] = {&ask,    &list, &must,
                                                     &refuse, &sign, NULL};

static const struct cli_option root_options[] = {{
    .name = "--version",
    .kind = CLI_VERSION,
    .fallback = "tool 1.2",
    .help = "Show the version and exit.",
}};

static const struct cli_command root = {
    .name = "tool",
    .help = "A tool.",
    .options = root_options,
    .option_count = 1,
    .commands = commands,
};

/* ---- running with captured output ------------------------------------ */

static char out[4096];
static char err[4096];

static int redirect(int fd, FILE *file)
{
    int saved = dup(fd);
    assert_true(saved >= 0);
    assert_true(dup2(fileno(file), fd) >= 0);
    return saved;
}

static void restore(int fd, int saved, FILE *file, char text[4096])
{
    assert_true(dup2(saved, fd) >= 0);
    (void)close(saved);
    rewind(file);
    size_t len = fread(text, 1, 4095, file);
    text[len] = 0;
    (void)fclose(file);
}

/* Runs `tool` with the words of a text, divided by single blanks. */
static int tool(const char *line)
{
    char words[512];
    char *argv[64] = {words};
    int argc = 1;
    FILE *out_file = tmpfile();
    FILE *err_file = tmpfile();
    (void)snprintf(words, sizeof(words), "tool %s", line);
    for (char *p = strchr(words, ' '); p != NULL; p = strchr(p, ' ')) {
        *p++ = 0;
        if (*p != 0) {
            argv[argc++] = p;
        }
    }
    (void)fflush(stdout);
    int saved_out = redirect(STDOUT_FILENO, out_file);
    int saved_err = redirect(STDERR_FILENO, err_file);
    runs = 0;
    int status = cli_main(&root, "tool", argc, argv);
    /* the words end with this function: keep what the test looks at */
    (void)fflush(stdout);
    (void)fflush(stderr);
    restore(STDOUT_FILENO, saved_out, out_file, out);
    restore(STDERR_FILENO, saved_err, err_file, err);
    return status;
}

#define SIGN_USAGE                                                             \
    "Usage: tool sign [OPTIONS] INFILE [OUTFILE]\n"                            \
    "Try 'tool sign -h' for help.\n\n"

static void assert_usage_error(const char *line, const char *expected)
{
    assert_int_equal(tool(line), 2);
    assert_string_equal(err, expected);
    assert_string_equal(out, "");
    assert_int_equal(runs, 0);
}

/* ---- reading --------------------------------------------------------- */

/* What `sign` finds in its command line; copied while the words live. */
static int run_copying(const struct cli_args *args)
{
    runs++;
    const char *key = cli_text(args, KEY);
    const char *in = cli_argument(args, 0);
    const char *second = cli_argument(args, 1);
    (void)printf("%s %lld %d %lld %d %d %s %s %zu\n", key,
                 (long long)cli_int(args, SIZE), cli_choice(args, ALIGN),
                 (long long)cli_int(args, SECTORS),
                 cli_given(args, PAD) ? 1 : 0, cli_given(args, CLEAR) ? 1 : 0,
                 in, second != NULL ? second : "-", cli_count(args, TLV));
    for (size_t i = 0; i < cli_count(args, TLV); i++) {
        const struct cli_given *tlv = cli_nth(args, TLV, i);
        (void)printf("%s=%s\n", tlv->value, tlv->second);
    }
    return CLI_EXIT_OK;
}

/* `sign` alone, as a program of its own. */
static int sign_alone(const char *line, struct cli_command *command)
{
    *command = sign;
    command->run = run_copying;
    char words[512];
    char *argv[64] = {words};
    int argc = 1;
    FILE *out_file = tmpfile();
    (void)snprintf(words, sizeof(words), "sign %s", line);
    for (char *p = strchr(words, ' '); p != NULL; p = strchr(p, ' ')) {
        *p++ = 0;
        argv[argc++] = p;
    }
    (void)fflush(stdout);
    int saved = redirect(STDOUT_FILENO, out_file);
    int status = cli_main(command, "sign", argc, argv);
    (void)fflush(stdout);
    restore(STDOUT_FILENO, saved, out_file, out);
    return status;
}

static void options_may_stand_anywhere_and_in_each_form(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "-k f -S 0x10 -M 7 --pad -c in out",
        "in -k f out -S 0x10 --pad -M 7 -c",
        "-kf -S0x10 -M7 --pad -c in out",
        "--key=f --slot-size=16 --max-sectors=007 --pad --clear in out",
        "--key f --slot-size 0b10000 -M 7 --pad --clear -- in out",
        "-ckf -S 0x10 -M 7 --pad in out",
        "in out -c -k x -S zz -k f -S 0x10 --pad -M 7",
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_command command;
        assert_int_equal(sign_alone(lines[i], &command), 0);
        assert_string_equal(out, "f 16 2 7 1 1 in out 0\n");
    }
}

static void pairs_repeat_in_their_order(void **state)
{
    (void)state;
    struct cli_command command;
    assert_int_equal(sign_alone("-k f in --custom-tlv 0xa1 -x "
                                "--custom-tlv=0xa0 --pad",
                                &command),
                     0);
    assert_string_equal(out, "f 0 2 0 0 0 in - 2\n0xa1=-x\n0xa0=--pad\n");
}

static void a_value_may_look_like_an_option(void **state)
{
    (void)state;
    struct cli_command command;
    assert_int_equal(sign_alone("-k --pad -S -5 -", &command), 0);
    assert_string_equal(out, "--pad -5 2 0 0 0 - - 0\n");
    assert_int_equal(sign_alone("-k=f in", &command), 0);
    assert_string_equal(out, "=f 0 2 0 0 0 in - 0\n");
    assert_int_equal(sign_alone("-k f -- --pad -c", &command), 0);
    assert_string_equal(out, "f 0 2 0 0 0 --pad -c 0\n");
}

static void a_command_returns_the_exit_status(void **state)
{
    (void)state;
    assert_int_equal(tool("sign -k f in"), 7);
    assert_int_equal(runs, 1);
    assert_true(seen.parent != NULL);
    assert_string_equal(seen.path, "tool sign");
}

static void the_last_argument_may_take_all_that_remain(void **state)
{
    (void)state;
    assert_int_equal(tool("list a b c d"), 7);
    assert_int_equal(seen.positional_count, 4);
    assert_usage_error("list", "Usage: tool list [OPTIONS] FILE...\n"
                               "Try 'tool list -h' for help.\n\n"
                               "Error: Missing argument 'FILE'.\n");
}

/* ---- options with many values, names with underscores ----------------- */

static const struct cli_option burn_options[] = {
    {.name = "--key-file", .kind = CLI_TEXT, .repeat = true, .many = true},
    {.name = "--all-keys", .kind = CLI_FLAG},
};

static const struct cli_command burn_keys = {
    .name = "burn-keys",
    .summary = "Burns",
    .options = burn_options,
    .option_count = 2,
    .arguments = many,
    .argument_count = 1,
    .run = run,
};

static const struct cli_command *const fuse_commands[] = {&burn_keys, NULL};

static const struct cli_command fuse = {
    .name = "fuse",
    .underscores = true,
    .commands = fuse_commands,
};

/* Runs `fuse` with the words; they stay, so that the test can look at them. */
static int fuse_with(const char *const words[8])
{
    char *argv[9] = {(char[]){"fuse"}};
    static char kept[8][16];
    int argc = 1;
    for (; words[argc - 1] != NULL; argc++) {
        (void)snprintf(kept[argc], sizeof(kept[argc]), "%s", words[argc - 1]);
        argv[argc] = kept[argc];
    }
    runs = 0;
    return cli_main(&fuse, "fuse", argc, argv);
}

static void an_option_of_many_ends_at_the_next_option(void **state)
{
    (void)state;
    static const char *const words[8] = {"burn-keys", "--key-file", "a",
                                         "b",         "--all-keys", "x"};
    assert_int_equal(fuse_with(words), 7);
    assert_int_equal(cli_count(&seen, 0), 2);
    assert_string_equal(cli_nth(&seen, 0, 0)->value, "a");
    assert_string_equal(cli_nth(&seen, 0, 1)->value, "b");
    assert_int_equal(seen.positional_count, 1);
    assert_string_equal(cli_argument(&seen, 0), "x");
}

static void an_option_of_many_may_be_repeated_too(void **state)
{
    (void)state;
    static const char *const words[8] = {"burn-keys",  "x", "--key-file=a", "b",
                                         "--key-file", "c"};
    assert_int_equal(fuse_with(words), 7);
    assert_int_equal(cli_count(&seen, 0), 3);
    assert_string_equal(cli_nth(&seen, 0, 2)->value, "c");
    assert_int_equal(seen.positional_count, 1);
}

static void underscores_are_dashes_in_names_where_the_group_says_so(
    void **state)
{
    (void)state;
    static const char *const words[8] = {"burn_keys", "--key_file=a_b",
                                         "--all_keys", "x_y"};
    assert_int_equal(fuse_with(words), 7);
    assert_true(cli_given(&seen, 1));
    assert_string_equal(cli_text(&seen, 0), "a_b");
    assert_string_equal(cli_argument(&seen, 0), "x_y");
    assert_usage_error("sign --slot_size 1",
                       SIGN_USAGE "Error: No such option: --slot_size Did you "
                                  "mean --slot-size?\n");
}

/* ---- usage errors ---------------------------------------------------- */

struct mistake {
    const char *line;
    const char *error; /* after the usage of sign */
};

static void each_mistake_has_its_sentence_and_status_2(void **state)
{
    (void)state;
    static const struct mistake table[] = {
        {"sign", "Missing argument 'INFILE'."},
        {"sign in", "Missing option '-k' / '--key'."},
        {"sign -k f in out x", "Got unexpected extra argument (x)"},
        {"sign -k f in out x y", "Got unexpected extra arguments (x y)"},
        {"sign --zzzzz", "No such option: --zzzzz"},
        {"sign --zzzzz=1", "No such option: --zzzzz"},
        {"sign -z", "No such option: -z"},
        {"sign -cz in", "No such option: -z"},
        {"sign --ke f in", "No such option: --ke"},
        {"sign --slot-siz 1", "No such option: --slot-siz Did you mean "
                              "--slot-size?"},
        {"sign in -k", "Option '-k' requires an argument."},
        {"sign in --key", "Option '--key' requires an argument."},
        {"sign in --custom-tlv 1", "Option '--custom-tlv' requires 2 "
                                   "arguments."},
        {"sign in --pad=1", "Option '--pad' does not take a value."},
        {"sign in --align 3", "Invalid value for '--align': '3' is not one "
                              "of '1', '2', '4', '8'."},
        {"sign in -M zz", "Invalid value for '-M' / '--max-sectors': 'zz' is "
                          "not a valid integer."},
        {"sign in -S zz",
         "Invalid value for '-S' / '--slot-size': zz is not a valid integer. "
         "Please use code literals prefixed with 0b/0B, 0o/0O, or 0x/0X as "
         "necessary."},
        {"sign in --name xa", "Invalid value for '--name': 'xa' begins with "
                              "x"},
        {"sign in -M x -S y", "Invalid value for '-M' / '--max-sectors': 'x' "
                              "is not a valid integer."},
        {"sign -M x -k f -S y -M z",
         "Invalid value for '-M' / '--max-sectors': 'z' is not a valid "
         "integer."},
        {"sign --align 9", "Invalid value for '--align': '9' is not one of "
                           "'1', '2', '4', '8'."},
    };
    char expected[512];
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        (void)snprintf(expected, sizeof(expected), SIGN_USAGE "Error: %s\n",
                       table[i].error);
        assert_usage_error(table[i].line, expected);
    }
}

static void a_mistake_in_a_group_is_told_in_its_name(void **state)
{
    (void)state;
    assert_usage_error("bogus", "Usage: tool [OPTIONS] COMMAND [ARGS]...\n"
                                "Try 'tool -h' for help.\n\n"
                                "Error: No such command 'bogus'.\n");
    assert_usage_error("--zzz sign", "Usage: tool [OPTIONS] COMMAND "
                                     "[ARGS]...\nTry 'tool -h' for help.\n\n"
                                     "Error: No such option: --zzz\n");
}

static void a_missing_choice_lists_the_choices(void **state)
{
    (void)state;
    assert_usage_error("must", "Usage: tool must [OPTIONS]\n"
                               "Try 'tool must -h' for help.\n\n"
                               "Error: Missing option '--must'. Choose from:\n"
                               "\t1,\n\t2,\n\t4,\n\t8\n");
}

static void a_command_reports_usage_errors_in_the_same_form(void **state)
{
    (void)state;
    assert_usage_error("refuse", "Usage: tool refuse [OPTIONS]\n"
                                 "Try 'tool refuse -h' for help.\n\n"
                                 "Error: Input file not found\n");
}

static void too_many_options_are_refused_not_written_past_the_end(void **state)
{
    (void)state;
    char *argv[CLI_GIVEN_MAX + CLI_POSITIONAL_MAX + 2];
    char flag[] = "-c";
    char word[] = "w";
    FILE *err_file = tmpfile();
    int saved = redirect(STDERR_FILENO, err_file);
    for (int i = 0; i < CLI_GIVEN_MAX + 2; i++) {
        argv[i] = flag;
    }
    assert_int_equal(cli_main(&sign, "sign", CLI_GIVEN_MAX + 2, argv), 2);
    for (int i = 0; i < CLI_POSITIONAL_MAX + 2; i++) {
        argv[i] = word;
    }
    assert_int_equal(cli_main(&list, "list", CLI_POSITIONAL_MAX + 2, argv), 2);
    (void)fflush(stderr);
    restore(STDERR_FILENO, saved, err_file, err);
    assert_non_null(strstr(err, "Got more than 128 options"));
    assert_non_null(strstr(err, "Got more than 256 arguments"));
}

/* ---- help ------------------------------------------------------------ */

static void help_is_laid_out_in_columns_of_78(void **state)
{
    (void)state;
    static const char page[] =
        "Usage: tool sign [OPTIONS] INFILE [OUTFILE]\n"
        "\n"
        "  Create a signed image\n"
        "\n"
        "  INFILE and OUTFILE are parsed as Intel HEX if the params have .hex\n"
        "  extension, otherwise binary format is used\n"
        "\n"
        "Options:\n"
        "  -k, --key filename          [required]\n"
        "  -S, --slot-size INTEGER     Size of the slot. If the slots have "
        "different\n"
        "                              sizes, use the size of the secondary "
        "slot.\n"
        "  --align [1|2|4|8]           Alignment used by swap update modes.\n"
        "  -M, --max-sectors INTEGER\n"
        "  --custom-tlv [tag] [value]\n"
        "  --pad\n"
        "  -c, --clear\n"
        "  --name TEXT\n"
        "  -h, --help                  Show this message and exit.\n";
    assert_int_equal(tool("sign -h"), 0);
    assert_string_equal(err, "");
    assert_string_equal(out, page);
    assert_int_equal(runs, 0);
}

static void help_is_answered_before_values_are_checked(void **state)
{
    (void)state;
    static const char *const lines[] = {"sign -h", "sign --help",
                                        "sign -S zz -h", "sign -ch a b c d"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_int_equal(tool(lines[i]), 0);
        assert_non_null(strstr(out, "Usage: tool sign [OPTIONS]"));
        assert_string_equal(err, "");
    }
}

static void a_group_alone_prints_its_commands(void **state)
{
    (void)state;
    static const char page[] = "Usage: tool [OPTIONS] COMMAND [ARGS]...\n"
                               "\n"
                               "  A tool.\n"
                               "\n"
                               "Options:\n"
                               "  --version   Show the version and exit.\n"
                               "  -h, --help  Show this message and exit.\n"
                               "\n"
                               "Commands:\n"
                               "  ask     Asks\n"
                               "  list    Lists\n"
                               "  must    Must\n"
                               "  refuse  Refuses\n"
                               "  sign    Create a signed image\n";
    assert_int_equal(tool(""), 0);
    assert_string_equal(out, page);
    assert_int_equal(tool("-h bogus"), 0);
    assert_string_equal(out, page);
}

static void version_is_printed_alone(void **state)
{
    (void)state;
    assert_int_equal(tool("--version"), 0);
    assert_string_equal(out, "tool 1.2\n");
}

/* ---- questions ------------------------------------------------------- */

static int tool_with_input(const char *line, const char *input)
{
    FILE *file = tmpfile();
    (void)fputs(input, file);
    rewind(file);
    int saved = redirect(STDIN_FILENO, file);
    int status = tool(line);
    assert_true(dup2(saved, STDIN_FILENO) >= 0);
    (void)close(saved);
    (void)fclose(file);
    return status;
}

static void a_missing_choice_is_asked_until_it_is_one(void **state)
{
    (void)state;
    assert_int_equal(tool_with_input("ask", "x\n\n2\n"), 7);
    assert_string_equal(out, "Align (1, 2): Error: 'x' is not one of '1', "
                             "'2', '4', '8'.\n"
                             "Align (1, 2): Error: '' is not one of '1', '2', "
                             "'4', '8'.\nAlign (1, 2): ");
    assert_int_equal(cli_choice(&seen, 0), 1);
    assert_int_equal(tool_with_input("ask --align 8", ""), 7);
    assert_int_equal(runs, 1);
}

static void a_question_without_an_answer_aborts(void **state)
{
    (void)state;
    assert_int_equal(tool_with_input("ask", "x\n"), 1);
    assert_string_equal(err, "Aborted!\n");
    assert_int_equal(runs, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_may_stand_anywhere_and_in_each_form),
        cmocka_unit_test(pairs_repeat_in_their_order),
        cmocka_unit_test(a_value_may_look_like_an_option),
        cmocka_unit_test(a_command_returns_the_exit_status),
        cmocka_unit_test(the_last_argument_may_take_all_that_remain),
        cmocka_unit_test(an_option_of_many_ends_at_the_next_option),
        cmocka_unit_test(an_option_of_many_may_be_repeated_too),
        cmocka_unit_test(
            underscores_are_dashes_in_names_where_the_group_says_so),
        cmocka_unit_test(each_mistake_has_its_sentence_and_status_2),
        cmocka_unit_test(a_mistake_in_a_group_is_told_in_its_name),
        cmocka_unit_test(a_missing_choice_lists_the_choices),
        cmocka_unit_test(a_command_reports_usage_errors_in_the_same_form),
        cmocka_unit_test(too_many_options_are_refused_not_written_past_the_end),
        cmocka_unit_test(help_is_laid_out_in_columns_of_78),
        cmocka_unit_test(help_is_answered_before_values_are_checked),
        cmocka_unit_test(a_group_alone_prints_its_commands),
        cmocka_unit_test(version_is_printed_alone),
        cmocka_unit_test(a_missing_choice_is_asked_until_it_is_one),
        cmocka_unit_test(a_question_without_an_answer_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
