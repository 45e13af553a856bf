/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport espefuse`: the group of the commands. What they do stands in
 * cmd_*.c and burn.c.
 */
#include "host/espefuse/espefuse.h"

#include "host/commands.h"
#include "host/espefuse/session.h"

static const struct cli_command *const commands[] = {
    &espefuse_burn_bit,
    &espefuse_burn_block_data,
    &espefuse_burn_efuse,
    &espefuse_burn_key,
    &espefuse_burn_key_digest,
    &espefuse_convert,
    &espefuse_dump,
    &espefuse_read_protect,
    &espefuse_summary,
    &espefuse_write_protect,
    NULL,
};

const struct cli_command command_espefuse = {
    .name = "espefuse",
    .summary = "Read and burn eFuse files.",
    .help =
        "Read and burn eFuse files, with the commands of the vendor's tool: "
        "the files of `espefuse --virt`, the drives of the chips' emulator and "
        "the regions of virtual eFuses in flash.\n"
        "sallyport espefuse --chip esp32c3 --virt --path-efuse-file f.bin "
        "burn-key BLOCK_KEY0 key.bin XTS_AES_128_KEY --no-read-protect\n"
        "Only files are worked on, no chips.",
    .options = session_options,
    .option_count = SESSION_OPTION_COUNT,
    .commands = commands,
    .underscores = true,
};
