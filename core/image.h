/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image reader: header and TLV areas of an image in a slot, every field
 * bounded before anyone uses it. It trusts nothing and proves nothing: whether
 * an image may run is said by core/verify.h.
 *
 * Source: SPEC, Image.
 */
#ifndef CORE_IMAGE_H
#define CORE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"

#define IMAGE_HEADER_LEN          32 /* bytes, without its padding */
#define IMAGE_TLV_INFO_LEN        4
#define IMAGE_TLV_HEAD_LEN        4
#define IMAGE_TLV_MAGIC           0x6907
#define IMAGE_TLV_MAGIC_PROTECTED 0x6908

/** TLV types that the boot code looks into; SPEC, TLV types. */
enum image_tlv_type {
    IMAGE_TLV_KEYHASH = 0x01,
    IMAGE_TLV_SHA256 = 0x10,
    IMAGE_TLV_DEPENDENCY = 0x40,
    IMAGE_TLV_SEC_CNT = 0x50,
};

/** A version; the build number is kept but never compared. */
struct image_version {
    uint8_t major;
    uint8_t minor;
    uint16_t revision;
    uint32_t build;
};

/** The header's fields, after image_header_parse() all within the slot. */
struct image_header {
    uint32_t load_addr;     /* not used by the boot code */
    uint16_t header_len;    /* bytes incl. padding, >= IMAGE_HEADER_LEN */
    uint16_t protected_len; /* bytes of the protected TLV area; 0: none */
    uint32_t payload_len;   /* bytes */
    uint32_t flags;
    struct image_version version;
};

/** One TLV entry within its area. */
struct image_tlv {
    uint16_t type;
    uint16_t len; /* bytes of data */
    uint32_t off; /* of the data, bytes from the start of the slot */
};

/** A walk over one TLV area; from image_tlv_open(). */
struct image_tlv_walk {
    const struct region *slot;
    uint32_t off; /* of the next entry, bytes from the start of the slot */
    uint32_t end; /* behind the area */
};

/**
 * Reads a version as headers and dependencies hold it.
 *
 * @param[in]  p        8 bytes
 * @param[out] version  the fields
 */
void image_version_get(const uint8_t p[8], struct image_version *version);

/**
 * Compares versions by major, minor and revision.
 *
 * @param[in] a  version
 * @param[in] b  version
 *
 * @retval negative  a is lower than b
 * @retval 0         equal, whatever the build numbers
 * @retval positive  a is higher than b
 */
MUST_USE int image_version_compare(const struct image_version *a,
                                   const struct image_version *b);

/**
 * Reads and bounds a header.
 *
 * @param[in]  p         the first 32 bytes of the image
 * @param[in]  slot_len  bytes of the slot
 * @param[out] header    fields; undefined on failure
 *
 * @retval OK
 * @retval IMAGE_E_MAGIC         not an image
 * @retval IMAGE_E_HEADER        lengths wrap, or do not fit the slot
 * @retval IMAGE_E_FLAGS         encrypted or compressed
 * @retval IMAGE_E_NOT_BOOTABLE  marked so
 */
MUST_USE status_t image_header_parse(const uint8_t p[IMAGE_HEADER_LEN],
                                     uint32_t slot_len,
                                     struct image_header *header);

/**
 * Reads the header of the image in a slot.
 *
 * @param[in]  slot    slot
 * @param[out] raw     the 32 bytes as read; what is hashed must be these
 * @param[out] header  fields; undefined on failure
 *
 * @retval OK
 * @retval IMAGE_E_EMPTY  the header is erased
 * @retval FLASH_E_IO     the device failed
 * @retval other          as image_header_parse()
 */
MUST_USE status_t image_header_read(const struct region *slot,
                                    uint8_t raw[IMAGE_HEADER_LEN],
                                    struct image_header *header);

/**
 * Opens the unprotected TLV area; its end is the end of the image.
 *
 * @param[in]  slot    slot
 * @param[in]  header  header from image_header_read()
 * @param[out] walk    walk, to its first entry; walk->end is the image length
 *
 * @retval OK
 * @retval IMAGE_E_TLV  no area, wrong magic, or it leaves the slot
 * @retval FLASH_E_IO   the device failed
 */
MUST_USE status_t image_tlv_open(const struct region *slot,
                                 const struct image_header *header,
                                 struct image_tlv_walk *walk);

/**
 * Takes the next entry; call while walk->off != walk->end.
 *
 * @param[in,out] walk  walk
 * @param[out]    tlv   entry, wholly inside the area
 *
 * @retval OK
 * @retval IMAGE_E_TLV  the entry leaves the area
 * @retval FLASH_E_IO   the device failed
 */
MUST_USE status_t image_tlv_next(struct image_tlv_walk *walk,
                                 struct image_tlv *tlv);

/**
 * Measures the image in a slot and reads the digest that it claims, without
 * verifying anything: identity and length, not trust.
 *
 * @param[in]  slot    slot
 * @param[out] len     bytes, header to last TLV, <= slot->len
 * @param[out] digest  32 bytes of its SHA-256 entry; all 0xff if it has none
 *
 * @retval OK
 * @retval other  there is no well-formed image, as image_header_read() and
 *                image_tlv_next()
 */
MUST_USE status_t image_measure(const struct region *slot, uint32_t *len,
                                uint8_t digest[32]);

#endif
