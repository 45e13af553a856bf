/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes CBOR for requests, item by item, well formed or not: what is wrong
 * is what the tests are about. Written from RFC 8949 alone, apart from the
 * reader of recovery.
 */
#ifndef TESTS_RECOVERY_PACK_H
#define TESTS_RECOVERY_PACK_H

#include <stdint.h>

#define PACK_MAX 8192u /* bytes */

/** Major types of RFC 8949, 3.1. */
enum pack_major {
    PACK_UINT = 0,
    PACK_NEGATIVE = 1,
    PACK_BYTES = 2,
    PACK_TEXT = 3,
    PACK_ARRAY = 4,
    PACK_MAP = 5,
    PACK_TAG = 6,
    PACK_SIMPLE = 7,
};

/** A payload in the making. */
struct pack {
    uint8_t bytes[PACK_MAX];
    uint32_t len;
};

/**
 * Starts with nothing.
 *
 * @param[out] p  payload
 */
void pack_open(struct pack *p);

/**
 * Writes the head of an item: major type and argument.
 *
 * @param[in,out] p      payload
 * @param[in]     major  type
 * @param[in]     value  argument
 * @param[in]     width  bytes of the argument: 1, 2, 4 or 8; 0: shortest form
 */
void pack_head(struct pack *p, enum pack_major major, uint64_t value,
               uint32_t width);

/**
 * Writes bytes as they are.
 *
 * @param[in,out] p    payload
 * @param[in]     src  len bytes
 * @param[in]     len  bytes; what does not fit stops the test
 */
void pack_raw(struct pack *p, const void *src, uint32_t len);

/**
 * Writes one byte as it is.
 *
 * @param[in,out] p     payload
 * @param[in]     byte  which
 */
void pack_byte(struct pack *p, uint8_t byte);

/**
 * Writes the head of a map, or a whole value, in the shortest form.
 *
 * @param[in,out] p      payload
 * @param[in]     count  pairs
 * @param[in]     value  number, or a text that ends with 0
 */
void pack_map(struct pack *p, uint32_t count);
void pack_uint(struct pack *p, uint64_t value);
void pack_text(struct pack *p, const char *value);

/**
 * Writes a byte string.
 *
 * @param[in,out] p    payload
 * @param[in]     src  len bytes
 * @param[in]     len  bytes
 */
void pack_bytes(struct pack *p, const void *src, uint32_t len);

#endif
