/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mark of a revert by move: it stands in the spare sector alone, names one
 * image, and goes when it is told to; whatever else stands there is no mark.
 */
#include "core/mark.h"

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
#define SWAP_LEN   (3u * SECTOR_LEN + 5u)
#define SPARE_OFF  (6u * SECTOR_LEN) /* the trailer starts in sector 7 */

static struct device device;
static struct plan_geometry g;
static uint8_t digest[HASH_LEN];

static void open_mode(enum update_mode mode, uint32_t write_len, bool encrypted)
{
    const struct nor_geometry shape = {.run = {{SECTOR_LEN, 18}},
                                       .run_count = 1,
                                       .write_len = write_len,
                                       .page_len = 256};
    const struct device_areas areas = {
        .mode = mode,
        .align = write_len < 8 ? 8 : (uint8_t)write_len,
        .sector_max = 8,
        .primary = {0, SLOT_LEN},
        .secondary = {8 * SECTOR_LEN, SLOT_LEN},
        .scratch = {16 * SECTOR_LEN, 2 * SECTOR_LEN},
    };

    device_open(&device, &shape, encrypted);
    device_areas_open(&device.flash, &areas, &g);
    plan_open(&g, SWAP_LEN);
    pattern_fill(digest, sizeof(digest), 7);
}

static int setup(void **state)
{
    (void)state;
    open_mode(UPDATE_MOVE, 4, false);
    return 0;
}

static bool found(const uint8_t of[HASH_LEN])
{
    bool yes = true;

    assert_int_equal(mark_find(&g, of, &yes), OK);
    return yes;
}

static void mark_is_found_by_its_digest_and_no_other(void **state)
{
    uint8_t other[HASH_LEN];

    (void)state;
    assert_false(found(digest));
    assert_int_equal(mark_put(&g, digest), OK);
    assert_true(found(digest));
    for (uint32_t bit = 0; bit < 8 * HASH_LEN; bit++) {
        memcpy(other, digest, sizeof(other));
        other[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(found(other));
    }
}

static void mark_takes_the_spare_sector_and_no_other(void **state)
{
    const struct region *primary = &g.trailer[AREA_PRIMARY].area;

    (void)state;
    memset(device.data, 0, sizeof(device.data));
    assert_int_equal(mark_put(&g, digest), OK);
    assert_true(bytes_are(device.data, 0, SPARE_OFF));
    assert_true(bytes_are(device.data + SPARE_OFF + 64, 0xff, SECTOR_LEN - 64));
    assert_true(bytes_are(device.data + SPARE_OFF + SECTOR_LEN, 0,
                          primary->len - SPARE_OFF - SECTOR_LEN));
    assert_null(device.flash.violation);
}

static void mark_with_any_bit_wrong_is_none(void **state)
{
    (void)state;
    assert_int_equal(mark_put(&g, digest), OK);
    for (uint32_t bit = 0; bit < 64 * 8; bit++) {
        device.data[SPARE_OFF + bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(found(digest));
        device.data[SPARE_OFF + bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(found(digest));
}

/* Where an update file could bring one: at the end of what was exchanged. */
static void mark_elsewhere_is_none(void **state)
{
    uint8_t mark[2 * HASH_LEN];

    (void)state;
    assert_int_equal(mark_put(&g, digest), OK);
    memcpy(mark, device.data + SPARE_OFF, sizeof(mark));
    assert_int_equal(mark_clear(&g), OK);
    memcpy(device.data + g.end, mark, sizeof(mark));
    assert_false(found(digest));
}

static void clear_erases_a_mark_of_any_image(void **state)
{
    (void)state;
    assert_int_equal(mark_put(&g, digest), OK);
    assert_int_equal(mark_clear(&g), OK);
    assert_false(found(digest));
    assert_true(bytes_are(device.data + SPARE_OFF, 0xff, SECTOR_LEN));
}

static void clear_leaves_what_is_no_mark(void **state)
{
    (void)state;
    memset(device.data, 0x33, sizeof(device.data));
    assert_int_equal(mark_clear(&g), OK);
    assert_int_equal(device.flash.op_count, 0);
}

static void encrypted_flash_keeps_marks_too(void **state)
{
    (void)state;
    open_mode(UPDATE_MOVE, 32, true);
    assert_false(found(digest));
    assert_int_equal(mark_put(&g, digest), OK);
    assert_true(found(digest));
    assert_int_equal(mark_clear(&g), OK);
    assert_false(found(digest));
    assert_null(device.flash.violation);
}

static void other_modes_and_plans_without_steps_know_no_mark(void **state)
{
    (void)state;
    assert_int_equal(mark_put(&g, digest), OK);
    g.mode = UPDATE_SCRATCH;
    assert_false(found(digest));
    assert_int_equal(mark_clear(&g), OK);
    g.mode = UPDATE_OVERWRITE;
    assert_false(found(digest));
    g.mode = UPDATE_MOVE;
    plan_open(&g, 0);
    assert_false(found(digest));
    assert_int_equal(mark_clear(&g), OK);
    plan_open(&g, SLOT_LEN);
    assert_false(found(digest));
    plan_open(&g, SWAP_LEN);
    assert_true(found(digest));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mark_is_found_by_its_digest_and_no_other),
        TEST(mark_takes_the_spare_sector_and_no_other),
        TEST(mark_with_any_bit_wrong_is_none),
        TEST(mark_elsewhere_is_none),
        TEST(clear_erases_a_mark_of_any_image),
        TEST(clear_leaves_what_is_no_mark),
        TEST(encrypted_flash_keeps_marks_too),
        TEST(other_modes_and_plans_without_steps_know_no_mark),
    };

    return cmocka_run_group_tests_name("mark", tests, NULL, NULL);
}
