/* SPDX-License-Identifier: Apache-2.0 */
/* See tlv_write.h. */
#include "host/image/tlv_write.h"

#include "base/bytes.h"
#include "host/image/image_format.h"

void tlv_put16(uint8_t *p, uint16_t v, bool big_endian)
{
    put_le16(p, big_endian ? (uint16_t)(v << 8 | v >> 8) : v);
}

void tlv_put32(uint8_t *p, uint32_t v, bool big_endian)
{
    tlv_put16(p, (uint16_t)(big_endian ? v >> 16 : v), big_endian);
    tlv_put16(p + 2, (uint16_t)(big_endian ? v : v >> 16), big_endian);
}

static void add(struct tlv_area *area, uint8_t head[TLV_HEAD_LEN],
                const uint8_t *data, size_t len)
{
    if (len > TLV_DATA_LEN_MAX) {
        area->too_long = true;
        return;
    }
    tlv_put16(head + 2, (uint16_t)len, area->big_endian);
    buffer_add(&area->entries, head, TLV_HEAD_LEN);
    buffer_add(&area->entries, data, len);
}

void tlv_add(struct tlv_area *area, uint16_t type, const uint8_t *data,
             size_t len)
{
    uint8_t head[TLV_HEAD_LEN] = {(uint8_t)type, 0};

    add(area, head, data, len);
}

void tlv_add_custom(struct tlv_area *area, uint16_t type, const uint8_t *data,
                    size_t len)
{
    uint8_t head[TLV_HEAD_LEN];

    tlv_put16(head, type, area->big_endian);
    add(area, head, data, len);
}

size_t tlv_area_len(const struct tlv_area *area)
{
    return TLV_AREA_HEAD_LEN + area->entries.len;
}

bool tlv_area_close(struct buffer *image, const struct tlv_area *area,
                    uint16_t magic)
{
    uint8_t head[TLV_AREA_HEAD_LEN];
    size_t len = tlv_area_len(area);

    if (area->too_long || area->entries.failed || len > TLV_DATA_LEN_MAX) {
        return false;
    }
    tlv_put16(head, magic, area->big_endian);
    tlv_put16(head + 2, (uint16_t)len, area->big_endian);
    buffer_add(image, head, sizeof(head));
    buffer_add(image, area->entries.data, area->entries.len);
    return !image->failed;
}
