/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files in, question, files out. Only files: a chip on a serial port is left
 * to the vendor's tool, which the message for --port names.
 */
#include "host/espefuse/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "host/cli/prompt.h"

#define ANSWER_MAX 16

const struct cli_option session_options[SESSION_OPTION_COUNT] = {
    [SESSION_CHIP] = {.name = "--chip",
                      .letter = 'c',
                      .kind = CLI_CHOICE,
                      .choices = efuse_chip_names,
                      .help = "the chip; files of ESP32 tell it themselves"},
    [SESSION_VIRT] = {.name = "--virt",
                      .kind = CLI_FLAG,
                      .help = "work on an eFuse file; nothing else is offered"},
    [SESSION_FILE] = {.name = "--path-efuse-file",
                      .kind = CLI_TEXT,
                      .metavar = "FILE",
                      .help = "the eFuse file: of espefuse, of the emulator or "
                              "of virtual eFuses in flash, told apart by "
                              "length; created if absent"},
    [SESSION_DO_NOT_CONFIRM] = {.name = "--do-not-confirm",
                                .kind = CLI_FLAG,
                                .help = "burn without asking for the word "
                                        "BURN"},
    [SESSION_PORT] = {.name = "--port",
                      .letter = 'p',
                      .kind = CLI_TEXT,
                      .metavar = "PORT",
                      .help = "not offered: see the message"},
    [SESSION_BAUD] = {.name = "--baud",
                      .letter = 'b',
                      .kind = CLI_TEXT,
                      .metavar = "RATE",
                      .help = "accepted and ignored"},
    [SESSION_BEFORE] = {.name = "--before",
                        .kind = CLI_TEXT,
                        .metavar = "WAY",
                        .help = "accepted and ignored"},
    [SESSION_AFTER] = {.name = "--after",
                       .letter = 'a',
                       .kind = CLI_TEXT,
                       .metavar = "WAY",
                       .help = "accepted and ignored"},
    [SESSION_DEBUG] = {.name = "--debug",
                       .letter = 'd',
                       .kind = CLI_FLAG,
                       .help = "accepted and ignored"},
    [SESSION_POSTPONE] = {.name = "--postpone",
                          .kind = CLI_FLAG,
                          .help = "accepted and ignored: a file is changed "
                                  "whole or not at all"},
    [SESSION_NO_POSTPONE] = {.name = "--no-postpone",
                             .kind = CLI_FLAG,
                             .help = "accepted and ignored"},
};

int session_fail(const struct why *why)
{
    (void)!cli_fail("%s", why->text);
    return SESSION_EXIT_FAIL;
}

/* Bytes of a file; 0 if it is empty or absent. */
static long long file_len(const char *path)
{
    struct stat stat_of;
    if (path == NULL || stat(path, &stat_of) != 0) {
        return 0;
    }
    return (long long)stat_of.st_size;
}

bool session_chip(const struct cli_args *args, const char *path,
                  enum sim_efuse_chip *chip, struct why *why)
{
    int choice = cli_choice(args->parent, SESSION_CHIP);
    long long len = file_len(path);
    if (choice < 0 && len != 288 && len != 124 && len != 128) {
        return why_say(why, "give --chip before the command: the file's length "
                            "does not tell the chip");
    }
    *chip = choice < 0 ? SIM_EFUSE_ESP32 : (enum sim_efuse_chip)choice;
    return true;
}

bool session_open(struct session *session, const struct cli_args *args,
                  struct why *why)
{
    const struct cli_args *group = args->parent;
    enum sim_efuse_chip chip = SIM_EFUSE_ESP32;
    session->args = args;
    session->path = cli_text(group, SESSION_FILE);
    if (session->path == NULL && !cli_given(group, SESSION_VIRT)) {
        return why_say(why, "only eFuse files can be worked on: give --virt "
                            "--path-efuse-file FILE, or burn a chip on its "
                            "port with the vendor's espefuse, which takes the "
                            "same commands");
    }
    if (!session_chip(args, session->path, &chip, why)) {
        return false;
    }
    if (file_len(session->path) > 0) {
        return efuse_file_read(session->path, chip, &session->file, why);
    }
    efuse_file_blank(&session->file, chip, EFUSE_FORMAT_ESPEFUSE);
    return session->path == NULL ||
           efuse_file_write(session->path, &session->file, why);
}

/* The plan */

static bool any_bit(const struct burn *burn, uint32_t block)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        any |= burn->bits[block][i];
    }
    return any != 0;
}

static bool is_touched(const struct burn *burn, const struct efuse_field *field)
{
    bool touched = false;
    for (uint32_t i = 0; i < field->width; i++) {
        uint32_t bit = field->bit + i;
        touched = touched ||
                  (burn->bits[field->block][bit / 32] >> (bit % 32) & 1u) != 0;
    }
    return touched;
}

/* Keys are not shown: only fields of block 0 are, with old and new value. */
static void print_fields(const struct session *session, const struct burn *burn)
{
    size_t count = 0;
    struct efuse_file next = session->file;
    const struct efuse_field *field = efuse_fields(next.chip, &count);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        next.word[0][i] |= burn->bits[0][i];
    }
    for (size_t i = 0; i < count; i++) {
        if (field[i].block == 0 && field[i].kind < EFUSE_CALC_WAFER_MAJOR &&
            is_touched(burn, &field[i])) {
            printf("  %s: 0x%" PRIx32 " -> 0x%" PRIx32 "\n", field[i].name,
                   efuse_field_value(&session->file, &field[i]),
                   efuse_field_value(&next, &field[i]));
        }
    }
}

static void print_plan(const struct session *session, const struct burn *burn)
{
    printf("To be burned:\n");
    for (uint32_t block = 1; block < EFUSE_BLOCK_MAX; block++) {
        if (any_bit(burn, block)) {
            printf("  BLOCK%" PRIu32 ": new data\n", block);
        }
    }
    print_fields(session, burn);
}

static bool is_confirmed(const struct cli_args *args)
{
    char answer[ANSWER_MAX];
    printf("This is an irreversible operation!\n");
    if (cli_given(args->parent, SESSION_DO_NOT_CONFIRM)) {
        return true;
    }
    return prompt_line("Type 'BURN' (all capitals) to continue.\n", answer,
                       sizeof(answer)) &&
           strcmp(answer, "BURN") == 0;
}

int session_burn(struct session *session, struct burn *burn)
{
    struct why why = {""};
    if (!burn_check(burn, &why)) {
        return session_fail(&why);
    }
    if (burn_is_empty(burn)) {
        printf("Nothing to burn: all of it is burned already.\n");
        return CLI_EXIT_OK;
    }
    print_plan(session, burn);
    if (!is_confirmed(session->args)) {
        printf("Aborting.\n");
        return CLI_EXIT_OK;
    }
    burn_do(burn);
    if (session->path != NULL &&
        !efuse_file_write(session->path, &session->file, &why)) {
        return session_fail(&why);
    }
    printf("Successful.\n");
    return CLI_EXIT_OK;
}
