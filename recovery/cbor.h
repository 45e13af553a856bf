/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of CBOR (RFC 8949) that SMP uses: one map of known keys is read
 * against a table, and answers are written with definite lengths. Without
 * recursion, allocation or copies: values are pointers into the request.
 *
 * C1  The whole map is parsed before anybody acts on a part of it.
 * C2  A known key of another type or twice, an item that leaves the payload,
 *     bytes behind the map: the whole request is refused. Unknown keys are
 *     passed over, whatever their value.
 * C3  No number is cut: what needs more than 32 bits reads as 2^32 - 1, which
 *     is no offset, length, slot or image of any flash.
 *
 * Source: SPEC, Serial recovery; RFC 8949.
 */
#ifndef RECOVERY_CBOR_H
#define RECOVERY_CBOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

#define CBOR_DEPTH_MAX 8 /* of unknown values */

/** What a key's value must be: a bit for each major type, and two more. */
enum cbor_kind {
    CBOR_UINT = 0x001,
    CBOR_BYTES = 0x004,
    CBOR_TEXT = 0x008,
    CBOR_BOOL = 0x100,
    CBOR_IS_NULL = 0x200,
    CBOR_FLAG = CBOR_BOOL | CBOR_UINT,              /* not 0 is true */
    CBOR_BYTES_OR_NULL = CBOR_BYTES | CBOR_IS_NULL, /* null: absent */
    CBOR_ANY = 0x3ff, /* present whatever it is, but for null */
};

/** One known key; the caller fills in key and kind. */
struct cbor_field {
    const char *key;
    enum cbor_kind kind;
    bool seen;            /* for cbor.c: the key was there, null or not */
    bool present;         /* and had a value */
    uint32_t number;      /* CBOR_UINT, CBOR_BOOL, CBOR_FLAG; 0: absent */
    const uint8_t *bytes; /* CBOR_BYTES, CBOR_TEXT: in the payload */
    uint32_t len;         /* bytes of it; 0: absent */
};

/** An answer that grows; what does not fit is counted, not written. */
struct cbor_writer {
    uint8_t *p;
    uint32_t len; /* bytes; above max: it does not fit */
    uint32_t max; /* room */
};

/**
 * Reads a map of known keys in any order.
 *
 * @param[in]     p       payload
 * @param[in]     len     bytes of it
 * @param[in,out] fields  known keys: present and value are set
 * @param[in]     count   of fields
 *
 * @retval true   the map is well formed, and every known key of its kind
 * @retval false  it is not; fields are undefined
 */
MUST_USE bool cbor_read_map(const uint8_t *p, uint32_t len,
                            struct cbor_field *fields, uint32_t count);

/**
 * Starts an answer.
 *
 * @param[out] w    empty
 * @param[in]  p    max bytes of room
 * @param[in]  max  bytes
 */
void cbor_open(struct cbor_writer *w, uint8_t *p, uint32_t max);

/**
 * Writes items that are encoded already.
 *
 * @param[in,out] w      answer
 * @param[in]     items  len bytes
 * @param[in]     len    bytes
 */
void cbor_put_items(struct cbor_writer *w, const char *items, uint32_t len);

/**
 * Writes the head of a map or an array; as many pairs or items must follow.
 *
 * @param[in,out] w      answer
 * @param[in]     count  pairs or items
 */
void cbor_put_map(struct cbor_writer *w, uint32_t count);
void cbor_put_array(struct cbor_writer *w, uint32_t count);

/**
 * Writes a value.
 *
 * @param[in,out] w      answer
 * @param[in]     value  what to write; a text ends with 0
 */
void cbor_put_uint(struct cbor_writer *w, uint32_t value);
void cbor_put_text(struct cbor_writer *w, const char *value);
void cbor_put_bool(struct cbor_writer *w, bool value);

/**
 * Writes a string of bytes, or a text by its length.
 *
 * @param[in,out] w      answer
 * @param[in]     value  len bytes
 * @param[in]     len    bytes
 */
void cbor_put_bytes(struct cbor_writer *w, const uint8_t *value, uint32_t len);
void cbor_put_chars(struct cbor_writer *w, const uint8_t *value, uint32_t len);

#endif
