/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hashes that an image may be signed over, for host programs; the boot
 * code has its own SHA-256 behind iface/hash.h.
 */
#ifndef HOST_IMAGE_SHA_H
#define HOST_IMAGE_SHA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

#define SHA_LEN_MAX 64 /* bytes: SHA-512 */

/** A hash; SHA_AUTO leaves the choice to the kind of key. */
enum sha {
    SHA_AUTO,
    SHA_256,
    SHA_384,
    SHA_512,
};

/** Somebody who is told how far a long computation got; may be NULL. */
struct sha_watch {
    void (*tick)(void *context, size_t done, size_t total); /* bytes */
    void *context;
};

/**
 * Returns the length of a digest.
 *
 * @param[in] kind  not SHA_AUTO
 *
 * @retval bytes  32, 48 or 64
 */
MUST_USE size_t sha_len(enum sha kind);

/**
 * Returns the name of a hash without a hyphen, such as SHA256.
 *
 * @param[in] kind  not SHA_AUTO
 *
 * @retval text  static
 */
MUST_USE const char *sha_name(enum sha kind);

/**
 * Returns the TLV type that carries such an image hash.
 *
 * @param[in] kind  not SHA_AUTO
 *
 * @retval type  SPEC, "TLV types"
 */
MUST_USE uint16_t sha_tlv_type(enum sha kind);

/**
 * Hashes bytes.
 *
 * @param[in]  kind    not SHA_AUTO
 * @param[in]  p       len bytes; may be NULL if len is 0
 * @param[in]  len     bytes
 * @param[in]  watch   told now and then; may be NULL
 * @param[out] digest  sha_len(kind) bytes
 *
 * @retval true   done
 * @retval false  the crypto library failed, or kind is SHA_AUTO
 */
MUST_USE bool sha_compute(enum sha kind, const uint8_t *p, size_t len,
                          const struct sha_watch *watch,
                          uint8_t digest[SHA_LEN_MAX]);

#endif
