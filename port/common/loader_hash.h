/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SHA-256 of what the loader copies, by the chip's engine. Not
 * iface/hash.h: it runs beside the loader, in its memory, after the rest of the
 * bootloader may have been overwritten, so it calls and reads nothing else.
 */
#ifndef PORT_COMMON_LOADER_HASH_H
#define PORT_COMMON_LOADER_HASH_H

#include <stdint.h>

/**
 * Starts hashing; the engine's clock runs since the boot.
 */
void loader_hash_open(void);

/**
 * Adds a word.
 *
 * @param[in] word  four bytes as they lie in memory
 */
void loader_hash_add(uint32_t word);

/**
 * Ends hashing; loader_hash_word() then tells the digest.
 */
void loader_hash_close(void);

/**
 * Returns a part of the digest.
 *
 * @param[in] index  0 .. 7
 *
 * @retval four bytes as they lie in memory
 */
uint32_t loader_hash_word(uint32_t index);

#endif
