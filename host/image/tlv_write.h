/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes one TLV area of an image, in either byte order. What an entry means,
 * and which entries there are, is the business of image_build.h.
 */
#ifndef HOST_IMAGE_TLV_WRITE_H
#define HOST_IMAGE_TLV_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/image/buffer.h"

/** An area that is being collected: the entries without the area's head. */
struct tlv_area {
    struct buffer entries;
    bool big_endian;
    bool too_long; /* an entry had more data than its length field can say */
};

/**
 * Writes a number in a byte order.
 *
 * @param[out] p           2 (tlv_put16) or 4 (tlv_put32) bytes
 * @param[in]  v           number
 * @param[in]  big_endian  most significant byte first
 */
void tlv_put16(uint8_t *p, uint16_t v, bool big_endian);
void tlv_put32(uint8_t *p, uint32_t v, bool big_endian);

/**
 * Appends an entry of a standard type: a type byte and a zero byte, whatever
 * the byte order.
 *
 * @param[in,out] area  area
 * @param[in]     type  0x01 .. 0xff
 * @param[in]     data  len bytes
 * @param[in]     len   bytes, 0 .. 0xffff, else area->too_long is set
 */
void tlv_add(struct tlv_area *area, uint16_t type, const uint8_t *data,
             size_t len);

/**
 * Appends an entry of a custom type: a 16-bit type in the byte order.
 *
 * @param[in,out] area  area
 * @param[in]     type  TLV_CUSTOM_MIN .. TLV_CUSTOM_MAX
 * @param[in]     data  len bytes
 * @param[in]     len   bytes, 0 .. 0xffff, else area->too_long is set
 */
void tlv_add_custom(struct tlv_area *area, uint16_t type, const uint8_t *data,
                    size_t len);

/**
 * Returns the length of an area with its head.
 *
 * @param[in] area  area
 *
 * @retval bytes
 */
MUST_USE size_t tlv_area_len(const struct tlv_area *area);

/**
 * Appends an area with its head to an image.
 *
 * @param[in,out] image  image
 * @param[in]     area   area
 * @param[in]     magic  TLV_AREA_MAGIC or TLV_AREA_MAGIC_PROTECTED
 *
 * @retval true   done
 * @retval false  the area or an entry is longer than its length field can say,
 *                or memory ran out
 */
MUST_USE bool tlv_area_close(struct buffer *image, const struct tlv_area *area,
                             uint16_t magic);

#endif
