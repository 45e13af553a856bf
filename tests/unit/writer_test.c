/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a slot: every chunk length, plain flash and encrypted, wear, and a
 * power cut at every flash operation. Flash that fails is in
 * writer_worn_test.c.
 */
#include "recovery/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/device.h"
#include "tests/unit/pattern.h"

#define SECTOR      4096u
#define SLOT_ADDR   0x10000u
#define SLOT_LEN    0x40000u
#define SLOT_SECTOR (SLOT_ADDR / SECTOR)
#define OLD_SEED    99u

/* K = 3 records for each of 512 sectors; SPEC, Slot trailer */
#define RECORDS (512u * TRAILER_RECORDS_PER_SECTOR)

static struct device device;
static struct writer writer;
static struct trailer trailer;
static struct region slot;
static uint8_t file[SLOT_LEN];
static uint8_t sha[HASH_LEN];
static const uint8_t KEY[PROGRESS_KEY_LEN] = "key of the first file";
static const uint8_t OTHER[PROGRESS_KEY_LEN] = "key of another file";

/** A kind of flash. */
struct kind {
    uint32_t write_len;
    bool encrypted;
    bool by_sector;
};

static const struct kind KINDS[] = {
    {4, false, false},
    {4, false, true},
    {32, true, false},
    {32, true, true},
};
#define KIND_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

/* ---- set-up ---- */

static void given_file(uint32_t len, uint32_t seed)
{
    struct hash h;

    pattern_fill(file, len, seed);
    hash_open(&h);
    hash_add(&h, file, len);
    hash_close(&h, sha);
    writer.len = len;
}

/* A slot full of something old, with a trailer that says something. */
static void given_old_slot(void)
{
    for (uint32_t off = 0; off < SLOT_LEN; off += 0x10000) {
        device_write_pattern(&slot, off, 0x10000, OLD_SEED);
    }
}

static void given_slot(const struct kind *kind)
{
    const struct nor_geometry geometry = {
        .run = {{SECTOR, 0x60000u / SECTOR}},
        .run_count = 1,
        .write_len = kind->write_len,
        .page_len = 256,
        .large_erase_len = 0x10000,
    };

    device_open(&device, &geometry, kind->encrypted);
    nor_allow(&device.flash, SLOT_ADDR, SLOT_LEN);
    slot = device_region(&device.flash, SLOT_ADDR, SLOT_LEN);
    memset(&writer, 0xa5, sizeof(writer));
    trailer = (struct trailer){slot, 32, RECORDS};
    writer.trailer = &trailer;
    writer.erase_by_sector = kind->by_sector;
}

static status_t open_as(const uint8_t *key)
{
    return writer_open(&writer, file, key);
}

/* Takes the file in chunks, with some work after each. */
static void take_all(uint32_t chunk, uint32_t works)
{
    while (writer.accepted < writer.len) {
        uint32_t left = writer.len - writer.accepted;
        uint32_t n = left < chunk ? left : chunk;
        uint32_t before = writer.accepted;

        assert_int_equal(writer_take(&writer, file + before, n), OK);
        assert_int_equal(writer.accepted, before + n);
        for (uint32_t i = 0; i < works && writer_work(&writer); i++) {
        }
    }
}

static void upload_as(const uint8_t *key, uint32_t chunk)
{
    assert_int_equal(open_as(key), OK);
    take_all(chunk, 1);
    assert_int_equal(writer_finish(&writer, sha), OK);
}

/* ---- what must be there ---- */

static bool is_erased(uint32_t off, uint32_t len)
{
    bool erased = false;

    assert_int_equal(region_is_erased(&slot, off, len, &erased), OK);
    return erased;
}

static bool holds_file(void)
{
    static uint8_t seen[SLOT_LEN];

    assert_int_equal(region_read(&slot, 0, seen, writer.len), OK);
    return memcmp(seen, file, writer.len) == 0;
}

static void expect_file_and_blank_trailer(void)
{
    assert_true(holds_file());
    assert_true(is_erased(SLOT_LEN - SECTOR, SECTOR) ||
                writer.len > SLOT_LEN - SECTOR);
    assert_null(device.flash.violation);
}

/* ---- whole files ---- */

static void file_arrives_whole_with_every_chunk_length(void **state)
{
    static const uint32_t chunks[] = {1, 2, 3, 5, 7, 31, 33, 500, 4095, 4096};
    static const uint32_t lens[] = {33,   4095, 4096,  4097,
                                    8192, 8193, 12289, 0x12345};

    (void)state;
    for (uint32_t i = 0; i < 10 * 8 * KIND_COUNT; i++) {
        const struct kind *kind = &KINDS[i % KIND_COUNT];
        uint32_t len = lens[i / KIND_COUNT % 8];

        given_slot(kind);
        device_write_pattern(&slot, 0, 0x10000, OLD_SEED);
        given_file(len, i);
        upload_as(i % 3 == 0 ? NULL : KEY, chunks[i / KIND_COUNT / 8]);
        expect_file_and_blank_trailer();
    }
}

static void file_may_end_at_every_place_of_the_last_sectors(void **state)
{
    /* the last sector, the trailer, and the last unit before its fields */
    static const uint32_t lens[] = {
        SLOT_LEN - SECTOR - 1, SLOT_LEN - SECTOR, SLOT_LEN - SECTOR + 1,
        SLOT_LEN - 6304,       SLOT_LEN - 161,    SLOT_LEN - 160,
    };

    (void)state;
    for (uint32_t i = 0; i < 6 * KIND_COUNT; i++) {
        given_slot(&KINDS[i % KIND_COUNT]);
        given_old_slot();
        given_file(lens[i / KIND_COUNT], i);
        upload_as(KEY, 4000);
        expect_file_and_blank_trailer();
        assert_true(is_erased(SLOT_LEN - 160, 160));
    }
}

static void slot_is_empty_until_the_file_is_complete(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_old_slot();
        given_file(0x8000, i);
        assert_int_equal(open_as(KEY), OK);
        assert_true(is_erased(0, SECTOR));
        take_all(512, 100);
        assert_int_equal(writer.written, writer.len);
        assert_true(is_erased(0, WRITER_HEAD_LEN));
        assert_int_equal(writer_finish(&writer, sha), OK);
        expect_file_and_blank_trailer();
    }
}

static void other_file_than_announced_is_not_finished(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_file(0x8000, i);
        assert_int_equal(open_as(KEY), OK);
        take_all(512, 1);
        sha[31] ^= 1;
        assert_int_equal(writer_finish(&writer, sha), IMAGE_E_HASH);
        assert_true(is_erased(0, WRITER_HEAD_LEN));
    }
}

static void flash_that_changed_behind_is_found_by_the_hash(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_file(0x8000, 1);
    assert_int_equal(open_as(KEY), OK);
    take_all(512, 100);
    device.data[SLOT_ADDR + 0x3456] ^= 0x10;
    assert_int_equal(writer_finish(&writer, sha), IMAGE_E_HASH);
    assert_true(is_erased(0, WRITER_HEAD_LEN));
}

static void head_counts_to_the_hash_too(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_file(0x8000, 1);
    assert_int_equal(open_as(KEY), OK);
    take_all(512, 1);
    file[31] ^= 1;
    assert_int_equal(writer_finish(&writer, sha), IMAGE_E_HASH);
}

static void file_of_unknown_hash_is_written_all_the_same(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_file(0x8001, 1);
    assert_int_equal(open_as(NULL), OK);
    take_all(512, 1);
    assert_int_equal(writer_finish(&writer, NULL), OK);
    expect_file_and_blank_trailer();
}

static void discarded_slot_is_empty_and_asks_for_nothing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_file(0x8000, i);
        upload_as(KEY, 512);
        assert_int_equal(trailer_put_magic(&trailer), OK);
        assert_int_equal(writer_discard(&writer), OK);
        assert_true(is_erased(0, SECTOR));
        assert_true(is_erased(SLOT_LEN - SECTOR, SECTOR));
    }
}

/* ---- wear and time ---- */

static uint32_t wear(uint32_t sector)
{
    return device.wear[SLOT_SECTOR + sector];
}

static void each_sector_is_erased_once(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        /* 6304 or 49312 bytes of trailer; SPEC, Slot trailer */
        uint32_t trailer_sectors = KINDS[i].encrypted ? 13 : 2;
        uint32_t data_sectors = 0x25000 / SECTOR;

        given_slot(&KINDS[i]);
        given_old_slot();
        given_file(0x25000 - 5, i);
        upload_as(KEY, 1024);
        for (uint32_t n = 0; n < SLOT_LEN / SECTOR - 1; n++) {
            bool due =
                n < data_sectors || n >= SLOT_LEN / SECTOR - trailer_sectors;

            assert_int_equal(wear(n), due ? 1 : 0);
        }
        /* the journal's */
        assert_int_equal(wear(SLOT_LEN / SECTOR - 1), 2);
    }
}

static void erased_slot_is_not_erased(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_file(0x25000 - 5, i);
        upload_as(NULL, 1024);
        assert_int_equal(device.flash.stats.erase_count, 0);
        assert_int_equal(device.flash.stats.large_erase_count, 0);
    }
}

static void large_blocks_are_used_where_the_file_needs_them_whole(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_old_slot();
    given_file(0x25000, 1);
    upload_as(NULL, 1024);
    assert_int_equal(device.flash.stats.large_erase_count, 2);
    assert_int_equal(device.flash.stats.erase_count, 5 + 2);
}

static void slot_off_the_large_blocks_starts_with_sectors(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_old_slot();
    slot = device_region(&device.flash, SLOT_ADDR + 0x8000, SLOT_LEN - 0x8000);
    trailer.area = slot;
    given_file(0x20000, 1);
    upload_as(NULL, 1024);
    assert_true(holds_file());
    assert_int_equal(device.flash.stats.large_erase_count, 1);
    assert_int_equal(device.flash.stats.erase_count, 16 + 2);
}

static void by_sector_no_large_block_and_little_ahead(void **state)
{
    (void)state;
    given_slot(&KINDS[1]);
    given_old_slot();
    given_file(0x25000, 1);
    assert_int_equal(open_as(NULL), OK);
    while (writer.accepted < writer.len) {
        assert_int_equal(
            writer_take(&writer, file + writer.accepted, 0x25000 / 37), OK);
        while (writer_work(&writer)) {
        }
        assert_true(writer.erased <=
                    writer.accepted + WRITER_BUFFER_LEN + SECTOR);
        assert_true(writer.erased >= writer.accepted);
    }
    assert_int_equal(writer_finish(&writer, sha), OK);
    assert_int_equal(device.flash.stats.large_erase_count, 0);
}

static void a_piece_of_work_is_one_erase_or_one_block(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        uint64_t ops;

        given_slot(&KINDS[i]);
        given_old_slot();
        given_file(0x25000, i);
        assert_int_equal(open_as(KEY), OK);
        assert_int_equal(writer_take(&writer, file, 4096), OK);
        assert_int_equal(writer_take(&writer, file + 4096, 4096), OK);
        do {
            ops = device.flash.op_count;
            /* 16 pages of a block and its record */
        } while (writer_work(&writer) && device.flash.op_count - ops <= 17);
        assert_int_equal(device.flash.op_count, ops);
        assert_int_equal(writer.written, 8192);
    }
}

static void work_leaves_nothing_for_the_chunks_to_wait_for(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_old_slot();
    given_file(0x20000, 1);
    assert_int_equal(open_as(KEY), OK);
    while (writer.accepted < writer.len) {
        uint64_t ops;

        while (writer_work(&writer)) {
        }
        ops = device.flash.op_count;
        assert_int_equal(writer_take(&writer, file + writer.accepted, 4096),
                         OK);
        assert_int_equal(device.flash.op_count, ops);
    }
}

/* ---- going on ---- */

static void restarted_writer_goes_on_behind_whole_blocks(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_old_slot();
        given_file(0x20000, i);
        assert_int_equal(open_as(KEY), OK);
        writer.len = 0x11000 + 100;
        take_all(1000, 100);
        writer.len = 0x20000;
        assert_int_equal(open_as(KEY), OK);
        assert_int_equal(writer.accepted,
                         KINDS[i].encrypted ? 0x10000 : 0x11000);
        take_all(1000, 2);
        assert_int_equal(writer_finish(&writer, sha), OK);
        expect_file_and_blank_trailer();
    }
}

static void other_key_and_no_key_begin_anew(void **state)
{
    static const uint8_t *const keys[] = {OTHER, NULL};

    (void)state;
    for (uint32_t i = 0; i < 2 * KIND_COUNT; i++) {
        given_slot(&KINDS[i % KIND_COUNT]);
        given_file(0x20000, i);
        assert_int_equal(open_as(KEY), OK);
        take_all(1000, 100);
        assert_int_equal(open_as(keys[i / KIND_COUNT]), OK);
        assert_int_equal(writer.accepted, 0);
        take_all(1000, 1);
        assert_int_equal(writer_finish(&writer, sha), OK);
        expect_file_and_blank_trailer();
    }
}

/* The head would be programmed over what stands there (F1 of the flash). */
static void slot_that_got_a_head_meanwhile_is_begun_anew(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < KIND_COUNT; i++) {
        given_slot(&KINDS[i]);
        given_file(0x20000, i);
        assert_int_equal(open_as(KEY), OK);
        take_all(1000, 100);
        assert_int_equal(region_write(&slot, 0, file, WRITER_HEAD_LEN), OK);
        assert_int_equal(open_as(KEY), OK);
        assert_int_equal(writer.accepted, 0);
        take_all(1000, 1);
        assert_int_equal(writer_finish(&writer, sha), OK);
        expect_file_and_blank_trailer();
    }
}

static void finished_slot_is_begun_anew(void **state)
{
    (void)state;
    given_slot(&KINDS[0]);
    given_file(0x20000, 1);
    upload_as(KEY, 1000);
    upload_as(KEY, 999);
    expect_file_and_blank_trailer();
}

static void sectors_of_other_lengths_are_served(void **state)
{
    /* from 1 KiB to 64 KiB, one after the other */
    static const struct nor_geometry geometry = {
        .run = {{1024, 16}, {16384, 2}, {65536, 2}, {4096, 8}, {1024, 16}},
        .run_count = 5,
        .write_len = 4,
        .page_len = 256,
        .large_erase_len = 0x10000,
    };

    (void)state;
    device_open(&device, &geometry, false);
    slot = device_region(&device.flash, 0, 0x38000);
    trailer = (struct trailer){slot, 8, 24};
    writer.trailer = &trailer;
    writer.erase_by_sector = false;
    given_file(0x33333, 1);
    upload_as(KEY, 1000);
    for (uint32_t cut = 0x400; cut < 0x33333; cut += 0x3000) {
        assert_int_equal(open_as(OTHER), OK);
        writer.len = cut;
        take_all(1000, 100);
        writer.len = 0x33333;
        assert_int_equal(open_as(OTHER), OK);
        assert_true(writer.accepted <= cut);
        take_all(1000, 1);
        assert_int_equal(writer_finish(&writer, sha), OK);
        assert_true(holds_file());
        assert_null(device.flash.violation);
    }
}

/* ---- cuts ---- */

static jmp_buf power;
static bool was_cut;

static void upload_with_cut(uint64_t after, enum nor_cut_manner manner,
                            uint32_t chunk)
{
    device.flash.power = &power;
    was_cut = true;
    nor_cut_arm(&device.flash, after, manner, (uint32_t)after);
    if (setjmp(power) == 0) {
        upload_as(KEY, chunk);
        was_cut = false;
    }
    nor_cut_disarm(&device.flash);
}

/* The new head proves the whole file; else it is the old one, or none. */
static void expect_no_half_file(void)
{
    uint8_t seen[WRITER_HEAD_LEN];

    assert_int_equal(region_read(&slot, 0, seen, sizeof(seen)), OK);
    if (memcmp(seen, file, sizeof(seen)) == 0 && !is_erased(0, sizeof(seen))) {
        assert_true(holds_file());
    }
}

/*
 * What stood in whole blocks is not sent again, unless the journal is gone; one
 * record of encrypted flash is for eight of them.
 */
static void expect_to_go_on(uint32_t written, uint32_t blocks)
{
    uint32_t lost = blocks * WRITER_BLOCK_LEN;

    assert_int_equal(open_as(KEY), OK);
    assert_true(writer.accepted <= written + WRITER_BLOCK_LEN);
    if (writer.accepted == 0) {
        assert_true(written <= lost || written == writer.len);
    } else {
        assert_true(writer.accepted + lost >= written);
    }
    take_all(700, 1);
    assert_int_equal(writer_finish(&writer, sha), OK);
    expect_file_and_blank_trailer();
}

static void run_cuts(const struct kind *kind, enum nor_cut_manner manner)
{
    static uint64_t after;
    uint32_t blocks = kind->encrypted ? 8 : 1;

    was_cut = true;
    for (after = 0; was_cut; after++) {
        uint32_t written;

        given_slot(kind);
        given_old_slot();
        given_file((blocks + 4) * SECTOR + 123, 5);
        writer.written = 0;
        upload_with_cut(after, manner, 1500);
        written = writer.written;
        expect_no_half_file();
        if (was_cut) {
            expect_to_go_on(written, blocks);
        }
    }
    assert_in_range(after, 90, 300);
}

static void no_cut_leaves_half_a_file_or_loses_a_block(void **state)
{
    (void)state;
    /* how sectors are erased shows on plain flash */
    for (uint32_t i = 0; i < 3 * NOR_CUT_MANNER_COUNT; i++) {
        run_cuts(&KINDS[i % 3], (enum nor_cut_manner)(i / 3));
    }
}

static void cut_after_cut_the_file_arrives(void **state)
{
    static uint32_t step;
    static uint32_t cuts;

    (void)state;
    for (step = 1; step < 60; step += 2) {
        given_slot(&KINDS[step % KIND_COUNT]);
        given_old_slot();
        given_file(5 * SECTOR + 123, 5);
        was_cut = true;
        /* the longer a run lasts, the further it comes */
        for (cuts = 0; was_cut; cuts++) {
            upload_with_cut(step + cuts, (enum nor_cut_manner)(cuts % 5), 900);
            expect_no_half_file();
            assert_true(cuts < 200);
        }
        expect_file_and_blank_trailer();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_arrives_whole_with_every_chunk_length),
        cmocka_unit_test(file_may_end_at_every_place_of_the_last_sectors),
        cmocka_unit_test(slot_is_empty_until_the_file_is_complete),
        cmocka_unit_test(other_file_than_announced_is_not_finished),
        cmocka_unit_test(flash_that_changed_behind_is_found_by_the_hash),
        cmocka_unit_test(head_counts_to_the_hash_too),
        cmocka_unit_test(file_of_unknown_hash_is_written_all_the_same),
        cmocka_unit_test(discarded_slot_is_empty_and_asks_for_nothing),
        cmocka_unit_test(each_sector_is_erased_once),
        cmocka_unit_test(erased_slot_is_not_erased),
        cmocka_unit_test(large_blocks_are_used_where_the_file_needs_them_whole),
        cmocka_unit_test(slot_off_the_large_blocks_starts_with_sectors),
        cmocka_unit_test(by_sector_no_large_block_and_little_ahead),
        cmocka_unit_test(a_piece_of_work_is_one_erase_or_one_block),
        cmocka_unit_test(work_leaves_nothing_for_the_chunks_to_wait_for),
        cmocka_unit_test(restarted_writer_goes_on_behind_whole_blocks),
        cmocka_unit_test(other_key_and_no_key_begin_anew),
        cmocka_unit_test(slot_that_got_a_head_meanwhile_is_begun_anew),
        cmocka_unit_test(finished_slot_is_begun_anew),
        cmocka_unit_test(sectors_of_other_lengths_are_served),
        cmocka_unit_test(no_cut_leaves_half_a_file_or_loses_a_block),
        cmocka_unit_test(cut_after_cut_the_file_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
