/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypted PKCS#8: PBES2 of PKCS#5 (RFC 8018). Writes one choice of
 * algorithms and reads what Mbed TLS reads. Knows nothing of what is inside.
 */
#ifndef HOST_KEYS_PBES2_H
#define HOST_KEYS_PBES2_H

#include "host/keys/decode.h"
#include "host/keys/encode.h"

#define PBES2_OVERHEAD_MAX 192 /* bytes around and behind the content */
#define PBES2_ENCODED_MAX  (KEY_ENCODED_MAX + PBES2_OVERHEAD_MAX)

/** How decryption ended. */
enum pbes2_result {
    PBES2_OK,
    PBES2_DAMAGED,
    PBES2_UNSUPPORTED, /* PBES1 and other schemes */
    PBES2_PASSPHRASE,  /* wrong, as far as the padding tells */
};

/**
 * Encrypts: PBKDF2-HMAC-SHA256 with 2048 rounds, AES-256-CBC, random salt.
 *
 * @param[in]  plain       DER of a private key, at most KEY_ENCODED_MAX bytes
 * @param[in]  passphrase  not empty
 * @param[out] out         DER of EncryptedPrivateKeyInfo
 *
 * @retval n  bytes
 * @retval 0  no random numbers, or the library failed
 */
MUST_USE size_t pbes2_encrypt(const struct key_der *plain,
                              const char *passphrase,
                              uint8_t out[PBES2_ENCODED_MAX]);

/**
 * Decrypts.
 *
 * @param[in]  sealed      DER of EncryptedPrivateKeyInfo
 * @param[in]  passphrase  passphrase
 * @param[out] plain       in .bytes room for sealed->len bytes, to be wiped by
 *                         the caller; .len is set
 *
 * @retval PBES2_OK  decrypted, though a wrong passphrase may pass by chance:
 *                   then the content is no DER
 */
MUST_USE enum pbes2_result pbes2_decrypt(const struct key_der *sealed,
                                         const char *passphrase,
                                         struct key_der *plain);

#endif
