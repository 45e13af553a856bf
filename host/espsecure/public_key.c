/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure digest-sbv2-public-key` and `espsecure extract-public-key`: what
 * of a signing key may leave the house.
 */
#include <stdio.h>

#include "host/espsecure/espsecure.h"
#include "host/espsecure/sigblock.h"
#include "host/espsecure/version.h"
#include "host/files/file.h"
#include "host/keys/keyfile.h"

/* ---- digest-sbv2-public-key ------------------------------------------ */

enum { DIGEST_KEYFILE, DIGEST_OUTPUT, DIGEST_COUNT };

static const struct cli_option digest_options[DIGEST_COUNT] = {
    [DIGEST_KEYFILE] = {.name = "--keyfile",
                        .letter = 'k',
                        .kind = CLI_TEXT,
                        .metavar = "FILE",
                        .required = true,
                        .help = "Public or private key, in PEM format"},
    [DIGEST_OUTPUT] = {.name = "--output",
                       .letter = 'o',
                       .kind = CLI_TEXT,
                       .metavar = "FILE",
                       .required = true,
                       .help = "The digest, 32 bytes as they are burned"},
};

static bool write_digest(const struct cli_args *args, const struct key *key,
                         struct why *why)
{
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    const struct file_data data = {digest, sizeof(digest)};
    return sigblock_digest_of(key, digest, why) &&
           file_write(cli_text(args, DIGEST_OUTPUT), &data, FILE_MODE_PLAIN,
                      why);
}

static int run_digest(const struct cli_args *args)
{
    struct key key;
    struct why why;
    const char *path = cli_text(args, DIGEST_KEYFILE);
    bool done =
        keyfile_load(path, &key, &why) && write_digest(args, &key, &why);
    key_wipe(&key);
    if (!done) {
        return cli_fail("%s", why.text);
    }
    printf("Digest of the public key of '%s' written to '%s'.\n", path,
           cli_text(args, DIGEST_OUTPUT));
    return CLI_EXIT_OK;
}

const struct cli_command espsecure_digest_public_key = {
    .name = "digest-sbv2-public-key",
    .summary = "Write the digest of a key that is burned in the eFuses",
    .options = digest_options,
    .option_count = DIGEST_COUNT,
    .run = run_digest,
};

/* ---- extract-public-key ---------------------------------------------- */

enum { EXTRACT_VERSION, EXTRACT_KEYFILE, EXTRACT_COUNT };

static const struct cli_option extract_options[EXTRACT_COUNT] = {
    [EXTRACT_VERSION] = {.name = "--version",
                         .letter = 'v',
                         .kind = CLI_CHOICE,
                         .choices = version_choices,
                         .check = version_check,
                         .fallback = "2",
                         .help = "Version of Secure Boot  [default: 2]"},
    [EXTRACT_KEYFILE] = {.name = "--keyfile",
                         .letter = 'k',
                         .kind = CLI_TEXT,
                         .metavar = "FILE",
                         .required = true,
                         .help = "Private key, in PEM format"},
};

static const struct cli_argument arguments[] = {{.name = "PUBLIC_KEYFILE"}};

static int run_extract(const struct cli_args *args)
{
    struct key key;
    struct why why;
    const char *path = cli_text(args, EXTRACT_KEYFILE);
    bool done = keyfile_load(path, &key, &why) &&
                keyfile_write_public(cli_argument(args, 0), &key, &why);
    key_wipe(&key);
    if (!done) {
        return cli_fail("%s", why.text);
    }
    printf("Public key of '%s' written to '%s'.\n", path,
           cli_argument(args, 0));
    return CLI_EXIT_OK;
}

const struct cli_command espsecure_extract_public_key = {
    .name = "extract-public-key",
    .summary = "Write the public half of a signing key, as PEM",
    .options = extract_options,
    .option_count = EXTRACT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run_extract,
};
