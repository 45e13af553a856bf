/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image reader: each header field at its least, its most and one beyond,
 * and the bounds of the TLV areas (SPEC, Image).
 */
#include "core/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"
#include "tests/unit/draft.h"

#define SLOT_LEN    8192u
#define PAYLOAD_LEN 100u

static struct device device;
static struct region slot;
static struct draft draft;
static struct image_header header;
static struct image_tlv_walk walk;
static struct image_tlv tlv;

static int setup(void **state)
{
    (void)state;
    device_open_uniform(&device, 1024, 10, 4);
    slot = device_region(&device.flash, 1024, SLOT_LEN);
    draft_open(&draft, PAYLOAD_LEN);
    return 0;
}

static void place(void)
{
    memset(device.data, 0xff, sizeof(device.data));
    memcpy(device.data + slot.base, draft.bytes, draft.len);
}

static status_t parse(uint32_t slot_len)
{
    return image_header_parse(draft.bytes, slot_len, &header);
}

static void header_fields_are_read_from_their_places(void **state)
{
    (void)state;
    for (uint32_t i = 4; i < 28; i++) {
        draft.bytes[i] = (uint8_t)i;
    }
    put_le16(draft.bytes + 8, 0x1234);
    put_le16(draft.bytes + 10, 0x5678);
    put_le32(draft.bytes + 12, 0x00abcdef);
    put_le32(draft.bytes + 16, 0x80000101);
    assert_int_equal(parse(0x01000000), OK);
    assert_int_equal(header.load_addr, 0x07060504);
    assert_int_equal(header.header_len, 0x1234);
    assert_int_equal(header.protected_len, 0x5678);
    assert_int_equal(header.payload_len, 0x00abcdef);
    assert_int_equal(header.flags, 0x80000101);
    assert_int_equal(header.version.major, 20);
    assert_int_equal(header.version.minor, 21);
    assert_int_equal(header.version.revision, 0x1716);
    assert_int_equal(header.version.build, 0x1b1a1918);
}

static void every_other_magic_is_refused(void **state)
{
    static const uint32_t others[] = {0x96f3b83c, 0xffffffff, 0, 0x3db8f396};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        put_le32(draft.bytes, others[i]);
        assert_int_equal(parse(SLOT_LEN), IMAGE_E_MAGIC);
    }
    for (uint32_t bit = 0; bit < 32; bit++) {
        put_le32(draft.bytes, 0x96f3b83du ^ 1u << bit);
        assert_int_equal(parse(SLOT_LEN), IMAGE_E_MAGIC);
    }
}

static void header_shorter_than_32_bytes_is_refused(void **state)
{
    (void)state;
    for (uint16_t len = 0; len <= 33; len++) {
        put_le16(draft.bytes + 8, len);
        assert_int_equal(parse(SLOT_LEN), len < 32 ? IMAGE_E_HEADER : OK);
    }
    put_le16(draft.bytes + 8, 0xffff);
    assert_int_equal(parse(0x10000 + PAYLOAD_LEN), OK);
    assert_int_equal(header.header_len, 0xffff);
}

/* SPEC: the sum must be less than the slot. */
static void lengths_must_leave_a_byte_of_the_slot(void **state)
{
    (void)state;
    put_le16(draft.bytes + 10, 50);
    assert_int_equal(parse(32 + PAYLOAD_LEN + 50 + 1), OK);
    assert_int_equal(parse(32 + PAYLOAD_LEN + 50), IMAGE_E_HEADER);
    assert_int_equal(parse(32 + PAYLOAD_LEN), IMAGE_E_HEADER);
    assert_int_equal(parse(32 + 50), IMAGE_E_HEADER);
    assert_int_equal(parse(82), IMAGE_E_HEADER);
    assert_int_equal(parse(32), IMAGE_E_HEADER);
    assert_int_equal(parse(1), IMAGE_E_HEADER);
    assert_int_equal(parse(0), IMAGE_E_HEADER);
}

static void payload_of_each_length_up_to_the_slot_is_accepted(void **state)
{
    static const uint32_t lens[] = {0, 1, SLOT_LEN - 34, SLOT_LEN - 33};
    static const uint32_t beyond[] = {SLOT_LEN - 32, SLOT_LEN,   0x7fffffff,
                                      0x80000000,    0xffffffe0, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        put_le32(draft.bytes + 12, lens[i]);
        assert_int_equal(parse(SLOT_LEN), OK);
    }
    for (size_t i = 0; i < 6; i++) {
        put_le32(draft.bytes + 12, beyond[i]);
        assert_int_equal(parse(SLOT_LEN), IMAGE_E_HEADER);
    }
}

/* Each sum below wraps to something small. */
static void lengths_that_wrap_32_bits_are_refused(void **state)
{
    (void)state;
    put_le16(draft.bytes + 8, 0xffff);
    put_le16(draft.bytes + 10, 0xffff);
    put_le32(draft.bytes + 12, 0xfffe0010);
    assert_int_equal(parse(0xffffffff), IMAGE_E_HEADER);
    put_le32(draft.bytes + 12, 0xfffe0002);
    assert_int_equal(parse(0xffffffff), IMAGE_E_HEADER);
    put_le32(draft.bytes + 12, 0xfffe0000);
    assert_int_equal(parse(0xffffffff), OK);
}

static void each_flag_is_accepted_or_refused_as_the_table_says(void **state)
{
    (void)state;
    for (uint32_t bit = 0; bit < 32; bit++) {
        uint32_t flag = 1u << bit;
        bool unsupported = (flag & 0xe0c) != 0;

        put_le32(draft.bytes + 16, flag);
        assert_int_equal(parse(SLOT_LEN), unsupported    ? IMAGE_E_FLAGS
                                          : flag == 0x10 ? IMAGE_E_NOT_BOOTABLE
                                                         : OK);
    }
}

static void erased_header_is_told_from_a_bad_one(void **state)
{
    uint8_t raw[IMAGE_HEADER_LEN];

    (void)state;
    assert_int_equal(image_header_read(&slot, raw, &header), IMAGE_E_EMPTY);
    place();
    assert_int_equal(image_header_read(&slot, raw, &header), OK);
    assert_memory_equal(raw, draft.bytes, IMAGE_HEADER_LEN);
    /* erased by its four bytes of magic alone, as MCUboot has it */
    memset(device.data + slot.base, 0xff, 4);
    assert_int_equal(image_header_read(&slot, raw, &header), IMAGE_E_EMPTY);
    device.data[slot.base] = 0xfe;
    assert_int_equal(image_header_read(&slot, raw, &header), IMAGE_E_MAGIC);
}

static void encrypted_flash_that_was_erased_is_empty(void **state)
{
    const struct nor_geometry g = {
        .run = {{1024, 10}}, .run_count = 1, .write_len = 32, .page_len = 256};
    static const uint8_t ones[32] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    uint8_t raw[IMAGE_HEADER_LEN];

    (void)state;
    device_open(&device, &g, true);
    assert_int_equal(image_header_read(&slot, raw, &header), IMAGE_E_EMPTY);
    /* as imgtool's padding leaves it, written through encryption */
    assert_int_equal(region_write(&slot, 0, ones, 32), OK);
    assert_int_equal(image_header_read(&slot, raw, &header), IMAGE_E_EMPTY);
}

static void header_that_can_not_be_read_is_not_empty(void **state)
{
    uint8_t raw[IMAGE_HEADER_LEN];

    (void)state;
    place();
    device.flash.bad_addr = slot.base + 31;
    device.flash.bad_len = 1;
    assert_int_equal(image_header_read(&slot, raw, &header), FLASH_E_IO);
}

/* ---- versions ---- */

static void versions_compare_by_major_minor_revision(void **state)
{
    static const struct image_version ascending[] = {
        {0, 0, 0, 0},   {0, 0, 1, 9},         {0, 0, 0xffff, 0}, {0, 1, 0, 0},
        {0, 255, 9, 0}, {1, 0, 0, 0},         {127, 255, 9, 0},  {128, 0, 0, 0},
        {255, 0, 0, 1}, {255, 255, 0xffff, 0}};

    (void)state;
    for (int a = 0; a < 10; a++) {
        for (int b = 0; b < 10; b++) {
            int c = image_version_compare(&ascending[a], &ascending[b]);

            assert_int_equal((c > 0) - (c < 0), (a > b) - (a < b));
        }
    }
}

static void build_numbers_are_not_compared(void **state)
{
    const struct image_version a = {1, 2, 3, 4};
    const struct image_version b = {1, 2, 3, 9};

    (void)state;
    assert_int_equal(image_version_compare(&a, &b), 0);
}

/* ---- TLV areas ---- */

static status_t open_walk(void)
{
    uint8_t raw[IMAGE_HEADER_LEN];

    place();
    assert_int_equal(image_header_read(&slot, raw, &header), OK);
    return image_tlv_open(&slot, &header, &walk);
}

static void entries_come_in_their_order_and_end_at_the_end(void **state)
{
    static const uint8_t data[] = {1, 2, 3, 4, 5};

    (void)state;
    draft_protect(&draft);
    draft_tlv(&draft, 0x50, data, 4);
    draft_plain(&draft);
    draft_tlv(&draft, 0x10, data, 5);
    draft_tlv(&draft, 0xabcd, data, 0);
    assert_int_equal(open_walk(), OK);
    assert_int_equal(walk.end, draft.len);
    assert_int_equal(image_tlv_next(&walk, &tlv), OK);
    assert_int_equal(tlv.type, 0x10);
    assert_int_equal(tlv.len, 5);
    assert_int_equal(tlv.off, 32 + PAYLOAD_LEN + 12 + 8);
    assert_int_equal(image_tlv_next(&walk, &tlv), OK);
    assert_int_equal(tlv.type, 0xabcd);
    assert_int_equal(tlv.len, 0);
    assert_int_equal(walk.off, walk.end);
}

static void area_of_any_other_magic_is_refused(void **state)
{
    (void)state;
    draft_plain(&draft);
    for (uint32_t bit = 0; bit < 16; bit++) {
        put_le16(draft.bytes + draft.area, (uint16_t)(0x6907u ^ 1u << bit));
        assert_int_equal(open_walk(), IMAGE_E_TLV);
    }
    put_le16(draft.bytes + draft.area, 0x6907);
    assert_int_equal(open_walk(), OK);
}

static void area_must_hold_its_info_and_end_in_the_slot(void **state)
{
    uint16_t left = (uint16_t)(SLOT_LEN - 32 - PAYLOAD_LEN);

    (void)state;
    draft_plain(&draft);
    for (uint16_t len = 0; len <= 4; len++) {
        put_le16(draft.bytes + draft.area + 2, len);
        assert_int_equal(open_walk(), len < 4 ? IMAGE_E_TLV : OK);
    }
    put_le16(draft.bytes + draft.area + 2, left);
    assert_int_equal(open_walk(), OK);
    assert_int_equal(walk.end, SLOT_LEN);
    put_le16(draft.bytes + draft.area + 2, (uint16_t)(left + 1));
    assert_int_equal(open_walk(), IMAGE_E_TLV);
    put_le16(draft.bytes + draft.area + 2, 0xffff);
    assert_int_equal(open_walk(), IMAGE_E_TLV);
}

/* 1 .. 4 bytes are left behind the payload for an info of 4. */
static void info_that_leaves_the_slot_is_refused(void **state)
{
    static const uint8_t info[4] = {0x07, 0x69, 4, 0};

    (void)state;
    for (uint32_t left = 1; left <= 4; left++) {
        draft_open(&draft, PAYLOAD_LEN);
        put_le32(draft.bytes + 12, SLOT_LEN - 32 - left);
        place();
        memcpy(device.data + slot.base + SLOT_LEN - left, info, 4);
        assert_int_equal(parse(SLOT_LEN), OK);
        assert_int_equal(image_tlv_open(&slot, &header, &walk),
                         left < 4 ? IMAGE_E_TLV : OK);
    }
}

static void entry_may_fill_its_area_and_no_more(void **state)
{
    static const uint8_t data[20];

    (void)state;
    draft_plain(&draft);
    draft_tlv(&draft, 0x10, data, 20);
    for (uint32_t len = 0; len <= 0xffff; len++) {
        put_le16(draft.bytes + draft.area + 6, (uint16_t)len);
        if (len % 256 == 0 || len < 32) {
            assert_int_equal(open_walk(), OK);
            assert_int_equal(image_tlv_next(&walk, &tlv),
                             len > 20 ? IMAGE_E_TLV : OK);
        }
    }
}

static void head_that_does_not_fit_the_area_is_refused(void **state)
{
    (void)state;
    for (uint16_t stray = 1; stray <= 4; stray++) {
        draft_open(&draft, PAYLOAD_LEN);
        draft_plain(&draft);
        put_le16(draft.bytes + draft.area + 2, (uint16_t)(4 + stray));
        memset(draft.bytes + draft.len, 0, stray);
        draft.len += stray;
        assert_int_equal(open_walk(), OK);
        assert_int_equal(image_tlv_next(&walk, &tlv),
                         stray < 4 ? IMAGE_E_TLV : OK);
    }
}

/* ---- measuring ---- */

static void image_is_measured_to_its_last_entry(void **state)
{
    uint8_t digest[32];
    uint32_t len;

    (void)state;
    draft_plain(&draft);
    draft_tlv(&draft, 0x10, draft.digest, 32);
    draft_tlv(&draft, 0x24, draft.bytes, 64);
    place();
    assert_int_equal(image_measure(&slot, &len, digest), OK);
    assert_int_equal(len, draft.len);
    assert_memory_equal(digest, draft.digest, 32);
}

static void image_without_digest_is_measured_with_none(void **state)
{
    uint8_t digest[32];
    uint32_t len;

    (void)state;
    draft_plain(&draft);
    draft_tlv(&draft, 0x10, draft.digest, 31);
    place();
    assert_int_equal(image_measure(&slot, &len, digest), OK);
    assert_true(bytes_are(digest, 0xff, 32));
}

static void what_is_no_image_is_not_measured(void **state)
{
    uint8_t digest[32];
    uint32_t len;

    (void)state;
    assert_int_equal(image_measure(&slot, &len, digest), IMAGE_E_EMPTY);
    assert_true(bytes_are(digest, 0xff, 32));
    place();
    assert_int_equal(image_measure(&slot, &len, digest), IMAGE_E_TLV);
    draft_plain(&draft);
    draft_tlv(&draft, 0x10, draft.digest, 32);
    put_le16(draft.bytes + draft.area + 6, 33);
    place();
    assert_int_equal(image_measure(&slot, &len, digest), IMAGE_E_TLV);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(header_fields_are_read_from_their_places),
        TEST(every_other_magic_is_refused),
        TEST(header_shorter_than_32_bytes_is_refused),
        TEST(lengths_must_leave_a_byte_of_the_slot),
        TEST(payload_of_each_length_up_to_the_slot_is_accepted),
        TEST(lengths_that_wrap_32_bits_are_refused),
        TEST(each_flag_is_accepted_or_refused_as_the_table_says),
        TEST(erased_header_is_told_from_a_bad_one),
        TEST(encrypted_flash_that_was_erased_is_empty),
        TEST(header_that_can_not_be_read_is_not_empty),
        TEST(versions_compare_by_major_minor_revision),
        TEST(build_numbers_are_not_compared),
        TEST(entries_come_in_their_order_and_end_at_the_end),
        TEST(area_of_any_other_magic_is_refused),
        TEST(area_must_hold_its_info_and_end_in_the_slot),
        TEST(info_that_leaves_the_slot_is_refused),
        TEST(entry_may_fill_its_area_and_no_more),
        TEST(head_that_does_not_fit_the_area_is_refused),
        TEST(image_is_measured_to_its_last_entry),
        TEST(image_without_digest_is_measured_with_none),
        TEST(what_is_no_image_is_not_measured),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
