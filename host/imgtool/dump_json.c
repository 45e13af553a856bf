/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool dumpinfo -f json`: indented by two, keys in the order of the image,
 * data as hexadecimal text.
 */
#include <inttypes.h>
#include <string.h>

#include "host/imgtool/dump.h"
#include "host/imgtool/utf8.h"

/* RFC 8259, section 7; above ASCII as UTF-16, so that the text is ASCII. */
static void put_code(struct buffer *out, uint32_t code)
{
    static const char plain[] = "\"\\\n\r\t\b\f";
    static const char letter[] = "\"\\nrtbf";
    const char *at = code == 0 || code > 0x7f ? NULL : strchr(plain, (int)code);

    if (at != NULL) {
        buffer_print(out, "\\%c", letter[at - plain]);
    } else if (code >= ' ' && code < 0x7f) {
        buffer_print(out, "%c", (char)code);
    } else if (code < 0x10000) {
        buffer_print(out, "\\u%04x", code);
    } else {
        buffer_print(out, "\\u%04x\\u%04x", 0xd7c0 + (code >> 10),
                     0xdc00 + (code & 0x3ff));
    }
}

static void put_text(struct buffer *out, const char *text)
{
    buffer_print(out, "\"");
    while (*text != '\0') {
        put_code(out, utf8_next(&text));
    }
    buffer_print(out, "\"");
}

static void put_bytes(struct buffer *out, const uint8_t *p, size_t len)
{
    buffer_print(out, "\"");
    for (size_t i = 0; i < len; i++) {
        buffer_print(out, "%02x", p[i]);
    }
    buffer_print(out, "\"");
}

static void put_header(struct buffer *out, const struct image_view *view)
{
    char version[VERSION_TEXT_LEN];

    version_print(&view->version, version);
    buffer_print(out,
                 "  \"header\": {\n"
                 "    \"magic\": %" PRIu32 ",\n"
                 "    \"load_addr\": %" PRIu32 ",\n"
                 "    \"hdr_size\": %u,\n"
                 "    \"protected_tlv_size\": %u,\n"
                 "    \"img_size\": %" PRIu32 ",\n"
                 "    \"flags\": %" PRIu32 ",\n"
                 "    \"version\": \"%s\"\n"
                 "  },\n",
                 view->magic, view->load_addr, view->hdr_len,
                 view->protected_len, view->img_len, view->flags, version);
}

static void put_head(struct buffer *out, const char *name,
                     const struct image_area *area)
{
    if (!area->present) {
        buffer_print(out, "    \"%s\": {},\n", name);
        return;
    }
    buffer_print(out,
                 "    \"%s\": {\n"
                 "      \"magic\": %u,\n"
                 "      \"tlv_tot\": %u\n"
                 "    },\n",
                 name, area->magic, area->total);
}

static void put_entries(struct buffer *out, const char *name,
                        const struct image_view *view,
                        const struct image_area *area)
{
    struct image_tlv tlv;
    const char *separator = "\n";

    buffer_print(out, "    \"%s\": [", name);
    for (size_t at = 0; image_view_next(view, area, &at, &tlv);) {
        buffer_print(out,
                     "%s      {\n"
                     "        \"type\": %u,\n"
                     "        \"type_name\": \"%s\",\n"
                     "        \"len\": %u,\n"
                     "        \"data\": ",
                     separator, tlv.type, dump_tlv_name(tlv.type), tlv.len);
        put_bytes(out, tlv.data, tlv.len);
        buffer_print(out, "\n      }");
        separator = ",\n";
    }
    bool any = separator[0] == ',';
    buffer_print(out, any ? "\n    ]" : "]");
}

static void put_trailer(struct buffer *out, const struct dump_trailer *t)
{
    if (!t->present) {
        buffer_print(out, "  \"trailer\": {}\n");
        return;
    }
    buffer_print(out, "  \"trailer\": {\n    \"magic\": ");
    put_bytes(out, t->magic, TRAILER_MAGIC_LEN);
    if (t->known) {
        buffer_print(out,
                     ",\n"
                     "    \"image_ok\": %u,\n"
                     "    \"copy_done\": %u,\n"
                     "    \"swap_info\": %u,\n"
                     "    \"swap_size\": %" PRIu32,
                     t->image_ok, t->copy_done, t->swap_info, t->swap_size);
    }
    if (t->keys_len != 0) {
        buffer_print(out, ",\n    \"key_field_len\": %" PRIu32, t->keys_len);
    }
    buffer_print(out, "\n  }\n");
}

void dump_json(const struct dump_info *info, struct buffer *out)
{
    const struct image_view *view = &info->view;

    buffer_print(out, "{\n  \"filename\": ");
    put_text(out, info->name);
    buffer_print(out, ",\n");
    put_header(out, view);
    buffer_print(out, "  \"tlv_area\": {\n");
    put_head(out, "tlv_hdr_prot", &view->protected_area);
    put_entries(out, "tlvs_prot", view, &view->protected_area);
    buffer_print(out, ",\n");
    put_head(out, "tlv_hdr", &view->area);
    put_entries(out, "tlvs", view, &view->area);
    buffer_print(out, "\n  },\n");
    put_trailer(out, &info->trailer);
    buffer_print(out, "}");
}
