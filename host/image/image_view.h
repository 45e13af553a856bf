/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the parts of an image that people want to see or check, as the image
 * tool does: lenient about what the parts say, strict about staying inside the
 * file. What a device accepts is decided by the boot code, not by this.
 */
#ifndef HOST_IMAGE_IMAGE_VIEW_H
#define HOST_IMAGE_IMAGE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/version_text.h"

/** A TLV entry. */
struct image_tlv {
    uint16_t type;
    uint16_t len; /* bytes of data */
    const uint8_t *data;
};

/** A TLV area, or none. */
struct image_area {
    bool present;
    uint16_t magic;
    uint16_t total; /* bytes, by the area's head */
    size_t off;     /* of the head, from the start of the image */
    size_t end;     /* behind the last entry; off + total or more */
};

/** An image in memory; the bytes are the caller's. */
struct image_view {
    const uint8_t *bytes;
    size_t len;
    uint32_t magic;
    uint32_t load_addr;
    uint16_t hdr_len;
    uint16_t protected_len; /* by the header */
    uint32_t img_len;
    uint32_t flags;
    struct version version;
    struct image_area protected_area;
    struct image_area area;
};

/**
 * Reads the header of an image; its fields are not judged.
 *
 * @param[in]  bytes  len bytes
 * @param[in]  len    bytes
 * @param[out] view   header; no areas
 * @param[out] why    on failure: the reason
 *
 * @retval true   read
 * @retval false  shorter than a header
 */
MUST_USE bool image_view_open(const uint8_t *bytes, size_t len,
                              struct image_view *view, struct why *why);

/**
 * Reads the head of the area at an offset; its magic is not judged.
 *
 * @param[in]  view  image
 * @param[in]  off   bytes from the start of the image
 * @param[out] area  magic and length; no entries
 * @param[out] why   on failure: what leaves the file, and where
 *
 * @retval true   read
 * @retval false  the head goes beyond the end of the file
 */
MUST_USE bool image_area_head(const struct image_view *view, size_t off,
                              struct image_area *area, struct why *why);

/**
 * Reads the head of the area at an offset and walks over its entries.
 *
 * @param[in]  view  image
 * @param[in]  off   bytes from the start of the image
 * @param[out] area  area
 * @param[out] why   on failure: what leaves the file, and where
 *
 * @retval true   read; image_view_next() gives its entries
 * @retval false  the head or an entry goes beyond the end of the file
 */
MUST_USE bool image_area_open(const struct image_view *view, size_t off,
                              struct image_area *area, struct why *why);

/**
 * Steps through the entries of an area.
 *
 * @param[in]     view  image
 * @param[in]     area  area that was opened
 * @param[in,out] at    offset of the next entry; 0 starts
 * @param[out]    tlv   entry
 *
 * @retval true   there is one
 * @retval false  the last one is behind
 */
MUST_USE bool image_view_next(const struct image_view *view,
                              const struct image_area *area, size_t *at,
                              struct image_tlv *tlv);

#endif
