/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The group `espsecure`: signatures of Secure Boot V2 and flash encryption on
 * the host, with the command lines of the vendor's tool of that name. Its
 * commands for Secure Boot V1, other chips' keys and hardware modules are not
 * here.
 */
#include "host/espsecure/espsecure.h"

#include "host/commands.h"

static const struct cli_command *const commands[] = {
    &espsecure_decrypt_flash_data, &espsecure_digest_public_key,
    &espsecure_encrypt_flash_data, &espsecure_extract_public_key,
    &espsecure_generate_flash_key, &espsecure_generate_signing_key,
    &espsecure_sign_data,          &espsecure_signature_info,
    &espsecure_verify_signature,   NULL,
};

const struct cli_command command_espsecure = {
    .name = "espsecure",
    .summary = "Sign for Secure Boot V2, encrypt for flash encryption",
    .underscores = true,
    .commands = commands,
};
