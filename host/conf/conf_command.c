/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of `sallyport conf`. Problems go to standard error, results
 * to standard output; a refused configuration prints no result.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/commands.h"
#include "host/conf/conf.h"
#include "host/conf/conf_image.h"
#include "host/conf/conf_layout.h"
#include "host/conf/conf_print.h"
#include "host/conf/conf_source.h"
#include "host/files/file.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* Indexes of the options below. */
#define OPTION_TARGET 0
#define OPTION_SVG    1
#define OPTION_OUTPUT 1
#define OPTION_IMAGE  1

static const char *const targets[] = {"esp32", "esp32s2", "esp32c3", "esp32s3",
                                      NULL};

#define TARGET_OPTION                                                          \
    {                                                                          \
        .name = "--target", .letter = 't', .kind = CLI_CHOICE,                 \
        .choices = targets, .fallback = "esp32c3",                             \
        .help = "chip that the configuration is for, default esp32c3"          \
    }

static const struct cli_option target_options[] = {TARGET_OPTION};

static const struct cli_option layout_options[] = {
    TARGET_OPTION,
    {.name = "--svg",
     .kind = CLI_TEXT,
     .metavar = "FILE",
     .help = "draw into this SVG file instead of printing text"},
};

static const struct cli_option source_options[] = {
    TARGET_OPTION,
    {.name = "--output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .metavar = "FILE",
     .help = "write this file instead of printing; a file that is so already "
             "is left alone"},
};

static const struct cli_option image_options[] = {
    TARGET_OPTION,
    {.name = "--image",
     .kind = CLI_TEXT,
     .metavar = "IMAGE",
     .required = true,
     .help = "bootloader that was built, not signed yet"},
};

static const struct cli_argument files_argument[] = {
    {.name = "FILE", .optional = true, .many = true},
};

static enum conf_target target_of(const struct cli_args *args)
{
    return (enum conf_target)cli_choice(args, OPTION_TARGET);
}

/* Reads the files of the command line and prints every problem. */
static bool read_files(const struct cli_args *args, struct conf *conf)
{
    const char *paths[CLI_POSITIONAL_MAX];
    struct conf_report report = {0};
    size_t count = 0;
    bool accepted = false;

    while (cli_argument(args, count) != NULL) {
        paths[count] = cli_argument(args, count);
        count++;
    }
    accepted = conf_read(paths, count, target_of(args), conf, &report);
    conf_report_print(&report, stderr);
    conf_report_free(&report);
    return accepted;
}

/* Runs one of the printers over the configuration that args name. */
static int print_with(const struct cli_args *args,
                      void (*print)(const struct conf *conf, FILE *out))
{
    struct conf conf;
    int status = CLI_EXIT_FAIL;

    if (read_files(args, &conf)) {
        print(&conf, stdout);
        status = CLI_EXIT_OK;
    }
    conf_free(&conf);
    return status;
}

static void print_accepted(const struct conf *conf, FILE *out)
{
    (void)fprintf(out, "configuration for %s accepted\n",
                  conf_target_name(conf->target));
}

static int run_check(const struct cli_args *args)
{
    return print_with(args, print_accepted);
}

static int run_show(const struct cli_args *args)
{
    return print_with(args, conf_print_values);
}

static int draw_file(const struct conf *conf, const char *path)
{
    FILE *out = fopen(path, "w");
    int failed = 0;

    if (out == NULL) {
        return cli_fail("%s cannot be written: name a file in a folder that "
                        "exists",
                        path);
    }
    conf_layout_svg(conf, out);
    failed = ferror(out);
    failed = fclose(out) != 0 || failed != 0;
    if (failed != 0) {
        (void)remove(path);
        return cli_fail("%s could not be written completely: is the disk full?",
                        path);
    }
    return CLI_EXIT_OK;
}

static int run_layout(const struct cli_args *args)
{
    const char *path = cli_text(args, OPTION_SVG);
    struct conf conf;
    int status = CLI_EXIT_FAIL;

    if (path == NULL) {
        return print_with(args, conf_layout_text);
    }
    if (read_files(args, &conf)) {
        status = draw_file(&conf, path);
    }
    conf_free(&conf);
    return status;
}

/* A file that would not change keeps its date: nothing is built anew. */
static bool is_content(const char *path, const struct file_data *data)
{
    struct file file = {NULL, 0};
    struct why why = {""};
    bool same = file_read(path, &file, &why) && file.len == data->len &&
                memcmp(file.bytes, data->bytes, data->len) == 0;

    file_free(&file);
    return same;
}

static int write_text(const char *path, const struct file_data *data)
{
    struct why why = {""};

    if (!is_content(path, data) &&
        !file_write(path, data, FILE_MODE_PLAIN, &why)) {
        return cli_fail("%s", why.text);
    }
    return CLI_EXIT_OK;
}

static int write_source(const struct conf *conf, const char *path)
{
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);
    int status = CLI_EXIT_FAIL;

    if (memory == NULL) {
        return cli_fail("out of memory");
    }
    conf_source_print(conf, memory);
    if (fclose(memory) == 0) {
        status = write_text(path, &(struct file_data){text, len});
    } else {
        status = cli_fail("out of memory");
    }
    free(text);
    return status;
}

static int run_source(const struct cli_args *args)
{
    const char *path = cli_text(args, OPTION_OUTPUT);
    struct conf conf;
    int status = CLI_EXIT_FAIL;

    if (path == NULL) {
        return print_with(args, conf_source_print);
    }
    if (read_files(args, &conf)) {
        status = write_source(&conf, path);
    }
    conf_free(&conf);
    return status;
}

static int check_image(const struct conf *conf, const char *path)
{
    struct file file = {NULL, 0};
    struct conf_report report = {0};
    struct why why = {""};
    int status = CLI_EXIT_FAIL;

    if (!file_read(path, &file, &why)) {
        return cli_fail("%s", why.text);
    }
    conf_image_check(conf, (uint32_t)file.len, &report);
    file_free(&file);
    conf_report_print(&report, stderr);
    if (report.error_count == 0) {
        conf_image_print_next(conf, path, stdout);
        status = CLI_EXIT_OK;
    }
    conf_report_free(&report);
    return status;
}

static int run_image(const struct cli_args *args)
{
    struct conf conf;
    int status = CLI_EXIT_FAIL;

    if (read_files(args, &conf)) {
        status = check_image(&conf, cli_text(args, OPTION_IMAGE));
    }
    conf_free(&conf);
    return status;
}

static int run_defaults(const struct cli_args *args)
{
    conf_print_defaults(target_of(args), stdout);
    return CLI_EXIT_OK;
}

static const struct cli_command check = {
    .name = "check",
    .summary = "Read configuration files and report every problem.",
    .help = "Reads bootloader.conf files, later ones override earlier ones, "
            "and reports every problem in one sentence.\n"
            "Without FILE the chip's defaults are checked. The exit status is "
            "0 if the configuration is accepted.",
    .options = target_options,
    .option_count = COUNT_OF(target_options),
    .arguments = files_argument,
    .argument_count = COUNT_OF(files_argument),
    .run = run_check,
};

static const struct cli_command defaults = {
    .name = "defaults",
    .summary = "Print the default configuration file of a chip.",
    .options = target_options,
    .option_count = COUNT_OF(target_options),
    .run = run_defaults,
};

static const struct cli_command image = {
    .name = "image",
    .summary = "Check that a bootloader fits its configuration.",
    .help = "Refuses a bootloader that the ROM would not verify, or that does "
            "not fit its region together with its signature and with what "
            "encrypting the flash needs; says what to do with it next.",
    .options = image_options,
    .option_count = COUNT_OF(image_options),
    .arguments = files_argument,
    .argument_count = COUNT_OF(files_argument),
    .run = run_image,
};

static const struct cli_command layout = {
    .name = "layout",
    .summary = "Draw the flash layout of a configuration.",
    .options = layout_options,
    .option_count = COUNT_OF(layout_options),
    .arguments = files_argument,
    .argument_count = COUNT_OF(files_argument),
    .run = run_layout,
};

static const struct cli_command show = {
    .name = "show",
    .summary = "Print the effective values and where each comes from.",
    .options = target_options,
    .option_count = COUNT_OF(target_options),
    .arguments = files_argument,
    .argument_count = COUNT_OF(files_argument),
    .run = run_show,
};

static const struct cli_command source = {
    .name = "source",
    .summary = "Print the C source of a configuration, for a chip build.",
    .help = "Prints the C source that a bootloader for the chip is compiled "
            "with: the layout, the public keys and the one signature "
            "algorithm that images need.",
    .options = source_options,
    .option_count = COUNT_OF(source_options),
    .arguments = files_argument,
    .argument_count = COUNT_OF(files_argument),
    .run = run_source,
};

static const struct cli_command *const commands[] = {
    &check, &defaults, &image, &layout, &show, &source, NULL};

const struct cli_command command_conf = {
    .name = "conf",
    .summary = "Check, show, draw and compile bootloader.conf files.",
    .commands = commands,
};
