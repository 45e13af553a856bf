/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The `sallyport` program: the table of its commands, and the names under
 * which it stands in for other tools. Does nothing itself.
 */
#include <string.h>

#include "base/version.h"
#include "host/cli/cli.h"
#include "host/commands.h"

static const struct cli_command *const commands[] = {
    &command_conf,     &command_elf2image, &command_enroll,
    &command_espefuse, &command_espsecure, &command_imgtool,
    &command_mcumgr,   &command_sim,       NULL,
};

static const struct cli_option root_options[] = {{
    .name = "--version",
    .kind = CLI_VERSION,
    .fallback = "sallyport " VERSION_TEXT,
    .help = "Show the version and exit.",
}};

static const struct cli_command root = {
    .name = "sallyport",
    .help = "Secure bootloader for ESP32 chips: sign images, prepare devices, "
            "and boot them on a virtual device.",
    .options = root_options,
    .option_count = sizeof(root_options) / sizeof(root_options[0]),
    .commands = commands,
};

/* A name of the program under which one of its commands is the whole. */
struct alias {
    const char *name;
    const struct cli_command *command;
};

static const struct alias aliases[] = {
    {"espefuse", &command_espefuse},   {"espefuse.py", &command_espefuse},
    {"espsecure", &command_espsecure}, {"espsecure.py", &command_espsecure},
    {"imgtool", &command_imgtool},     {"imgtool.py", &command_imgtool},
    {"mcumgr", &command_mcumgr},
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    const char *name = argc > 0 ? base_name(argv[0]) : root.name;
    for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
        if (strcmp(name, aliases[i].name) == 0) {
            return cli_main(aliases[i].command, name, argc, argv);
        }
    }
    return cli_main(&root, root.name, argc, argv);
}
