/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sallyport sim`: the group of the commands, and the frame that each of them
 * runs in. What the commands do stands in cmd_*.c.
 */
#include "host/sim/sim_commands.h"

#include <stdio.h>

#include "host/commands.h"
#include "host/sim/sim_options.h"

int sim_job(const struct cli_args *args, enum device_start start,
            sim_job_fn *job)
{
    struct device device = {0};
    struct why why;
    bool done =
        device_open(&device, args, start, &why) && job(&device, args, &why);
    device_close(&device);
    if (done) {
        return CLI_EXIT_OK;
    }
    /* a refused configuration has printed its sentences already */
    return why.text[0] == '\0' ? CLI_EXIT_FAIL : cli_fail("%s", why.text);
}

static const struct cli_option sim_options[SIM_OPTION_COMMON_COUNT] = {
    SIM_OPTIONS_COMMON,
};

static const struct cli_command *const sim_commands[] = {
    &sim_command_boot,
    &sim_command_create,
    &sim_command_erase,
    &sim_command_load,
    &sim_command_save,
    &sim_command_show,
    NULL,
};

const struct cli_command command_sim = {
    .name = "sim",
    .summary = "Run the boot code on a virtual device.",
    .help =
        "Run the boot code on a virtual device: the very code that the chips "
        "run, on a flash that is a file, with power cuts wherever you like.\n"
        "A first session:\n"
        "sallyport sim create\n"
        "sallyport sim load --slot primary v1.bin\n"
        "sallyport sim boot --update v2.bin --app request-test\n"
        "sallyport sim boot --cut 50%:bits\n"
        "sallyport sim boot --app confirm\n"
        "sallyport sim show\n"
        "v1.bin and v2.bin are images made by `sallyport imgtool sign`; with "
        "-c FILE they are checked by the key of that configuration.\n"
        "The options below may stand before the command or behind it. Wear, "
        "boots and the reset cause are kept in a text file beside the flash, "
        "with .sim added to its name.",
    .options = sim_options,
    .option_count = SIM_OPTION_COMMON_COUNT,
    .commands = sim_commands,
};
