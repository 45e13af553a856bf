/* SPDX-License-Identifier: Apache-2.0 */
/* See image.h. All lengths are compared by subtraction: nothing here wraps. */
#include "core/image.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "core/config.h"
#include "iface/hash.h"

#define HEADER_MAGIC 0x96f3b83du

/* Offsets in the header; SPEC, Image header. */
#define OFF_MAGIC         0
#define OFF_LOAD_ADDR     4
#define OFF_HEADER_LEN    8
#define OFF_PROTECTED_LEN 10
#define OFF_PAYLOAD_LEN   12
#define OFF_FLAGS         16
#define OFF_VERSION       20

#define FLAG_NOT_BOOTABLE 0x10u
/* AES-128, AES-256, LZMA1, LZMA2, ARM-Thumb filter */
#define FLAGS_UNSUPPORTED (0x04u | 0x08u | 0x200u | 0x400u | 0x800u)

void image_version_get(const uint8_t p[8], struct image_version *version)
{
    version->major = p[0];
    version->minor = p[1];
    version->revision = le16(p + 2);
    version->build = le32(p + 4);
}

/* Major, minor and revision are 32 bits in all and order like a number. */
static uint32_t version_rank(const struct image_version *v)
{
    return (uint32_t)v->major << 24 | (uint32_t)v->minor << 16 | v->revision;
}

int image_version_compare(const struct image_version *a,
                          const struct image_version *b)
{
    uint32_t a_rank = version_rank(a);
    uint32_t b_rank = version_rank(b);

    return (a_rank > b_rank) - (a_rank < b_rank);
}

/* Header, payload and protected TLVs leave at least a byte of the slot. */
static bool lengths_fit(const struct image_header *header, uint32_t slot_len)
{
    uint32_t len = (uint32_t)header->header_len + header->protected_len;

    return header->header_len >= IMAGE_HEADER_LEN && len < slot_len &&
           header->payload_len < slot_len - len;
}

status_t image_header_parse(const uint8_t p[IMAGE_HEADER_LEN],
                            uint32_t slot_len, struct image_header *header)
{
    if (le32(p + OFF_MAGIC) != HEADER_MAGIC) {
        return IMAGE_E_MAGIC;
    }
    header->load_addr = le32(p + OFF_LOAD_ADDR);
    header->header_len = le16(p + OFF_HEADER_LEN);
    header->protected_len = le16(p + OFF_PROTECTED_LEN);
    header->payload_len = le32(p + OFF_PAYLOAD_LEN);
    header->flags = le32(p + OFF_FLAGS);
    image_version_get(p + OFF_VERSION, &header->version);
    if (!lengths_fit(header, slot_len)) {
        return IMAGE_E_HEADER;
    }
    if ((header->flags & FLAGS_UNSUPPORTED) != 0) {
        return IMAGE_E_FLAGS;
    }
    if ((header->flags & FLAG_NOT_BOOTABLE) != 0) {
        return IMAGE_E_NOT_BOOTABLE;
    }
    return OK;
}

status_t image_header_read(const struct region *slot,
                           uint8_t raw[IMAGE_HEADER_LEN],
                           struct image_header *header)
{
    bool erased = false;

    if (config_is_encrypted()) {
        TRY(region_is_erased(slot, 0, IMAGE_HEADER_LEN, &erased));
    }
    if (erased) {
        return IMAGE_E_EMPTY;
    }
    TRY(region_read(slot, 0, raw, IMAGE_HEADER_LEN));
    /* plain flash, or a sector that was written with 0xff */
    if (le32(raw) == 0xffffffffu) {
        return IMAGE_E_EMPTY;
    }
    return image_header_parse(raw, slot->len, header);
}

status_t image_tlv_open(const struct region *slot,
                        const struct image_header *header,
                        struct image_tlv_walk *walk)
{
    uint8_t info[IMAGE_TLV_INFO_LEN];
    /* bounded by image_header_parse(): less than slot->len */
    uint32_t off =
        header->header_len + header->payload_len + header->protected_len;
    uint32_t len;

    if (slot->len - off < IMAGE_TLV_INFO_LEN) {
        return IMAGE_E_TLV;
    }
    TRY(region_read(slot, off, info, sizeof(info)));
    len = le16(info + 2);
    if (le16(info) != IMAGE_TLV_MAGIC || len < IMAGE_TLV_INFO_LEN ||
        len > slot->len - off) {
        return IMAGE_E_TLV;
    }
    walk->slot = slot;
    walk->off = off + IMAGE_TLV_INFO_LEN;
    walk->end = off + len;
    return OK;
}

status_t image_tlv_next(struct image_tlv_walk *walk, struct image_tlv *tlv)
{
    uint8_t head[IMAGE_TLV_HEAD_LEN];
    uint32_t left = walk->end - walk->off;

    if (left < IMAGE_TLV_HEAD_LEN) {
        return IMAGE_E_TLV;
    }
    TRY(region_read(walk->slot, walk->off, head, sizeof(head)));
    tlv->type = le16(head);
    tlv->len = le16(head + 2);
    tlv->off = walk->off + IMAGE_TLV_HEAD_LEN;
    if (tlv->len > left - IMAGE_TLV_HEAD_LEN) {
        return IMAGE_E_TLV;
    }
    walk->off = tlv->off + tlv->len;
    return OK;
}

status_t image_measure(const struct region *slot, uint32_t *len,
                       uint8_t digest[32])
{
    uint8_t raw[IMAGE_HEADER_LEN];
    struct image_header header;
    struct image_tlv_walk walk;
    struct image_tlv tlv;

    memset(digest, 0xff, HASH_LEN);
    TRY(image_header_read(slot, raw, &header));
    TRY(image_tlv_open(slot, &header, &walk));
    *len = walk.end;
    while (walk.off != walk.end) {
        TRY(image_tlv_next(&walk, &tlv));
        if (tlv.type == IMAGE_TLV_SHA256 && tlv.len == HASH_LEN) {
            TRY(region_read(slot, tlv.off, digest, HASH_LEN));
        }
    }
    return OK;
}
