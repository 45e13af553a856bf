/* SPDX-License-Identifier: Apache-2.0 */
/* The journal of an upload: where it lies, and what a cut leaves of it. */
#include "recovery/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/device.h"

#define SECTOR      4096u
#define SLOT_LEN    (64u * SECTOR)
#define LAST_SECTOR (SLOT_LEN - SECTOR)

static struct device device;
static struct trailer trailer;
static uint32_t place;
static const uint8_t KEY[PROGRESS_KEY_LEN] = "key of the first file";
static const uint8_t OTHER[PROGRESS_KEY_LEN] = "key of another file";

static void given_slot(uint32_t write_len)
{
    device_open_uniform(&device, SECTOR, 128, write_len);
    trailer.area = device_region(&device.flash, SLOT_LEN, SLOT_LEN);
    trailer.align = 32;
    trailer.record_count = 512 * TRAILER_RECORDS_PER_SECTOR;
}

static void given_journal(uint32_t write_len, uint32_t len)
{
    given_slot(write_len);
    place = progress_place(&trailer, len);
    assert_int_equal(place, LAST_SECTOR);
    assert_int_equal(progress_begin(&trailer, place, KEY), OK);
}

static void put_blocks(uint32_t from, uint32_t to)
{
    for (uint32_t n = from; n <= to; n++) {
        assert_int_equal(progress_put(&trailer, place, n), OK);
    }
}

static uint32_t found(const uint8_t key[PROGRESS_KEY_LEN])
{
    return progress_find(&trailer, place, key);
}

static void blocks_are_counted_by_whole_write_units(void **state)
{
    static const uint32_t write_lens[] = {1, 4, 8, 16, 32};
    static const uint32_t blocks[] = {1, 1, 2, 4, 8};

    (void)state;
    for (uint32_t i = 0; i < 5; i++) {
        given_journal(write_lens[i], 40 * SECTOR);
        assert_int_equal(found(KEY), 0);
        for (uint32_t n = 1; n <= 40; n++) {
            put_blocks(n, n);
            assert_int_equal(found(KEY), n / blocks[i] * blocks[i]);
        }
        assert_int_equal(found(OTHER), 0);
        assert_null(device.flash.violation);
    }
}

static void full_journal_goes_no_further(void **state)
{
    (void)state;
    /* 4096 - 96 of key - 160 of fields, 4 bytes each */
    given_journal(4, 40 * SECTOR);
    put_blocks(1, 2000);
    assert_int_equal(found(KEY), 960);
    assert_null(device.flash.violation);
}

static void fields_of_the_trailer_stay_erased(void **state)
{
    struct trailer_state fields;

    (void)state;
    given_journal(32, 60 * SECTOR);
    put_blocks(1, 60);
    assert_int_equal(trailer_read(&trailer, &fields), OK);
    assert_int_equal(fields.magic, MARK_UNSET);
    assert_int_equal(fields.image_ok, MARK_UNSET);
    assert_int_equal(fields.copy_done, MARK_UNSET);
    assert_int_equal(fields.type, SWAP_NONE);
    assert_int_equal(fields.swap_len, 0xffffffffu);
}

static void file_that_reaches_the_last_sector_leaves_no_room(void **state)
{
    (void)state;
    given_slot(4);
    place = progress_place(&trailer, LAST_SECTOR);
    assert_int_equal(place, LAST_SECTOR);
    place = progress_place(&trailer, LAST_SECTOR + 1);
    assert_int_equal(place, PROGRESS_NONE);
    assert_int_equal(progress_begin(&trailer, place, KEY), OK);
    put_blocks(1, 60);
    assert_int_equal(progress_erase(&trailer, place), OK);
    assert_int_equal(found(KEY), 0);
    assert_int_equal(device.flash.op_count, 0);
}

static void sector_of_fields_alone_leaves_no_room(void **state)
{
    (void)state;
    device_open_uniform(&device, 128, 1024, 4);
    trailer.area = device_region(&device.flash, 0, 0x10000);
    trailer.align = 32;
    trailer.record_count = 3;
    place = progress_place(&trailer, 0x8000);
    assert_int_equal(place, PROGRESS_NONE);
}

static void erased_journal_is_none(void **state)
{
    bool erased = false;

    (void)state;
    given_journal(4, 10 * SECTOR);
    put_blocks(1, 9);
    assert_int_equal(progress_erase(&trailer, place), OK);
    assert_int_equal(found(KEY), 0);
    assert_int_equal(region_is_erased(&trailer.area, 0, SLOT_LEN, &erased), OK);
    assert_true(erased);
    assert_int_equal(device.flash.stats.erase_count, 1);
}

static void unreadable_journal_is_none(void **state)
{
    (void)state;
    given_journal(4, 10 * SECTOR);
    put_blocks(1, 9);
    device.flash.bad_addr = SLOT_LEN + LAST_SECTOR + 4;
    device.flash.bad_len = 1;
    assert_int_equal(found(KEY), 0);
}

/* Does an act, with power failing at its first operation. */
static void cut(void (*act)(void), enum nor_cut_manner manner, uint32_t seed)
{
    static jmp_buf power;

    device.flash.power = &power;
    nor_cut_arm(&device.flash, 0, manner, seed);
    if (setjmp(power) == 0) {
        act();
        fail();
    }
    nor_cut_disarm(&device.flash);
}

static void put_the_fourth(void)
{
    put_blocks(4, 4);
}

static void begin(void)
{
    assert_int_equal(progress_begin(&trailer, place, KEY), OK);
}

static void torn_record_counts_all_or_nothing_and_is_gone_on_from(void **state)
{
    (void)state;
    for (int manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
        for (uint32_t seed = 0; seed < 20; seed++) {
            uint32_t n;

            given_journal(4, 10 * SECTOR);
            put_blocks(1, 3);
            cut(put_the_fourth, (enum nor_cut_manner)manner, seed);
            n = found(KEY);
            assert_in_range(n, 3, 4);
            put_blocks(n + 1, 9);
            assert_int_equal(found(KEY), 9);
            assert_null(device.flash.violation);
        }
    }
}

static void torn_key_is_no_journal(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 40; seed++) {
        given_slot(4);
        place = progress_place(&trailer, 10 * SECTOR);
        cut(begin, seed % 2 == 0 ? NOR_CUT_TORN_PREFIX : NOR_CUT_TORN_BITS,
            seed);
        put_blocks(1, 1);
        if (memcmp(device.data + SLOT_LEN + LAST_SECTOR, KEY,
                   PROGRESS_KEY_LEN) != 0) {
            assert_int_equal(found(KEY), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_counted_by_whole_write_units),
        cmocka_unit_test(full_journal_goes_no_further),
        cmocka_unit_test(fields_of_the_trailer_stay_erased),
        cmocka_unit_test(file_that_reaches_the_last_sector_leaves_no_room),
        cmocka_unit_test(sector_of_fields_alone_leaves_no_room),
        cmocka_unit_test(erased_journal_is_none),
        cmocka_unit_test(unreadable_journal_is_none),
        cmocka_unit_test(torn_record_counts_all_or_nothing_and_is_gone_on_from),
        cmocka_unit_test(torn_key_is_no_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
