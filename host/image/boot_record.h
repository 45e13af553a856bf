/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot record of an image: what a bootloader that measures hands on about
 * it, as a CBOR map. The measurement itself is left zero; the bootloader puts
 * the image's hash there, which is why that entry is the last.
 */
#ifndef HOST_IMAGE_BOOT_RECORD_H
#define HOST_IMAGE_BOOT_RECORD_H

#include <stdint.h>

#include "host/image/buffer.h"
#include "host/image/sha.h"
#include "host/image/version_text.h"

#define BOOT_RECORD_TYPE_MAX 12 /* characters of the software type */

/** What a boot record says. */
struct boot_record {
    const char *software; /* at most BOOT_RECORD_TYPE_MAX bytes */
    struct version version;
    const uint8_t *signer; /* hash of the public key; NULL: not signed */
    enum sha sha;          /* of image and key, not SHA_AUTO */
};

/**
 * Appends a boot record.
 *
 * @param[in,out] out     buffer
 * @param[in]     record  what it says
 *
 * @source SPEC, "Boot record"
 */
void boot_record_add(struct buffer *out, const struct boot_record *record);

#endif
