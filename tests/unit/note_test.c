/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The note below the primary's trailer: what it says of the slots is true, it
 * stays below the trailer, and where there is no note nothing is claimed.
 */
#include "core/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"
#include "tests/unit/pattern.h"

#define SECTOR_LEN 1024u
#define SLOT_LEN   (8u * SECTOR_LEN)
#define SWAP_LEN   (5u * SECTOR_LEN + 100u)

static struct device device;
static struct plan_geometry g;
static uint8_t digest[HASH_LEN];

/* A slot of 8 sectors at 1 KiB, another one behind it, and scratch. */
static void open_mode(enum update_mode mode, uint32_t write_len, bool encrypted,
                      uint16_t sector_max)
{
    const struct nor_geometry shape = {.run = {{SECTOR_LEN, 19}},
                                       .run_count = 1,
                                       .write_len = write_len,
                                       .page_len = 256};
    const struct device_areas areas = {
        .mode = mode,
        .align = write_len < 8 ? 8 : (uint8_t)write_len,
        .sector_max = sector_max,
        .primary = {SECTOR_LEN, SLOT_LEN},
        .secondary = {9 * SECTOR_LEN, SLOT_LEN},
        .scratch = {17 * SECTOR_LEN, 2 * SECTOR_LEN},
    };

    device_open(&device, &shape, encrypted);
    device_areas_open(&device.flash, &areas, &g);
    plan_open(&g, SWAP_LEN);
    pattern_fill(digest, sizeof(digest), 99);
}

static const struct region *area(enum plan_area which)
{
    return &g.trailer[which].area;
}

static bool same(uint32_t off, uint32_t len)
{
    bool yes;

    assert_int_equal(note_is_same(&g, off, len, &yes), OK);
    return yes;
}

/* Fills both slots alike but for those sectors whose bit is set. */
static void fill_slots(uint32_t differ)
{
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t other = (differ >> i & 1) != 0 ? 50 : 0;

        device_write_pattern(area(AREA_PRIMARY), i * SECTOR_LEN, SECTOR_LEN,
                             i + 1);
        device_write_pattern(area(AREA_SECONDARY), i * SECTOR_LEN, SECTOR_LEN,
                             i + 1 + other);
    }
}

static void map_tells_each_sector_that_is_the_same(void **state)
{
    static const uint32_t write_lens[] = {1, 4, 32};

    (void)state;
    for (uint32_t differ = 0; differ < 64; differ++) {
        for (uint32_t w = 0; w < 6; w++) {
            open_mode(w % 2 == 0 ? UPDATE_SCRATCH : UPDATE_MOVE,
                      write_lens[w / 2], differ % 3 == 1, 8);
            fill_slots(differ);
            assert_int_equal(note_put(&g, digest), OK);
            for (uint32_t i = 0; i < 6; i++) {
                assert_int_equal(same(i * SECTOR_LEN, SECTOR_LEN),
                                 (differ >> i & 1) == 0);
            }
            assert_null(device.flash.violation);
        }
    }
}

static void range_is_the_same_only_if_all_of_it_is(void **state)
{
    (void)state;
    open_mode(UPDATE_SCRATCH, 4, false, 8);
    fill_slots(1u << 2 | 1u << 5);
    assert_int_equal(note_put(&g, digest), OK);
    for (uint32_t first = 0; first < 6; first++) {
        for (uint32_t last = first; last < 6; last++) {
            bool differs = (first <= 2 && last >= 2) || last == 5;

            assert_int_equal(
                same(first * SECTOR_LEN, (last - first + 1) * SECTOR_LEN),
                !differs);
        }
    }
    assert_true(same(SECTOR_LEN + 4, 8));
    assert_false(same(2 * SECTOR_LEN - 4, 8));
}

/* Bits finer than sectors, and coarser than some of them. */
static void one_byte_of_difference_is_never_called_the_same(void **state)
{
    static const uint16_t sector_maxima[] = {8, 12, 64, 100};

    (void)state;
    for (size_t m = 0; m < 4; m++) {
        for (uint32_t off = 0; off < 6 * SECTOR_LEN; off += 97) {
            open_mode(UPDATE_SCRATCH, 1, false, sector_maxima[m]);
            fill_slots(0);
            device.data[area(AREA_SECONDARY)->base + off] ^= 0x80;
            assert_true(note_fits(&g));
            assert_int_equal(note_put(&g, digest), OK);
            assert_false(same(off, 1));
            assert_false(same(0, 6 * SECTOR_LEN));
        }
    }
}

/* N = 300, slots of 36 sectors of 4 KiB: bits for 512 bytes, two blocks. */
static void open_large(void)
{
    const struct device_areas areas = {
        .mode = UPDATE_SCRATCH,
        .align = 8,
        .sector_max = 300,
        .primary = {0, 36 * 4096},
        .secondary = {36 * 4096, 36 * 4096},
        .scratch = {72 * 4096, 4096},
    };

    device_open_uniform(&device, 4096, 73, 4);
    device_areas_open(&device.flash, &areas, &g);
    plan_open(&g, 35 * 4096);
}

static void map_of_several_blocks_keeps_their_bits_apart(void **state)
{
    (void)state;
    for (uint32_t off = 3; off < 35 * 4096; off += 4999) {
        uint32_t sector = off / 4096;

        open_large();
        device.data[off] = 0;
        assert_int_equal(note_put(&g, digest), OK);
        for (uint32_t i = 0; i < 35; i++) {
            assert_int_equal(same(i * 4096, 4096), i != sector);
        }
        assert_false(same(off, 1));
        assert_null(device.flash.violation);
    }
}

static void displaced_digest_reads_back(void **state)
{
    uint8_t seen[HASH_LEN];

    (void)state;
    open_mode(UPDATE_MOVE, 32, true, 8);
    assert_int_equal(note_displaced(&g, seen), OK);
    assert_true(bytes_are(seen, 0xff, HASH_LEN));
    assert_int_equal(note_put(&g, digest), OK);
    assert_int_equal(note_displaced(&g, seen), OK);
    assert_memory_equal(seen, digest, HASH_LEN);
}

static void no_digest_is_written_for_none(void **state)
{
    uint8_t seen[HASH_LEN];

    (void)state;
    open_mode(UPDATE_SCRATCH, 4, false, 8);
    fill_slots(63);
    memset(digest, 0xff, sizeof(digest));
    nor_stats_clear(&device.flash);
    assert_int_equal(note_put(&g, digest), OK);
    assert_int_equal(device.flash.stats.program_count, 0);
    assert_int_equal(note_displaced(&g, seen), OK);
    assert_true(bytes_are(seen, 0xff, HASH_LEN));
}

/* As when MCUboot began the swap: everything is copied. */
static void without_a_note_nothing_is_the_same(void **state)
{
    (void)state;
    open_mode(UPDATE_SCRATCH, 32, true, 8);
    fill_slots(0);
    for (uint32_t i = 0; i < 6; i++) {
        assert_false(same(i * SECTOR_LEN, SECTOR_LEN));
    }
}

/* SPEC: in the trailer's first sector, below the trailer */
static void note_stands_between_the_image_and_the_trailer(void **state)
{
    uint32_t trailer;
    const uint8_t *slot;

    (void)state;
    for (uint32_t w = 1; w <= 32; w *= 2) {
        open_mode(UPDATE_SCRATCH, w, false, 8);
        fill_slots(21);
        slot = device.data + area(AREA_PRIMARY)->base;
        trailer = trailer_off(&g.trailer[AREA_PRIMARY]);
        assert_int_equal(note_put(&g, digest), OK);
        assert_memory_equal(slot + trailer - HASH_LEN, digest, HASH_LEN);
        assert_true(bytes_are(slot + trailer, 0xff, SLOT_LEN - trailer));
        assert_true(bytes_are(slot + 6 * SECTOR_LEN, 0xff, SECTOR_LEN));
        for (uint32_t i = 0; i < 6; i++) {
            assert_true(device_holds_pattern(area(AREA_PRIMARY), i * SECTOR_LEN,
                                             SECTOR_LEN, i + 1));
        }
    }
}

static void expect_no_note(void)
{
    uint8_t seen[HASH_LEN];

    assert_false(note_fits(&g));
    memset(device.data, 0, sizeof(device.data)); /* an image, say */
    device.flash.op_count = 0;
    assert_int_equal(note_put(&g, digest), OK);
    assert_int_equal(device.flash.op_count, 0);
    assert_false(same(0, SECTOR_LEN));
    assert_int_equal(note_displaced(&g, seen), OK);
    assert_true(bytes_are(seen, 0xff, HASH_LEN));
}

static void where_the_image_reaches_the_trailers_sector_there_is_none(
    void **state)
{
    (void)state;
    open_mode(UPDATE_SCRATCH, 4, false, 8);
    plan_open(&g, 7 * SECTOR_LEN);
    assert_true(note_fits(&g));
    plan_open(&g, 7 * SECTOR_LEN + 1);
    expect_no_note();
    plan_open(&g, 0);
    expect_no_note();
    plan_open(&g, 0xffffffff);
    expect_no_note();
}

/* N = 74: T = 936 of 1024; 64 bytes are needed. N = 78: 984, 40 are left. */
static void where_the_trailers_sector_is_full_there_is_none(void **state)
{
    (void)state;
    open_mode(UPDATE_SCRATCH, 4, false, 74);
    assert_true(note_fits(&g));
    open_mode(UPDATE_SCRATCH, 4, false, 78);
    expect_no_note();
}

static void overwriting_needs_none(void **state)
{
    (void)state;
    open_mode(UPDATE_OVERWRITE, 4, false, 8);
    expect_no_note();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map_tells_each_sector_that_is_the_same),
        cmocka_unit_test(range_is_the_same_only_if_all_of_it_is),
        cmocka_unit_test(one_byte_of_difference_is_never_called_the_same),
        cmocka_unit_test(map_of_several_blocks_keeps_their_bits_apart),
        cmocka_unit_test(displaced_digest_reads_back),
        cmocka_unit_test(no_digest_is_written_for_none),
        cmocka_unit_test(without_a_note_nothing_is_the_same),
        cmocka_unit_test(note_stands_between_the_image_and_the_trailer),
        cmocka_unit_test(
            where_the_image_reaches_the_trailers_sector_there_is_none),
        cmocka_unit_test(where_the_trailers_sector_is_full_there_is_none),
        cmocka_unit_test(overwriting_needs_none),
    };

    return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
