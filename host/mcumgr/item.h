/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the CBOR (RFC 8949) of answers: maps and arrays of definite or
 * indefinite length, one in another. Nothing is copied: an item points into
 * the answer. Strings of indefinite length are refused, no server sends them.
 *
 * T1  item_open() has walked over all of an answer: what it gives out, and
 *     every item found in it, lies inside.
 *
 * Source: SPEC, Serial recovery; RFC 8949.
 */
#ifndef HOST_MCUMGR_ITEM_H
#define HOST_MCUMGR_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define ITEM_DEPTH_MAX 8 /* maps and arrays in one another */

/** A well-formed item of an answer. */
struct item {
    const uint8_t *p;   /* its head */
    const uint8_t *end; /* of the answer */
};

/** A walk over the items of an array. */
struct item_walk {
    struct item next;
    uint64_t left; /* items; of an array without a length: as many as come */
    bool is_endless;
};

/**
 * Opens an answer.
 *
 * @param[in]  p     len bytes
 * @param[in]  len   bytes
 * @param[out] root  the map
 *
 * @retval true   one well-formed map; bytes behind it are passed over
 * @retval false  it is not
 */
MUST_USE bool item_open(const uint8_t *p, size_t len, struct item *root);

/**
 * Finds the value of a key in a map.
 *
 * @param[in]  map    item; another than a map holds no key
 * @param[in]  key    text
 * @param[out] value  of the first such key
 *
 * @retval true   found
 * @retval false  no such key
 */
MUST_USE bool item_find(const struct item *map, const char *key,
                        struct item *value);

/**
 * Starts a walk over an array.
 *
 * @param[in]  array  item
 * @param[out] walk   before the first of its items
 *
 * @retval true   started
 * @retval false  no array
 */
MUST_USE bool item_walk(const struct item *array, struct item_walk *walk);

/**
 * Takes the next item of an array.
 *
 * @param[in,out] walk   walk
 * @param[out]    value  item
 *
 * @retval true   taken
 * @retval false  there is none left
 */
MUST_USE bool item_next(struct item_walk *walk, struct item *value);

/**
 * Reads the integer under a key of a map.
 *
 * @param[in] map       item
 * @param[in] key       text
 * @param[in] fallback  where there is no integer of up to 63 bits
 *
 * @retval value, or fallback
 */
MUST_USE int64_t item_int(const struct item *map, const char *key,
                          int64_t fallback);

/**
 * Tells whether the value under a key of a map is true.
 *
 * @param[in] map  item
 * @param[in] key  text
 *
 * @retval true   it is
 * @retval false  false, no such key, or another type
 */
MUST_USE bool item_is_true(const struct item *map, const char *key);

/**
 * Finds the text under a key of a map.
 *
 * @param[in]  map  item
 * @param[in]  key  text
 * @param[out] len  bytes
 *
 * @retval text  in the answer, without a final 0
 * @retval NULL  no such key, or another type
 */
MUST_USE const char *item_text(const struct item *map, const char *key,
                               size_t *len);

/**
 * Finds the bytes under a key of a map.
 *
 * @param[in]  map  item
 * @param[in]  key  text
 * @param[out] len  bytes
 *
 * @retval bytes  in the answer
 * @retval NULL   no such key, or another type
 */
MUST_USE const uint8_t *item_bytes(const struct item *map, const char *key,
                                   size_t *len);

#endif
