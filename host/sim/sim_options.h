/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options that every `sallyport sim` command and the group itself take:
 * which device. Each command's table starts with SIM_OPTIONS_COMMON, so that
 * the indices below hold in all of them.
 */
#ifndef HOST_SIM_SIM_OPTIONS_H
#define HOST_SIM_SIM_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "host/cli/cli.h"
#include "host/cli/why.h"
#include "port/sim/nor.h"

/** Indices of the common options. */
enum sim_option {
    SIM_CONFIG,
    SIM_FLASH,
    SIM_EFUSE,
    SIM_TARGET,
    SIM_WRITE_LEN,
    SIM_MAX_ALIGN,
    SIM_SECTORS,
    SIM_BLOCK_LEN,
    SIM_OPTION_COMMON_COUNT, /* where a command's own options start */
};

extern const char *const sim_target_choices[];
extern const char *const sim_write_len_choices[];
extern const char *const sim_align_choices[];
extern const char *const sim_slot_choices[];

/* clang-format off */
#define SIM_OPTIONS_COMMON                                                     \
    {.name = "--config", .letter = 'c', .kind = CLI_TEXT, .repeat = true,      \
     .metavar = "FILE",                                                        \
     .help = "bootloader.conf; repeat it, later files override earlier "       \
             "ones  [default: the target's default configuration]"},           \
    {.name = "--flash", .letter = 'f', .kind = CLI_TEXT, .metavar = "FILE",    \
     .fallback = "flash.bin",                                                  \
     .help = "the flash, a plain image of the whole chip  "                    \
             "[default: flash.bin]"},                                          \
    {.name = "--efuse", .letter = 'e', .kind = CLI_TEXT, .metavar = "FILE",    \
     .help = "the eFuses, a file of espefuse or of the emulator; with it the " \
             "ROM, Secure Boot and flash encryption are modelled"},            \
    {.name = "--target", .letter = 't', .kind = CLI_CHOICE,                    \
     .choices = sim_target_choices, .fallback = "esp32c3",                     \
     .help = "the chip  [default: esp32c3]"},                                  \
    {.name = "--write-len", .kind = CLI_CHOICE,                                \
     .choices = sim_write_len_choices,                                         \
     .help = "experiment: bytes of a write unit  [default: as the "            \
             "configuration says]"},                                           \
    {.name = "--max-align", .kind = CLI_CHOICE, .choices = sim_align_choices,  \
     .help = "experiment: alignment of the trailer fields, at least the "      \
             "write unit  [default: as the configuration says]"},              \
    {.name = "--sectors", .kind = CLI_TEXT, .metavar = "LENxCOUNT,...",        \
     .help = "experiment: sectors from address 0 on, e.g. "                    \
             "4096x16,65536x63  [default: all of 4096 bytes]"},                \
    {.name = "--block-len", .kind = CLI_NUMBER, .metavar = "BYTES",            \
     .fallback = "65536",                                                      \
     .help = "experiment: length of a large erase, 0 for none  "               \
             "[default: 65536]"}
/* clang-format on */

/**
 * Returns the command line that a common option was given on: the command's
 * own, else the group's before it, else the command's (for the fallback).
 *
 * @param[in] args    command line of a command
 * @param[in] option  a common option
 *
 * @retval command line to hand to cli_text() and its like
 */
MUST_USE const struct cli_args *sim_args(const struct cli_args *args,
                                         enum sim_option option);

/**
 * Makes the shape of the flash from the options.
 *
 * @param[in]  args       command line of a command
 * @param[in]  flash_len  bytes, from the configuration
 * @param[in]  write_len  bytes, from the configuration
 * @param[out] geometry   shape of flash_len bytes
 * @param[out] why        on failure: the option and what is wrong with it
 *
 * @retval true   made
 * @retval false  --sectors cannot be read or has another sum
 */
MUST_USE bool sim_geometry(const struct cli_args *args, uint32_t flash_len,
                           uint32_t write_len, struct nor_geometry *geometry,
                           struct why *why);

#endif
