/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool dumpinfo`: prints what an image file contains. Shows and does not
 * judge: `imgtool verify` does that.
 */
#include <stdio.h>

#include "host/files/file.h"
#include "host/imgtool/dump.h"
#include "host/imgtool/image_input.h"
#include "host/imgtool/imgtool.h"

enum option { OPTION_OUTFILE, OPTION_FORMAT, OPTION_SILENT };

enum format { FORMAT_HUMAN, FORMAT_YAML, FORMAT_JSON };

static const char *const formats[] = {"human", "yaml", "json", NULL};

static void dump(const struct dump_info *info, enum format format,
                 struct buffer *out)
{
    switch (format) {
    case FORMAT_YAML:
        dump_yaml(info, out);
        break;
    case FORMAT_JSON:
        dump_json(info, out);
        break;
    case FORMAT_HUMAN:
    default:
        dump_human(info, out);
        break;
    }
}

static int write_out(const struct cli_args *args, enum format format,
                     const struct buffer *text)
{
    const char *path = cli_text(args, OPTION_OUTFILE);
    struct why why;

    if (text->failed) {
        return cli_fail("out of memory");
    }
    if (path != NULL) {
        const struct file_data file = {text->data, text->len};
        return file_write(path, &file, FILE_MODE_PLAIN, &why)
                   ? CLI_EXIT_OK
                   : cli_fail("%s", why.text);
    }
    bool done = fwrite(text->data, 1, text->len, stdout) == text->len;
    /* a JSON file ends without a newline, on a terminal it needs one */
    done = (format != FORMAT_JSON || putchar('\n') != EOF) && done;
    done = fflush(stdout) == 0 && done;
    return done ? CLI_EXIT_OK : cli_fail("standard output cannot be written");
}

static int dump_file(const struct cli_args *args, const char *path,
                     const struct image_input *input)
{
    bool to_file = cli_text(args, OPTION_OUTFILE) != NULL;
    int choice = cli_choice(args, OPTION_FORMAT);
    struct dump_info info = {.name = path_base(path)};
    struct buffer text = {0};
    struct why why;

    enum format format = to_file ? FORMAT_YAML : FORMAT_HUMAN;
    if (choice >= 0) {
        format = (enum format)choice;
    }
    if (!dump_read(input->bytes, input->len, &info, &why)) {
        return cli_fail("%s: %s", path, why.text);
    }
    if (info.trailer.present && !info.trailer.known) {
        (void)puts("Warning: the trailer magic value is invalid!");
    }
    dump(&info, format, &text);
    int status = write_out(args, format, &text);
    buffer_free(&text);
    return status;
}

static int run(const struct cli_args *args)
{
    const char *path = cli_argument(args, 0);
    struct image_input input;
    struct why why;

    if (path_is_absent(path)) {
        return cli_usage_error(args, "Image file not found (%s)", path);
    }
    int status = image_input_read(path, &input, &why)
                     ? dump_file(args, path, &input)
                     : cli_fail("%s", why.text);
    image_input_free(&input);
    return status;
}

static const struct cli_option options[] = {
    [OPTION_OUTFILE] = {.name = "--outfile",
                        .letter = 'o',
                        .kind = CLI_TEXT,
                        .metavar = "filename",
                        .help = "Save image information to outfile"},
    [OPTION_FORMAT] = {.name = "--format",
                       .letter = 'f',
                       .kind = CLI_CHOICE,
                       .choices = formats,
                       .help = "Default: human for stdout, yaml for a file"},
    [OPTION_SILENT] = {.name = "--silent",
                       .letter = 's',
                       .kind = CLI_FLAG,
                       .help = "Accepted and ignored"},
};

static const struct cli_argument arguments[] = {{.name = "IMGFILE"}};

const struct cli_command imgtool_dumpinfo = {
    .name = "dumpinfo",
    .summary = "Print header, TLV area and trailer information of a signed "
               "image",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .arguments = arguments,
    .argument_count = sizeof(arguments) / sizeof(arguments[0]),
    .run = run,
};
