/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool keygen`: makes a key pair and writes it to a file that only its
 * owner can read.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "host/cli/prompt.h"
#include "host/imgtool/imgtool.h"
#include "host/keys/keyfile.h"

enum { OPT_KEY, OPT_TYPE, OPT_PASSWORD, OPT_COUNT };

/* In the order of enum key_type. */
static const char *const types[] = {"rsa-2048",   "rsa-3072", "ecdsa-p256",
                                    "ecdsa-p384", "ed25519",  "x25519",
                                    NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_KEY] = {.name = "--key",
                 .letter = 'k',
                 .kind = CLI_TEXT,
                 .metavar = "filename",
                 .required = true},
    [OPT_TYPE] = {.name = "--type",
                  .letter = 't',
                  .kind = CLI_CHOICE,
                  .metavar = "type",
                  .choices = types,
                  .prompt = "Type (rsa-2048, rsa-3072, ecdsa-p256, "
                            "ecdsa-p384, ed25519, x25519): ",
                  .required = true,
                  .help = "One of: rsa-2048, rsa-3072, ecdsa-p256, "
                          "ecdsa-p384, ed25519, x25519"},
    [OPT_PASSWORD] = {.name = "--password",
                      .letter = 'p',
                      .kind = CLI_FLAG,
                      .help = "Prompt for password to protect key"},
};

/* Asks twice until both agree; false when the input ends. */
static bool ask_passphrase(char first[KEYFILE_PASSPHRASE_MAX])
{
    char second[KEYFILE_PASSPHRASE_MAX];
    bool got = false;
    bool equal = false;
    do {
        got = prompt_secret("Enter key passphrase: ", first,
                            KEYFILE_PASSPHRASE_MAX) &&
              prompt_secret("Reenter passphrase: ", second, sizeof(second));
        equal = got && strcmp(first, second) == 0;
        if (got && !equal) {
            (void)puts("Passwords do not match, try again");
        }
    } while (got && !equal);
    secure_wipe(second, sizeof(second));
    return got;
}

/* Searching primes takes seconds: say so, to people only. */
static void tell_wait(enum key_type type)
{
    bool slow = type == KEY_RSA_2048 || type == KEY_RSA_3072;
    if (slow && isatty(STDERR_FILENO) == 1) {
        (void)fputs("Searching for two primes, some seconds ...\n", stderr);
    }
}

static int make(const struct cli_args *args, const char *passphrase)
{
    struct key key;
    struct why why;
    enum key_type type = (enum key_type)cli_choice(args, OPT_TYPE);
    tell_wait(type);
    if (!key_generate(type, &key, &why)) {
        return cli_fail("%s", why.text);
    }
    bool written =
        keyfile_write(cli_text(args, OPT_KEY), &key, passphrase, &why);
    key_wipe(&key);
    return written ? CLI_EXIT_OK : cli_fail("%s", why.text);
}

static int make_protected(const struct cli_args *args)
{
    char passphrase[KEYFILE_PASSPHRASE_MAX];
    int status = 0;
    if (!ask_passphrase(passphrase)) {
        status = cli_fail("The passphrase was not entered twice; no key was "
                          "made");
    } else if (passphrase[0] == 0) {
        status = cli_fail("The passphrase is empty; leave out --password for "
                          "a key without one");
    } else {
        status = make(args, passphrase);
    }
    secure_wipe(passphrase, sizeof(passphrase));
    return status;
}

static int run(const struct cli_args *args)
{
    if (cli_given(args, OPT_PASSWORD)) {
        return make_protected(args);
    }
    return make(args, NULL);
}

const struct cli_command imgtool_keygen = {
    .name = "keygen",
    .summary = "Generate pub/private keypair",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
