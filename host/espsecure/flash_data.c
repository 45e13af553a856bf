/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `espsecure encrypt-flash-data` and `espsecure decrypt-flash-data`: what a
 * chip's flash holds at an address for given bytes, and back, with a key that
 * the host has. The ciphers are port/sim/flash_cipher.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <mbedtls/sha256.h>

#include "base/bytes.h"
#include "host/espsecure/espsecure.h"
#include "host/files/file.h"
#include "host/keys/random.h"
#include "port/sim/flash_cipher.h"

#define SHORT_KEY_LEN 16 /* bytes: replaced by its SHA-256 */
#define SHA_LEN       32

/* ESP32's key takes 24 bits of the address, and no more flash is decrypted */
#define ESP32_FLASH_MAX 0x1000000

enum {
    OPT_KEYFILE,
    OPT_OUTPUT,
    OPT_ADDRESS,
    OPT_CRYPT_CONF,
    OPT_XTS,
    OPT_COUNT
};

static const struct cli_option options[OPT_COUNT] = {
    [OPT_KEYFILE] = {.name = "--keyfile",
                     .letter = 'k',
                     .kind = CLI_TEXT,
                     .metavar = "FILE",
                     .required = true,
                     .help = "The key, as `espsecure "
                             "generate-flash-encryption-key` makes it"},
    [OPT_OUTPUT] = {.name = "--output",
                    .letter = 'o',
                    .kind = CLI_TEXT,
                    .metavar = "FILE",
                    .required = true,
                    .help = "The result"},
    [OPT_ADDRESS] = {.name = "--address",
                     .letter = 'a',
                     .kind = CLI_NUMBER,
                     .required = true,
                     .help = "Where in the flash the data are"},
    [OPT_CRYPT_CONF] = {.name = "--flash-crypt-conf",
                        .kind = CLI_NUMBER,
                        .fallback = "15",
                        .help = "FLASH_CRYPT_CONFIG in the eFuses of an "
                                "ESP32, 0 to 0xf  [default: 0xf]"},
    [OPT_XTS] = {.name = "--aes-xts",
                 .letter = 'x',
                 .kind = CLI_FLAG,
                 .help = "XTS-AES, as ESP32-S2, ESP32-C3 and ESP32-S3 have it; "
                         "else the scheme of ESP32"},
};

/* ---- the key --------------------------------------------------------- */

static bool open_tweaked(const struct cli_args *args, const struct file *key,
                         struct flash_cipher *cipher, struct why *why)
{
    int64_t config = cli_int(args, OPT_CRYPT_CONF);
    if (config < 0 || config > FLASH_CIPHER_CONFIG) {
        return why_say(why, "--flash-crypt-conf must be 0 to 0xf");
    }
    if (config == 0) {
        (void)fputs("Warning: with --flash-crypt-conf 0 equal data look equal "
                    "at every address\n",
                    stderr);
    }
    return flash_cipher_open_tweaked(cipher, key->bytes, (uint32_t)key->len,
                                     (uint32_t)config) == OK ||
           why_say(why,
                   "'%s' has %zu bytes, but a key of ESP32 has 32, or 24 with "
                   "the 3/4 coding scheme: for other chips add --aes-xts",
                   cli_text(args, OPT_KEYFILE), key->len);
}

static bool open_xts(const struct cli_args *args, const struct file *key,
                     struct flash_cipher *cipher, struct why *why)
{
    uint8_t longer[SHA_LEN];
    bool opened = false;
    if (key->len == SHORT_KEY_LEN) {
        opened = mbedtls_sha256(key->bytes, key->len, longer, 0) == 0 &&
                 flash_cipher_open_xts(cipher, longer, SHA_LEN) == OK;
        secure_wipe(longer, sizeof(longer));
    } else {
        opened =
            flash_cipher_open_xts(cipher, key->bytes, (uint32_t)key->len) == OK;
    }
    return opened || why_say(why,
                             "'%s' has %zu bytes, but a key for XTS-AES has "
                             "16, 32 or 64",
                             cli_text(args, OPT_KEYFILE), key->len);
}

static bool open_cipher(const struct cli_args *args,
                        struct flash_cipher *cipher, struct why *why)
{
    struct file key;
    bool opened =
        file_read(cli_text(args, OPT_KEYFILE), &key, why) &&
        (cli_given(args, OPT_XTS) ? open_xts(args, &key, cipher, why)
                                  : open_tweaked(args, &key, cipher, why));
    file_free(&key);
    return opened;
}

/* ---- the data -------------------------------------------------------- */

typedef status_t (*work_fn)(const struct flash_cipher *cipher, uint32_t addr,
                            uint8_t *data, uint32_t len);

/* ESP32's scheme: the last block of plain text is filled with random bytes. */
static bool pad(const struct cli_args *args, struct file *data, work_fn work,
                struct why *why)
{
    size_t rest = data->len % FLASH_CIPHER_BLOCK;
    size_t missing = FLASH_CIPHER_BLOCK - rest;
    if (rest == 0) {
        return true;
    }
    if (cli_given(args, OPT_XTS) || work == flash_cipher_decrypt) {
        return why_say(why,
                       "'%s' has %zu bytes: the length must be a multiple "
                       "of %d",
                       cli_argument(args, 0), data->len, FLASH_CIPHER_BLOCK);
    }
    uint8_t *longer = realloc(data->bytes, data->len + missing);
    if (longer == NULL) {
        return why_say(why, "Out of memory");
    }
    data->bytes = longer;
    if (random_fill(NULL, longer + data->len, missing) != 0) {
        return why_say(why, "The system gives no random numbers");
    }
    data->len += missing;
    printf("Padded with %zu random bytes to a multiple of %d.\n", missing,
           FLASH_CIPHER_BLOCK);
    return true;
}

static bool check_address(const struct cli_args *args, const struct file *data,
                          struct why *why)
{
    int64_t addr = cli_int(args, OPT_ADDRESS);
    int64_t end = cli_given(args, OPT_XTS) ? UINT32_MAX : ESP32_FLASH_MAX;
    if (addr < 0 || addr > end || data->len > (size_t)(end - addr)) {
        return why_say(why, "--address %s is outside of any flash",
                       cli_text(args, OPT_ADDRESS));
    }
    return addr % FLASH_CIPHER_BLOCK == 0 ||
           why_say(why, "--address %s must be a multiple of %d",
                   cli_text(args, OPT_ADDRESS), FLASH_CIPHER_BLOCK);
}

/* The paths may differ and the file be one: then the input would be lost. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat a_is;
    struct stat b_is;
    return strcmp(a, b) == 0 ||
           (stat(a, &a_is) == 0 && stat(b, &b_is) == 0 &&
            S_ISREG(a_is.st_mode) && a_is.st_dev == b_is.st_dev &&
            a_is.st_ino == b_is.st_ino);
}

static bool work_on(const struct cli_args *args, struct file *data,
                    const struct flash_cipher *cipher, work_fn work,
                    struct why *why)
{
    if (data->len == 0) {
        return why_say(why, "'%s' is empty", cli_argument(args, 0));
    }
    if (!check_address(args, data, why) || !pad(args, data, work, why)) {
        return false;
    }
    if (work(cipher, (uint32_t)cli_int(args, OPT_ADDRESS), data->bytes,
             (uint32_t)data->len) != OK) {
        return why_say(why, "AES failed");
    }
    const struct file_data result = {data->bytes, data->len};
    return file_write(cli_text(args, OPT_OUTPUT), &result, FILE_MODE_PLAIN,
                      why);
}

static int run(const struct cli_args *args, work_fn work)
{
    struct flash_cipher cipher;
    struct file data;
    struct why why;
    const char *path = cli_argument(args, 0);
    if (is_same_file(path, cli_text(args, OPT_OUTPUT))) {
        return cli_fail("'%s' is input and output: give another --output",
                        path);
    }
    if (!open_cipher(args, &cipher, &why)) {
        return cli_fail("%s", why.text);
    }
    bool done = file_read(path, &data, &why) &&
                work_on(args, &data, &cipher, work, &why);
    file_free(&data);
    flash_cipher_close(&cipher);
    return done ? CLI_EXIT_OK : cli_fail("%s", why.text);
}

static int run_encrypt(const struct cli_args *args)
{
    return run(args, flash_cipher_encrypt);
}

static int run_decrypt(const struct cli_args *args)
{
    return run(args, flash_cipher_decrypt);
}

static const struct cli_argument plain_arguments[] = {
    {.name = "PLAINTEXT_FILE"}};
static const struct cli_argument encrypted_arguments[] = {
    {.name = "ENCRYPTED_FILE"}};

const struct cli_command espsecure_encrypt_flash_data = {
    .name = "encrypt-flash-data",
    .summary = "Encrypt data for an address in flash",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = plain_arguments,
    .argument_count = 1,
    .run = run_encrypt,
};

const struct cli_command espsecure_decrypt_flash_data = {
    .name = "decrypt-flash-data",
    .summary = "Decrypt data read from an address in flash",
    .options = options,
    .option_count = OPT_COUNT,
    .arguments = encrypted_arguments,
    .argument_count = 1,
    .run = run_decrypt,
};
