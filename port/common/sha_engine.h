/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sha_stream.c needs of a SHA engine, and what a stream holds; sha_v1.c
 * and sha_v2.c are the two versions. Not for others: they use iface/hash.h.
 */
#ifndef PORT_COMMON_SHA_ENGINE_H
#define PORT_COMMON_SHA_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "iface/hash.h"

#define SHA_BLOCK_WORDS 16 /* of SHA-256; SHA-512 has twice as many */

/** What struct hash holds. */
struct sha_stream {
    uint32_t len;  /* bytes hashed so far; images are below 4 GiB */
    uint32_t fill; /* bytes in block, less than a block */
    uint32_t kind; /* the engine's own */
    /* what does not fill a block yet; a SHA-256's other half is the engine's */
    uint32_t block[2 * SHA_BLOCK_WORDS];
};

_Static_assert(sizeof(struct sha_stream) <= sizeof(struct hash),
               "the stream fits the contract's");

/**
 * Switches the engine on, and prepares a stream.
 *
 * @param[out] s      stream; len and fill are the caller's
 * @param[in]  aside  a stream of hash_open() may be open
 */
void sha_engine_open(struct sha_stream *s, bool aside);

/**
 * Returns how long blocks are.
 *
 * @param[in] s  stream
 *
 * @retval bytes: 64 or 128
 */
uint32_t sha_engine_block_len(const struct sha_stream *s);

/**
 * Hashes whole blocks and counts them; the first one starts the stream.
 *
 * @param[in,out] s      stream; its block is empty, or p
 * @param[in]     p      blocks, any alignment
 * @param[in]     count  how many
 */
void sha_engine_add(struct sha_stream *s, const uint8_t *p, size_t count);

/**
 * Tells the first 32 bytes of the digest.
 *
 * @param[in]  s       stream
 * @param[out] digest  bytes in the order of FIPS 180-4
 */
void sha_engine_digest(const struct sha_stream *s, uint8_t digest[HASH_LEN]);

#endif
