/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four functions of the C library that freestanding code may call, and
 * that compilers call on their own. The host's C library brings them, a chip's
 * port does; bare-metal compilers of distributions come without <string.h>.
 *
 * Source: ISO/IEC 9899:2011, 7.24.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/**
 * Copies bytes between buffers that do not overlap.
 *
 * @param[out] dst  len bytes
 * @param[in]  src  len bytes
 * @param[in]  len  bytes
 *
 * @retval dst
 */
void *memcpy(void *restrict dst, const void *restrict src, size_t len);

/**
 * Copies bytes between buffers that may overlap.
 *
 * @param[out] dst  len bytes
 * @param[in]  src  len bytes
 * @param[in]  len  bytes
 *
 * @retval dst
 */
void *memmove(void *dst, const void *src, size_t len);

/**
 * Fills a buffer.
 *
 * @param[out] dst    len bytes
 * @param[in]  value  low 8 bits
 * @param[in]  len    bytes
 *
 * @retval dst
 */
void *memset(void *dst, int value, size_t len);

/**
 * Compares public bytes; for secrets see secure_equal().
 *
 * @param[in] a    len bytes
 * @param[in] b    len bytes
 * @param[in] len  bytes
 *
 * @retval 0      equal
 * @retval other  they differ
 */
int memcmp(const void *a, const void *b, size_t len);

#endif
