/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure sign-data`: pads a file to whole sectors and adds a sector of
 * signature blocks, or further blocks to the sector it has. A file that is
 * signed already is never signed as if it were data.
 */
#include <stdio.h>

#include "host/espsecure/espsecure.h"
#include "host/espsecure/signed_file.h"
#include "host/espsecure/version.h"
#include "host/keys/keyfile.h"

enum {
    OPT_VERSION,
    OPT_KEYFILE,
    OPT_OUTPUT,
    OPT_APPEND,
    OPT_OVERWRITE,
    OPT_PUB_KEY,
    OPT_SIGNATURE,
    OPT_COUNT
};

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
                     .metavar = "FILE...",
                     .repeat = true,
                     .many = true,
                     .help = "Private keys to sign with, up to three"},
    [OPT_OUTPUT] = {.name = "--output",
                    .letter = 'o',
                    .kind = CLI_TEXT,
                    .metavar = "FILE",
                    .help = "The signed file  [default: DATAFILE]"},
    [OPT_APPEND] = {.name = "--append-signatures",
                    .letter = 'a',
                    .kind = CLI_FLAG,
                    .help = "Keep the signatures of a signed file and add to "
                            "them; not for ESP32, which has one digest"},
    [OPT_OVERWRITE] = {.name = "--overwrite",
                       .kind = CLI_FLAG,
                       .help = "Replace the signatures of a signed file"},
    [OPT_PUB_KEY] = {.name = "--pub-key",
                     .kind = CLI_TEXT,
                     .metavar = "FILE...",
                     .repeat = true,
                     .many = true,
                     .help = "Public keys, one for each --signature"},
    [OPT_SIGNATURE] = {.name = "--signature",
                       .kind = CLI_TEXT,
                       .metavar = "FILE...",
                       .repeat = true,
                       .many = true,
                       .help = "Signatures made elsewhere: 384 bytes of "
                               "RSA-PSS over the padded data, as OpenSSL "
                               "writes them"},
};

static const struct cli_argument arguments[] = {{.name = "DATAFILE"}};

/* ---- what is to be signed -------------------------------------------- */

static bool kept_blocks_match(const struct signed_file *it, struct why *why)
{
    for (size_t i = 0; i < SIGBLOCK_MAX; i++) {
        if (it->used[i] && !signed_file_matches(it, i)) {
            return why_say(why,
                           "signature block %zu in it signs other data: the "
                           "file was changed; sign the original again",
                           i);
        }
    }
    return true;
}

static bool open_signed(struct signed_file *it, const struct file *content,
                        const struct cli_args *args, struct why *why)
{
    if (cli_given(args, OPT_OVERWRITE)) {
        const struct file_data data = {content->bytes,
                                       content->len - SIGBLOCK_SECTOR_LEN};
        return signed_file_begin(it, &data, why);
    }
    if (!cli_given(args, OPT_APPEND)) {
        return why_say(why, "it is signed already: add --append-signatures to "
                            "keep its signatures, or --overwrite to replace "
                            "them");
    }
    return signed_file_take(it, content, why) && kept_blocks_match(it, why);
}

static bool open_content(struct signed_file *it, const struct file *content,
                         const struct cli_args *args, struct why *why)
{
    if (signed_file_is(content)) {
        return open_signed(it, content, args, why);
    }
    const struct file_data data = {content->bytes, content->len};
    return signed_file_begin(it, &data, why);
}

/* ---- signing --------------------------------------------------------- */

static bool add_key(struct signed_file *it, const char *path, struct why *why)
{
    struct key key;
    bool added = keyfile_load(path, &key, why) &&
                 (key.is_private ||
                  why_say(why, "'%s' is a public key and cannot sign", path)) &&
                 signed_file_add(it, &key, NULL, why);
    key_wipe(&key);
    return added;
}

static bool add_signature(struct signed_file *it, const char *key_path,
                          const char *path, struct why *why)
{
    struct key key;
    struct file signature;
    if (!keyfile_load(key_path, &key, why)) {
        return false;
    }
    bool added = file_read(path, &signature, why) &&
                 (signature.len == SIGBLOCK_SIGNATURE_LEN ||
                  why_say(why, "'%s' has %zu bytes, a signature has %u", path,
                          signature.len, SIGBLOCK_SIGNATURE_LEN)) &&
                 signed_file_add(it, &key, signature.bytes, why);
    file_free(&signature);
    key_wipe(&key);
    return added;
}

static bool add_all(struct signed_file *it, const struct cli_args *args,
                    struct why *why)
{
    for (size_t i = 0; i < cli_count(args, OPT_KEYFILE); i++) {
        if (!add_key(it, cli_nth(args, OPT_KEYFILE, i)->value, why)) {
            return false;
        }
    }
    for (size_t i = 0; i < cli_count(args, OPT_SIGNATURE); i++) {
        if (!add_signature(it, cli_nth(args, OPT_PUB_KEY, i)->value,
                           cli_nth(args, OPT_SIGNATURE, i)->value, why)) {
            return false;
        }
    }
    return true;
}

static bool room_suffices(const struct signed_file *it, size_t wanted,
                          struct why *why)
{
    size_t room = SIGBLOCK_MAX - it->count;
    return wanted <= room ||
           why_say(why, "%zu signatures do not fit: %zu of %u blocks are free",
                   wanted, room, SIGBLOCK_MAX);
}

static void report(const struct signed_file *it, const char *path)
{
    if (it->added_len > 0) {
        printf("Padded with %zu bytes to whole sectors.\n", it->added_len);
    }
    printf("Signed %zu bytes of '%s'; signature blocks now: %zu.\n",
           it->data_len, path, it->count);
}

static bool sign(struct signed_file *it, const struct file *content,
                 const struct cli_args *args, struct why *why)
{
    const char *path = cli_argument(args, 0);
    const char *output = cli_text(args, OPT_OUTPUT);
    size_t wanted =
        cli_count(args, OPT_KEYFILE) + cli_count(args, OPT_SIGNATURE);
    struct why reason;
    if (!open_content(it, content, args, &reason) ||
        !room_suffices(it, wanted, &reason) || !add_all(it, args, &reason)) {
        return why_say(why, "Cannot sign '%s': %.400s", path, reason.text);
    }
    const struct file_data data = signed_file_data(it);
    if (!file_write(output != NULL ? output : path, &data, FILE_MODE_PLAIN,
                    why)) {
        return false;
    }
    report(it, path);
    return true;
}

static int check_options(const struct cli_args *args)
{
    size_t signatures = cli_count(args, OPT_SIGNATURE);
    if (cli_count(args, OPT_PUB_KEY) != signatures) {
        return cli_usage_error(args,
                               "--pub-key names %zu files and --signature "
                               "%zu: give one key for each signature",
                               cli_count(args, OPT_PUB_KEY), signatures);
    }
    if (signatures + cli_count(args, OPT_KEYFILE) == 0) {
        return cli_usage_error(args, "Nothing to sign with: give --keyfile, "
                                     "or --pub-key and --signature");
    }
    if (cli_given(args, OPT_APPEND) && cli_given(args, OPT_OVERWRITE)) {
        return cli_usage_error(args, "--append-signatures keeps what "
                                     "--overwrite replaces: give one of them");
    }
    return CLI_EXIT_OK;
}

static int run(const struct cli_args *args)
{
    struct file content;
    struct signed_file it = {0};
    struct why why;
    int status = check_options(args);
    if (status != CLI_EXIT_OK) {
        return status;
    }
    bool done = file_read(cli_argument(args, 0), &content, &why) &&
                sign(&it, &content, args, &why);
    signed_file_free(&it);
    file_free(&content);
    return done ? CLI_EXIT_OK : cli_fail("%s", why.text);
}

const struct cli_command espsecure_sign_data = {
    .name = "sign-data",
    .summary = "Sign a bootloader for Secure Boot V2",
    .help = "Sign a bootloader for Secure Boot V2: pad it to whole sectors and "
            "add a sector with a signature block for each key.\n"
            "FILE... takes every word up to the next option: put DATAFILE "
            "first, behind another option, or behind --.",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = arguments,
    .argument_count = 1,
    .run = run,
};
