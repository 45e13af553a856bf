/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The group `imgtool`: names and order of its commands, as SPEC, "The image
 * tool", lists them.
 */
#include "host/imgtool/imgtool.h"

#include "host/commands.h"

static const struct cli_command *const commands[] = {
    &imgtool_create,
    &imgtool_dumpinfo,
    &imgtool_getpriv,
    &imgtool_getpub,
    &imgtool_getpubhash,
    &imgtool_keygen,
    &imgtool_keyinfo,
    &imgtool_sign,
    &imgtool_verify,
    &imgtool_version,
    NULL,
};

const struct cli_command command_imgtool = {
    .name = "imgtool",
    .summary = "Make keys; sign, verify and print images",
    .commands = commands,
};
