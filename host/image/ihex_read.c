/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See ihex_read.h. Records are collected with their addresses, sorted, checked
 * for overlaps and only then laid out, so their order in the file is free.
 */
#include "host/image/ihex_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/image/hex_digits.h"

#define RECORD_HEAD  4   /* bytes: count, address (2), type */
#define RECORD_MAX   260 /* bytes: head, 255 of data, checksum */
#define RECORD_CHARS 11  /* characters of the shortest record */
#define GAP_VALUE    0xff
#define ADDRESS_END  (UINT64_C(1) << 32)

enum record_type {
    RECORD_DATA = 0,
    RECORD_END = 1,
    RECORD_SEGMENT = 2, /* address bits 4 to 19 */
    RECORD_START_SEGMENT = 3,
    RECORD_LINEAR = 4, /* address bits 16 to 31 */
    RECORD_START_LINEAR = 5,
};

/* Data that stands together in the file. */
struct piece {
    uint32_t addr;
    size_t off; /* in reader.data */
    size_t len; /* bytes, 1 .. 255 */
    size_t line;
};

/* A record as it stands on its line. */
struct record {
    uint8_t bytes[RECORD_MAX];
    size_t len; /* bytes of data */
    uint16_t addr;
    uint8_t type;
};

struct reader {
    struct buffer data;
    struct piece *pieces; /* room for every record of the file */
    size_t piece_count;
    uint32_t upper; /* from the last type 02 or 04 record */
    size_t line;    /* 1-based */
    bool ended;
};

static uint8_t checksum(const uint8_t *bytes, size_t len)
{
    uint8_t sum = 0;

    for (size_t i = 0; i < len; i++) {
        sum = (uint8_t)(sum + bytes[i]);
    }
    return (uint8_t)-sum;
}

static bool read_record(const struct reader *r, const uint8_t *text, size_t len,
                        struct record *record, struct why *why)
{
    size_t count = (len - 1) / 2;
    uint8_t *b = record->bytes;

    if (text[0] != ':' || len < RECORD_CHARS || len % 2 == 0 ||
        count > RECORD_MAX ||
        !hex_digits_read((const char *)text + 1, count, b) ||
        count != (size_t)b[0] + RECORD_HEAD + 1) {
        return why_say(why, "line %zu is not an Intel HEX record", r->line);
    }
    uint8_t sum = checksum(b, count - 1);
    if (sum != b[count - 1]) {
        return why_say(why,
                       "line %zu is damaged: its checksum is 0x%02x and should "
                       "be 0x%02x",
                       r->line, b[count - 1], sum);
    }
    record->len = b[0];
    record->addr = (uint16_t)(b[1] << 8 | b[2]);
    record->type = b[3];
    return true;
}

static bool add_data(struct reader *r, const struct record *record,
                     struct why *why)
{
    uint64_t addr = (uint64_t)r->upper + record->addr;

    if (addr + record->len > ADDRESS_END) {
        return why_say(why, "line %zu goes beyond the 32-bit address space",
                       r->line);
    }
    if (record->len > 0) {
        r->pieces[r->piece_count++] =
            (struct piece){(uint32_t)addr, r->data.len, record->len, r->line};
        buffer_add(&r->data, record->bytes + RECORD_HEAD, record->len);
    }
    return true;
}

static bool take_record(struct reader *r, const struct record *record,
                        struct why *why)
{
    const uint8_t *data = record->bytes + RECORD_HEAD;
    bool upper =
        record->type == RECORD_SEGMENT || record->type == RECORD_LINEAR;

    if (upper && record->len == 2) {
        uint32_t value = (uint32_t)(data[0] << 8 | data[1]);
        r->upper = value << (record->type == RECORD_LINEAR ? 16 : 4);
        return true;
    }
    switch (record->type) {
    case RECORD_DATA:
        return add_data(r, record, why);
    case RECORD_END:
        r->ended = true;
        return true;
    case RECORD_START_SEGMENT:
    case RECORD_START_LINEAR:
        return true; /* where a program starts is not part of the image */
    default:
        return why_say(why,
                       "line %zu has an unknown or malformed record "
                       "of type %u",
                       r->line, record->type);
    }
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static bool read_line(struct reader *r, const uint8_t *text, size_t len,
                      struct why *why)
{
    struct record record;

    while (len > 0 && is_blank(text[len - 1])) {
        len--;
    }
    if (len == 0) {
        return true;
    }
    return read_record(r, text, len, &record, why) &&
           take_record(r, &record, why);
}

static bool read_lines(struct reader *r, const uint8_t *text, size_t len,
                       struct why *why)
{
    for (size_t at = 0; at < len && !r->ended;) {
        const uint8_t *end = memchr(text + at, '\n', len - at);
        size_t line_len = end == NULL ? len - at : (size_t)(end - text) - at;
        r->line++;
        if (!read_line(r, text + at, line_len, why)) {
            return false;
        }
        at += line_len + 1;
    }
    if (!r->ended) {
        return why_say(why,
                       "the file has no end record after line %zu: it is "
                       "cut off",
                       r->line);
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct piece *left = a;
    const struct piece *right = b;

    if (left->addr != right->addr) {
        return left->addr < right->addr ? -1 : 1;
    }
    return left->line < right->line ? -1 : 1;
}

static bool check_order(const struct reader *r, struct ihex_content *content,
                        struct why *why)
{
    for (size_t i = 1; i < r->piece_count; i++) {
        const struct piece *left = &r->pieces[i - 1];
        const struct piece *right = &r->pieces[i];
        uint64_t end = (uint64_t)left->addr + left->len;
        if (end > right->addr) {
            return why_say(why,
                           "lines %zu and %zu overlap: both hold the byte at "
                           "address 0x%" PRIx32,
                           left->line, right->line, right->addr);
        }
        if (end < right->addr) {
            content->gap_addr =
                content->gap_count == 0 ? (uint32_t)end : content->gap_addr;
            content->gap_count++;
            content->gap_len += (size_t)(right->addr - end);
        }
    }
    return true;
}

static bool lay_out(const struct reader *r, struct ihex_content *content,
                    struct why *why)
{
    const struct piece *last = &r->pieces[r->piece_count - 1];
    uint64_t end = (uint64_t)last->addr + last->len;

    content->base = r->pieces[0].addr;
    if (end - content->base > IHEX_SPAN_MAX) {
        return why_say(why,
                       "the records span 0x%" PRIx32 " to 0x%" PRIx64
                       ", of which only %zu bytes are given: a record with a "
                       "stray address (line %zu or %zu?) has to go",
                       content->base, end - 1, r->data.len, r->pieces[0].line,
                       last->line);
    }
    buffer_fill(&content->bytes, GAP_VALUE, (size_t)(end - content->base));
    if (content->bytes.failed) {
        return why_say(why, "out of memory");
    }
    for (size_t i = 0; i < r->piece_count; i++) {
        const struct piece *piece = &r->pieces[i];
        memcpy(content->bytes.data + (piece->addr - content->base),
               r->data.data + piece->off, piece->len);
    }
    return true;
}

static bool read_all(struct reader *r, const uint8_t *text, size_t len,
                     struct ihex_content *content, struct why *why)
{
    if (!read_lines(r, text, len, why)) {
        return false;
    }
    if (r->data.failed) {
        return why_say(why, "out of memory");
    }
    if (r->piece_count == 0) {
        return why_say(why, "the file holds no data");
    }
    qsort(r->pieces, r->piece_count, sizeof(r->pieces[0]), compare);
    return check_order(r, content, why) && lay_out(r, content, why);
}

bool ihex_read(const uint8_t *text, size_t len, struct ihex_content *content,
               struct why *why)
{
    struct reader r = {
        .pieces = calloc(len / RECORD_CHARS + 1, sizeof(struct piece)),
    };

    memset(content, 0, sizeof(*content));
    bool done = r.pieces == NULL ? why_say(why, "out of memory")
                                 : read_all(&r, text, len, content, why);
    free(r.pieces);
    buffer_free(&r.data);
    return done;
}
