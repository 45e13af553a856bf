/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure verify-signature` and `espsecure signature-info-v2`: what the
 * signature blocks of a file are worth.
 */
#include <stdio.h>

#include "host/espsecure/espsecure.h"
#include "host/espsecure/signed_file.h"
#include "host/espsecure/version.h"
#include "host/keys/keyfile.h"

enum { OPT_VERSION, OPT_KEYFILE, OPT_COUNT };

static const struct cli_option options[OPT_COUNT] = {
    [OPT_VERSION] = {.name = "--version",
                     .letter = 'v',
                     .kind = CLI_CHOICE,
                     .choices = version_choices,
                     .check = version_check,
                     .required = true,
                     .help = "Version of Secure Boot"},
    [OPT_KEYFILE] = {.name = "--keyfile",
                     .letter = 'k',
                     .kind = CLI_TEXT,
                     .metavar = "FILE",
                     .required = true,
                     .help = "Public or private key, in PEM format"},
};

static const struct cli_argument arguments[] = {{.name = "DATAFILE"}};

/* Opens a file that must have a signature sector. */
static bool open_signed(const char *path, struct signed_file *it,
                        struct why *why)
{
    struct file content;
    bool opened =
        file_read(path, &content, why) &&
        (signed_file_is(&content) ||
         why_say(why,
                 "'%s' is not signed: its last sector of 4096 bytes holds no "
                 "signature block; sign it with `espsecure sign-data`",
                 path)) &&
        signed_file_take(it, &content, why);
    file_free(&content);
    return opened;
}

static bool verifies(const struct signed_file *it, size_t nth)
{
    return sigblock_verify(signed_file_block(it, nth), it->bytes, it->data_len);
}

/* ---- verify-signature ------------------------------------------------ */

/* Says what a block is worth to the key; true if it is its good signature. */
static bool judge(const struct signed_file *it, size_t nth,
                  const struct key *key)
{
    const char *verdict = "absent";
    bool good = false;
    if (it->used[nth] && !signed_file_matches(it, nth)) {
        verdict = "valid, but of other data";
    } else if (it->used[nth] &&
               !sigblock_holds(signed_file_block(it, nth), key)) {
        verdict = "not made with this key";
    } else if (it->used[nth]) {
        good = verifies(it, nth);
        verdict = good ? "verified with this key" : "a bad signature";
    }
    printf("Signature block %zu: %s.\n", nth, verdict);
    return good;
}

static int verify(const struct cli_args *args, const struct key *key)
{
    struct signed_file it = {0};
    struct why why;
    const char *path = cli_argument(args, 0);
    if (!open_signed(path, &it, &why)) {
        return cli_fail("%s", why.text);
    }
    bool good = false;
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        good = judge(&it, i, key) || good;
    }
    signed_file_free(&it);
    return good ? CLI_EXIT_OK
                : cli_fail("No signature block of '%s' verifies with the key "
                           "'%s': sign it again, or give another key",
                           path, cli_text(args, OPT_KEYFILE));
}

static int run_verify(const struct cli_args *args)
{
    struct key key;
    struct why why;
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    if (!keyfile_load(cli_text(args, OPT_KEYFILE), &key, &why)) {
        return cli_fail("%s", why.text);
    }
    int status = sigblock_digest_of(&key, digest, &why)
                     ? verify(args, &key)
                     : cli_fail("%s", why.text);
    key_wipe(&key);
    return status;
}

const struct cli_command espsecure_verify_signature = {
    .name = "verify-signature",
    .summary = "Verify a signed bootloader with a key",
    .help = "Verify a signed bootloader with a key. The exit status is 0 if "
            "one of its signature blocks is a good signature of this key.",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run_verify,
};

/* ---- signature-info-v2 ----------------------------------------------- */

static void print_block(const struct signed_file *it, size_t nth)
{
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    if (!it->used[nth]) {
        printf("Signature block %zu is absent.\n", nth);
        return;
    }
    if (!sigblock_key_digest(signed_file_block(it, nth), digest)) {
        return;
    }
    printf("Signature block %zu %s (RSA).\n", nth,
           verifies(it, nth) ? "is valid" : "does not verify");
    printf("Public key digest for block %zu:", nth);
    for (size_t i = 0; i < sizeof(digest); i++) {
        printf(" %02x", digest[i]);
    }
    printf("\n");
}

static int run_info(const struct cli_args *args)
{
    struct signed_file it = {0};
    struct why why;
    if (!open_signed(cli_argument(args, 0), &it, &why)) {
        return cli_fail("%s", why.text);
    }
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        print_block(&it, i);
    }
    signed_file_free(&it);
    return CLI_EXIT_OK;
}

const struct cli_command espsecure_signature_info = {
    .name = "signature-info-v2",
    .summary = "Print the signature blocks of a signed bootloader",
    .arguments = arguments,
    .argument_count = 1,
    .run = run_info,
};
