/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See ihex_write.h. Pieces that touch are one run; a run is cut every 16 bytes
 * from its start, and at each multiple of 64 KiB.
 */
#include "host/image/ihex_write.h"

#define ROW_LEN      16
#define ROW_HEAD     4
#define TEXT_MAX     48 /* colon, 2 * (4 + 16 + 1) digits, newline */
#define SEGMENT_MASK UINT64_C(0xffff)
#define SEGMENT_NONE UINT64_MAX
#define ADDRESS_END  (UINT64_C(1) << 32)

#define RECORD_DATA   0
#define RECORD_END    1
#define RECORD_LINEAR 4

struct writer {
    struct buffer *out;
    uint8_t row[ROW_LEN];
    size_t row_len;
    uint64_t row_addr;
    bool long_addresses; /* some address needs more than 16 bits */
    uint64_t segment;    /* of the last address record */
};

static char *put_byte(char *to, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";

    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
    return to;
}

static void put_record(struct writer *w, uint16_t addr, uint8_t type,
                       const uint8_t *data, size_t len)
{
    const uint8_t head[ROW_HEAD] = {(uint8_t)len, (uint8_t)(addr >> 8),
                                    (uint8_t)addr, type};
    char text[TEXT_MAX] = ":";
    char *to = text + 1;
    uint8_t sum = 0;

    for (size_t i = 0; i < ROW_HEAD; i++) {
        sum = (uint8_t)(sum + head[i]);
        to = put_byte(to, head[i]);
    }
    for (size_t i = 0; i < len; i++) {
        sum = (uint8_t)(sum + data[i]);
        to = put_byte(to, data[i]);
    }
    to = put_byte(to, (uint8_t)-sum);
    *to++ = '\n';
    buffer_add(w->out, text, (size_t)(to - text));
}

static void put_segment(struct writer *w, uint64_t segment)
{
    const uint8_t upper[2] = {(uint8_t)(segment >> 8), (uint8_t)segment};

    if (w->long_addresses && segment != w->segment) {
        put_record(w, 0, RECORD_LINEAR, upper, sizeof(upper));
        w->segment = segment;
    }
}

static void flush_row(struct writer *w)
{
    if (w->row_len > 0) {
        put_segment(w, w->row_addr >> 16);
        put_record(w, (uint16_t)w->row_addr, RECORD_DATA, w->row, w->row_len);
        w->row_len = 0;
    }
}

static void add_byte(struct writer *w, uint64_t addr, uint8_t byte)
{
    if (w->row_len == ROW_LEN || addr != w->row_addr + w->row_len ||
        (addr & SEGMENT_MASK) == 0) {
        flush_row(w);
    }
    if (w->row_len == 0) {
        w->row_addr = addr;
    }
    w->row[w->row_len++] = byte;
}

static bool in_order(const struct ihex_piece *pieces, size_t count)
{
    uint64_t end = 0;

    for (size_t i = 0; i < count; i++) {
        if (pieces[i].addr < end || pieces[i].addr > ADDRESS_END ||
            pieces[i].len > ADDRESS_END - pieces[i].addr) {
            return false;
        }
        end = pieces[i].addr + pieces[i].len;
    }
    return true;
}

bool ihex_write(const struct ihex_piece *pieces, size_t count,
                struct buffer *out)
{
    struct writer w = {.out = out, .segment = SEGMENT_NONE};

    if (!in_order(pieces, count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        w.long_addresses = w.long_addresses ||
                           pieces[i].addr + pieces[i].len > SEGMENT_MASK + 1;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t n = 0; n < pieces[i].len; n++) {
            add_byte(&w, pieces[i].addr + n, pieces[i].data[n]);
        }
    }
    flush_row(&w);
    put_record(&w, 0, RECORD_END, w.row, 0);
    return true;
}
