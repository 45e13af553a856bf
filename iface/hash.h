/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SHA-256 contract: by the chip's accelerator or by crypto/sha256.c, one
 * of which is linked. The boot code hashes the image, and beside it what is
 * loaded to RAM: one stream of each kind may be open at a time, since an engine
 * may keep what it computes to itself.
 */
#ifndef IFACE_HASH_H
#define IFACE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_LEN 32 /* bytes of a SHA-256 digest, FIPS 180-4 */

/** A stream being hashed; 144 bytes hold the state of every implementation. */
struct hash {
    uint64_t opaque[18];
};

/**
 * Opens a stream of SHA-256.
 *
 * @param[out] h  stream, owned by the caller
 */
void hash_open(struct hash *h);

/**
 * Opens a stream beside one of hash_open(). Its digest is compared with others
 * of this kind only: SHA-256, or the first half of SHA-512 where the engine
 * computes one SHA-256 at a time.
 *
 * @param[out] h  stream, owned by the caller
 */
void hash_open_aside(struct hash *h);

/**
 * Adds bytes to a stream.
 *
 * @param[in,out] h    stream from hash_open() or hash_open_aside()
 * @param[in]     p    len bytes, any alignment
 * @param[in]     len  bytes; 0 adds nothing
 */
void hash_add(struct hash *h, const void *p, size_t len);

/**
 * Closes a stream; it must be opened anew before it is used again.
 *
 * @param[in,out] h       stream
 * @param[out]    digest  of all bytes added
 */
void hash_close(struct hash *h, uint8_t digest[HASH_LEN]);

#endif
