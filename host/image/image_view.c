/* SPDX-License-Identifier: Apache-2.0 */
/* See image_view.h. */
#include "host/image/image_view.h"

#include <string.h>

#include "base/bytes.h"
#include "host/image/image_format.h"

bool image_view_open(const uint8_t *bytes, size_t len, struct image_view *view,
                     struct why *why)
{
    const uint8_t *version = bytes + IMAGE_OFF_VERSION;

    memset(view, 0, sizeof(*view));
    if (len < IMAGE_HEADER_LEN) {
        return why_say(why,
                       "the file has %zu bytes, fewer than the %d of an image "
                       "header",
                       len, IMAGE_HEADER_LEN);
    }
    view->bytes = bytes;
    view->len = len;
    view->magic = le32(bytes + IMAGE_OFF_MAGIC);
    view->load_addr = le32(bytes + IMAGE_OFF_LOAD_ADDR);
    view->hdr_len = le16(bytes + IMAGE_OFF_HDR_LEN);
    view->protected_len = le16(bytes + IMAGE_OFF_PROT_LEN);
    view->img_len = le32(bytes + IMAGE_OFF_IMG_LEN);
    view->flags = le32(bytes + IMAGE_OFF_FLAGS);
    view->version = (struct version){version[0], version[1], le16(version + 2),
                                     le32(version + 4)};
    return true;
}

static bool cut_off(const struct image_view *view, const char *what, size_t off,
                    struct why *why)
{
    return why_say(
        why,
        "the %s at offset 0x%zx goes beyond the end of the file (%zu "
        "bytes): the image is cut off or damaged",
        what, off, view->len);
}

bool image_area_head(const struct image_view *view, size_t off,
                     struct image_area *area, struct why *why)
{
    if (off > view->len || view->len - off < TLV_AREA_HEAD_LEN) {
        return cut_off(view, "TLV area", off, why);
    }
    *area = (struct image_area){
        .present = true,
        .magic = le16(view->bytes + off),
        .total = le16(view->bytes + off + 2),
        .off = off,
        .end = off + TLV_AREA_HEAD_LEN,
    };
    return true;
}

bool image_area_open(const struct image_view *view, size_t off,
                     struct image_area *area, struct why *why)
{
    if (!image_area_head(view, off, area, why)) {
        return false;
    }
    while (area->end < off + area->total) {
        size_t at = area->end;
        if (view->len - at < TLV_HEAD_LEN) {
            return cut_off(view, "TLV entry", at, why);
        }
        size_t len = le16(view->bytes + at + 2);
        if (view->len - at - TLV_HEAD_LEN < len) {
            return cut_off(view, "data of the TLV entry", at, why);
        }
        area->end += TLV_HEAD_LEN + len;
    }
    return true;
}

bool image_view_next(const struct image_view *view,
                     const struct image_area *area, size_t *at,
                     struct image_tlv *tlv)
{
    if (*at == 0) {
        *at = area->off + TLV_AREA_HEAD_LEN;
    }
    if (!area->present || *at >= area->end) {
        return false;
    }
    const uint8_t *head = view->bytes + *at;
    tlv->type = le16(head);
    tlv->len = le16(head + 2);
    tlv->data = head + TLV_HEAD_LEN;
    *at += TLV_HEAD_LEN + (size_t)tlv->len;
    return true;
}
