/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes into the words of ESP32's SHA engines, which take numbers. Apart from
 * sha_v1.c, as an image goes through here: four instructions turn a word, which
 * a compiler that minds the size takes a dozen for.
 */
#ifndef PORT_COMMON_SHA_BLOCK_H
#define PORT_COMMON_SHA_BLOCK_H

#include <stdint.h>

/**
 * Writes a block to registers, the first byte of each word uppermost.
 *
 * @param[in] text   CPU address of the first register
 * @param[in] words  the block
 * @param[in] len    bytes, a multiple of 16, > 0
 */
void sha_block_put(uint32_t text, const uint32_t *words, uint32_t len);

#endif
