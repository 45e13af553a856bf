/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `imgtool dumpinfo -f human`: 60 columns, sections between rows of '#'. Blanks
 * at line ends belong to the format.
 */
#include <inttypes.h>
#include <string.h>

#include "host/imgtool/dump.h"

#define COLUMNS      60
#define VALUE_COL    20 /* column of the header's values */
#define DATA_PER_ROW 8
#define ALL_ONES     UINT32_MAX

static const struct {
    uint32_t flag;
    const char *name;
} flag_names[] = {
    {0x001, "PIC"},
    {0x004, "ENCRYPTED_AES128"},
    {0x008, "ENCRYPTED_AES256"},
    {0x010, "NON_BOOTABLE"},
    {0x020, "RAM_LOAD"},
    {0x100, "ROM_FIXED"},
    {0x200, "COMPRESSED_LZMA1"},
    {0x400, "COMPRESSED_LZMA2"},
    {0x800, "COMPRESSED_ARM_THUMB"},
};

static void line(struct buffer *out)
{
    buffer_fill(out, '#', COLUMNS);
    buffer_print(out, "\n");
}

/* A title between '#', filled to the width; longer ones are not cut. */
static void row_end(struct buffer *out, size_t start)
{
    size_t len = out->len - start;

    buffer_fill(out, '#', len < COLUMNS ? COLUMNS - len : 0);
    buffer_print(out, "\n");
}

static void row(struct buffer *out, const char *title)
{
    size_t start = out->len;

    buffer_print(out, "#### %s ", title);
    row_end(out, start);
}

static void row_at(struct buffer *out, const char *title, uint64_t off)
{
    size_t start = out->len;

    buffer_print(out, "#### %s (offset: 0x%" PRIx64 ") ", title, off);
    row_end(out, start);
}

static void value(struct buffer *out, const char *name, uint32_t number)
{
    buffer_print(out, "%-*s0x%" PRIx32 "\n", VALUE_COL, name, number);
}

static void flags(struct buffer *out, uint32_t set)
{
    const char *separator = "";

    buffer_print(out, "%-*s", VALUE_COL, "flags:");
    for (size_t i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++) {
        if ((set & flag_names[i].flag) != 0) {
            buffer_print(out, "%s%s (0x%" PRIx32 ")", separator,
                         flag_names[i].name, flag_names[i].flag);
            separator = "\n                    ";
        }
    }
    buffer_print(out, set == 0 ? "0x0\n" : "\n");
}

static void header(struct buffer *out, const struct image_view *view)
{
    char version[VERSION_TEXT_LEN];

    version_print(&view->version, version);
    row(out, "Image header (offset: 0x0)");
    value(out, "magic:", view->magic);
    value(out, "load_addr:", view->load_addr);
    value(out, "hdr_size:", view->hdr_len);
    value(out, "protected_tlv_size:", view->protected_len);
    value(out, "img_size:", view->img_len);
    flags(out, view->flags);
    buffer_print(out, "%-*s%s\n", VALUE_COL, "version:", version);
    line(out);
}

static void blank_frame(struct buffer *out)
{
    buffer_print(out, "|%*s|\n", COLUMNS - 2, "");
}

static void payload(struct buffer *out, const struct image_view *view)
{
    struct buffer text = {0};

    buffer_print(&text, "FW image (size: 0x%" PRIx32 " Bytes)", view->img_len);
    int len = (int)text.len; /* at most 34: always inside the frame */
    int left = (COLUMNS - len) / 2 - 1;
    row_at(out, "Payload", view->hdr_len);
    blank_frame(out);
    buffer_print(out, "|%*s%.*s%*s|\n", left, "", len,
                 text.data == NULL ? "" : (const char *)text.data,
                 COLUMNS - 2 - left - len, "");
    blank_frame(out);
    line(out);
    buffer_free(&text);
}

static void entry(struct buffer *out, const struct image_tlv *tlv)
{
    buffer_print(out, "%8s", "");
    buffer_fill(out, '-', 45);
    buffer_print(out, "\n%8stype: %s (0x%x)\n%8slen:  0x%x\n%8sdata: ", "",
                 dump_tlv_name(tlv->type), tlv->type, "", tlv->len, "");
    for (size_t i = 0; i < tlv->len; i++) {
        if (i > 0 && i % DATA_PER_ROW == 0) {
            buffer_print(out, "\n%14s", "");
        }
        buffer_print(out, "0x%02x ", tlv->data[i]);
    }
    buffer_print(out, "\n");
}

static void area(struct buffer *out, const struct image_view *view,
                 const struct image_area *from)
{
    struct image_tlv tlv;
    bool any = false;

    buffer_print(out, "magic:     0x%x\narea size: 0x%x\n", from->magic,
                 from->total);
    for (size_t at = 0; image_view_next(view, from, &at, &tlv);) {
        entry(out, &tlv);
        any = true;
    }
    if (!any) {
        buffer_print(out, "\n");
    }
    line(out);
}

static void areas(struct buffer *out, const struct image_view *view)
{
    uint64_t off = (uint64_t)view->hdr_len + view->img_len;

    if (view->protected_area.present) {
        row_at(out, "Protected TLV area", off);
        area(out, view, &view->protected_area);
    }
    row_at(out, "TLV area", off + view->protected_len);
    area(out, view, &view->area);
}

static void status(struct buffer *out, const char *name, uint8_t byte)
{
    static const char *const names[] = {"INVALID", "SET", "BAD", "UNSET",
                                        "ANY"};
    size_t known = byte < sizeof(names) / sizeof(names[0]) ? byte : 0;

    buffer_print(out, "%s%s (0x%x)\n", name, names[known], byte);
}

static void trailer_fields(struct buffer *out, const struct dump_trailer *t)
{
    if (t->swap_size == ALL_ONES) {
        buffer_print(out, "swap size:   unknown\n");
    } else { /* "octal" is what the format says; the number is decimal */
        buffer_print(out, "swap size:   0x%" PRIx32 " octal: %" PRIu32 "\n",
                     t->swap_size, t->swap_size);
    }
    status(out, "swap_info:   ", t->swap_info);
    status(out, "copy_done:   ", t->copy_done);
    status(out, "image_ok:    ", t->image_ok);
}

static void trailer(struct buffer *out, const struct dump_trailer *t)
{
    row(out, "Image trailer (offset: unknown)");
    buffer_print(out, "(Note: some fields may not be used, depending on the "
                      "update \nstrategy)\n\nswap status: (len: unknown)\n");
    if (t->keys_len == 0) {
        buffer_print(out, "enc. keys:   Image not encrypted\n");
    } else {
        buffer_print(out,
                     "enc. keys:   (len: 0x%" PRIx32
                     ", if BOOT_SWAP_SAVE_ENCTLV is unset)\n",
                     t->keys_len);
    }
    if (t->known) {
        trailer_fields(out, t);
    }
    buffer_print(out, "boot magic:  ");
    for (size_t i = 0; i < TRAILER_MAGIC_LEN; i++) {
        if (i == DATA_PER_ROW) {
            buffer_print(out, "\n%13s", "");
        }
        buffer_print(out, "0x%02x ", t->magic[i]);
    }
    buffer_print(out, "\n\n");
}

void dump_human(const struct dump_info *info, struct buffer *out)
{
    buffer_print(out, "Printing content of signed image: %s \n\n", info->name);
    header(out, &info->view);
    payload(out, &info->view);
    areas(out, &info->view);
    if (info->trailer.present) {
        trailer(out, &info->trailer);
    }
    row(out, "End of Image ");
}
