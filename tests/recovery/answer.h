/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads answers as the most demanding client does: header as the request asks
 * for it, one map of definite length, numbers in their shortest form, the keys
 * that SPEC names for this command and no other, codes of its list alone.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef TESTS_RECOVERY_ANSWER_H
#define TESTS_RECOVERY_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "tests/recovery/wire.h"

#define ANSWER_MAPS   20 /* one, and those in it */
#define ANSWER_DEPTH  8
#define ANSWER_RC_MAX 13

/** Keys of all answers. */
enum answer_key {
    KEY_RC,
    KEY_RSN,
    KEY_OFF,
    KEY_MATCH,
    KEY_R,
    KEY_BUF_SIZE,
    KEY_BUF_COUNT,
    KEY_BOOTLOADER,
    KEY_MODE,
    KEY_NO_DOWNGRADE,
    KEY_IMAGES,
    KEY_IMAGE,
    KEY_SLOT,
    KEY_VERSION,
    KEY_HASH,
    KEY_BOOTABLE,
    KEY_CONFIRMED,
    KEY_ACTIVE,
    KEY_PENDING,
    KEY_PERMANENT,
    KEY_SLOTS,
    KEY_SIZE,
    KEY_UPLOAD_IMAGE_ID,
    KEY_MAX_IMAGE_SIZE,
    KEY_COUNT,
};

/** One item of CBOR. */
struct answer_item {
    uint8_t major;
    uint64_t value;       /* argument: number, length, count, simple value */
    const uint8_t *bytes; /* of a string, value bytes */
};

/** One map of an answer. */
struct answer_map {
    uint32_t seen;        /* bit 1 << key */
    uint32_t parent;      /* map that holds it */
    enum answer_key from; /* key of the array it lies in; KEY_COUNT: the top */
    struct answer_item item[KEY_COUNT];
};

/** An answer; bytes lead into its message. */
struct answer {
    struct wire_message message;
    uint32_t map_count;
    struct answer_map map[ANSWER_MAPS]; /* 0 is the top */
};

/**
 * Reads the answer in a->message and checks it against its request.
 *
 * @param[in,out] a        answer
 * @param[in]     request  what was asked
 *
 * @retval NULL   the answer is well formed and complete
 * @retval other  what is wrong, in words
 */
MUST_USE const char *answer_read(struct answer *a,
                                 const struct wire_message *request);

/**
 * Tells whether a map has a key.
 *
 * @param[in] a    answer
 * @param[in] map  which of its maps
 * @param[in] key  which key
 *
 * @retval true  it has
 */
MUST_USE bool answer_has(const struct answer *a, uint32_t map,
                         enum answer_key key);

/**
 * Returns a number.
 *
 * @param[in] a    answer
 * @param[in] map  which of its maps
 * @param[in] key  which key
 *
 * @retval number; UINT64_MAX if there is none
 */
MUST_USE uint64_t answer_number(const struct answer *a, uint32_t map,
                                enum answer_key key);

/**
 * Returns the code of an answer.
 *
 * @param[in] a  answer
 *
 * @retval "rc"; 0 if there is none
 */
MUST_USE uint32_t answer_rc(const struct answer *a);

/**
 * Tells whether a string is what it shall be.
 *
 * @param[in] a    answer
 * @param[in] map  which of its maps
 * @param[in] key  which key
 * @param[in] p    len bytes
 * @param[in] len  bytes
 *
 * @retval true  it is there and the same
 */
MUST_USE bool answer_is(const struct answer *a, uint32_t map,
                        enum answer_key key, const void *p, uint32_t len);

#endif
