/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load header: both layouts, the hash of what goes to RAM, and every
 * reason for refusing a segment. Windows are those of ESP32-C3 and ESP32.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "core/load.h"

#define IMAGE_LEN  0x2000u
#define HEADER_OFF 0x20u /* the payload starts behind the image header */

static const struct load_rules C3 = {
    .window = {{0x4037c000, 0x403e0000},
               {0x3fc80000, 0x3fce0000},
               {0x50000000, 0x50002000},
               {0, 0}},
    .loader = {0x3fcd9000, 0x3fcda000},
    .alias = {{0x40380000, 0x403e0000}, 0x700000, false},
};

/* The upper half of its memory has instruction addresses in reverse order. */
static const struct load_rules ESP32 = {
    .window = {{0x40080000, 0x400aa000},
               {0x3ffae000, 0x40000000},
               {0x400c0000, 0x400c2000},
               {0x50000000, 0x50002000}},
    .loader = {0x3ffff000, 0x40000000},
    .alias = {{0x400a0000, 0x400c0000}, 0x800a0000, true},
};

static uint8_t image[IMAGE_LEN];
static struct load_plan plan;
static struct load_fault fault;

static void put_word(uint32_t index, uint32_t value)
{
    put_le32(image + HEADER_OFF + 4 * index, value);
}

static void put_segment(uint32_t index, uint32_t addr, uint32_t off,
                        uint32_t len)
{
    put_word(index, addr);
    put_word(index + 1, off);
    put_word(index + 2, len);
}

/* Entry and code at 0x40380000, data at 0x3fc90000, as a linker lays it out. */
static void given_header(void)
{
    for (uint32_t i = 0; i < IMAGE_LEN; i++) {
        image[i] = (uint8_t)(i * 7 + i / 256);
    }
    memset(image + HEADER_OFF, 0, LOAD_HEADER_LEN);
    put_word(0, 0xace637d3);
    put_word(1, 0x40380010);
    put_segment(2, 0x40380000, 0x400, 0x200);
    put_segment(5, 0x3fc90000, 0x800, 0x100);
}

/* Shows the image as it is hashed, in chunks of n bytes. */
static void watch_in_chunks(uint32_t n)
{
    struct load_watch watch;
    uint32_t end;

    load_watch_open(&watch, &plan, image + HEADER_OFF, LOAD_HEADER_LEN);
    for (uint32_t off = HEADER_OFF; off < IMAGE_LEN; off = end) {
        end = off + n < IMAGE_LEN ? off + n : IMAGE_LEN;
        load_watch_see(&watch, off, image + off, end - off);
    }
    load_watch_close(&watch);
}

static status_t check(void)
{
    watch_in_chunks(512);
    return load_plan_check(&plan, IMAGE_LEN, &C3, &fault);
}

static void expect_digest_of(const uint32_t (*parts)[2], uint32_t count)
{
    struct hash h;
    uint8_t digest[HASH_LEN];

    hash_open_aside(&h);
    for (uint32_t i = 0; i < count; i++) {
        hash_add(&h, image + parts[i][0], parts[i][1]);
    }
    hash_close(&h, digest);
    assert_memory_equal(plan.digest, digest, HASH_LEN);
}

static void a_plain_header_is_accepted(void **state)
{
    (void)state;
    given_header();
    assert_int_equal(check(), OK);
    assert_int_equal(plan.entry, 0x40380010);
}

static void the_digest_covers_the_segments_in_file_order(void **state)
{
    static const uint32_t parts[][2] = {{0x400, 0x200}, {0x800, 0x100}};
    static const uint32_t swapped[][2] = {{0x400, 0x100}, {0x800, 0x200}};

    (void)state;
    for (uint32_t n = 1; n < 1100; n += 77) {
        given_header();
        watch_in_chunks(n);
        expect_digest_of(parts, 2);
        put_segment(2, 0x40380000, 0x800, 0x200);
        put_segment(5, 0x3fc90000, 0x400, 0x100);
        watch_in_chunks(n);
        expect_digest_of(swapped, 2);
    }
}

/* The header's segments: 0x200 bytes from 0x400, 0x100 from 0x800. */
static void the_gap_ends_where_the_next_segment_starts(void **state)
{
    static const uint32_t gaps[][2] = {
        {HEADER_OFF, 0x400 - HEADER_OFF},
        {0x3ff, 1},
        {0x400, 0},
        {0x5ff, 0},
        {0x600, 0x200},
        {0x8ff, 0},
    };
    struct load_watch watch;

    (void)state;
    given_header();
    load_watch_open(&watch, &plan, image + HEADER_OFF, LOAD_HEADER_LEN);
    for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
        assert_int_equal(load_watch_gap(&watch, gaps[i][0]), gaps[i][1]);
    }
    assert_true(load_watch_gap(&watch, 0x900) > IMAGE_LEN);
    load_watch_close(&watch);
}

static void without_segments_all_is_gap(void **state)
{
    struct load_watch watch;

    (void)state;
    given_header();
    load_watch_open(&watch, &plan, image + HEADER_OFF, LOAD_HEADER_LEN - 1);
    assert_int_equal(load_watch_gap(&watch, HEADER_OFF), UINT32_MAX);
    load_watch_close(&watch);
}

static void rtc_segments_belong_to_the_current_layout(void **state)
{
    (void)state;
    given_header();
    put_segment(8, 0x50000100, 0xa00, 0x40);
    assert_int_equal(check(), OK);
    assert_int_equal(plan.segment[3].len, 0x40);
    assert_int_equal(plan.segment[3].kind, LOAD_RTC_FAST);
}

/* Payload of the older layout stands where RTC segments would. */
static void the_older_layout_has_no_rtc_segments(void **state)
{
    (void)state;
    given_header();
    put_segment(8, 0x12345678, 0x9abc, 0x40);
    assert_int_equal(check(), OK);
    given_header();
    put_segment(8, 0x50000100, 0xa00, 0x40);
    put_word(23, 1);
    assert_int_equal(check(), OK);
    for (uint32_t i = 0; i < LOAD_SEGMENT_COUNT; i++) {
        assert_true(plan.segment[i].kind < LOAD_RTC_FAST ||
                    plan.segment[i].len == 0);
    }
}

static void a_payload_without_header_is_refused(void **state)
{
    struct load_watch watch;

    (void)state;
    given_header();
    put_word(0, 0xace637d2);
    assert_int_equal(check(), LOAD_E_MAGIC);
    given_header();
    load_watch_open(&watch, &plan, image + HEADER_OFF, LOAD_HEADER_LEN - 1);
    assert_false(plan.present);
    load_watch_close(&watch);
}

/* Each row: what is put into the header, and what is said of it. */
struct row {
    uint32_t index; /* word of the segment: 2, 5 or 8 */
    uint32_t addr, off, len;
    status_t status;
    enum load_kind kind;
    uint32_t fault_addr, limit;
};

static void each_misplaced_segment_is_named(void **state)
{
    static const struct row rows[] = {
        /* below, at the end of and beyond the windows */
        {2, 0x4037bffc, 0x400, 0x10, LOAD_E_WINDOW, LOAD_IRAM, 0x4037bffc,
         0x4037c000},
        {2, 0x403dfff0, 0x400, 0x10, OK, LOAD_IRAM, 0, 0},
        {2, 0x403dfff0, 0x400, 0x14, LOAD_E_WINDOW, LOAD_IRAM, 0x403e0004,
         0x403e0000},
        {5, 0x3fc7fffc, 0x800, 0x04, LOAD_E_WINDOW, LOAD_DRAM, 0x3fc7fffc,
         0x3fc80000},
        {5, 0x3fcdfff8, 0x800, 0x10, LOAD_E_WINDOW, LOAD_DRAM, 0x3fce0008,
         0x3fce0000},
        {8, 0x50001ffc, 0xa00, 0x10, LOAD_E_WINDOW, LOAD_RTC_FAST, 0x5000200c,
         0x50002000},
        /* lengths that wrap the address space */
        {5, 0x3fc90000, 0x800, 0xfffffff0, LOAD_E_RANGE, LOAD_DRAM, 0x7f0,
         IMAGE_LEN},
        /* not made of words */
        {5, 0x3fc90002, 0x800, 0x10, LOAD_E_WINDOW, LOAD_DRAM, 0x3fc90002,
         0x3fc80000},
        {5, 0x3fc90000, 0x802, 0x10, LOAD_E_WINDOW, LOAD_DRAM, 0x3fc90000,
         0x3fc80000},
        {5, 0x3fc90000, 0x800, 0x11, LOAD_E_WINDOW, LOAD_DRAM, 0x3fc90000,
         0x3fc80000},
        /* over the loader: its last word, and through the other bus */
        {5, 0x3fcd9ffc, 0x800, 0x4, LOAD_E_OVERLAP, LOAD_DRAM, 0x3fcd9ffc,
         0x3fcd9000},
        {5, 0x3fcda000, 0x800, 0x4, OK, LOAD_DRAM, 0, 0},
        {5, 0x3fcd8000, 0x800, 0x1000, OK, LOAD_DRAM, 0, 0},
        {5, 0x3fcd8000, 0x800, 0x1004, LOAD_E_OVERLAP, LOAD_DRAM, 0x3fcd8000,
         0x3fcd9000},
        {2, 0x403d9000, 0x400, 0x4, LOAD_E_OVERLAP, LOAD_IRAM, 0x403d9000,
         0x3fcd9000},
        /* past the image */
        {5, 0x3fc90000, IMAGE_LEN - 0x10, 0x10, OK, LOAD_DRAM, 0, 0},
        {5, 0x3fc90000, IMAGE_LEN - 0x10, 0x14, LOAD_E_RANGE, LOAD_DRAM,
         IMAGE_LEN + 4, IMAGE_LEN},
        /* over the code, by the other bus, and in the file */
        {5, 0x3fc801fc, 0x800, 0x10, LOAD_E_OVERLAP, LOAD_IRAM, 0x40380000,
         0x3fc801fc},
        {5, 0x3fc90000, 0x5fc, 0x10, LOAD_E_OVERLAP, LOAD_IRAM, 0x40380000,
         0x3fc90000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        given_header();
        if (rows[i].index == 2) {
            put_word(1, rows[i].addr);
        }
        put_segment(rows[i].index, rows[i].addr, rows[i].off, rows[i].len);
        assert_int_equal(check(), rows[i].status);
        if (rows[i].status != OK) {
            assert_int_equal(fault.kind, rows[i].kind);
            assert_int_equal(fault.addr, rows[i].fault_addr);
            assert_int_equal(fault.limit, rows[i].limit);
        }
    }
}

static void the_entry_must_lie_in_instruction_memory(void **state)
{
    static const uint32_t entries[] = {0,          0x3fc90000, 0x4037bffc,
                                       0x403e0000, 0x403dfffe, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        given_header();
        put_word(1, entries[i]);
        assert_int_equal(check(), LOAD_E_WINDOW);
        assert_int_equal(fault.addr, entries[i]);
    }
}

/*
 * Instruction address 0x400a0000 is the last data word, 0x3ffffffc; what lies
 * below has no data address.
 */
static void memory_in_reverse_order_is_compared_too(void **state)
{
    static const struct {
        uint32_t code, code_len, data;
        status_t status;
    } rows[] = {
        {0x40080000, 0x100, 0x3ffb0000, OK},
        {0x4009fff0, 0x10, 0x3ffb0000, OK},
        {0x4009fff0, 0x14, 0x3ffb0000, LOAD_E_OVERLAP}, /* the loader */
        {0x400a0ffc, 0x4, 0x3ffb0000, LOAD_E_OVERLAP},
        {0x400a1000, 0x4, 0x3ffb0000, OK},
        {0x400a1000, 0x200, 0x3fffee00, LOAD_E_OVERLAP}, /* the data */
        {0x400a1000, 0x200, 0x3fffed04, LOAD_E_OVERLAP},
        {0x400a1000, 0x200, 0x3fffed00, OK},
        {0x400a1000, 0x200, 0x3fffef00, LOAD_E_OVERLAP},
        {0x400a1100, 0x100, 0x3fffef00, OK},
        {0x40080000, 0x100, 0x3fffef04, LOAD_E_OVERLAP}, /* the loader */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        given_header();
        put_word(1, 0x40080000);
        put_segment(2, rows[i].code, 0x400, rows[i].code_len);
        put_segment(5, rows[i].data, 0x800, 0x100);
        watch_in_chunks(512);
        assert_int_equal(load_plan_check(&plan, IMAGE_LEN, &ESP32, &fault),
                         rows[i].status);
    }
}

/* A second image beside the one of given_header(). */
struct neighbour {
    uint32_t iram;
    uint32_t iram_len;
    uint32_t dram;
    uint32_t dram_len;
    bool meet;
    uint32_t addr;  /* of the first image's segment */
    uint32_t limit; /* of the second's */
};

static void expect_neighbour(const struct load_plan *first,
                             const struct load_rules *rules,
                             const struct neighbour *n)
{
    status_t status;

    put_segment(2, n->iram, 0x400, n->iram_len);
    put_segment(5, n->dram, 0x800, n->dram_len);
    watch_in_chunks(IMAGE_LEN);
    memset(&fault, 0, sizeof(fault));
    status = load_plans_check(first, &plan, rules, &fault);
    assert_int_equal(status, n->meet ? LOAD_E_OVERLAP : OK);
    assert_int_equal(fault.addr, n->addr);
    assert_int_equal(fault.limit, n->limit);
}

static const struct neighbour neighbours[] = {
    {0x40380200, 0x200, 0x3fc90100, 0x100, false, 0, 0},
    {0x4037ff00, 0x100, 0x3fc8ff00, 0x100, false, 0, 0},
    {0x403801fc, 0x200, 0x3fc90100, 0x100, true, 0x40380000, 0x403801fc},
    {0x4037ff00, 0x104, 0x3fc90100, 0x100, true, 0x40380000, 0x4037ff00},
    {0x40380200, 0x200, 0x3fc900fc, 0x100, true, 0x3fc90000, 0x3fc900fc},
    /* data where the first image's code is, and the reverse */
    {0x40381000, 0x200, 0x3fc80100, 0x100, true, 0x40380000, 0x3fc80100},
    {0x40390000, 0x200, 0x3fca0000, 0x100, true, 0x3fc90000, 0x40390000},
    {0x40380000, 0, 0x3fc90000, 0, false, 0, 0},
};

static void two_images_that_meet_in_memory_are_refused(void **state)
{
    struct load_plan first;

    (void)state;
    given_header();
    watch_in_chunks(IMAGE_LEN);
    first = plan;
    for (size_t i = 0; i < sizeof(neighbours) / sizeof(neighbours[0]); i++) {
        expect_neighbour(&first, &C3, &neighbours[i]);
    }
}

/* ESP32: below 0x400a0000 is memory that has no data address. */
static void two_images_meet_where_no_data_address_shows_it(void **state)
{
    static const struct neighbour rows[] = {
        {0x40080200, 0x200, 0x3ffb0100, 0x100, false, 0, 0},
        {0x400801fc, 0x200, 0x3ffb0100, 0x100, true, 0x40080000, 0x400801fc},
        {0x40080200, 0x200, 0x3ffb00fc, 0x100, true, 0x3ffb0000, 0x3ffb00fc},
        {0x40090000, 0x200, 0x3ffe8000, 0x100, false, 0, 0},
    };
    struct load_plan first;

    (void)state;
    given_header();
    put_segment(2, 0x40080000, 0x400, 0x200);
    put_segment(5, 0x3ffb0000, 0x800, 0x100);
    watch_in_chunks(IMAGE_LEN);
    first = plan;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        expect_neighbour(&first, &ESP32, &rows[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_header_is_accepted),
        cmocka_unit_test(the_digest_covers_the_segments_in_file_order),
        cmocka_unit_test(the_gap_ends_where_the_next_segment_starts),
        cmocka_unit_test(without_segments_all_is_gap),
        cmocka_unit_test(rtc_segments_belong_to_the_current_layout),
        cmocka_unit_test(the_older_layout_has_no_rtc_segments),
        cmocka_unit_test(a_payload_without_header_is_refused),
        cmocka_unit_test(each_misplaced_segment_is_named),
        cmocka_unit_test(memory_in_reverse_order_is_compared_too),
        cmocka_unit_test(the_entry_must_lie_in_instruction_memory),
        cmocka_unit_test(two_images_that_meet_in_memory_are_refused),
        cmocka_unit_test(two_images_meet_where_no_data_address_shows_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
