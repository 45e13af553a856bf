/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool getpub` and `imgtool getpubhash`: the public key, or its hash, as
 * source code, PEM or bytes.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/pem.h>
#include <mbedtls/sha256.h>

#include "host/imgtool/emit.h"
#include "host/imgtool/imgtool.h"
#include "host/keys/encode.h"
#include "host/keys/keyfile.h"

#define PUBLIC_PEM_MAX 1024 /* bytes: RSA-3072 needs 625 */
#define HASH_LEN       32   /* SHA-256 for every type: SPEC, Public keys */
#define NAME_LEN_MAX   48   /* characters of "ecdsap384_pub_key_hash" */

/* The same places in the tables of both commands. */
enum {
    OPT_OUTPUT,
    OPT_KEY,
    OPT_SUFFIX,
    OPT_ENCODING,
    OPT_HASH_COUNT,
    OPT_LANG = OPT_HASH_COUNT,
    OPT_COUNT
};

/* In the order of the choices of getpub. */
enum encoding { LANG_C, LANG_RUST, PEM, RAW };

static const char *const encodings[] = {"lang-c", "lang-rust", "pem", "raw",
                                        NULL};
static const char *const langs[] = {"c", "rust", NULL};
static const char *const hash_encodings[] = {"lang-c", "raw", NULL};

static bool check_suffix(const char *value, struct why *why)
{
    for (const char *p = value; *p != 0; p++) {
        if (!isalnum((unsigned char)*p) && *p != '_') {
            return why_say(why,
                           "'%s' must contain only [A-Za-z0-9_]; it is "
                           "appended directly to a C/Rust identifier.",
                           value);
        }
    }
    return true;
}

static const struct cli_option options[OPT_COUNT] = {
    [OPT_OUTPUT] = {.name = "--output",
                    .letter = 'o',
                    .kind = CLI_TEXT,
                    .metavar = "output",
                    .help = "Specify the output file's name.\nThe stdout is "
                            "used if it is not provided."},
    [OPT_KEY] = {.name = "--key",
                 .letter = 'k',
                 .kind = CLI_TEXT,
                 .metavar = "filename",
                 .required = true},
    [OPT_SUFFIX] = {.name = "--name-suffix",
                    .kind = CLI_TEXT,
                    .metavar = "SUFFIX",
                    .fallback = "",
                    .check = check_suffix,
                    .help = "Append SUFFIX to the names in the C or Rust "
                            "source, for several keys in one program."},
    [OPT_ENCODING] = {.name = "--encoding",
                      .letter = 'e',
                      .kind = CLI_CHOICE,
                      .metavar = "encoding",
                      .choices = encodings,
                      .help = "Valid encodings: lang-c, lang-rust, pem, raw"},
    [OPT_LANG] = {.name = "--lang",
                  .letter = 'l',
                  .kind = CLI_CHOICE,
                  .metavar = "lang",
                  .choices = langs,
                  .help = "This option is deprecated. Please use the "
                          "`--encoding` option. Valid langs: c, rust"},
};

static const struct cli_option hash_options[OPT_HASH_COUNT] = {
    [OPT_OUTPUT] = {.name = "--output",
                    .letter = 'o',
                    .kind = CLI_TEXT,
                    .metavar = "output",
                    .help = "Specify the output file's name.\nThe stdout is "
                            "used if it is not provided."},
    [OPT_KEY] = {.name = "--key",
                 .letter = 'k',
                 .kind = CLI_TEXT,
                 .metavar = "filename",
                 .required = true},
    [OPT_SUFFIX] = {.name = "--name-suffix",
                    .kind = CLI_TEXT,
                    .metavar = "SUFFIX",
                    .fallback = "",
                    .check = check_suffix,
                    .help = "Append SUFFIX to the names in the C source."},
    [OPT_ENCODING] = {.name = "--encoding",
                      .letter = 'e',
                      .kind = CLI_CHOICE,
                      .metavar = "encoding",
                      .choices = hash_encodings,
                      .fallback = "lang-c",
                      .help = "Valid encodings: lang-c, raw. Default value is "
                              "lang-c."},
};

/* ---- output ---------------------------------------------------------- */

static int output_source(const struct cli_args *args, enum encoding encoding,
                         struct emit *it)
{
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);
    if (memory == NULL) {
        return cli_fail("Out of memory");
    }
    it->suffix = cli_text(args, OPT_SUFFIX);
    if (encoding == LANG_RUST) {
        emit_rust(memory, it);
    } else {
        emit_c(memory, it);
    }
    int status = fclose(memory) == 0
                     ? emit_output(cli_text(args, OPT_OUTPUT), text, len)
                     : cli_fail("Out of memory");
    free(text);
    return status;
}

static int output_pem(const struct cli_args *args, const struct key *key)
{
    uint8_t der[KEY_ENCODED_MAX];
    uint8_t text[PUBLIC_PEM_MAX];
    size_t len = 0;
    if (mbedtls_pem_write_buffer(
            "-----BEGIN PUBLIC KEY-----\n", "-----END PUBLIC KEY-----\n", der,
            key_encode_public(key, der), text, sizeof(text), &len) != 0) {
        return cli_fail("The public key is too long");
    }
    /* len counts the final 0 */
    return emit_output(cli_text(args, OPT_OUTPUT), text, len - 1);
}

/* ---- getpub ---------------------------------------------------------- */

static int output_key(const struct cli_args *args, enum encoding encoding,
                      const struct key *key)
{
    char name[NAME_LEN_MAX];
    struct emit it = {
        .name = name, .bytes = key->public_der, .len = key->public_len};
    (void)snprintf(name, sizeof(name), "%s_pub_key", key_short_name(key->type));
    if (encoding == PEM) {
        return output_pem(args, key);
    }
    if (encoding == RAW) {
        return emit_output(cli_text(args, OPT_OUTPUT), it.bytes, it.len);
    }
    return output_source(args, encoding, &it);
}

static enum encoding encoding_of(const struct cli_args *args)
{
    if (cli_given(args, OPT_LANG)) {
        return cli_choice(args, OPT_LANG) == 0 ? LANG_C : LANG_RUST;
    }
    int chosen = cli_choice(args, OPT_ENCODING);
    return chosen < 0 ? LANG_C : (enum encoding)chosen;
}

static int run_getpub(const struct cli_args *args)
{
    struct key key;
    struct why why;
    enum encoding encoding = encoding_of(args);
    if (cli_given(args, OPT_ENCODING) && cli_given(args, OPT_LANG)) {
        return cli_usage_error(
            args, "Please use only one of `--encoding/-e` or `--lang/-l`");
    }
    if (cli_text(args, OPT_SUFFIX)[0] != 0 &&
        (encoding == PEM || encoding == RAW)) {
        return cli_usage_error(args, "`--name-suffix` is only meaningful for "
                                     "lang-c / lang-rust encodings");
    }
    if (!keyfile_load(cli_text(args, OPT_KEY), &key, &why)) {
        return cli_fail("%s", why.text);
    }
    int status = output_key(args, encoding, &key);
    key_wipe(&key);
    return status;
}

const struct cli_command imgtool_getpub = {
    .name = "getpub",
    .summary = "Dump public key from keypair",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run_getpub,
};

/* ---- getpubhash ------------------------------------------------------ */

static int output_hash(const struct cli_args *args, const struct key *key)
{
    uint8_t hash[HASH_LEN];
    char name[NAME_LEN_MAX];
    struct emit it = {.name = name, .bytes = hash, .len = HASH_LEN};
    (void)snprintf(name, sizeof(name), "%s_pub_key_hash",
                   key_short_name(key->type));
    if (mbedtls_sha256(key->public_der, key->public_len, hash, 0) != 0) {
        return cli_fail("The key could not be hashed");
    }
    if (cli_choice(args, OPT_ENCODING) == 1) {
        return emit_output(cli_text(args, OPT_OUTPUT), hash, HASH_LEN);
    }
    return output_source(args, LANG_C, &it);
}

static int run_getpubhash(const struct cli_args *args)
{
    struct key key;
    struct why why;
    if (cli_text(args, OPT_SUFFIX)[0] != 0 &&
        cli_choice(args, OPT_ENCODING) == 1) {
        return cli_usage_error(args, "`--name-suffix` is only meaningful for "
                                     "the lang-c encoding");
    }
    if (!keyfile_load(cli_text(args, OPT_KEY), &key, &why)) {
        return cli_fail("%s", why.text);
    }
    int status = output_hash(args, &key);
    key_wipe(&key);
    return status;
}

const struct cli_command imgtool_getpubhash = {
    .name = "getpubhash",
    .summary = "Dump the SHA256 hash of the public key",
    .options = hash_options,
    .option_count = OPT_HASH_COUNT,
    .run = run_getpubhash,
};
