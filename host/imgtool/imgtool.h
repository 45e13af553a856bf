/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `imgtool`, one file each; imgtool.c lists them in
 * alphabetical order.
 */
#ifndef HOST_IMGTOOL_IMGTOOL_H
#define HOST_IMGTOOL_IMGTOOL_H

#include "host/cli/cli.h"

extern const struct cli_command imgtool_create;
extern const struct cli_command imgtool_dumpinfo;
extern const struct cli_command imgtool_getpriv;
extern const struct cli_command imgtool_getpub;
extern const struct cli_command imgtool_getpubhash;
extern const struct cli_command imgtool_keygen;
extern const struct cli_command imgtool_keyinfo;
extern const struct cli_command imgtool_sign;
extern const struct cli_command imgtool_verify;
extern const struct cli_command imgtool_version;

#endif
