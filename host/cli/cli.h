/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command lines as plain data: a command is a table of options, positional
 * arguments and a function, or a group of further commands. Reads, checks and
 * documents them in the manner of the Python tools that build scripts know:
 * options anywhere, `--opt=value`, `-kfile`, joined short flags, `--`, no
 * abbreviations, the last one wins, usage errors in three parts with exit
 * status 2. Knows no command, and no file or image format.
 */
#ifndef HOST_CLI_CLI_H
#define HOST_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define CLI_EXIT_OK    0
#define CLI_EXIT_FAIL  1
#define CLI_EXIT_USAGE 2

#define CLI_GIVEN_MAX      128 /* options on one command line */
#define CLI_POSITIONAL_MAX 256 /* positional arguments on one command line */
#define CLI_PATH_MAX       96  /* characters of "sallyport imgtool sign" */

/** What follows an option. */
enum cli_kind {
    CLI_FLAG,    /* nothing */
    CLI_SWITCH,  /* nothing, or "=true", "=false" */
    CLI_TEXT,    /* any text */
    CLI_CHOICE,  /* one of .choices */
    CLI_INT,     /* decimal integer */
    CLI_NUMBER,  /* integer with 0x, 0o, 0b or decimal without leading 0 */
    CLI_PAIR,    /* two texts */
    CLI_VERSION, /* nothing; prints .fallback and ends with status 0 */
};

struct cli_args;

/** One option of a command. */
struct cli_option {
    const char *name;           /* long name with dashes: "--slot-size" */
    const char *alias;          /* other spelling, not shown; NULL: none */
    const char *metavar;        /* in help; NULL: made from the kind */
    const char *const *choices; /* CLI_CHOICE: ends with NULL */
    const char *fallback;       /* value when not given; NULL: none */
    const char *prompt;         /* CLI_CHOICE: asked for when not given */
    const char *help;           /* '\n' breaks the line; NULL: none */
    /*
     * Further check of a text or number; NULL: none. Returns false and says
     * what is wrong after "Invalid value for '-x' / '--xx': ".
     */
    bool (*check)(const char *value, struct why *why);
    enum cli_kind kind;
    char letter;   /* short name, 0: none */
    bool required; /* must be given */
    bool repeat;   /* each one counts, in place of the last */
    bool many;     /* takes all words up to the next option; with .repeat */
};

/** One positional argument of a command. */
struct cli_argument {
    const char *name; /* in capitals, as shown */
    bool optional;    /* may be absent */
    bool many;        /* takes all that remain; only the last may */
};

/** A command, or a group of commands. */
struct cli_command {
    const char *name;
    const char *summary; /* one line for the list of commands */
    const char *help;    /* paragraphs divided by '\n'; NULL: the summary */
    const struct cli_option *options;
    size_t option_count;
    const struct cli_argument *arguments;
    size_t argument_count;
    /* A group lists its commands in alphabetical order, ended by NULL. */
    const struct cli_command *const *commands;
    /* Of a group: '_' in names of its commands and options stands for '-'. */
    bool underscores;
    /* Of a group: its options may also stand behind its commands' names. */
    bool lasting;
    /* A command runs and returns the exit status of the program. */
    int (*run)(const struct cli_args *args);
};

/** An option as it was given. */
struct cli_given {
    size_t option;      /* index in the command's table */
    const char *value;  /* NULL for a flag */
    const char *second; /* CLI_PAIR: the other value */
};

/** A command line that was read; commands use the functions below. */
struct cli_args {
    const struct cli_command *command;
    struct cli_args *parent; /* of the group around it; NULL: none */
    char path[CLI_PATH_MAX]; /* as in "Usage: " */
    struct cli_given given[CLI_GIVEN_MAX];
    size_t given_count;
    const char *positional[CLI_POSITIONAL_MAX];
    size_t positional_count;
};

/**
 * Reads a command line and runs the command that it names.
 *
 * @param[in] root  command or group
 * @param[in] name  name of the program in usage lines
 * @param[in] argc  count of argv, program name included
 * @param[in] argv  as main() gets it
 *
 * @retval exit status of the program: the command's, 0 after help, 2 after a
 *         usage error, which was printed
 */
MUST_USE int cli_main(const struct cli_command *root, const char *name,
                      int argc, char *const *argv);

/**
 * Tells whether an option was given (for a flag: is set).
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table
 *
 * @retval true  it was
 */
MUST_USE bool cli_given(const struct cli_args *args, size_t option);

/**
 * Returns the value of an option: the last one given, else its fallback.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table
 *
 * @retval text  lives as long as argv
 * @retval NULL  not given and without a fallback
 */
MUST_USE const char *cli_text(const struct cli_args *args, size_t option);

/**
 * Tells whether a switch is on.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table, CLI_SWITCH
 *
 * @retval true  by the last one given, else by its fallback
 */
MUST_USE bool cli_is_on(const struct cli_args *args, size_t option);

/**
 * Returns the value of an integer option, which the reader has checked.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table, CLI_INT or CLI_NUMBER, or
 *                    a CLI_CHOICE of integers
 *
 * @retval value  of the option, else of its fallback, else 0
 */
MUST_USE int64_t cli_int(const struct cli_args *args, size_t option);

/**
 * Returns the index of the chosen text in the option's choices.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table, CLI_CHOICE
 *
 * @retval 0..n-1  of the option or of its fallback
 * @retval -1      not given and without a fallback
 */
MUST_USE int cli_choice(const struct cli_args *args, size_t option);

/**
 * Counts how often an option was given.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table
 *
 * @retval count  0 if not at all
 */
MUST_USE size_t cli_count(const struct cli_args *args, size_t option);

/**
 * Returns one of the times an option was given.
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table
 * @param[in] nth     0 .. cli_count() - 1
 *
 * @retval given  value and, for a pair, the second value
 * @retval NULL   nth is too large
 */
MUST_USE const struct cli_given *cli_nth(const struct cli_args *args,
                                         size_t option, size_t nth);

/**
 * Returns a positional argument.
 *
 * @param[in] args  command line
 * @param[in] nth   0-based position
 *
 * @retval text  lives as long as argv
 * @retval NULL  not given
 */
MUST_USE const char *cli_argument(const struct cli_args *args, size_t nth);

/**
 * Reports a usage error: three parts on standard error.
 *
 * @param[in] args    command line
 * @param[in] format  of printf(), without "Error: " and final newline
 *
 * @retval CLI_EXIT_USAGE  to be returned by the command
 */
MUST_USE int cli_usage_error(const struct cli_args *args, const char *format,
                             ...) __attribute__((format(printf, 2, 3)));

/**
 * Reports a bad value of an option as a usage error, with the prefix
 * "Invalid value for '-x' / '--xx': ".
 *
 * @param[in] args    command line
 * @param[in] option  index in the command's table
 * @param[in] format  of printf(): what is wrong with it
 *
 * @retval CLI_EXIT_USAGE  to be returned by the command
 */
MUST_USE int cli_bad_value(const struct cli_args *args, size_t option,
                           const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Reports a failure that is no usage error: "Error: " and one sentence on
 * standard error.
 *
 * @param[in] format  of printf(): what is wrong, where, what to do
 *
 * @retval CLI_EXIT_FAIL  to be returned by the command
 */
MUST_USE int cli_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
