/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key files: PEM in the forms that imgtool and openssl write. Private PKCS#8,
 * traditional RSA and EC, both also encrypted, and public
 * SubjectPublicKeyInfo. DER, raw and OpenSSH files are not read.
 */
#ifndef HOST_KEYS_KEYFILE_H
#define HOST_KEYS_KEYFILE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/keys/key.h"

#define KEYFILE_PASSPHRASE_MAX 1024 /* bytes with the final 0 */

/** How reading a key file ended. */
enum keyfile_result {
    KEYFILE_OK,
    KEYFILE_FAILED,    /* absent, damaged, unsupported, wrong passphrase */
    KEYFILE_ENCRYPTED, /* a passphrase is needed and none was given */
};

/**
 * Reads a key file; asks for the passphrase, once, if it is encrypted: on the
 * terminal without echo, else from one line of standard input.
 *
 * @param[in]  path  PEM file
 * @param[out] key   key; wipe it with key_wipe(), also after a failure
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   read
 * @retval false  see why
 */
MUST_USE bool keyfile_load(const char *path, struct key *key, struct why *why);

/**
 * Reads a key file without asking.
 *
 * @param[in]  path        PEM file
 * @param[in]  passphrase  NULL: none
 * @param[out] key         key; wipe it with key_wipe(), also after a failure
 * @param[out] why         on failure: the file and the reason
 *
 * @retval KEYFILE_OK         read
 * @retval KEYFILE_FAILED     see why
 * @retval KEYFILE_ENCRYPTED  call again with a passphrase
 */
MUST_USE enum keyfile_result keyfile_read(const char *path,
                                          const char *passphrase,
                                          struct key *key, struct why *why);

/**
 * Writes a key pair as PKCS#8, readable by the owner alone; an existing file
 * is replaced.
 *
 * @param[in]  path        file
 * @param[in]  key         private key
 * @param[in]  passphrase  NULL: not encrypted; else PBES2 with
 *                         PBKDF2-HMAC-SHA256, 2048 rounds, and AES-256-CBC
 * @param[out] why         on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  nothing left behind
 */
MUST_USE bool keyfile_write(const char *path, const struct key *key,
                            const char *passphrase, struct why *why);

/**
 * Writes the public half of a key as SubjectPublicKeyInfo; an existing file is
 * replaced.
 *
 * @param[in]  path  file
 * @param[in]  key   key
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  nothing left behind
 */
MUST_USE bool keyfile_write_public(const char *path, const struct key *key,
                                   struct why *why);

#endif
