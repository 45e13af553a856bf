/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key files: from a path to the PEM block in it, from its label to the code
 * that reads it, and back. Buffers with secrets are wiped where they are owned.
 */
#include "host/keys/keyfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/pem.h>

#include "base/bytes.h"
#include "host/cli/prompt.h"
#include "host/files/file.h"
#include "host/keys/decode.h"
#include "host/keys/encode.h"
#include "host/keys/pbes2.h"

#define KEYFILE_LEN_MAX 65536 /* bytes: key and comments; refuses images */
#define DER_LEN_MAX     4096  /* bytes: twice the longest key */
#define PEM_TEXT_MAX    (PBES2_ENCODED_MAX * 3 / 2 + 128)

/* ---- reading -------------------------------------------------------- */

/* What is being read, and with what. */
struct reader {
    const char *passphrase; /* NULL: none */
    struct key *key;
    struct why *why;
};

static enum keyfile_result result_of(bool read)
{
    return read ? KEYFILE_OK : KEYFILE_FAILED;
}

static enum keyfile_result read_pkcs8(const struct key_der *der,
                                      const struct reader *r)
{
    return result_of(key_decode_pkcs8(der, r->key, r->why));
}

static enum keyfile_result read_rsa(const struct key_der *der,
                                    const struct reader *r)
{
    return result_of(key_decode_rsa(der, r->key, r->why));
}

static enum keyfile_result read_sec1(const struct key_der *der,
                                     const struct reader *r)
{
    return result_of(key_decode_sec1(der, r->key, r->why));
}

static enum keyfile_result read_public(const struct key_der *der,
                                       const struct reader *r)
{
    return result_of(key_decode_public(der, r->key, r->why));
}

static bool decrypt(const struct key_der *sealed, const struct reader *r,
                    struct key_der *plain)
{
    switch (pbes2_decrypt(sealed, r->passphrase, plain)) {
    case PBES2_OK:
        return key_decode_pkcs8(plain, r->key, r->why) ||
               why_say(r->why, "wrong passphrase, or %s",
                       "the key in it is damaged");
    case PBES2_PASSPHRASE:
        return why_say(r->why, "wrong passphrase");
    case PBES2_UNSUPPORTED:
        return why_say(r->why, "its encryption is not supported; convert it "
                               "with `openssl pkcs8 -topk8 -v2 aes-256-cbc`");
    case PBES2_DAMAGED:
        break;
    }
    return why_say(r->why, "the key in it is damaged");
}

static enum keyfile_result read_encrypted(const struct key_der *der,
                                          const struct reader *r)
{
    uint8_t bytes[DER_LEN_MAX];
    struct key_der plain = {.bytes = bytes};
    if (r->passphrase == NULL) {
        (void)why_say(r->why, "it is encrypted and needs a passphrase");
        return KEYFILE_ENCRYPTED;
    }
    bool read = decrypt(der, r, &plain);
    secure_wipe(bytes, sizeof(bytes));
    return result_of(read);
}

/* The PEM blocks that are read; the first in this order that a file holds. */
static const struct block {
    const char *begin;
    const char *end;
    enum keyfile_result (*read)(const struct key_der *der,
                                const struct reader *r);
} blocks[] = {
    {"-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", read_pkcs8},
    {"-----BEGIN ENCRYPTED PRIVATE KEY-----",
     "-----END ENCRYPTED PRIVATE KEY-----", read_encrypted},
    {"-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----",
     read_rsa},
    {"-----BEGIN EC PRIVATE KEY-----", "-----END EC PRIVATE KEY-----",
     read_sec1},
    {"-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", read_public},
};

#define BLOCK_COUNT (sizeof(blocks) / sizeof(blocks[0]))

static enum keyfile_result say_pem_error(int error, struct why *why)
{
    switch (error) {
    case MBEDTLS_ERR_PEM_PASSWORD_REQUIRED:
        (void)why_say(why, "it is encrypted and needs a passphrase");
        return KEYFILE_ENCRYPTED;
    case MBEDTLS_ERR_PEM_PASSWORD_MISMATCH:
        (void)why_say(why, "wrong passphrase");
        return KEYFILE_FAILED;
    case MBEDTLS_ERR_PEM_UNKNOWN_ENC_ALG:
        (void)why_say(why, "its encryption is not supported; convert it with "
                           "`openssl pkcs8 -topk8 -v2 aes-256-cbc`");
        return KEYFILE_FAILED;
    default:
        (void)why_say(why, "its PEM text is damaged or cut short");
        return KEYFILE_FAILED;
    }
}

/* Reads a copy: the library hands out its own buffer for reading only. */
static enum keyfile_result read_der(const struct block *block,
                                    mbedtls_pem_context *pem,
                                    const struct reader *r)
{
    uint8_t bytes[DER_LEN_MAX];
    struct key_der der = {.bytes = bytes};
    const unsigned char *content = mbedtls_pem_get_buffer(pem, &der.len);
    if (der.len > sizeof(bytes)) {
        (void)why_say(r->why, "it is too long to be a key");
        return KEYFILE_FAILED;
    }
    memcpy(bytes, content, der.len);
    enum keyfile_result result = block->read(&der, r);
    secure_wipe(bytes, sizeof(bytes));
    return result;
}

/* Takes the block out of the text; the library decrypts traditional ones. */
static enum keyfile_result read_block(const struct block *block,
                                      const char *text, const struct reader *r)
{
    size_t used = 0;
    const char *passphrase = r->passphrase;
    mbedtls_pem_context pem;
    mbedtls_pem_init(&pem);
    int error = mbedtls_pem_read_buffer(
        &pem, block->begin, block->end, (const unsigned char *)text,
        (const unsigned char *)passphrase,
        passphrase != NULL ? strlen(passphrase) : 0, &used);
    enum keyfile_result result =
        error == 0 ? read_der(block, &pem, r) : say_pem_error(error, r->why);
    mbedtls_pem_free(&pem);
    return result;
}

static enum keyfile_result read_text(const char *text, const struct reader *r)
{
    for (size_t i = 0; i < BLOCK_COUNT; i++) {
        if (strstr(text, blocks[i].begin) != NULL) {
            return read_block(&blocks[i], text, r);
        }
    }
    (void)why_say(
        r->why, "it holds no PEM key that can be used (PRIVATE KEY, RSA or EC "
                "PRIVATE KEY, PUBLIC KEY); make one with `keygen`, or convert "
                "it with `openssl pkey`");
    return KEYFILE_FAILED;
}

/* Copies the file to a text that ends with 0. */
static enum keyfile_result read_content(const struct file *file,
                                        const struct reader *r)
{
    if (file->len > KEYFILE_LEN_MAX) {
        (void)why_say(r->why, "it is too long to be a key");
        return KEYFILE_FAILED;
    }
    char *text = calloc(1, file->len + 1);
    if (text == NULL) {
        (void)why_say(r->why, "out of memory");
        return KEYFILE_FAILED;
    }
    memcpy(text, file->bytes, file->len);
    enum keyfile_result result = read_text(text, r);
    secure_wipe(text, file->len);
    free(text);
    return result;
}

enum keyfile_result keyfile_read(const char *path, const char *passphrase,
                                 struct key *key, struct why *why)
{
    struct file file;
    struct why reason;
    const struct reader r = {passphrase, key, &reason};
    *key = (struct key){0};
    if (!file_read(path, &file, why)) {
        return KEYFILE_FAILED;
    }
    enum keyfile_result result = read_content(&file, &r);
    file_free(&file);
    if (result != KEYFILE_OK) {
        key_wipe(key);
        (void)why_say(why, "Cannot use key file '%s': %.300s", path,
                      reason.text);
    }
    return result;
}

bool keyfile_load(const char *path, struct key *key, struct why *why)
{
    char passphrase[KEYFILE_PASSPHRASE_MAX];
    enum keyfile_result result = keyfile_read(path, NULL, key, why);
    if (result != KEYFILE_ENCRYPTED) {
        return result == KEYFILE_OK;
    }
    if (prompt_secret("Enter key passphrase: ", passphrase,
                      sizeof(passphrase))) {
        result = keyfile_read(path, passphrase, key, why);
    }
    secure_wipe(passphrase, sizeof(passphrase));
    return result == KEYFILE_OK;
}

/* ---- writing -------------------------------------------------------- */

static bool write_block(const char *path, const struct block *block,
                        const struct key_der *der, struct why *why)
{
    bool is_public = block->read == read_public;
    uint8_t text[PEM_TEXT_MAX];
    size_t len = 0;
    char begin[64];
    char end[64];
    (void)snprintf(begin, sizeof(begin), "%s\n", block->begin);
    (void)snprintf(end, sizeof(end), "%s\n", block->end);
    if (mbedtls_pem_write_buffer(begin, end, der->bytes, der->len, text,
                                 sizeof(text), &len) != 0) {
        secure_wipe(text, sizeof(text));
        return why_say(why, "Cannot write '%s': the key is too long", path);
    }
    /* len counts the final 0 */
    const struct file_data file = {.bytes = text, .len = len - 1};
    bool written = file_write(
        path, &file, is_public ? FILE_MODE_PLAIN : FILE_MODE_SECRET, why);
    secure_wipe(text, sizeof(text));
    return written;
}

static bool write_encrypted(const char *path, const struct key_der *plain,
                            const char *passphrase, struct why *why)
{
    uint8_t sealed[PBES2_ENCODED_MAX];
    const struct key_der der = {sealed,
                                pbes2_encrypt(plain, passphrase, sealed)};
    if (der.len == 0) {
        return why_say(why, "Cannot write '%s': encryption failed", path);
    }
    return write_block(path, &blocks[1], &der, why);
}

bool keyfile_write(const char *path, const struct key *key,
                   const char *passphrase, struct why *why)
{
    uint8_t plain[KEY_ENCODED_MAX];
    const struct key_der der = {plain,
                                key_encode_private(key, KEY_FORM_PKCS8, plain)};
    bool written = passphrase == NULL
                       ? write_block(path, &blocks[0], &der, why)
                       : write_encrypted(path, &der, passphrase, why);
    secure_wipe(plain, sizeof(plain));
    return written;
}

bool keyfile_write_public(const char *path, const struct key *key,
                          struct why *why)
{
    uint8_t plain[KEY_ENCODED_MAX];
    const struct key_der der = {plain, key_encode_public(key, plain)};
    return write_block(path, &blocks[BLOCK_COUNT - 1], &der, why);
}
