/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intel HEX in and out. The files written come from imgtool (an image of
 * 91 bytes with -x 0x10000 -S 0x1000 --pad --confirm, and others around a
 * multiple of 64 KiB); checksums of those read are Intel's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/ihex_read.h"
#include "host/image/ihex_write.h"

/* Bytes 1 to 4 at 0x20, 5 to 8 at 0x30: a gap of twelve. */
#define GAP_FILE                                                               \
    ":0400200001020304D2\n"                                                    \
    ":0400300005060708B2\n"                                                    \
    ":00000001FF\n"

static bool read_text(const char *text, struct ihex_content *content,
                      struct why *why)
{
    return ihex_read((const uint8_t *)text, strlen(text), content, why);
}

static void ihex_read_fills_gaps_with_ones(void **state)
{
    static const uint8_t expected[20] = {
        1,    2,    3,    4,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 5,    6,    7,    8};
    struct ihex_content content;
    struct why why;

    (void)state;
    assert_true(read_text(GAP_FILE, &content, &why));
    assert_int_equal(content.base, 0x20);
    assert_int_equal(content.bytes.len, 20);
    assert_memory_equal(content.bytes.data, expected, sizeof(expected));
    assert_int_equal(content.gap_count, 1);
    assert_int_equal(content.gap_len, 12);
    assert_int_equal(content.gap_addr, 0x24);
    buffer_free(&content.bytes);
}

static void ihex_read_takes_records_in_any_order_and_of_every_type(void **state)
{
    struct ihex_content content;
    struct why why;

    (void)state;
    assert_true(read_text(":020000040801F1\r\n" /* 0x08010000 */
                          ":0400000500000000F7\r\n"
                          ":020001000304F6\r\n"
                          "\r\n"
                          ":01000000aa55  \r\n"
                          ":020000020000FC\n"
                          ":020000040801F1\n"
                          ":0400000300000000F9\n"
                          ":00000001FF",
                          &content, &why));
    assert_int_equal(content.base, 0x08010000);
    assert_int_equal(content.bytes.len, 3);
    assert_memory_equal(content.bytes.data, "\xaa\x03\x04", 3);
    assert_int_equal(content.gap_count, 0);
    buffer_free(&content.bytes);
}

static void ihex_read_places_type_02_records_by_their_segment(void **state)
{
    struct ihex_content content;
    struct why why;

    (void)state;
    assert_true(read_text(":020000021200EA\n:0100050001F9\n:00000001FF\n",
                          &content, &why));
    assert_int_equal(content.base, 0x12005);
    buffer_free(&content.bytes);
}

static const struct {
    const char *text;
    const char *sentence; /* part of it */
} refused[] = {
    {"", "cut off"},
    {":00000001FF\n", "no data"},
    {":0400200001020304D3\n:00000001FF\n", "line 1 is damaged"},
    {":0400200001020304D2\n", "cut off"},
    {":0400200001020304D2\n:010023000ACC\n:010023000BD1\n:00000001FF\n",
     "line 2 is damaged"},
    {":0400200001020304D2\n:010023000AD2\n:00000001FF\n",
     "lines 1 and 2 overlap: both hold the byte at address 0x23"},
    {":010023000AD2\n:0400200001020304D2\n:00000001FF\n",
     "lines 2 and 1 overlap"},
    {"0400200001020304D2\n:00000001FF\n", "line 1 is not"},
    {":0400200001020304D\n:00000001FF\n", "line 1 is not"},
    {":0500200001020304D1\n:00000001FF\n", "line 1 is not"},
    {":04002000010203G4D2\n:00000001FF\n", "line 1 is not"},
    {":\n:00000001FF\n", "line 1 is not"},
    {":00000006FA\n:00000001FF\n", "type 6"},
    {":0100000412E9\n:00000001FF\n", "type 4"},
    {":02000004FFFFFC\n:02FFFF0001020 3\n", "line 2 is not"},
    {":02000004FFFFFC\n:02FFFF000102FD\n:00000001FF\n", "32-bit"},
    {":0100000001FE\n:020000044000BA\n:0100000001FE\n:00000001FF\n",
     "span 0x0 to 0x40000000"},
};

static void ihex_read_tells_what_is_wrong_and_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct ihex_content content;
        struct why why = {""};
        assert_false(read_text(refused[i].text, &content, &why));
        if (strstr(why.text, refused[i].sentence) == NULL) {
            fail_msg("row %zu: \"%s\" is not in \"%s\"", i, refused[i].sentence,
                     why.text);
        }
        buffer_free(&content.bytes);
    }
}

static void expect_text(const struct ihex_piece *pieces, size_t count,
                        const char *text)
{
    struct buffer out = {0};

    assert_true(ihex_write(pieces, count, &out));
    assert_int_equal(out.len, strlen(text));
    assert_memory_equal(out.data, text, out.len);
    buffer_free(&out);
}

static void ihex_write_names_no_segment_below_64_kib(void **state)
{
    const struct ihex_piece piece = {0xfff0,
                                     (const uint8_t *)"0123456789abcdef", 16};

    (void)state;
    expect_text(&piece, 1,
                ":10FFF00030313233343536373839616263646566"
                "9F\n:00000001FF\n");
}

static void ihex_write_cuts_rows_at_segments(void **state)
{
    const struct ihex_piece piece = {
        0xfff8, (const uint8_t *)"\x3d\xb8\xf3\x96\0\0\0\0\x20\0\0\0", 12};

    (void)state;
    expect_text(&piece, 1,
                ":020000040000FA\n:08FFF8003DB8F3960000000083\n"
                ":020000040001F9\n:0400000020000000DC\n:00000001FF\n");
}

static void ihex_write_joins_pieces_that_touch(void **state)
{
    const struct ihex_piece pieces[] = {
        {0x10fe8, (const uint8_t *)"\x01\xff\xff\xff\xff\xff\xff\xff", 8},
        {0x10ff0,
         (const uint8_t *)"\x77\xc2\x95\xf3\x60\xd2\xef\x7f"
                          "\x35\x52\x50\x0f\x2c\xb6\x79\x80",
         16},
    };

    (void)state;
    expect_text(pieces, 2,
                ":020000040001F9\n"
                ":100FE80001FFFFFFFFFFFFFF77C295F360D2EF7F9E\n"
                ":080FF8003552500F2CB6798030\n:00000001FF\n");
}

static void ihex_write_refuses_overlap_and_the_end_of_addresses(void **state)
{
    const uint8_t bytes[4] = {0};
    const struct ihex_piece overlap[] = {{0, bytes, 4}, {3, bytes, 4}};
    const struct ihex_piece beyond = {UINT64_C(0xfffffffd), bytes, 4};
    const struct ihex_piece last = {UINT64_C(0xfffffffc), bytes, 4};
    struct buffer out = {0};

    (void)state;
    assert_false(ihex_write(overlap, 2, &out));
    assert_false(ihex_write(&beyond, 1, &out));
    assert_true(ihex_write(&last, 1, &out));
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ihex_read_fills_gaps_with_ones),
        cmocka_unit_test(
            ihex_read_takes_records_in_any_order_and_of_every_type),
        cmocka_unit_test(ihex_read_places_type_02_records_by_their_segment),
        cmocka_unit_test(ihex_read_tells_what_is_wrong_and_where),
        cmocka_unit_test(ihex_write_names_no_segment_below_64_kib),
        cmocka_unit_test(ihex_write_cuts_rows_at_segments),
        cmocka_unit_test(ihex_write_joins_pieces_that_touch),
        cmocka_unit_test(ihex_write_refuses_overlap_and_the_end_of_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
