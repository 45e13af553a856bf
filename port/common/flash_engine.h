/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine that encrypts what SPI1 programs into the flash, with the key in
 * the eFuse, which nobody else can read. Its versions are files; decrypting is
 * the cache's, and needs nobody.
 */
#ifndef PORT_COMMON_FLASH_ENGINE_H
#define PORT_COMMON_FLASH_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

#define FLASH_ENGINE_LEN 64u /* bytes of the largest block of any version */

/**
 * Tells whether encryption is enabled: the counter in the eFuse is odd.
 *
 * @retval true   the cache decrypts
 * @retval false  the cache shows the flash as it is
 *
 * @source SPEC, Flash encryption: counter
 */
MUST_USE bool flash_engine_is_enabled(void);

/**
 * Programs one block into erased bytes, encrypted for its address; feeds the
 * watchdog. The cache is stopped. The engine is left as it was found, and the
 * plain bytes never get to the flash's controller.
 *
 * @param[in] addr  flash address, multiple of len
 * @param[in] src   len bytes, any alignment
 * @param[in] len   32 .. chip.flash_engine.block_len, a power of two
 *
 * @retval OK
 * @retval FLASH_E_IO  the engine or the flash does not finish
 */
MUST_USE status_t flash_engine_program(uint32_t addr, const uint8_t *src,
                                       uint32_t len);

#endif
