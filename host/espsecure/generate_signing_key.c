/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure generate-signing-key`: an RSA-3072 key pair in a new file that
 * only its owner can read.
 */
#include <stdio.h>
#include <unistd.h>

#include "host/espsecure/espsecure.h"
#include "host/espsecure/version.h"
#include "host/keys/keyfile.h"

enum { OPT_VERSION, OPT_SCHEME, OPT_COUNT };

static const char *const schemes[] = {"rsa3072", NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_VERSION] = {.name = "--version",
                     .letter = 'v',
                     .kind = CLI_CHOICE,
                     .choices = version_choices,
                     .check = version_check,
                     .fallback = "2",
                     .help = "Version of Secure Boot  [default: 2]"},
    [OPT_SCHEME] = {.name = "--scheme",
                    .letter = 's',
                    .kind = CLI_CHOICE,
                    .choices = schemes,
                    .fallback = "rsa3072",
                    .help = "Kind of key  [default: rsa3072]"},
};

static const struct cli_argument arguments[] = {{.name = "KEYFILE"}};

static bool make(const char *path, struct why *why)
{
    struct key key;
    if (access(path, F_OK) == 0) {
        return why_say(why,
                       "'%s' exists, and what is signed with a lost key can "
                       "never be updated: name a new file",
                       path);
    }
    bool made = key_generate(KEY_RSA_3072, &key, why) &&
                keyfile_write(path, &key, NULL, why);
    key_wipe(&key);
    return made;
}

static int run(const struct cli_args *args)
{
    struct why why;
    const char *path = cli_argument(args, 0);
    if (!make(path, &why)) {
        return cli_fail("%s", why.text);
    }
    printf("RSA-3072 private key written to '%s'; keep it secret, and keep a "
           "copy.\n",
           path);
    return CLI_EXIT_OK;
}

const struct cli_command espsecure_generate_signing_key = {
    .name = "generate-signing-key",
    .summary = "Make a key pair that signs bootloaders",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
