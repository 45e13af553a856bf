/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypting in place: what is encrypted and what stays, power cut at each
 * operation in each manner, journals that speak of something else. What shall
 * stand in the flash at the end is told by the virtual flash's cipher, which
 * is tested against the vendor's vectors.
 */
#include "enroll/encrypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/nor.h"

#define SECTOR     4096u
#define SECTORS    24u
#define FLASH_LEN  (SECTORS * SECTOR)
#define UNIT       32u
#define OWN_ADDR   SECTOR
#define OWN_LEN    (8u * SECTOR)
#define OWN_IMAGE  (2u * SECTOR)
#define PRIMARY    (9u * SECTOR)
#define SECONDARY  (13u * SECTOR)
#define SCRATCH    (17u * SECTOR)
#define SLOT_LEN   (4u * SECTOR)
#define SPARE      (19u * SECTOR) /* belongs to nobody */
#define STAGING    (OWN_ADDR + OWN_LEN - 3u * SECTOR)
#define JOURNAL    (STAGING + 2u * SECTOR)
#define HEADER_LEN 32u
#define TLVS_LEN   40u

static struct flash nor;
static struct flash_cipher cipher;
static uint8_t data[FLASH_LEN];
static uint8_t plain[FLASH_LEN]; /* what the flash held at first */
static bool due[FLASH_LEN / UNIT];
static uint32_t wear[SECTORS];
static jmp_buf power;
static struct encrypt work;

static const struct boot_config boot = {
    .mode = UPDATE_SCRATCH,
    .image_count = 1,
    .max_align = 32,
    .sector_max = 512,
    .slot = {{{PRIMARY, SLOT_LEN}, {SECONDARY, SLOT_LEN}}},
    .scratch = {SCRATCH, 2 * SECTOR},
};

static const struct enroll_config config = {
    .boot = &boot,
    .bootloader = {OWN_ADDR, OWN_LEN},
    .armed = true,
    .encryption = true,
};

static const struct nor_geometry geometry = {
    .run = {{SECTOR, SECTORS}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

/* ---- what the flash holds at first ---- */

static void fill(uint32_t addr, uint32_t len, uint32_t seed)
{
    for (uint32_t i = 0; i < len; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[addr + i] = (uint8_t)(seed >> 24);
    }
}

/* An image of len bytes with one TLV; erased bytes within are asked for. */
static void put_image(uint32_t addr, uint32_t len, uint32_t seed)
{
    uint32_t tlvs = len - TLVS_LEN;

    fill(addr, len, seed);
    memset(data + addr, 0, HEADER_LEN);
    put_le32(data + addr, 0x96f3b83du);
    put_le16(data + addr + 8, HEADER_LEN);
    put_le32(data + addr + 12, tlvs - HEADER_LEN);
    data[addr + 20] = 1;
    put_le16(data + addr + tlvs, 0x6907);
    put_le16(data + addr + tlvs + 2, TLVS_LEN);
    put_le16(data + addr + tlvs + 4, 0x10);
    put_le16(data + addr + tlvs + 6, 32);
}

static void expect_due(uint32_t addr, uint32_t len)
{
    for (uint32_t i = addr / UNIT; i < (addr + len + UNIT - 1) / UNIT; i++) {
        due[i] = true;
    }
}

/* Remembers the flash; units that are written are due, images are told. */
static void remember(uint32_t addr, uint32_t len)
{
    memcpy(plain + addr, data + addr, len);
    for (uint32_t i = addr; i < addr + len; i += UNIT) {
        due[i / UNIT] = !bytes_are(data + i, 0xff, UNIT);
    }
}

#define PRIMARY_LEN (2u * SECTOR + 1000u)

static int setup(void **state)
{
    static const uint8_t key[32] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    (void)state;
    memset(&nor, 0, sizeof(nor));
    memset(data, 0xff, sizeof(data));
    memset(wear, 0, sizeof(wear));
    memset(due, 0, sizeof(due));
    nor.power = &power;
    nor.cipher = &cipher;
    nor.wear = wear;
    fill(0, SECTOR, 4);
    fill(SPARE, FLASH_LEN - SPARE, 5);
    fill(OWN_ADDR, OWN_IMAGE, 6);
    put_image(PRIMARY, PRIMARY_LEN, 1);
    memset(data + PRIMARY + 512, 0xff, SECTOR); /* erased inside the image */
    memset(data + PRIMARY + 2 * SECTOR + 900, 0xff, 60);
    fill(PRIMARY + SLOT_LEN - 16, 16, 2); /* the trailer's magic */
    fill(PRIMARY + SLOT_LEN - 64, 1, 3);
    put_image(SECONDARY, 700, 7);
    fill(SCRATCH + SECTOR + 100, 40, 8);
    remember(0, FLASH_LEN);
    expect_due(PRIMARY, PRIMARY_LEN);
    return nor_open(&nor, &geometry, data) == OK &&
                   flash_cipher_open_xts(&cipher, key, sizeof(key)) == OK
               ? 0
               : -1;
}

/* ---- what it shall hold ---- */

static void expect_encrypted(uint32_t addr, uint32_t len)
{
    uint8_t expected[UNIT];

    for (uint32_t i = addr; i < addr + len; i += UNIT) {
        memcpy(expected, plain + i, UNIT);
        if (due[i / UNIT]) {
            assert_int_equal(flash_cipher_encrypt(&cipher, i, expected, UNIT),
                             OK);
        }
        if (memcmp(data + i, expected, UNIT) != 0) {
            fail_msg("unit at %#x", i);
        }
    }
}

static void expect_areas_encrypted(void)
{
    expect_encrypted(PRIMARY, SLOT_LEN);
    expect_encrypted(SECONDARY, SLOT_LEN);
    expect_encrypted(SCRATCH, 2 * SECTOR);
    assert_true(bytes_are(data + STAGING, 0xff, 2 * SECTOR));
    assert_null(nor.violation);
}

static void expect_rest_untouched(uint32_t from)
{
    assert_memory_equal(data, plain, OWN_ADDR);
    assert_memory_equal(data + from, plain + from, STAGING - from);
    assert_memory_equal(data + SPARE, plain + SPARE, FLASH_LEN - SPARE);
}

/* ---- boots ---- */

static bool open_work(uint32_t counter)
{
    bool begun = false;

    assert_int_equal(encrypt_open(&work, &config, &nor, counter, &begun), OK);
    return begun;
}

static void boot_slots(void)
{
    (void)open_work(0);
    assert_int_equal(encrypt_slots(&work), OK);
}

/* Returns true if power failed. */
static bool slots_are_cut(uint64_t after, enum nor_cut_manner manner)
{
    if (setjmp(power) != 0) {
        nor_cut_disarm(&nor);
        return true;
    }
    nor_cut_arm(&nor, after, manner, (uint32_t)after + 1);
    boot_slots();
    nor_cut_disarm(&nor);
    return false;
}

static bool own_is_cut(uint64_t after, enum nor_cut_manner manner)
{
    if (setjmp(power) != 0) {
        nor_cut_disarm(&nor);
        return true;
    }
    nor_cut_arm(&nor, after, manner, (uint32_t)after + 1);
    assert_int_equal(encrypt_bootloader(&work, OWN_IMAGE), OK);
    nor_cut_disarm(&nor);
    return false;
}

/* ---- what is encrypted ---- */

static void written_units_and_whole_images_are_encrypted(void **state)
{
    (void)state;
    assert_false(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
    expect_rest_untouched(OWN_ADDR);
}

static void unwritten_sectors_cost_no_erase(void **state)
{
    (void)state;
    boot_slots();
    assert_int_equal(wear[PRIMARY / SECTOR + 3], 1); /* holds the trailer */
    assert_int_equal(wear[SECONDARY / SECTOR], 1);
    assert_int_equal(wear[SECONDARY / SECTOR + 1], 0);
    assert_int_equal(wear[SECONDARY / SECTOR + 3], 0);
    assert_int_equal(wear[SCRATCH / SECTOR], 0);
    assert_int_equal(wear[SCRATCH / SECTOR + 1], 1);
}

static void own_image_is_encrypted_behind_the_slots(void **state)
{
    (void)state;
    (void)open_work(0);
    assert_int_equal(encrypt_bootloader(&work, OWN_IMAGE), ENROLL_E_JOURNAL);
    expect_rest_untouched(OWN_ADDR);
    boot_slots();
    assert_int_equal(encrypt_bootloader(&work, OWN_LEN - 2 * SECTOR),
                     ENROLL_E_SIZE);
    assert_int_equal(encrypt_bootloader(&work, OWN_IMAGE), OK);
    expect_due(OWN_ADDR, OWN_IMAGE);
    expect_encrypted(OWN_ADDR, OWN_IMAGE);
    expect_areas_encrypted();
    expect_rest_untouched(OWN_ADDR + OWN_IMAGE);
}

static void second_run_changes_nothing(void **state)
{
    uint64_t ops;

    (void)state;
    boot_slots();
    ops = nor.op_count;
    assert_true(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    assert_int_equal(nor.op_count, ops);
    expect_areas_encrypted();
}

static void header_that_lies_stays_inside_its_slot(void **state)
{
    static const uint32_t lie[] = {SLOT_LEN - 33, SLOT_LEN - 32, SLOT_LEN,
                                   0x7fffffff,    0xffffffff,    0xffffffe0};

    for (size_t i = 0; i < sizeof(lie) / sizeof(lie[0]); i++) {
        assert_int_equal(setup(state), 0);
        put_le32(data + PRIMARY + 12, lie[i]);
        remember(PRIMARY, SLOT_LEN);
        if (lie[i] < SLOT_LEN - HEADER_LEN) {
            expect_due(PRIMARY, SLOT_LEN);
        }
        boot_slots();
        expect_areas_encrypted();
        expect_rest_untouched(OWN_ADDR);
    }
}

static void rehearse(void)
{
    struct enroll_config virtual_one = config;
    bool begun;

    virtual_one.rehearsal = true;
    nor.cipher = NULL;
    assert_int_equal(encrypt_open(&work, &virtual_one, &nor, 0, &begun), OK);
    assert_int_equal(encrypt_slots(&work), OK);
    nor.cipher = &cipher;
}

static void rehearsal_leaves_the_flash_plain(void **state)
{
    (void)state;
    rehearse();
    assert_memory_equal(data + PRIMARY, plain + PRIMARY, FLASH_LEN - PRIMARY);
}

static void engine_that_does_not_encrypt_is_noticed(void **state)
{
    (void)state;
    nor.cipher = NULL;
    (void)open_work(0);
    assert_int_equal(encrypt_slots(&work), FLASH_E_VERIFY);
}

/* ---- cuts ---- */

static void slots_survive_a_cut_at_any_operation(void **state)
{
    for (int m = 0; m < NOR_CUT_MANNER_COUNT; m++) {
        for (uint64_t k = 0;; k++) {
            assert_int_equal(setup(state), 0);
            if (!slots_are_cut(k, (enum nor_cut_manner)m)) {
                break;
            }
            boot_slots();
            expect_areas_encrypted();
            expect_rest_untouched(OWN_ADDR);
        }
    }
}

static void slots_survive_cuts_in_a_row(void **state)
{
    for (uint32_t step = 3; step < 200; step += 7) {
        uint32_t cuts = 0;

        assert_int_equal(setup(state), 0);
        while (slots_are_cut(step + cuts, (enum nor_cut_manner)(cuts % 5)) &&
               cuts < 300) {
            cuts++;
        }
        expect_areas_encrypted();
        expect_rest_untouched(OWN_ADDR);
    }
}

static void own_image_flashed_again_goes_on_after_a_cut(void **state)
{
    for (uint64_t k = 0; k < 300; k += 5) {
        assert_int_equal(setup(state), 0);
        boot_slots();
        expect_due(OWN_ADDR, OWN_IMAGE);
        if (!own_is_cut(k, (enum nor_cut_manner)(k / 5 % 5))) {
            break;
        }
        memcpy(data + OWN_ADDR, plain + OWN_ADDR, OWN_IMAGE);
        assert_true(open_work(0));
        assert_int_equal(encrypt_slots(&work), OK);
        assert_int_equal(encrypt_bootloader(&work, OWN_IMAGE), OK);
        expect_encrypted(OWN_ADDR, OWN_IMAGE);
        expect_areas_encrypted();
    }
}

/* ---- journals that speak of something else ---- */

static void garbage_in_the_journals_place_is_no_journal(void **state)
{
    (void)state;
    fill(STAGING, 3 * SECTOR, 99);
    assert_false(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
}

static void journal_of_another_counter_is_none(void **state)
{
    (void)state;
    boot_slots();
    memcpy(data + PRIMARY, plain + PRIMARY, FLASH_LEN - PRIMARY);
    assert_false(open_work(3));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
}

static void journal_of_a_rehearsal_is_none_in_earnest(void **state)
{
    (void)state;
    rehearse();
    assert_false(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
}

static void journal_of_another_layout_is_none(void **state)
{
    struct boot_config shifted = boot;
    struct enroll_config other = config;
    bool begun;

    (void)state;
    boot_slots();
    shifted.slot[0][SLOT_SECONDARY].len = 3 * SECTOR;
    other.boot = &shifted;
    assert_int_equal(encrypt_open(&work, &other, &nor, 0, &begun), OK);
    assert_false(begun);
}

static void all_slots_flashed_anew_begin_anew(void **state)
{
    (void)state;
    boot_slots();
    memcpy(data + PRIMARY, plain + PRIMARY, FLASH_LEN - PRIMARY);
    memset(data + SCRATCH, 0xff, 2 * SECTOR);
    remember(SCRATCH, 2 * SECTOR);
    (void)open_work(0);
    assert_int_equal(encrypt_slots(&work), OK);
    expect_encrypted(PRIMARY, SLOT_LEN);
    expect_encrypted(SECONDARY, SLOT_LEN);
}

static void slot_flashed_anew_is_encrypted_again_alone(void **state)
{
    uint32_t secondary_wear;

    (void)state;
    boot_slots();
    secondary_wear = wear[SECONDARY / SECTOR];
    memset(data + PRIMARY, 0xff, SLOT_LEN);
    put_image(PRIMARY, 3000, 42);
    remember(PRIMARY, SLOT_LEN);
    assert_true(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
    assert_int_equal(wear[SECONDARY / SECTOR], secondary_wear);
}

/* The user loses patience: power cut, slot flashed with another image. */
static void slot_flashed_anew_after_any_cut_is_encrypted(void **state)
{
    for (uint64_t k = 0;; k++) {
        assert_int_equal(setup(state), 0);
        if (!slots_are_cut(k, (enum nor_cut_manner)(k % 5))) {
            break;
        }
        memset(data + PRIMARY, 0xff, SLOT_LEN);
        put_image(PRIMARY, 3000, 42);
        remember(PRIMARY, SLOT_LEN);
        boot_slots();
        expect_areas_encrypted();
    }
}

static void slot_filled_later_is_encrypted_too(void **state)
{
    (void)state;
    memset(data + SECONDARY, 0xff, SLOT_LEN);
    boot_slots();
    put_image(SECONDARY, 5000, 42);
    remember(SECONDARY, SLOT_LEN);
    assert_true(open_work(0));
    assert_int_equal(encrypt_slots(&work), OK);
    expect_areas_encrypted();
}

static void full_journal_stops(void **state)
{
    (void)state;
    boot_slots();
    memset(data + JOURNAL + 256, 0, SECTOR - 256); /* records that cuts tore */
    memset(data + SECONDARY, 0xff, SLOT_LEN);
    put_image(SECONDARY, 5000, 42);
    (void)open_work(0);
    assert_int_equal(encrypt_slots(&work), ENROLL_E_JOURNAL);
}

/* ---- room ---- */

static void journal_of_the_largest_flash_leaves_room(void **state)
{
    struct boot_config wide = {.image_count = 4};
    struct enroll_config c = {.boot = &wide};

    (void)state;
    for (int i = 0; i < 4; i++) {
        wide.slot[i][0] = (struct config_area){0, 0x1f0000};
        wide.slot[i][1] = (struct config_area){0, 0x1f0000};
    }
    wide.scratch = (struct config_area){0, 0x70000};
    /* 4080 sectors of 4 bytes: 5 sectors, and two for copies */
    assert_int_equal(encrypt_reserved_len(&c), 7 * SECTOR);
}

static void region_without_room_is_refused(void **state)
{
    struct enroll_config small = config;
    bool begun;

    (void)state;
    small.bootloader.len = 2 * SECTOR;
    assert_int_equal(encrypt_open(&work, &small, &nor, 0, &begun),
                     ENROLL_E_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(written_units_and_whole_images_are_encrypted,
                               setup),
        cmocka_unit_test_setup(unwritten_sectors_cost_no_erase, setup),
        cmocka_unit_test_setup(own_image_is_encrypted_behind_the_slots, setup),
        cmocka_unit_test_setup(second_run_changes_nothing, setup),
        cmocka_unit_test_setup(header_that_lies_stays_inside_its_slot, setup),
        cmocka_unit_test_setup(rehearsal_leaves_the_flash_plain, setup),
        cmocka_unit_test_setup(engine_that_does_not_encrypt_is_noticed, setup),
        cmocka_unit_test(slots_survive_a_cut_at_any_operation),
        cmocka_unit_test(slots_survive_cuts_in_a_row),
        cmocka_unit_test(own_image_flashed_again_goes_on_after_a_cut),
        cmocka_unit_test_setup(garbage_in_the_journals_place_is_no_journal,
                               setup),
        cmocka_unit_test_setup(journal_of_another_counter_is_none, setup),
        cmocka_unit_test_setup(journal_of_a_rehearsal_is_none_in_earnest,
                               setup),
        cmocka_unit_test_setup(journal_of_another_layout_is_none, setup),
        cmocka_unit_test_setup(all_slots_flashed_anew_begin_anew, setup),
        cmocka_unit_test_setup(slot_flashed_anew_is_encrypted_again_alone,
                               setup),
        cmocka_unit_test(slot_flashed_anew_after_any_cut_is_encrypted),
        cmocka_unit_test_setup(slot_filled_later_is_encrypted_too, setup),
        cmocka_unit_test_setup(full_journal_stops, setup),
        cmocka_unit_test_setup(journal_of_the_largest_flash_leaves_room, setup),
        cmocka_unit_test_setup(region_without_room_is_refused, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
