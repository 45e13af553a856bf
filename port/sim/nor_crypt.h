/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the virtual flash: reads and writes of an encrypted device. Only nor.c
 * includes this; everybody else uses iface/flash.h and iface/flash_encrypt.h.
 */
#ifndef PORT_SIM_NOR_CRYPT_H
#define PORT_SIM_NOR_CRYPT_H

#include <stdbool.h>
#include <stdint.h>

#include "iface/flash_encrypt.h"
#include "port/sim/nor.h"

/**
 * Tells whether the device decrypts what it reads.
 *
 * @param[in] nor  device
 *
 * @retval true  it does
 */
MUST_USE bool nor_is_encrypted(const struct flash *nor);

/**
 * Reads a range of the array and decrypts it.
 *
 * @param[in]  nor   device with a cipher
 * @param[in]  addr  any alignment
 * @param[out] dst   len bytes
 * @param[in]  len   bytes, inside the flash
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  AES failed
 */
MUST_USE status_t nor_read_decrypted(const struct flash *nor, uint32_t addr,
                                     uint8_t *dst, uint32_t len);

/**
 * Encrypts a range and programs it.
 *
 * @param[in,out] nor   device with a cipher
 * @param[in]     addr  multiple of FLASH_ENCRYPT_LEN
 * @param[in]     src   len bytes
 * @param[in]     len   bytes, multiple of FLASH_ENCRYPT_LEN, inside the flash
 *
 * @retval OK
 * @retval CRYPTO_E_FAULT  AES failed
 */
MUST_USE status_t nor_write_encrypted(struct flash *nor, uint32_t addr,
                                      const uint8_t *src, uint32_t len);

#endif
