/* SPDX-License-Identifier: Apache-2.0 */
/* See dump.h; the writers are dump_human.c, dump_json.c and dump_yaml.c. */
#include "host/imgtool/dump.h"

#include <string.h>

#include "base/bytes.h"
#include "host/image/image_pad.h"

#define MAGIC_FIXED     14 /* bytes of the magic behind the alignment */
#define ALIGN_SMALL     8
#define TRAILER_FIELDS  4 /* image_ok, copy_done, swap_info, swap_size */
#define ENCRYPTION_KEYS 2
#define KEY_LEN         16 /* bytes; the image tool takes AES-128 for granted */

static const struct {
    uint16_t type;
    const char *name;
} tlv_names[] = {
    {0x01, "KEYHASH"},       {0x02, "PUBKEY"},     {0x10, "SHA256"},
    {0x11, "SHA384"},        {0x12, "SHA512"},     {0x20, "RSA2048"},
    {0x22, "ECDSASIG"},      {0x23, "RSA3072"},    {0x24, "ED25519"},
    {0x25, "SIG_PURE"},      {0x30, "ENCRSA2048"}, {0x31, "ENCKW"},
    {0x32, "ENCEC256"},      {0x33, "ENCX25519"},  {0x34, "ENCX25519_SHA512"},
    {0x40, "DEPENDENCY"},    {0x50, "SEC_CNT"},    {0x60, "BOOT_RECORD"},
    {0x70, "DECOMP_SIZE"},   {0x71, "DECOMP_SHA"}, {0x72, "DECOMP_SIGNATURE"},
    {0x73, "COMP_DEC_SIZE"}, {0x74, "UUID_VID"},   {0x75, "UUID_CID"},
};

const char *dump_tlv_name(uint16_t type)
{
    for (size_t i = 0; i < sizeof(tlv_names) / sizeof(tlv_names[0]); i++) {
        if (tlv_names[i].type == type) {
            return tlv_names[i].name;
        }
    }
    return "UNKNOWN";
}

static bool read_areas(struct image_view *view, struct why *why)
{
    size_t off = (size_t)view->hdr_len + view->img_len;

    if (view->protected_len != 0) {
        if (!image_area_open(view, off, &view->protected_area, why)) {
            return false;
        }
        off = view->protected_area.end;
    }
    return image_area_open(view, off, &view->area, why);
}

/* Returns the alignment that the magic stands for; 0 if it is none. */
static uint32_t trailer_align(const uint8_t magic[TRAILER_MAGIC_LEN])
{
    uint8_t expected[TRAILER_MAGIC_LEN];
    struct image_slot slot = image_slot_default(0);

    image_trailer_magic(&slot, expected);
    if (memcmp(magic, expected, TRAILER_MAGIC_LEN) == 0) {
        return ALIGN_SMALL;
    }
    slot.max_align = 2 * ALIGN_SMALL; /* any other has the same last bytes */
    image_trailer_magic(&slot, expected);
    const size_t skip = TRAILER_MAGIC_LEN - MAGIC_FIXED;
    return memcmp(magic + skip, expected + skip, MAGIC_FIXED) == 0 ? le16(magic)
                                                                   : 0;
}

static bool read_fields(const struct image_view *view, uint32_t align,
                        struct dump_trailer *t, struct why *why)
{
    size_t back = align > TRAILER_MAGIC_LEN ? align : TRAILER_MAGIC_LEN;
    const uint8_t *magic_field = view->bytes + view->len - back;

    if (back + (size_t)TRAILER_FIELDS * align > view->len) {
        return why_say(why,
                       "the trailer's magic asks for an alignment of %u bytes, "
                       "but the file has only %zu",
                       align, view->len);
    }
    t->known = true;
    t->image_ok = magic_field[-(ptrdiff_t)align];
    t->copy_done = magic_field[-2 * (ptrdiff_t)align];
    t->swap_info = magic_field[-3 * (ptrdiff_t)align];
    t->swap_size = le32(magic_field - 4 * (ptrdiff_t)align);
    if ((view->flags & (IMAGE_FLAG_ENCRYPTED_128 | IMAGE_FLAG_ENCRYPTED_256)) !=
        0) {
        t->keys_len = (KEY_LEN + align - 1) / align * align * ENCRYPTION_KEYS;
    }
    return true;
}

static bool read_trailer(const struct image_view *view, struct dump_trailer *t,
                         struct why *why)
{
    memset(t, 0, sizeof(*t));
    if (view->len == view->area.off + view->area.total) {
        return true;
    }
    t->present = true;
    memcpy(t->magic, view->bytes + view->len - TRAILER_MAGIC_LEN,
           TRAILER_MAGIC_LEN);
    uint32_t align = trailer_align(t->magic);
    return align == 0 || read_fields(view, align, t, why);
}

bool dump_read(const uint8_t *bytes, size_t len, struct dump_info *info,
               struct why *why)
{
    struct why inner;

    if (!image_view_open(bytes, len, &info->view, why)) {
        return false;
    }
    if (read_areas(&info->view, &inner) &&
        read_trailer(&info->view, &info->trailer, &inner)) {
        return true;
    }
    if (info->view.magic != IMAGE_MAGIC) {
        return why_say(why,
                       "Invalid image magic; is this an MCUboot image? It "
                       "begins with 0x%08x, an image with 0x%08x",
                       info->view.magic, IMAGE_MAGIC);
    }
    return why_say(why, "%s", inner.text);
}
