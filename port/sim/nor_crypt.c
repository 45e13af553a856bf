/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual flash behind a chip's flash encryption: the cipher stands before
 * the array, so an erased unit reads as noise, and what a cut leaves of a unit
 * is a part of its ciphertext. Which key it is, and whether the device is
 * encrypted at all, is the business of whoever made the device.
 */
#include "port/sim/nor_crypt.h"

#include <string.h>

#include "port/sim/flash_cipher.h"
#include "port/sim/nor_op.h"

/* Bytes at a time: pages that are longer are programmed in parts. */
#define PIECE_LEN 1024u

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

bool nor_is_encrypted(const struct flash *nor)
{
    return nor->cipher != NULL && nor->encrypted;
}

/* A flash is as long as its sectors, so whole blocks lie inside. */
status_t nor_read_decrypted(const struct flash *nor, uint32_t addr,
                            uint8_t *dst, uint32_t len)
{
    uint8_t piece[PIECE_LEN];
    while (len > 0) {
        uint32_t skip = addr % FLASH_CIPHER_BLOCK;
        uint32_t n = smaller(len, PIECE_LEN - skip);
        uint32_t whole = (skip + n + FLASH_CIPHER_BLOCK - 1) /
                         FLASH_CIPHER_BLOCK * FLASH_CIPHER_BLOCK;
        memcpy(piece, nor->data + addr - skip, whole);
        TRY(flash_cipher_decrypt(nor->cipher, addr - skip, piece, whole));
        memcpy(dst, piece + skip, n);
        addr += n;
        dst += n;
        len -= n;
    }
    return OK;
}

status_t nor_write_encrypted(struct flash *nor, uint32_t addr,
                             const uint8_t *src, uint32_t len)
{
    uint8_t piece[PIECE_LEN];
    while (len > 0) {
        uint32_t n = smaller(len, PIECE_LEN - addr % PIECE_LEN);
        memcpy(piece, src, n);
        TRY(flash_cipher_encrypt(nor->cipher, addr, piece, n));
        nor_write_pages(nor, addr, piece, n);
        addr += n;
        src += n;
        len -= n;
    }
    return OK;
}

bool flash_is_encrypted(const struct flash *flash)
{
    return nor_is_encrypted(flash);
}

status_t flash_encrypt(struct flash *flash, uint32_t addr, const void *src,
                       uint32_t len)
{
    if (addr > flash->len || len > flash->len - addr) {
        return FLASH_E_RANGE;
    }
    if (addr % FLASH_ENCRYPT_LEN != 0 || len % FLASH_ENCRYPT_LEN != 0) {
        return FLASH_E_ALIGN;
    }
    if (flash->cipher == NULL) {
        nor_write_pages(flash, addr, src, len);
        return OK;
    }
    return nor_write_encrypted(flash, addr, src, len);
}
