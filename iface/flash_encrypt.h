/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing through the chip's flash encryption before it is enabled: what the
 * first boot needs and nobody else. Once it is enabled, flash_read() decrypts
 * and flash_write() encrypts, see iface/flash.h.
 */
#ifndef IFACE_FLASH_ENCRYPT_H
#define IFACE_FLASH_ENCRYPT_H

#include "iface/flash.h"

#define FLASH_ENCRYPT_LEN 32 /* bytes: unit of address and length */

/**
 * Tells whether the chip decrypts what it reads: the counter in the eFuse was
 * odd at reset.
 *
 * @param[in] flash  device
 *
 * @retval true   flash_read() decrypts, flash_write() encrypts
 * @retval false  both are plain
 */
MUST_USE bool flash_is_encrypted(const struct flash *flash);

/**
 * Programs bytes into erased units, encrypted with the chip's key for their
 * address, whether encryption is enabled yet or not; feeds the watchdog. Where
 * the eFuses are virtual nothing is encrypted.
 *
 * @param[in] flash  device
 * @param[in] addr   multiple of FLASH_ENCRYPT_LEN
 * @param[in] src    len bytes of plain text, any alignment
 * @param[in] len    bytes, multiple of FLASH_ENCRYPT_LEN
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash; nothing written
 * @retval FLASH_E_ALIGN  addr or len not a multiple; nothing written
 * @retval FLASH_E_IO     the device failed; the units are undefined
 */
MUST_USE status_t flash_encrypt(struct flash *flash, uint32_t addr,
                                const void *src, uint32_t len);

#endif
