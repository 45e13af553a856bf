/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SHA-256 contract: by the chip's accelerator or by crypto/sha256.c, one
 * of which is linked. Several streams may be open at a time; the boot code
 * opens two, one for the image and one for what is loaded to RAM.
 */
#ifndef IFACE_HASH_H
#define IFACE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_LEN 32 /* bytes of a SHA-256 digest, FIPS 180-4 */

/** A stream being hashed; 128 bytes hold the state of every implementation. */
struct hash {
    uint64_t opaque[16];
};

/**
 * Opens a stream.
 *
 * @param[out] h  stream, owned by the caller
 */
void hash_open(struct hash *h);

/**
 * Adds bytes to a stream.
 *
 * @param[in,out] h    stream from hash_open()
 * @param[in]     p    len bytes, any alignment
 * @param[in]     len  bytes; 0 adds nothing
 */
void hash_add(struct hash *h, const void *p, size_t len);

/**
 * Closes a stream; it must be opened anew before it is used again.
 *
 * @param[in,out] h       stream
 * @param[out]    digest  SHA-256 of all bytes added
 */
void hash_close(struct hash *h, uint8_t digest[HASH_LEN]);

#endif
