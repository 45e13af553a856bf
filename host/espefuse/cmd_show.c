/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary, dump and convert: what an eFuse file holds, in other forms. They
 * burn nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/efuse/blocks.h"
#include "host/espefuse/espefuse.h"
#include "host/espefuse/session.h"
#include "host/espefuse/summary.h"
#include "host/espefuse/value.h"
#include "host/files/file.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* summary */

enum summary_option {
    SUMMARY_FORMAT,
    SUMMARY_ACTIVE,
    SUMMARY_FILE,
    SUMMARY_OPTION_COUNT,
};

enum summary_format {
    FORMAT_SUMMARY,
    FORMAT_JSON,
    FORMAT_VALUE,
};

static const char *const summary_formats[] = {"summary", "json", "value_only",
                                              NULL};

static bool is_asked_for(const struct cli_args *args, enum sim_efuse_chip chip,
                         const struct efuse_field *field)
{
    bool asked = args->positional_count == 0;
    for (size_t i = 0; i < args->positional_count; i++) {
        asked = asked || efuse_field_find(chip, args->positional[i]) == field;
    }
    return asked;
}

static bool is_active(const struct efuse_file *file,
                      const struct efuse_field *field)
{
    uint8_t bytes[EFUSE_BLOCK_LEN];
    uint8_t any = 0;
    if (field->kind >= EFUSE_CALC_WAFER_MAJOR) {
        return efuse_field_value(file, field) != 0;
    }
    efuse_field_get(file, field, bytes);
    for (uint32_t i = 0; i < sizeof(bytes); i++) {
        any |= bytes[i];
    }
    return any != 0 || !efuse_field_is_readable(file, field);
}

static void choose(const struct cli_args *args, const struct efuse_file *file,
                   struct summary *summary)
{
    size_t count = 0;
    const struct efuse_field *field = efuse_fields(file->chip, &count);
    *summary = (struct summary){.file = file};
    for (size_t i = 0; i < count; i++) {
        if (summary->count < SUMMARY_MAX &&
            is_asked_for(args, file->chip, &field[i]) &&
            (!cli_given(args, SUMMARY_ACTIVE) || is_active(file, &field[i]))) {
            summary->field[summary->count++] = &field[i];
        }
    }
}

static void print_as(const struct summary *summary, enum summary_format format,
                     FILE *out)
{
    char text[VALUE_TEXT_MAX];
    switch (format) {
    case FORMAT_JSON:
        summary_print_json(summary, out);
        break;
    case FORMAT_VALUE:
        (void)value_text(summary->file, summary->field[0], text);
        (void)fprintf(out, "%s\n", text);
        break;
    case FORMAT_SUMMARY:
    default:
        summary_print(summary, out);
        break;
    }
}

/* Into memory first: a file is written whole or not at all. */
static bool print_to(const struct summary *summary, enum summary_format format,
                     const char *path, struct why *why)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL) {
        return why_say(why, "out of memory");
    }
    print_as(summary, format, out);
    bool done = fclose(out) == 0 || why_say(why, "out of memory");
    done = done && file_write(path, &(struct file_data){text, len},
                              FILE_MODE_PLAIN, why);
    free(text);
    return done;
}

static int summary_run(const struct cli_args *args)
{
    struct session session;
    struct summary summary;
    struct why why = {""};
    if (!session_open(&session, args, &why)) {
        return session_fail(&why);
    }
    enum summary_format format =
        (enum summary_format)cli_choice(args, SUMMARY_FORMAT);
    const char *path = cli_text(args, SUMMARY_FILE);
    choose(args, &session.file, &summary);
    if (format == FORMAT_VALUE && summary.count != 1) {
        (void)why_say(&why, "--format value_only prints exactly one eFuse: "
                            "name it");
        return session_fail(&why);
    }
    if (path == NULL) {
        print_as(&summary, format, stdout);
    } else if (!print_to(&summary, format, path, &why)) {
        return session_fail(&why);
    }
    return CLI_EXIT_OK;
}

/* dump */

static void dump_block(const struct efuse_file *file, uint32_t block)
{
    const struct efuse_block_name *name = efuse_block_name(file->chip, block);
    bool is_short = file->chip == SIM_EFUSE_ESP32 && block > 0 &&
                    (file->word[0][6] & 3u) == SIM_EFUSE_THREE_QUARTERS;
    uint32_t words = is_short ? 6 : sim_efuse_block_words(file->chip, block);
    printf("%-15s (%-16.16s) [%-2" PRIu32 "] dump:", name->name, name->aliases,
           block);
    for (uint32_t i = 0; i < words; i++) {
        printf(" %08" PRIx32, file->word[block][i]);
    }
    printf("\n");
}

static int dump_run(const struct cli_args *args)
{
    struct session session;
    struct why why = {""};
    if (!session_open(&session, args, &why)) {
        return session_fail(&why);
    }
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        if (sim_efuse_block_words(session.file.chip, block) > 0) {
            dump_block(&session.file, block);
        }
    }
    return CLI_EXIT_OK;
}

/* convert */

#define CONVERT_FORMAT 0

/* espefuse wipes what is read-protected: such a key is not there to be had. */
static bool has_lost_a_key(const struct efuse_file *file)
{
    bool lost = false;
    for (uint32_t block = 1; block < EFUSE_BLOCK_MAX; block++) {
        int lock = sim_efuse_read_lock(file->chip, block, 0);
        uint32_t any = 0;
        for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
            any |= file->word[block][i];
        }
        bool hidden =
            lock >= 0 && (file->word[0][lock / 32] >> (lock % 32) & 1u) != 0;
        lost = lost || (hidden && any == 0);
    }
    return lost;
}

static int convert_run(const struct cli_args *args)
{
    struct efuse_file file;
    struct why why = {""};
    enum sim_efuse_chip chip = SIM_EFUSE_ESP32;
    const char *from = cli_argument(args, 0);
    if (!session_chip(args, from, &chip, &why) ||
        !efuse_file_read(from, chip, &file, &why)) {
        return session_fail(&why);
    }
    const char *was = efuse_format_names[file.format];
    efuse_file_convert(&file,
                       (enum efuse_format)cli_choice(args, CONVERT_FORMAT));
    if (!efuse_file_write(cli_argument(args, 1), &file, &why)) {
        return session_fail(&why);
    }
    printf("%s: %zu bytes, from %s to %s\n", cli_argument(args, 1), file.len,
           was, efuse_format_names[file.format]);
    if (has_lost_a_key(&file)) {
        printf("A read-protected block is all zero: espefuse wipes what it "
               "protects. Burn with --no-read-protect to keep a key.\n");
    }
    return CLI_EXIT_OK;
}

/* Tables */

static const struct cli_option summary_options[SUMMARY_OPTION_COUNT] = {
    [SUMMARY_FORMAT] = {.name = "--format",
                        .kind = CLI_CHOICE,
                        .choices = summary_formats,
                        .fallback = "summary",
                        .help = "how to print"},
    [SUMMARY_ACTIVE] = {.name = "--active",
                        .kind = CLI_FLAG,
                        .help = "only what is burned or hidden"},
    [SUMMARY_FILE] = {.name = "--file",
                      .kind = CLI_TEXT,
                      .metavar = "FILE",
                      .help = "write this file instead of printing"},
};

static const struct cli_argument summary_arguments[] = {
    {.name = "NAME", .optional = true, .many = true},
};

static const struct cli_option convert_options[] = {
    [CONVERT_FORMAT] = {.name = "--format",
                        .kind = CLI_CHOICE,
                        .choices = efuse_format_names,
                        .required = true,
                        .help = "of OUTPUT: espefuse (--virt), emulator (a "
                                "drive) or region (virtual eFuses in flash)"},
};

static const struct cli_argument convert_arguments[] = {
    {.name = "INPUT"},
    {.name = "OUTPUT"},
};

const struct cli_command espefuse_summary = {
    .name = "summary",
    .summary = "Print eFuses by name.",
    .options = summary_options,
    .option_count = SUMMARY_OPTION_COUNT,
    .arguments = summary_arguments,
    .argument_count = COUNT_OF(summary_arguments),
    .run = summary_run,
};

const struct cli_command espefuse_dump = {
    .name = "dump",
    .summary = "Print the words of all blocks.",
    .run = dump_run,
};

const struct cli_command espefuse_convert = {
    .name = "convert",
    .summary = "Turn an eFuse file into one of another format.",
    .help = "Turns an eFuse file into one of another format; that of INPUT is "
            "told by its length.\n"
            "A key that espefuse has read-protected is not in its file any "
            "more, and so in no file made from it.",
    .options = convert_options,
    .option_count = COUNT_OF(convert_options),
    .arguments = convert_arguments,
    .argument_count = COUNT_OF(convert_arguments),
    .run = convert_run,
};
