/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of the `sallyport` program: one line here and one in the table
 * of main.c each. A command lives in its own folder.
 */
#ifndef HOST_COMMANDS_H
#define HOST_COMMANDS_H

#include "host/cli/cli.h"

extern const struct cli_command command_conf;      /* host/conf */
extern const struct cli_command command_elf2image; /* host/elf2image */
extern const struct cli_command command_enroll;    /* host/enroll */
extern const struct cli_command command_espefuse;  /* host/espefuse */
extern const struct cli_command command_espsecure; /* host/espsecure */
extern const struct cli_command command_imgtool;   /* host/imgtool */
extern const struct cli_command command_mcumgr;    /* host/mcumgr */
extern const struct cli_command command_sim;       /* host/sim */

#endif
