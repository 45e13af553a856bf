/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `sallyport espefuse`; the group stands in espefuse.c.
 */
#ifndef HOST_ESPEFUSE_ESPEFUSE_H
#define HOST_ESPEFUSE_ESPEFUSE_H

#include "host/cli/cli.h"

extern const struct cli_command espefuse_burn_bit;
extern const struct cli_command espefuse_burn_block_data;
extern const struct cli_command espefuse_burn_efuse;
extern const struct cli_command espefuse_burn_key;
extern const struct cli_command espefuse_burn_key_digest;
extern const struct cli_command espefuse_convert;
extern const struct cli_command espefuse_dump;
extern const struct cli_command espefuse_read_protect;
extern const struct cli_command espefuse_summary;
extern const struct cli_command espefuse_write_protect;

#endif
