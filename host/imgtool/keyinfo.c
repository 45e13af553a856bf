/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool keyinfo`: tells private from public keys, so that a build can stop
 * before a private key gets where it should not. Never asks a question.
 */
#include <stdio.h>
#include <string.h>

#include "host/imgtool/imgtool.h"
#include "host/keys/keyfile.h"

enum { OPT_KEY, OPT_REQUIRE, OPT_COUNT };

static const char *const kinds[] = {"private", "public", NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_KEY] = {.name = "--key",
                 .letter = 'k',
                 .kind = CLI_TEXT,
                 .metavar = "filename",
                 .required = true},
    [OPT_REQUIRE] = {.name = "--require",
                     .kind = CLI_CHOICE,
                     .choices = kinds,
                     .help = "Exit with an error if the key is of the other "
                             "kind."},
};

static int run(const struct cli_args *args)
{
    struct key key;
    struct why why;
    const char *path = cli_text(args, OPT_KEY);
    const char *required = cli_text(args, OPT_REQUIRE);
    enum keyfile_result result = keyfile_read(path, NULL, &key, &why);
    if (result == KEYFILE_ENCRYPTED) {
        return cli_usage_error(
            args,
            "Cannot inspect %s: key is password-protected or unreadable. "
            "keyinfo runs non-interactively and does not prompt for a "
            "passphrase.",
            path);
    }
    if (result != KEYFILE_OK) {
        return cli_fail("%s", why.text);
    }
    const char *kind = key.is_private ? "private" : "public";
    key_wipe(&key);
    (void)puts(kind);
    if (required != NULL && strcmp(required, kind) != 0) {
        return cli_usage_error(args, "Key %s is %s, but %s was required.", path,
                               kind, required);
    }
    return CLI_EXIT_OK;
}

const struct cli_command imgtool_keyinfo = {
    .name = "keyinfo",
    .summary = "Print whether KEY is a keypair PEM (`private`) or a...",
    .help = "Print whether KEY is a keypair PEM (`private`) or a public-only "
            "PEM (`public`). Made for builds: `--require` stops them on the "
            "wrong kind.",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
