/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes on flash and on wires: little-endian access without casts, comparison
 * in constant time, wiping. Nothing here allocates or knows a format.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads a little-endian number.
 *
 * @param[in] p  2 (le16) or 4 (le32) bytes, any alignment
 *
 * @retval number
 */
MUST_USE uint16_t le16(const uint8_t *p);
MUST_USE uint32_t le32(const uint8_t *p);

/**
 * Writes a little-endian number.
 *
 * @param[out] p  2 (put_le16) or 4 (put_le32) bytes, any alignment
 * @param[in]  v  number
 */
void put_le16(uint8_t *p, uint16_t v);
void put_le32(uint8_t *p, uint32_t v);

/**
 * Tells whether len bytes all have one value.
 *
 * @param[in] p      bytes
 * @param[in] value  value to compare with
 * @param[in] len    bytes; 0 is true
 *
 * @retval true  all equal value
 */
MUST_USE bool bytes_are(const uint8_t *p, uint8_t value, size_t len);

/**
 * Tells whether two buffers are equal; the time depends on len alone.
 *
 * @param[in] a    len bytes
 * @param[in] b    len bytes
 * @param[in] len  bytes; 0 is false, so that no comparison is no proof
 *
 * @retval true  equal
 */
MUST_USE bool secure_equal(const uint8_t *a, const uint8_t *b, size_t len);

/**
 * Overwrites a secret with zeros in a way that compilers keep.
 *
 * @param[out] p    len bytes
 * @param[in]  len  bytes
 */
void secure_wipe(void *p, size_t len);

#endif
