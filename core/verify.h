/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an image may run: hash, signature, and the facts that later
 * decisions compare (version, security counter, dependencies), taken from
 * the very bytes that were hashed, never from a second read.
 *
 * V1  The header that is parsed is the buffer that is hashed.
 * V2  Protected TLVs are parsed while they are hashed.
 * V3  The verdict joins two: hash and signature. Each starts as fail.
 * V4  With a key configured, an image with a mere hash is refused.
 *
 * Source: SPEC, Validation.
 */
#ifndef CORE_VERIFY_H
#define CORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/verdict.h"
#include "core/config.h"
#include "core/image.h"
#include "core/load.h"

/** What a verified image says of itself; all of it was hashed. */
struct image_facts {
    struct image_header header;
    uint32_t len; /* bytes, header to last TLV */
    uint8_t digest[HASH_LEN];
    bool has_counter;
    uint32_t counter; /* security counter, 0 without one */
    /* a dependency entry that no configuration can satisfy */
    bool needs_unknown;
    bool needs[CONFIG_IMAGE_MAX]; /* image i of at least version[i] */
    struct image_version version[CONFIG_IMAGE_MAX];
    struct load_plan load; /* what the application wants in RAM */
};

/**
 * Verifies the image in a slot.
 *
 * @param[in]  slot     slot
 * @param[in]  len_max  bytes that an image may have in this slot
 * @param[in]  config   algorithm and keys
 * @param[out] facts    what it says; only to be used if the verdict holds
 * @param[out] why      OK, or the first reason for refusing it
 *
 * @retval verdict that holds if the image may run
 *
 * @cost  one pass over header, payload and TLVs; one signature check for each
 *        signature by a known key
 */
MUST_USE verdict_t image_verify(const struct region *slot, uint32_t len_max,
                                const struct boot_config *config,
                                struct image_facts *facts, status_t *why);

#endif
