/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regions: nothing outside is ever touched, whatever offset and length say;
 * erasing spares what is erased and goes in the order that is promised.
 */
#include "core/region.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"

/* Four sectors of 1 KiB, two of 4 KiB, four of 1 KiB. */
static const struct nor_geometry MIXED = {
    .run = {{1024, 4}, {4096, 2}, {1024, 4}},
    .run_count = 3,
    .write_len = 4,
    .page_len = 256,
};
#define FLASH_LEN (16u * 1024u)
#define BASE      2048u
#define LEN       (12u * 1024u) /* 2 small, 2 large, 2 small sectors */

static struct device device;
static struct region r;

static int setup(void **state)
{
    (void)state;
    device_open(&device, &MIXED, false);
    r = device_region(&device.flash, BASE, LEN);
    return 0;
}

static void region_of_whole_sectors_opens(void **state)
{
    struct region any;

    (void)state;
    assert_int_equal(region_open(&any, &device.flash, 0, FLASH_LEN), OK);
    assert_int_equal(region_open(&any, &device.flash, 4096, 4096), OK);
    assert_int_equal(any.base, 4096);
    assert_int_equal(any.len, 4096);
}

static void region_that_splits_a_sector_or_leaves_the_flash_does_not(
    void **state)
{
    static const uint32_t bad[][2] = {{0, 0},
                                      {1, 1023},
                                      {5120, 3072},
                                      {1, 1024},
                                      {0, 1023},
                                      {0, 1025},
                                      {4096, 1024},
                                      {5120, 4096},
                                      {2048, 4096},
                                      {0, FLASH_LEN + 1},
                                      {0, 0xffffffff},
                                      {1024, 0xfffffc00},
                                      {FLASH_LEN, 1024},
                                      {0xfffffc00, 1024},
                                      {0xfffffc00, 0x800},
                                      {1024, FLASH_LEN}};
    struct region any;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(region_open(&any, &device.flash, bad[i][0], bad[i][1]),
                         REGION_E_RANGE);
    }
}

static void access_is_relative_to_the_base(void **state)
{
    static const uint8_t data[4] = {1, 2, 3, 4};
    uint8_t seen[4];

    (void)state;
    assert_int_equal(region_write(&r, 8, data, 4), OK);
    assert_memory_equal(device.data + BASE + 8, data, 4);
    assert_int_equal(region_read(&r, 8, seen, 4), OK);
    assert_memory_equal(seen, data, 4);
}

/* Offsets and lengths that leave the region, those that wrap among them. */
static const uint32_t OUTSIDE[][2] = {
    {LEN, 4},        {LEN - 4, 8},
    {0, LEN + 4},    {LEN + 4, 0},
    {4, 0xfffffffc}, {0xfffffffc, 4},
    {0xfffffffc, 8}, {0xffffffff - BASE + 1, 4},
    {0, 0xffffffff}, {0x80000000, 0x80000000}};

static void access_that_leaves_the_region_touches_nothing(void **state)
{
    static uint8_t bytes[64];
    bool erased;

    (void)state;
    memset(device.data, 0x55, sizeof(device.data));
    for (size_t i = 0; i < sizeof(OUTSIDE) / sizeof(OUTSIDE[0]); i++) {
        uint32_t off = OUTSIDE[i][0];
        uint32_t len = OUTSIDE[i][1];

        assert_int_equal(region_read(&r, off, bytes, len), REGION_E_RANGE);
        assert_int_equal(region_write(&r, off, bytes, len), REGION_E_RANGE);
        assert_int_equal(region_erase(&r, off, len), REGION_E_RANGE);
        assert_int_equal(region_clear(&r, off, len), REGION_E_RANGE);
        assert_int_equal(region_is_erased(&r, off, len, &erased),
                         REGION_E_RANGE);
    }
    assert_int_equal(device.flash.op_count, 0);
    assert_int_equal(region_erase_tail(&r, LEN), REGION_E_RANGE);
    assert_int_equal(region_erase_tail(&r, 0xffffffff), REGION_E_RANGE);
    assert_int_equal(device.flash.op_count, 0);
}

static void region_ends_where_it_ends(void **state)
{
    uint8_t byte[4];

    (void)state;
    assert_int_equal(region_read(&r, LEN - 4, byte, 4), OK);
    assert_int_equal(region_read(&r, LEN, byte, 0), OK);
    assert_int_equal(region_erase(&r, LEN - 1024, 1024), OK);
}

static void sectors_are_found_within_the_region(void **state)
{
    static const uint32_t want[][3] = {{0, 0, 1024},
                                       {1023, 0, 1024},
                                       {2047, 1024, 1024},
                                       {2048, 2048, 4096},
                                       {6143, 2048, 4096},
                                       {6144, 6144, 4096},
                                       {LEN - 1, LEN - 1024, 1024}};
    struct region_sector sector;

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(region_sector_at(&r, want[i][0], &sector), OK);
        assert_int_equal(sector.off, want[i][1]);
        assert_int_equal(sector.len, want[i][2]);
    }
    assert_int_equal(region_sector_at(&r, LEN, &sector), REGION_E_RANGE);
    assert_int_equal(region_sector_at(&r, 0xffffffff, &sector), REGION_E_RANGE);
}

/* ---- erasing ---- */

/* Makes every sector dirty but those whose bit is set. */
static void dirty_but(uint32_t clean)
{
    uint32_t at = 0;

    memset(device.data, 0, sizeof(device.data));
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t len = i == 2 || i == 3 ? 4096 : 1024;

        if ((clean >> i & 1) != 0) {
            memset(device.data + BASE + at, 0xff, len);
        }
        at += len;
    }
    memset(device.wear, 0, sizeof(device.wear));
}

/* Each of the 64 ways in which sectors may be erased already. */
static void clear_erases_each_dirty_sector_once_and_no_other(void **state)
{
    (void)state;
    for (uint32_t clean = 0; clean < 64; clean++) {
        dirty_but(clean);
        assert_int_equal(region_clear(&r, 0, LEN), OK);
        for (uint32_t i = 0; i < 6; i++) {
            assert_int_equal(device.wear[2 + i], (clean >> i & 1) == 0);
        }
        assert_true(bytes_are(device.data + BASE, 0xff, LEN));
        assert_true(bytes_are(device.data, 0, BASE));
        assert_true(bytes_are(device.data + BASE + LEN, 0, 2048));
    }
}

static void clear_stays_in_its_range(void **state)
{
    (void)state;
    dirty_but(0);
    assert_int_equal(region_clear(&r, 1024, 5120), OK);
    assert_true(bytes_are(device.data + BASE + 1024, 0xff, 5120));
    assert_true(bytes_are(device.data, 0, BASE + 1024));
    assert_true(bytes_are(device.data + BASE + 6144, 0, 4096));
    assert_int_equal(region_clear(&r, 0, 0), OK);
    assert_int_equal(device.data[BASE], 0);
}

static void tail_is_erased_from_its_end_down_and_only_where_dirty(void **state)
{
    (void)state;
    for (uint32_t clean = 0; clean < 64; clean++) {
        dirty_but(clean);
        assert_int_equal(region_erase_tail(&r, 3000), OK); /* in sector 2 */
        for (uint32_t i = 0; i < 6; i++) {
            assert_int_equal(device.wear[2 + i],
                             i >= 2 && (clean >> i & 1) == 0);
        }
        assert_int_equal(device.data[BASE + LEN], 0);
    }
    dirty_but(0);
    assert_int_equal(region_erase_tail(&r, 2048), OK); /* where 2 starts */
    assert_int_equal(device.wear[2 + 2], 1);
    assert_int_equal(device.wear[2 + 1], 0);
}

static void each_cut_of_a_tail_erase_leaves_the_lower_sectors(void **state)
{
    static const uint32_t ends[] = {LEN, LEN - 1024, LEN - 2048, LEN - 6144,
                                    LEN - 10240};
    static jmp_buf power;
    volatile uint32_t after = 0;

    (void)state;
    device.flash.power = &power;
    for (after = 0; after < 4; after++) {
        dirty_but(0);
        nor_cut_arm(&device.flash, after, NOR_CUT_BEFORE, 0);
        if (setjmp(power) == 0) {
            assert_int_equal(region_erase_tail(&r, 2048), OK);
            fail();
        }
        assert_true(bytes_are(device.data + BASE, 0, ends[after]));
        assert_true(bytes_are(device.data + BASE + ends[after], 0xff,
                              LEN - ends[after]));
    }
}

static void erase_refuses_to_split_a_sector(void **state)
{
    (void)state;
    dirty_but(0);
    assert_int_equal(region_erase(&r, 4, 1020), FLASH_E_ALIGN);
    assert_int_equal(region_erase(&r, 2048, 1024), FLASH_E_ALIGN);
    assert_int_equal(device.flash.op_count, 0);
}

/* ---- comparing ---- */

static bool equal(uint32_t a_off, uint32_t b_off, uint32_t len)
{
    bool yes;

    assert_int_equal(region_equal((struct region_place){&r, a_off},
                                  (struct region_place){&r, b_off}, len, &yes),
                     OK);
    return yes;
}

static void one_differing_byte_anywhere_makes_parts_unequal(void **state)
{
    (void)state;
    device_write_pattern(&r, 0, 1024, 1);
    device_write_pattern(&r, 2048, 1024, 1);
    assert_true(equal(0, 2048, 1024));
    for (uint32_t i = 0; i < 1024; i += 5) {
        device.data[BASE + 2048 + i] ^= 0x10;
        assert_false(equal(0, 2048, 1024));
        assert_true(equal(0, 2048, i / 4 * 4));
        device.data[BASE + 2048 + i] ^= 0x10;
    }
    assert_true(equal(0, 0, 0));
}

static void comparing_past_the_end_is_refused(void **state)
{
    bool yes;

    (void)state;
    assert_int_equal(region_equal((struct region_place){&r, 0},
                                  (struct region_place){&r, LEN - 4}, 8, &yes),
                     REGION_E_RANGE);
    assert_int_equal(region_equal((struct region_place){&r, LEN - 4},
                                  (struct region_place){&r, 0}, 8, &yes),
                     REGION_E_RANGE);
}

/* Erased units of encrypted flash read as noise that differs by place. */
static void erased_units_are_equal_on_encrypted_flash(void **state)
{
    (void)state;
    device_open(&device, &MIXED, true);
    assert_true(equal(0, 4096, 2048));
    device_write_pattern(&r, 0, 256, 1);
    assert_false(equal(0, 4096, 2048));
    device_write_pattern(&r, 4096, 256, 1);
    assert_true(equal(0, 4096, 2048));
    device_write_pattern(&r, 512, 4, 2);
    assert_false(equal(0, 4096, 2048));
    assert_false(equal(4096, 0, 2048));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(region_of_whole_sectors_opens),
        TEST(region_that_splits_a_sector_or_leaves_the_flash_does_not),
        TEST(access_is_relative_to_the_base),
        TEST(access_that_leaves_the_region_touches_nothing),
        TEST(region_ends_where_it_ends),
        TEST(sectors_are_found_within_the_region),
        TEST(clear_erases_each_dirty_sector_once_and_no_other),
        TEST(clear_stays_in_its_range),
        TEST(tail_is_erased_from_its_end_down_and_only_where_dirty),
        TEST(each_cut_of_a_tail_erase_leaves_the_lower_sectors),
        TEST(erase_refuses_to_split_a_sector),
        TEST(one_differing_byte_anywhere_makes_parts_unequal),
        TEST(comparing_past_the_end_is_refused),
        TEST(erased_units_are_equal_on_encrypted_flash),
    };

    return cmocka_run_group_tests_name("region", tests, NULL, NULL);
}
