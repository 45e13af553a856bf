/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool dumpinfo -f yaml`: keys in the order of the image, data as base64 in
 * lines of 76 characters.
 */
#include <inttypes.h>

#include <mbedtls/base64.h>

#include "host/imgtool/dump.h"
#include "host/imgtool/yaml_text.h"

#define BINARY_PER_LINE 57 /* bytes: 76 characters of base64 */
#define BASE64_LINE     80 /* room for a line and a zero */

static void put_binary(struct buffer *out, int indent, const uint8_t *p,
                       size_t len)
{
    if (len == 0) {
        buffer_print(out, "!!binary \"\"\n");
        return;
    }
    buffer_print(out, "!!binary |\n");
    for (size_t at = 0; at < len; at += BINARY_PER_LINE) {
        size_t n = len - at < BINARY_PER_LINE ? len - at : BINARY_PER_LINE;
        unsigned char text[BASE64_LINE];
        size_t text_len = 0;
        if (mbedtls_base64_encode(text, sizeof(text), &text_len, p + at, n) !=
            0) {
            out->failed = true;
            return;
        }
        buffer_print(out, "%*s%s\n", indent, "", (const char *)text);
    }
}

static void put_header(struct buffer *out, const struct image_view *view)
{
    char version[VERSION_TEXT_LEN];

    version_print(&view->version, version);
    buffer_print(out,
                 "header:\n"
                 "  magic: %" PRIu32 "\n"
                 "  load_addr: %" PRIu32 "\n"
                 "  hdr_size: %u\n"
                 "  protected_tlv_size: %u\n"
                 "  img_size: %" PRIu32 "\n"
                 "  flags: %" PRIu32 "\n"
                 "  version: %s\n",
                 view->magic, view->load_addr, view->hdr_len,
                 view->protected_len, view->img_len, view->flags, version);
}

static void put_head(struct buffer *out, const char *name,
                     const struct image_area *area)
{
    if (!area->present) {
        buffer_print(out, "  %s: {}\n", name);
        return;
    }
    buffer_print(out, "  %s:\n    magic: %u\n    tlv_tot: %u\n", name,
                 area->magic, area->total);
}

static void put_entries(struct buffer *out, const char *name,
                        const struct image_view *view,
                        const struct image_area *area)
{
    struct image_tlv tlv;
    size_t at = 0;

    if (!image_view_next(view, area, &at, &tlv)) {
        buffer_print(out, "  %s: []\n", name);
        return;
    }
    buffer_print(out, "  %s:\n", name);
    do {
        buffer_print(out,
                     "  - type: %u\n"
                     "    type_name: %s\n"
                     "    len: %u\n"
                     "    data: ",
                     tlv.type, dump_tlv_name(tlv.type), tlv.len);
        put_binary(out, 6, tlv.data, tlv.len);
    } while (image_view_next(view, area, &at, &tlv));
}

static void put_trailer(struct buffer *out, const struct dump_trailer *t)
{
    if (!t->present) {
        buffer_print(out, "trailer: {}\n");
        return;
    }
    buffer_print(out, "trailer:\n  magic: ");
    put_binary(out, 4, t->magic, TRAILER_MAGIC_LEN);
    if (t->known) {
        buffer_print(out,
                     "  image_ok: %u\n"
                     "  copy_done: %u\n"
                     "  swap_info: %u\n"
                     "  swap_size: %" PRIu32 "\n",
                     t->image_ok, t->copy_done, t->swap_info, t->swap_size);
    }
    if (t->keys_len != 0) {
        buffer_print(out, "  key_field_len: %" PRIu32 "\n", t->keys_len);
    }
}

void dump_yaml(const struct dump_info *info, struct buffer *out)
{
    const struct image_view *view = &info->view;

    buffer_print(out, "filename: ");
    yaml_text_add(out, info->name);
    buffer_print(out, "\n");
    put_header(out, view);
    buffer_print(out, "tlv_area:\n");
    put_head(out, "tlv_hdr_prot", &view->protected_area);
    put_entries(out, "tlvs_prot", view, &view->protected_area);
    put_head(out, "tlv_hdr", &view->area);
    put_entries(out, "tlvs", view, &view->area);
    put_trailer(out, &info->trailer);
}
