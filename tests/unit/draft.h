/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes images entry by entry, well-formed or not, for the tests of the image
 * reader and of verification. Written from the format alone, apart from the
 * program that signs images and from the boot code.
 *
 *     draft_open(&d, payload_len);       then change bytes of the header
 *     draft_protect(&d);                 optional, then draft_tlv() ...
 *     draft_plain(&d);                   header and hash are settled here
 *     draft_tlv(&d, 0x10, d.digest, 32);
 */
#ifndef TESTS_UNIT_DRAFT_H
#define TESTS_UNIT_DRAFT_H

#include <stdint.h>

#include "iface/hash.h"

#define DRAFT_MAX 8192u /* bytes */

/** An image in the making. */
struct draft {
    uint8_t bytes[DRAFT_MAX];
    uint32_t len;  /* bytes so far */
    uint32_t area; /* where the open TLV area's info stands; 0: none is open */
    uint32_t covered;         /* bytes that the digest covers */
    uint8_t digest[HASH_LEN]; /* of them, after draft_plain() */
};

/**
 * Starts an image: header of 32 bytes, version 1.2.3+4, no flags.
 *
 * @param[out] d            image
 * @param[in]  payload_len  bytes of payload, a pattern
 */
void draft_open(struct draft *d, uint32_t payload_len);

/**
 * Opens the protected TLV area.
 *
 * @param[in,out] d  image after draft_open()
 */
void draft_protect(struct draft *d);

/**
 * Ends the protected TLV area, if there is one, takes the digest, and opens
 * the unprotected area.
 *
 * @param[in,out] d  image; d->digest is set
 */
void draft_plain(struct draft *d);

/**
 * Adds an entry to the open TLV area; the area's total follows.
 *
 * @param[in,out] d     image
 * @param[in]     type  TLV type
 * @param[in]     data  len bytes
 * @param[in]     len   bytes
 */
void draft_tlv(struct draft *d, uint16_t type, const void *data, uint16_t len);

#endif
