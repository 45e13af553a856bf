/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the chips' flash encryption does to bytes, for the virtual flash, the
 * ROM model and the host's commands: key and address in, other bytes out. It
 * knows no eFuse and no file; who decides whether a device is encrypted, and
 * with which key, is the caller.
 */
#ifndef PORT_SIM_FLASH_CIPHER_H
#define PORT_SIM_FLASH_CIPHER_H

#include <stdint.h>

#include "base/status.h"

#define FLASH_CIPHER_BLOCK   16  /* bytes: unit of address and length */
#define FLASH_CIPHER_KEY_MAX 64  /* bytes of the longest key */
#define FLASH_CIPHER_CONFIG  0xf /* usual FLASH_CRYPT_CONFIG of an ESP32 */

/** How a chip encrypts its flash. */
enum flash_cipher_scheme {
    FLASH_CIPHER_TWEAKED = 0, /* ESP32: AES-256, its key bent by the address */
    FLASH_CIPHER_XTS = 1,     /* the others: XTS over 128-byte units */
};

/** A cipher with its key, a plain value; from flash_cipher_open_...(). */
struct flash_cipher {
    enum flash_cipher_scheme scheme;
    uint32_t config;  /* TWEAKED: FLASH_CRYPT_CONFIG, a bit per group */
    uint32_t key_len; /* bytes used of key */
    uint8_t key[FLASH_CIPHER_KEY_MAX];
};

/**
 * Prepares ESP32's scheme.
 *
 * @param[out] c        cipher; wiped on failure
 * @param[in]  key      key_len bytes in the order of the host's key file,
 *                      which is the reverse of the order in the eFuse block
 * @param[in]  key_len  32, or 24 where the eFuse coding scheme is 3/4
 * @param[in]  config   FLASH_CRYPT_CONFIG, 0 .. 15: the groups of key bits
 *                      that the address is mixed into
 *
 * @retval OK
 * @retval CRYPTO_E_KEY  another length or config
 *
 * @source SPEC, "Flash encryption"
 */
MUST_USE status_t flash_cipher_open_tweaked(struct flash_cipher *c,
                                            const uint8_t *key,
                                            uint32_t key_len, uint32_t config);

/**
 * Prepares the scheme of ESP32-S2, ESP32-C3 and ESP32-S3.
 *
 * @param[out] c        cipher; wiped on failure
 * @param[in]  key      key_len bytes in the order of the host's key file
 * @param[in]  key_len  32 (XTS-AES-128) or 64 (XTS-AES-256)
 *
 * @retval OK
 * @retval CRYPTO_E_KEY  another length
 *
 * @source SPEC, "Flash encryption"
 */
MUST_USE status_t flash_cipher_open_xts(struct flash_cipher *c,
                                        const uint8_t *key, uint32_t key_len);

/**
 * Forgets the key.
 *
 * @param[in,out] c  cipher
 */
void flash_cipher_close(struct flash_cipher *c);

/**
 * Turns plain bytes into what the flash holds.
 *
 * @param[in]     c     cipher
 * @param[in]     addr  in flash, multiple of FLASH_CIPHER_BLOCK
 * @param[in,out] data  len bytes
 * @param[in]     len   bytes, multiple of FLASH_CIPHER_BLOCK
 *
 * @retval OK
 * @retval FLASH_E_ALIGN   addr or len is no multiple; data as it was
 * @retval CRYPTO_E_FAULT  AES failed; data undefined
 */
MUST_USE status_t flash_cipher_encrypt(const struct flash_cipher *c,
                                       uint32_t addr, uint8_t *data,
                                       uint32_t len);

/**
 * Turns what the flash holds into plain bytes.
 *
 * @param[in]     c     cipher
 * @param[in]     addr  in flash, multiple of FLASH_CIPHER_BLOCK
 * @param[in,out] data  len bytes
 * @param[in]     len   bytes, multiple of FLASH_CIPHER_BLOCK
 *
 * @retval OK
 * @retval FLASH_E_ALIGN   addr or len is no multiple; data as it was
 * @retval CRYPTO_E_FAULT  AES failed; data undefined
 */
MUST_USE status_t flash_cipher_decrypt(const struct flash_cipher *c,
                                       uint32_t addr, uint8_t *data,
                                       uint32_t len);

#endif
