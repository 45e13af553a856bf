/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `espsecure`, one file each; espsecure.c lists them in
 * alphabetical order.
 */
#ifndef HOST_ESPSECURE_ESPSECURE_H
#define HOST_ESPSECURE_ESPSECURE_H

#include "host/cli/cli.h"

extern const struct cli_command espsecure_decrypt_flash_data;
extern const struct cli_command espsecure_digest_public_key;
extern const struct cli_command espsecure_encrypt_flash_data;
extern const struct cli_command espsecure_extract_public_key;
extern const struct cli_command espsecure_generate_flash_key;
extern const struct cli_command espsecure_generate_signing_key;
extern const struct cli_command espsecure_sign_data;
extern const struct cli_command espsecure_signature_info;
extern const struct cli_command espsecure_verify_signature;

#endif
