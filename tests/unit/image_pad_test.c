/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trailer that the image tool writes: sizes and bytes are imgtool's, SPEC,
 * "Slot trailer".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/image_pad.h"
#include "tests/unit/hex.h"

static const struct {
    uint32_t max_align;
    uint32_t write_len;
    uint64_t trailer_len;
} sizes[] = {
    {8, 1, 0x1b0},  {8, 2, 0x330},    {8, 4, 0x630},  {8, 8, 0xc30},
    {16, 4, 0x650}, {16, 16, 0x1850}, {32, 4, 0x6a0}, {32, 32, 0x30a0},
};

static void trailer_len_is_that_of_imgtool(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct image_slot slot = image_slot_default(0);
        slot.max_align = sizes[i].max_align;
        slot.write_len = sizes[i].write_len;
        assert_int_equal(image_trailer_len(&slot), sizes[i].trailer_len);
    }
}

static void trailer_len_follows_sectors_and_strategy(void **state)
{
    struct image_slot slot = image_slot_default(0);

    (void)state;
    slot.write_len = 4;
    slot.max_sectors = 512;
    assert_int_equal(image_trailer_len(&slot), 0x1830);
    slot.max_sectors = 0;
    assert_int_equal(image_trailer_len(&slot), 48);
    slot.overwrite_only = true;
    assert_int_equal(image_trailer_len(&slot), 32);
    slot.max_align = 32;
    assert_int_equal(image_trailer_len(&slot), 96);
}

static void fits_up_to_the_last_byte(void **state)
{
    const struct image_slot slot = image_slot_default(0x1000);
    const struct image_slot unknown = image_slot_default(0);
    struct why why;

    (void)state;
    assert_true(image_fits(&slot, 0x1000 - 0x1b0, &why));
    assert_false(image_fits(&slot, 0x1000 - 0x1b0 + 1, &why));
    assert_string_equal(why.text,
                        "Image size (0xe51) + trailer (0x1b0) exceeds "
                        "requested size 0x1000 by 1 bytes");
    assert_false(image_fits(&slot, 0x1001, &why));
    assert_true(image_fits(&unknown, UINT64_MAX, &why));
}

static struct buffer padded(const struct image_slot *slot)
{
    struct buffer image = {0};
    struct why why;

    buffer_fill(&image, 0xaa, 91);
    assert_true(image_pad(slot, &image, &why));
    return image;
}

static void expect_end(const struct image_slot *slot, const char *digits)
{
    const struct hex expected = hex_read(digits);
    struct buffer image = padded(slot);

    assert_int_equal(image.len, slot->len);
    assert_int_equal(image.data[90], 0xaa);
    for (size_t i = 91; i < image.len - expected.len; i++) {
        assert_int_equal(image.data[i], slot->erased);
    }
    assert_memory_equal(image.data + image.len - expected.len, expected.bytes,
                        expected.len);
    buffer_free(&image);
}

#define ONES_16 "ffffffffffffffffffffffffffffffff"

static void padding_asks_for_a_test(void **state)
{
    struct image_slot slot = image_slot_default(0x1000);

    (void)state;
    expect_end(&slot, ONES_16 "77c295f360d2ef7f3552500f2cb67980");
    slot.erased = 0;
    expect_end(&slot, "77c295f360d2ef7f3552500f2cb67980");
}

static void confirmed_padding_sets_image_ok(void **state)
{
    struct image_slot slot = image_slot_default(0x4000);

    (void)state;
    slot.confirm = true;
    expect_end(&slot, ONES_16 "ffffffffffffffff01ffffffffffffff"
                              "77c295f360d2ef7f3552500f2cb67980");
    slot.max_align = 16;
    expect_end(&slot, "01ffffffffffffffffffffffffffffff"
                      "10002de15d29410b8d77679c110f1f8a");
    slot.max_align = 32;
    expect_end(&slot, "01ffffffffffffffffffffffffffffff" ONES_16 ONES_16
                      "20002de15d29410b8d77679c110f1f8a");
    slot.confirm = false;
    slot.big_endian = true;
    expect_end(&slot, "00202de15d29410b8d77679c110f1f8a");
}

static void overwriting_has_no_image_ok(void **state)
{
    struct image_slot slot = image_slot_default(0x1000);

    (void)state;
    slot.confirm = true;
    slot.overwrite_only = true;
    expect_end(&slot, ONES_16 ONES_16 "77c295f360d2ef7f3552500f2cb67980");
}

static void unknown_slot_gets_a_bare_trailer(void **state)
{
    const struct image_slot slot = image_slot_default(0);
    struct buffer image = padded(&slot);

    (void)state;
    assert_int_equal(image.len, 91 + 0x1b0);
    buffer_free(&image);
}

static void image_that_does_not_fit_stays_as_it_is(void **state)
{
    const struct image_slot slot = image_slot_default(0x200);
    struct buffer image = {0};
    struct why why;

    (void)state;
    buffer_fill(&image, 0xaa, 91);
    assert_false(image_pad(&slot, &image, &why));
    assert_int_equal(image.len, 91);
    buffer_free(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trailer_len_is_that_of_imgtool),
        cmocka_unit_test(trailer_len_follows_sectors_and_strategy),
        cmocka_unit_test(fits_up_to_the_last_byte),
        cmocka_unit_test(padding_asks_for_a_test),
        cmocka_unit_test(confirmed_padding_sets_image_ok),
        cmocka_unit_test(overwriting_has_no_image_ok),
        cmocka_unit_test(unknown_slot_gets_a_bare_trailer),
        cmocka_unit_test(image_that_does_not_fit_stays_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
