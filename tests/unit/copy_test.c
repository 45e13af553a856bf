/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copying: it ends equal whatever stood there and wherever power failed, costs
 * nothing where both are equal. Worn flash: copy_worn_test.c.
 */
#include "core/copy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"

#define SECTOR_LEN 1024u
#define AREA_LEN   (6u * SECTOR_LEN)

static struct device device;
static struct region from;
static struct region to;
static jmp_buf power;

static void open_areas(uint32_t write_len, bool encrypted)
{
    const struct nor_geometry g = {.run = {{SECTOR_LEN, 14}},
                                   .run_count = 1,
                                   .write_len = write_len,
                                   .page_len = 256};

    device_open(&device, &g, encrypted);
    from = device_region(&device.flash, SECTOR_LEN, AREA_LEN);
    to = device_region(&device.flash, 7 * SECTOR_LEN, AREA_LEN);
    device.flash.power = &power;
}

static int setup(void **state)
{
    (void)state;
    open_areas(4, false);
    return 0;
}

static status_t copy(uint32_t from_off, uint32_t to_off, uint32_t len)
{
    const struct copy c = {.from = &from,
                           .to = &to,
                           .from_off = from_off,
                           .to_off = to_off,
                           .len = len,
                           .map_off = PLAN_NONE};

    return copy_range(&c);
}

static uint32_t wear_of(uint32_t sector)
{
    return device.wear[7 + sector];
}

static void copy_ends_equal_and_touches_nothing_else(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    device_write_pattern(&to, 0, AREA_LEN, 2);
    memset(device.data, 0x11, SECTOR_LEN);
    memset(device.data + 13 * SECTOR_LEN, 0x22, SECTOR_LEN);
    assert_int_equal(copy(0, SECTOR_LEN, 3 * SECTOR_LEN), OK);
    assert_memory_equal(device.data + 8 * SECTOR_LEN, device.data + SECTOR_LEN,
                        3 * SECTOR_LEN);
    assert_true(device_holds_pattern(&from, 0, AREA_LEN, 1));
    assert_true(bytes_are(device.data, 0x11, SECTOR_LEN));
    assert_true(bytes_are(device.data + 13 * SECTOR_LEN, 0x22, SECTOR_LEN));
    assert_int_equal(wear_of(0), 0);
    assert_int_equal(wear_of(4), 0);
    assert_null(device.flash.violation);
}

static void sectors_that_are_equal_are_not_worn(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    device_write_pattern(&to, 0, AREA_LEN, 1);
    device.data[to.base + 2 * SECTOR_LEN + 7] ^= 1;
    nor_stats_clear(&device.flash);
    assert_int_equal(copy(0, 0, AREA_LEN), OK);
    assert_int_equal(device.flash.stats.erase_count, 1);
    assert_int_equal(device.flash.stats.bytes_programmed, SECTOR_LEN);
    assert_int_equal(wear_of(2), 1);
    nor_stats_clear(&device.flash);
    assert_int_equal(copy(0, 0, AREA_LEN), OK);
    assert_int_equal(device.flash.stats.erase_count, 0);
    assert_int_equal(device.flash.stats.program_count, 0);
}

static void erased_destination_is_not_erased_again(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    assert_int_equal(copy(0, 0, AREA_LEN), OK);
    assert_int_equal(device.flash.stats.erase_count, 0);
    assert_true(device_holds_pattern(&to, 0, AREA_LEN, 1));
}

static void erased_source_erases_and_writes_nothing(void **state)
{
    (void)state;
    device_write_pattern(&to, 0, AREA_LEN, 1);
    nor_stats_clear(&device.flash);
    assert_int_equal(copy(0, 0, 2 * SECTOR_LEN), OK);
    assert_true(bytes_are(device.data + to.base, 0xff, 2 * SECTOR_LEN));
    assert_int_equal(device.flash.stats.erase_count, 2);
    assert_int_equal(device.flash.stats.program_count, 0);
}

/* A trailer behind a partial sector stays, if the part is erased. */
static void part_of_an_erased_sector_is_written_beside_what_stands_there(
    void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    device_write_pattern(&to, SECTOR_LEN + 600, 400, 5);
    assert_int_equal(copy(0, 0, SECTOR_LEN + 600), OK);
    assert_true(device_holds_pattern(&to, SECTOR_LEN + 600, 400, 5));
    assert_memory_equal(device.data + to.base, device.data + from.base,
                        SECTOR_LEN + 600);
    assert_int_equal(device.flash.stats.erase_count, 0);
}

static void part_of_a_dirty_sector_costs_the_whole_sector(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    device_write_pattern(&to, SECTOR_LEN, SECTOR_LEN, 5);
    assert_int_equal(copy(0, 0, SECTOR_LEN + 600), OK);
    assert_memory_equal(device.data + to.base, device.data + from.base,
                        SECTOR_LEN + 600);
    assert_true(bytes_are(device.data + to.base + SECTOR_LEN + 600, 0xff, 424));
}

/* Cut at each operation, in each manner, then done again. */
static void copy_that_was_cut_anywhere_ends_equal_when_redone(void **state)
{
    static const uint32_t write_lens[] = {1, 4, 32};

    (void)state;
    for (volatile uint32_t i = 0; i < 3 * NOR_CUT_MANNER_COUNT * 2; i++) {
        volatile uint32_t at = 0;
        volatile bool done = false;

        for (at = 0; !done; at++) {
            open_areas(write_lens[i % 3], i >= 3 * NOR_CUT_MANNER_COUNT);
            device_write_pattern(&from, 0, 3000 / 32 * 32, 1);
            device_write_pattern(&to, 0, AREA_LEN, 2);
            nor_cut_arm(&device.flash, at,
                        (enum nor_cut_manner)(i / 3 % NOR_CUT_MANNER_COUNT),
                        at * 77 + i);
            if (setjmp(power) == 0) {
                assert_int_equal(copy(0, 0, 3 * SECTOR_LEN), OK);
                done = true;
            }
            nor_cut_disarm(&device.flash);
            assert_int_equal(copy(0, 0, 3 * SECTOR_LEN), OK);
            assert_true(device_holds_pattern(&to, 0, 3000 / 32 * 32, 1));
            assert_null(device.flash.violation);
        }
        assert_true(at > 12);
    }
}

static void range_that_leaves_an_area_is_refused(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    assert_int_equal(copy(SECTOR_LEN, 0, AREA_LEN), REGION_E_RANGE);
    assert_int_equal(copy(0, SECTOR_LEN, AREA_LEN), REGION_E_RANGE);
    assert_int_equal(copy(0, AREA_LEN, 4), REGION_E_RANGE);
    assert_int_equal(copy(0, 0, 0), OK);
}

static void source_that_can_not_be_read_fails_the_copy(void **state)
{
    (void)state;
    device_write_pattern(&from, 0, AREA_LEN, 1);
    device.flash.bad_addr = from.base + 1500;
    device.flash.bad_len = 4;
    assert_int_equal(copy(0, 0, AREA_LEN), FLASH_E_IO);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(copy_ends_equal_and_touches_nothing_else),
        TEST(sectors_that_are_equal_are_not_worn),
        TEST(erased_destination_is_not_erased_again),
        TEST(erased_source_erases_and_writes_nothing),
        TEST(part_of_an_erased_sector_is_written_beside_what_stands_there),
        TEST(part_of_a_dirty_sector_costs_the_whole_sector),
        TEST(copy_that_was_cut_anywhere_ends_equal_when_redone),
        TEST(range_that_leaves_an_area_is_refused),
        TEST(source_that_can_not_be_read_fails_the_copy),
    };

    return cmocka_run_group_tests_name("copy", tests, NULL, NULL);
}
