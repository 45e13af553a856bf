/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool getpriv`: the private key that decrypts images, as C source for a
 * bootloader. On standard output only, so that no file of it stays by accident.
 */
#include <stdio.h>

#include "base/bytes.h"
#include "host/imgtool/emit.h"
#include "host/imgtool/imgtool.h"
#include "host/keys/encode.h"
#include "host/keys/keyfile.h"

enum { OPT_FORMAT, OPT_KEY, OPT_MINIMAL, OPT_COUNT };

/* In the order of enum key_form. */
static const char *const formats[] = {"openssl", "pkcs8", NULL};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_FORMAT] = {.name = "--format",
                    .letter = 'f',
                    .kind = CLI_CHOICE,
                    .choices = formats,
                    .help = "Valid formats: openssl, pkcs8"},
    [OPT_KEY] = {.name = "--key",
                 .letter = 'k',
                 .kind = CLI_TEXT,
                 .metavar = "filename",
                 .required = true},
    [OPT_MINIMAL] = {.name = "--minimal",
                     .kind = CLI_FLAG,
                     .help = "Leave out what decryption does not need, for a "
                             "smaller bootloader; it must be built to read "
                             "the shorter form."},
};

static bool is_rsa(const struct key *key)
{
    return key->type == KEY_RSA_2048 || key->type == KEY_RSA_3072;
}

/* The form that was asked for, or that bootloaders read. */
static enum key_form form_of(const struct cli_args *args, const struct key *key)
{
    int chosen = cli_choice(args, OPT_FORMAT);
    if (chosen >= 0) {
        return (enum key_form)chosen;
    }
    return is_rsa(key) ? KEY_FORM_TRADITIONAL : KEY_FORM_PKCS8;
}

/* Why there is no such output; NULL when there is. */
static const char *obstacle(const struct key *key, enum key_form form,
                            bool minimal)
{
    if (!key->is_private) {
        return "Operation get_private_bytes requires private key";
    }
    if (key->type == KEY_ED25519) {
        return "Operation not supported with ed25519 keys";
    }
    if (is_rsa(key) && form == KEY_FORM_PKCS8) {
        return "rsa does not support pkcs8";
    }
    if (key->type == KEY_X25519 && form == KEY_FORM_TRADITIONAL) {
        return "x25519 does not support openssl";
    }
    if (key->type == KEY_ECDSA_P384 && minimal) {
        return "Error parsing ecdsa key. Please submit an issue!";
    }
    return NULL;
}

static int output(const struct key *key, enum key_form form, bool minimal)
{
    uint8_t bytes[KEY_ENCODED_MAX];
    struct emit it = {.name = "enc_priv_key", .suffix = "", .bytes = bytes};
    if (key->type == KEY_X25519) {
        minimal = false; /* nothing can be left out */
    }
    it.len = minimal ? key_encode_minimal(key, form, bytes)
                     : key_encode_private(key, form, bytes);
    emit_c(stdout, &it);
    secure_wipe(bytes, sizeof(bytes));
    return fflush(stdout) == 0 ? CLI_EXIT_OK
                               : cli_fail("Cannot write to standard output");
}

static int run_with(const struct cli_args *args, const struct key *key)
{
    enum key_form form = form_of(args, key);
    bool minimal = cli_given(args, OPT_MINIMAL);
    const char *why_not = obstacle(key, form, minimal);
    if (why_not != NULL) {
        return cli_usage_error(args, "%s", why_not);
    }
    return output(key, form, minimal);
}

static int run(const struct cli_args *args)
{
    struct key key;
    struct why why;
    if (!keyfile_load(cli_text(args, OPT_KEY), &key, &why)) {
        return cli_fail("%s", why.text);
    }
    int status = run_with(args, &key);
    key_wipe(&key);
    return status;
}

const struct cli_command imgtool_getpriv = {
    .name = "getpriv",
    .summary = "Dump private key from keypair",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
