/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single commands to the flash over the SPI1 controller of all four chips. The
 * caller has stopped the cache, which must not fetch while a command changes
 * the flash, and keeps addresses inside the flash.
 */
#ifndef PORT_COMMON_FLASH_COMMAND_H
#define PORT_COMMON_FLASH_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

#define FLASH_COMMAND_LEN 64u /* bytes that a command moves: W0 .. W15 */

/**
 * Sets the controller up, and asks the flash who it is.
 *
 * @param[out] id  JEDEC: manufacturer in the low byte, then type, size
 *
 * @retval OK
 * @retval FLASH_E_IO  the controller does not finish
 */
MUST_USE status_t flash_command_open(uint32_t *id);

/**
 * Puts the bytes of the next flash_command_program() into the buffer.
 *
 * @param[in] src  len bytes, any alignment
 * @param[in] len  bytes, multiple of 4, at most FLASH_COMMAND_LEN
 */
void flash_command_fill(const uint8_t *src, uint32_t len);

/**
 * Programs what the buffer holds, or the engine of flash encryption where it is
 * joined to the controller; feeds the watchdog.
 *
 * @param[in] addr  flash address; the bytes lie in one page of 256
 * @param[in] len   bytes, at most FLASH_COMMAND_LEN
 *
 * @retval OK
 * @retval FLASH_E_IO  the flash does not finish
 */
MUST_USE status_t flash_command_program(uint32_t addr, uint32_t len);

/**
 * Erases 4 KiB; feeds the watchdog.
 *
 * @param[in] addr  flash address, multiple of 4 KiB
 *
 * @retval OK
 * @retval FLASH_E_IO  the flash does not finish
 */
MUST_USE status_t flash_command_erase_sector(uint32_t addr);

/**
 * Erases 64 KiB; feeds the watchdog.
 *
 * @param[in] addr  flash address, multiple of 64 KiB
 *
 * @retval OK
 * @retval FLASH_E_IO  the flash does not finish
 */
MUST_USE status_t flash_command_erase_block(uint32_t addr);

/**
 * Reads bytes as they stand in the array, whatever the cache would make of
 * them, and tells whether they are erased; feeds the watchdog.
 *
 * @param[in]  addr    flash address
 * @param[in]  len     bytes, 1 .. FLASH_COMMAND_LEN
 * @param[out] erased  true if every bit is set
 *
 * @retval OK
 * @retval FLASH_E_IO  the controller does not finish
 */
MUST_USE status_t flash_command_is_erased(uint32_t addr, uint32_t len,
                                          bool *erased);

#endif
