/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's head and records: no cut makes a record, none is lost. */
#include "enroll/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/sim/nor.h"

#define SECTOR    4096u
#define FLASH_LEN (2u * SECTOR)

static struct flash nor;
static uint8_t data[FLASH_LEN];
static jmp_buf power;
static struct journal journal;

static const struct nor_geometry geometry = {
    .run = {{SECTOR, 2}}, .run_count = 1, .write_len = 4, .page_len = 256};

static int setup(void **state)
{
    (void)state;
    memset(&nor, 0, sizeof(nor));
    memset(data, 0xff, sizeof(data));
    nor.power = &power;
    journal = (struct journal){.flash = &nor, .addr = SECTOR, .len = SECTOR};
    memset(journal.head, 0x5a, sizeof(journal.head));
    return nor_open(&nor, &geometry, data) == OK ? 0 : -1;
}

static bool is_ours(void)
{
    bool ours = false;

    assert_int_equal(journal_is_ours(&journal, &ours), OK);
    return ours;
}

/* Reads all words; returns how many are records. */
static uint32_t read_all(void)
{
    uint32_t count = 0;
    uint32_t said;

    journal.off = JOURNAL_HEAD_LEN;
    journal.last = 0;
    for (uint32_t off = JOURNAL_HEAD_LEN; off < journal.len; off += 4) {
        assert_int_equal(journal_get(&journal, off, &said), OK);
        count += said != 0;
    }
    return count;
}

static bool put_is_cut(uint32_t said, enum nor_cut_manner manner, uint32_t seed)
{
    if (setjmp(power) != 0) {
        nor_cut_disarm(&nor);
        return true;
    }
    nor_cut_arm(&nor, 0, manner, seed);
    assert_int_equal(journal_put(&journal, said), OK);
    nor_cut_disarm(&nor);
    return false;
}

static void journal_with_another_head_is_not_ours(void **state)
{
    (void)state;
    assert_false(is_ours());
    assert_int_equal(journal_begin(&journal), OK);
    assert_true(is_ours());
    for (uint32_t bit = 0; bit < 8 * HASH_LEN; bit++) {
        data[SECTOR + bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(is_ours());
        data[SECTOR + bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void records_are_read_in_order(void **state)
{
    uint32_t said;

    (void)state;
    assert_int_equal(journal_begin(&journal), OK);
    assert_int_equal(journal_put(&journal, 1), OK);
    assert_int_equal(journal_put(&journal, 0x7ffffff), OK);
    assert_int_equal(read_all(), 2);
    assert_int_equal(journal.last, 0x7ffffff);
    assert_int_equal(journal.off, JOURNAL_HEAD_LEN + 8);
    assert_int_equal(journal_get(&journal, JOURNAL_HEAD_LEN, &said), OK);
    assert_int_equal(said, 1);
}

static void same_record_is_not_written_twice(void **state)
{
    (void)state;
    assert_int_equal(journal_begin(&journal), OK);
    assert_int_equal(journal_put(&journal, 9), OK);
    assert_int_equal(journal_put(&journal, 9), OK);
    assert_int_equal(read_all(), 1);
}

/* All that programming may leave: ones instead of zeros, any of them. */
static void torn_record_is_none(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t said = 1 + i * 2654435761u % 0x7ffffffu;

        assert_int_equal(setup(state), 0);
        assert_int_equal(journal_begin(&journal), OK);
        assert_int_equal(journal_put(&journal, 3), OK);
        assert_true(put_is_cut(said, NOR_CUT_TORN_BITS, i));
        read_all();
        assert_true(journal.last == 3 || journal.last == said);
    }
}

static void record_goes_behind_a_torn_one(void **state)
{
    (void)state;
    assert_int_equal(journal_begin(&journal), OK);
    assert_int_equal(journal_put(&journal, 3), OK);
    assert_true(put_is_cut(0x1234, NOR_CUT_TORN_PREFIX, 2));
    read_all();
    assert_int_equal(journal_put(&journal, 4), OK);
    read_all();
    assert_int_equal(journal.last, 4);
    assert_null(nor.violation);
}

static void full_journal_takes_no_record(void **state)
{
    (void)state;
    assert_int_equal(journal_begin(&journal), OK);
    for (uint32_t i = 0; i < (SECTOR - JOURNAL_HEAD_LEN) / 4; i++) {
        assert_int_equal(journal_put(&journal, i + 1), OK);
    }
    assert_int_equal(journal_put(&journal, 5), ENROLL_E_JOURNAL);
    assert_int_equal(read_all(), (SECTOR - JOURNAL_HEAD_LEN) / 4);
}

static void flash_that_does_not_answer_is_told(void **state)
{
    uint32_t said;
    bool ours;

    (void)state;
    nor.bad_addr = SECTOR;
    nor.bad_len = SECTOR;
    assert_int_equal(journal_is_ours(&journal, &ours), FLASH_E_IO);
    assert_int_equal(journal_get(&journal, JOURNAL_HEAD_LEN, &said),
                     FLASH_E_IO);
    assert_int_equal(journal_begin(&journal), FLASH_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(journal_with_another_head_is_not_ours, setup),
        cmocka_unit_test_setup(records_are_read_in_order, setup),
        cmocka_unit_test_setup(same_record_is_not_written_twice, setup),
        cmocka_unit_test_setup(torn_record_is_none, setup),
        cmocka_unit_test_setup(record_goes_behind_a_torn_one, setup),
        cmocka_unit_test_setup(full_journal_takes_no_record, setup),
        cmocka_unit_test_setup(flash_that_does_not_answer_is_told, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
