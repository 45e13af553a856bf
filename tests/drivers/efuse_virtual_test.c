/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual eFuses in a virtual flash: where bytes lie, and what any cut of
 * power leaves. The test plays the real eFuses.
 *
 * Source: SPEC, Virtual eFuse.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "port/common/efuse_chip.h"
#include "port/common/efuse_virtual.h"
#include "port/sim/nor.h"

#define FLASH_LEN 0x8000u
#define AREA      0x2000u
#define SECTOR    0x1000u
#define BLOCKS    11u

const struct efuse_chip efuse_chip = {.blocks = BLOCKS};

static const struct nor_geometry geometry = {
    .run = {{SECTOR, FLASH_LEN / SECTOR}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

static const struct config_area area = {AREA, 2 * SECTOR};

static uint8_t data[FLASH_LEN];
static struct flash flash;
static struct efuse_virtual efuse;

uint32_t efuse_chip_word(uint32_t block, uint32_t word)
{
    return block == 1 && word == 2 ? 0x12345678u : 0;
}

static int given_erased_flash(void **state)
{
    (void)state;
    memset(data, 0xff, sizeof(data));
    memset(&flash, 0, sizeof(flash));
    assert_int_equal(nor_open(&flash, &geometry, data), OK);
    nor_allow(&flash, AREA, 2 * SECTOR);
    return 0;
}

static void opened(void)
{
    memset(&efuse, 0xa5, sizeof(efuse));
    assert_int_equal(efuse_virtual_open(&efuse, &flash, &area), OK);
}

static void burned(uint32_t block, uint32_t word, uint32_t bits)
{
    uint32_t words[EFUSE_BLOCK_WORDS] = {0};

    words[word] = bits;
    assert_int_equal(efuse_virtual_burn(&efuse, block, words), OK);
}

static uint32_t kept(uint32_t block, uint32_t word)
{
    return le32(data + AREA + 32 * block + 4 * word);
}

static void empty_area_begins_as_the_chip_is(void **state)
{
    (void)state;
    opened();
    assert_int_equal(efuse_virtual_word(&efuse, 1, 2), 0x12345678);
    assert_int_equal(efuse_virtual_word(&efuse, 0, 0), 0);
    assert_int_equal(kept(1, 2), 0x12345678);
    assert_int_equal(kept(10, 7), 0);
}

static void area_is_the_vendors_blocks_and_else_erased(void **state)
{
    (void)state;
    opened();
    burned(4, 7, 0x80000001);
    burned(4, 7, 0x10);
    assert_int_equal(kept(4, 7), 0x80000011);
    assert_true(bytes_are(data + AREA + 352, 0xff, 2 * SECTOR - 352));
    assert_null(flash.violation);
}

static void area_that_a_vendors_library_wrote_is_taken(void **state)
{
    (void)state;
    memset(data + AREA, 0, 352);
    data[AREA + 32 * 4] = 0x77;
    opened();
    assert_int_equal(efuse_virtual_word(&efuse, 4, 0), 0x77);
    assert_int_equal(efuse_virtual_word(&efuse, 1, 2), 0);
    assert_int_equal(flash.op_count, 0);
}

static void what_is_burned_is_there_after_a_reset(void **state)
{
    (void)state;
    opened();
    burned(0, 3, 1u << 20);
    opened();
    assert_int_equal(efuse_virtual_word(&efuse, 0, 3), 1u << 20);
    assert_int_equal(efuse_virtual_word(&efuse, 1, 2), 0x12345678);
}

static void without_area_nothing_is_written(void **state)
{
    const struct config_area none = {0, 0};

    (void)state;
    assert_int_equal(efuse_virtual_open(&efuse, &flash, &none), OK);
    burned(0, 3, 1);
    assert_int_equal(efuse_virtual_word(&efuse, 0, 3), 1);
    assert_int_equal(flash.op_count, 0);
}

static void what_does_not_exist_reads_as_zero(void **state)
{
    (void)state;
    opened();
    assert_int_equal(efuse_virtual_word(&efuse, BLOCKS, 0), 0);
    assert_int_equal(efuse_virtual_word(&efuse, 0, 8), 0);
}

static void flash_that_fails_is_told(void **state)
{
    const uint32_t bits[EFUSE_BLOCK_WORDS] = {1};

    (void)state;
    opened();
    flash.bad_addr = AREA;
    flash.bad_len = 4;
    assert_int_equal(efuse_virtual_burn(&efuse, 0, bits), EFUSE_E_IO);
    assert_int_equal(efuse_virtual_open(&efuse, &flash, &area), EFUSE_E_IO);
    flash.bad_addr = AREA + SECTOR;
    assert_int_equal(efuse_virtual_open(&efuse, &flash, &area), EFUSE_E_IO);
}

/* Returns whether power was cut. */
static bool cut_in(void (*story)(void), uint64_t after,
                   enum nor_cut_manner manner, uint32_t seed)
{
    jmp_buf power;

    flash.power = &power;
    if (setjmp(power) != 0) {
        nor_cut_disarm(&flash);
        return true;
    }
    nor_cut_arm(&flash, after, manner, seed);
    story();
    nor_cut_disarm(&flash);
    return false;
}

static void burn_story(void)
{
    opened();
    burned(0, 2, 4);
}

static void open_story(void)
{
    opened();
}

/* All that was there before is there, and the new bit is or is not. */
static void assert_old_or_new(void)
{
    uint32_t bits;

    opened();
    bits = efuse_virtual_word(&efuse, 0, 2);
    assert_true(bits == 3 || bits == 7);
    assert_int_equal(efuse_virtual_word(&efuse, 1, 2), 0x12345678);
    assert_int_equal(efuse_virtual_word(&efuse, 10, 7), 0xcafe);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(efuse_virtual_word(&efuse, 5, i), 0);
    }
    burned(0, 2, 4);
    assert_int_equal(kept(0, 2), 7);
}

static void given_two_bits(void **state)
{
    (void)given_erased_flash(state);
    opened();
    burned(10, 7, 0xcafe);
    burned(0, 2, 3);
}

static void any_cut_leaves_the_old_words_or_the_new_ones(void **state)
{
    uint32_t cuts = 0;
    bool more = true;

    for (uint64_t after = 0; more; after++) {
        for (uint32_t manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
            for (uint32_t seed = 0; seed < 8; seed++) {
                given_two_bits(state);
                more = cut_in(burn_story, after, (enum nor_cut_manner)manner,
                              seed);
                cuts += more;
                if (seed % 2 == 1) {
                    (void)cut_in(open_story, seed / 2, NOR_CUT_TORN_BITS, seed);
                }
                assert_old_or_new();
            }
        }
    }
    assert_true(cuts >= 7 * NOR_CUT_MANNER_COUNT * 8);
}

static void cut_of_the_first_boot_leaves_the_chips_words(void **state)
{
    bool more = true;

    for (uint64_t after = 0; more; after++) {
        for (uint32_t manner = 0; manner < NOR_CUT_MANNER_COUNT; manner++) {
            (void)given_erased_flash(state);
            more = cut_in(open_story, after, (enum nor_cut_manner)manner, 7);
            opened();
            assert_int_equal(efuse_virtual_word(&efuse, 1, 2), 0x12345678);
            assert_int_equal(efuse_virtual_word(&efuse, 0, 0), 0);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup(name, given_erased_flash)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(empty_area_begins_as_the_chip_is),
        TEST(area_is_the_vendors_blocks_and_else_erased),
        TEST(area_that_a_vendors_library_wrote_is_taken),
        TEST(what_is_burned_is_there_after_a_reset),
        TEST(without_area_nothing_is_written),
        TEST(what_does_not_exist_reads_as_zero),
        TEST(flash_that_fails_is_told),
        TEST(any_cut_leaves_the_old_words_or_the_new_ones),
        TEST(cut_of_the_first_boot_leaves_the_chips_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
