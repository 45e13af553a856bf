/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at images: the fields of SPEC, "Image header", the entries of "TLV
 * areas", and no byte read beyond the end of the file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

#include "host/image/image_view.h"
#include "tests/unit/hex.h"

/* Each field has a value of its own. */
#define HEADER                                                                 \
    "3db8f396"                                                                 \
    "04030201"                                                                 \
    "2000"                                                                     \
    "0c00"                                                                     \
    "03000000"                                                                 \
    "22110000"                                                                 \
    "0506"                                                                     \
    "0807"                                                                     \
    "0c0b0a09"                                                                 \
    "00000000"
#define IMAGE                                                                  \
    HEADER "aabbcc"                                                            \
           "08690c00"                                                          \
           "50000400"                                                          \
           "01000000"                                                          \
           "07690d00"                                                          \
           "10000000"                                                          \
           "3412"                                                              \
           "0100"                                                              \
           "ee"

static void header_fields_are_little_endian(void **state)
{
    const struct hex image = hex_read(IMAGE);
    struct image_view view;
    struct why why;

    (void)state;
    assert_true(image_view_open(image.bytes, image.len, &view, &why));
    assert_int_equal(view.magic, 0x96f3b83d);
    assert_int_equal(view.load_addr, 0x01020304);
    assert_int_equal(view.hdr_len, 32);
    assert_int_equal(view.protected_len, 12);
    assert_int_equal(view.img_len, 3);
    assert_int_equal(view.flags, 0x1122);
    assert_int_equal(view.version.major, 5);
    assert_int_equal(view.version.minor, 6);
    assert_int_equal(view.version.revision, 0x0708);
    assert_int_equal(view.version.build, 0x090a0b0c);
}

static void entries_are_stepped_through_to_the_end_of_their_area(void **state)
{
    const struct hex image = hex_read(IMAGE);
    struct image_view view;
    struct image_area area;
    struct image_tlv tlv;
    struct why why;
    size_t at = 0;

    (void)state;
    assert_true(image_view_open(image.bytes, image.len, &view, &why));
    assert_true(image_area_open(&view, 35, &area, &why));
    assert_int_equal(area.magic, 0x6908);
    assert_int_equal(area.end, 47);
    assert_true(image_view_next(&view, &area, &at, &tlv));
    assert_int_equal(tlv.type, 0x50);
    assert_int_equal(tlv.len, 4);
    assert_int_equal(tlv.data[0], 1);
    assert_false(image_view_next(&view, &area, &at, &tlv));

    at = 0;
    assert_true(image_area_open(&view, 47, &area, &why));
    assert_int_equal(area.total, 13);
    assert_int_equal(area.end, image.len);
    assert_true(image_view_next(&view, &area, &at, &tlv));
    assert_int_equal(tlv.len, 0);
    assert_true(image_view_next(&view, &area, &at, &tlv));
    assert_int_equal(tlv.type, 0x1234);
    assert_int_equal(tlv.data[0], 0xee);
    assert_false(image_view_next(&view, &area, &at, &tlv));
}

/* In a block of its own length, so that a sanitizer sees one byte too many. */
static bool area_opens(const struct hex *image, size_t len, size_t off)
{
    uint8_t *bytes = malloc(len);
    struct image_view view;
    struct image_area area;
    struct why why;

    assert_non_null(bytes);
    memcpy(bytes, image->bytes, len);
    bool opened = image_view_open(bytes, len, &view, &why) &&
                  image_area_open(&view, off, &area, &why);
    free(bytes);
    return opened;
}

static void files_cut_anywhere_are_refused(void **state)
{
    const struct hex image = hex_read(IMAGE);

    (void)state;
    for (size_t len = 1; len < image.len; len++) {
        assert_false(area_opens(&image, len, 47));
        assert_int_equal(area_opens(&image, len, 35), len >= 47);
    }
    assert_true(area_opens(&image, image.len, 47));
}

static void offsets_beyond_the_file_are_refused(void **state)
{
    const struct hex image = hex_read(IMAGE);

    (void)state;
    assert_false(area_opens(&image, image.len, image.len - 3));
    assert_false(area_opens(&image, image.len, image.len));
    assert_false(area_opens(&image, image.len, image.len + 1));
    assert_false(area_opens(&image, image.len, SIZE_MAX));
}

static void absent_area_has_no_entries(void **state)
{
    const struct image_view view = {0};
    const struct image_area area = {0};
    struct image_tlv tlv;
    size_t at = 0;

    (void)state;
    assert_false(image_view_next(&view, &area, &at, &tlv));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_fields_are_little_endian),
        cmocka_unit_test(entries_are_stepped_through_to_the_end_of_their_area),
        cmocka_unit_test(files_cut_anywhere_are_refused),
        cmocka_unit_test(offsets_beyond_the_file_are_refused),
        cmocka_unit_test(absent_area_has_no_entries),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
