/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual flash: the contract of iface/flash.h, the rules N1 to N3 of
 * nor.h, every manner of losing power, and faults. Expected values follow
 * from those two headers alone. A long file, since one fixture serves it all.
 */
#include "port/sim/nor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SECTOR_LEN 4096u
#define SMALL_LEN  256u
#define FLASH_LEN  (16u * SECTOR_LEN)
#define BLOCK_LEN  (4u * SECTOR_LEN)

/* What each test starts from: 14 sectors of 4 KiB, then 32 of 256 bytes. */
struct fixture {
    struct flash nor;
    uint8_t data[FLASH_LEN];
    uint32_t wear[46];
    uint8_t written[FLASH_LEN / 4 / 8];
};

static struct fixture fix;
static jmp_buf power;

static const struct nor_geometry mixed = {
    .run = {{SECTOR_LEN, 14}, {SMALL_LEN, 32}},
    .run_count = 2,
    .write_len = 4,
    .page_len = 256,
    .large_erase_len = BLOCK_LEN,
};

static int setup(void **state)
{
    memset(&fix, 0, sizeof(fix));
    if (nor_open(&fix.nor, &mixed, fix.data) != OK) {
        return -1;
    }
    fix.nor.wear = fix.wear;
    fix.nor.power = &power;
    *state = &fix.nor;
    return 0;
}

static void fill(uint8_t value)
{
    memset(fix.data, value, sizeof(fix.data));
}

/* Runs a write or, with src NULL, an erase; returns true if power failed. */
static bool power_fails_at(uint32_t addr, const uint8_t *src, uint32_t len)
{
    if (setjmp(power) != 0) {
        return true;
    }
    if (src != NULL) {
        assert_int_equal(flash_write(&fix.nor, addr, src, len), OK);
    } else {
        assert_int_equal(flash_erase(&fix.nor, addr, len), OK);
    }
    return false;
}

static uint32_t count_of(const uint8_t *p, uint8_t value, uint32_t len)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < len; i++) {
        count += p[i] == value ? 1 : 0;
    }
    return count;
}

static void len_and_write_len_follow_the_geometry(void **state)
{
    assert_int_equal(flash_len(*state), FLASH_LEN);
    assert_int_equal(flash_write_len(*state), 4);
    assert_int_equal(nor_sector_count(&mixed), 46);
    assert_int_equal(nor_written_len(&mixed), FLASH_LEN / 4 / 8);
}

static void impossible_geometries_are_refused(void **state)
{
    (void)state;
    struct nor_geometry bad[6];
    for (int i = 0; i < 6; i++) {
        bad[i] = mixed;
    }
    bad[0].run_count = 0;
    bad[1].run_count = NOR_RUN_MAX + 1;
    bad[2].write_len = 3;
    bad[3].run[1].sector_len = 254; /* not a multiple of the write unit */
    bad[4].page_len = 0;
    bad[5].run[0].count = 0x100000; /* 4 GiB */
    for (int i = 0; i < 6; i++) {
        struct flash nor = {0};
        assert_int_equal(nor_open(&nor, &bad[i], fix.data), FLASH_E_ALIGN);
    }
}

static void sector_at_finds_sectors_of_both_runs(void **state)
{
    static const uint32_t expected[][3] = {
        {0, 0, SECTOR_LEN},
        {SECTOR_LEN - 1, 0, SECTOR_LEN},
        {SECTOR_LEN, SECTOR_LEN, SECTOR_LEN},
        {14 * SECTOR_LEN - 1, 13 * SECTOR_LEN, SECTOR_LEN},
        {14 * SECTOR_LEN, 14 * SECTOR_LEN, SMALL_LEN},
        {FLASH_LEN - 1, FLASH_LEN - SMALL_LEN, SMALL_LEN},
    };
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        struct flash_sector s;
        assert_int_equal(flash_sector_at(*state, expected[i][0], &s), OK);
        assert_int_equal(s.addr, expected[i][1]);
        assert_int_equal(s.len, expected[i][2]);
    }
    struct flash_sector none;
    assert_int_equal(flash_sector_at(*state, FLASH_LEN, &none), FLASH_E_RANGE);
}

static void erase_sets_every_bit_of_its_sectors_only(void **state)
{
    fill(0);
    assert_int_equal(flash_erase(*state, SECTOR_LEN, 2 * SECTOR_LEN), OK);
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), 2 * SECTOR_LEN);
    assert_int_equal(count_of(fix.data + SECTOR_LEN, 0xff, 2 * SECTOR_LEN),
                     2 * SECTOR_LEN);
}

static void erase_of_nothing_is_no_operation(void **state)
{
    assert_int_equal(flash_erase(*state, FLASH_LEN, 0), OK);
    assert_int_equal(fix.nor.op_count, 0);
}

static void erase_refuses_parts_of_sectors_untouched(void **state)
{
    fill(0);
    assert_int_equal(flash_erase(*state, 4, SECTOR_LEN - 4), FLASH_E_ALIGN);
    assert_int_equal(flash_erase(*state, 0, SMALL_LEN), FLASH_E_ALIGN);
    assert_int_equal(flash_erase(*state, 14 * SECTOR_LEN, SMALL_LEN), OK);
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), SMALL_LEN);
}

static void ranges_that_leave_the_flash_are_refused(void **state)
{
    uint8_t byte[8] = {0};
    bool erased;
    fill(0xff);
    assert_int_equal(flash_read(*state, FLASH_LEN - 4, byte, 8), FLASH_E_RANGE);
    assert_int_equal(flash_read(*state, UINT32_MAX, byte, 8), FLASH_E_RANGE);
    assert_int_equal(flash_write(*state, FLASH_LEN, byte, 4), FLASH_E_RANGE);
    assert_int_equal(flash_write(*state, 0xfffffffc, byte, 8), FLASH_E_RANGE);
    assert_int_equal(flash_erase(*state, 0, FLASH_LEN + SECTOR_LEN),
                     FLASH_E_RANGE);
    assert_int_equal(flash_is_erased(*state, FLASH_LEN - 1, 2, &erased),
                     FLASH_E_RANGE);
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), FLASH_LEN);
}

static void write_refuses_parts_of_units(void **state)
{
    static const uint8_t zero[8];
    fill(0xff);
    assert_int_equal(flash_write(*state, 2, zero, 4), FLASH_E_ALIGN);
    assert_int_equal(flash_write(*state, 4, zero, 6), FLASH_E_ALIGN);
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), FLASH_LEN);
}

static void write_programs_what_read_gives_back(void **state)
{
    uint8_t out[12] = "sallyport 1";
    uint8_t in[12];
    fill(0xff);
    assert_int_equal(flash_write(*state, 300, out, 12), OK);
    assert_int_equal(flash_read(*state, 300, in, 12), OK);
    assert_memory_equal(in, out, 12);
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), FLASH_LEN - 12);
    assert_null(fix.nor.violation);
}

static void write_never_sets_a_bit_and_tells_on_who_tried(void **state)
{
    static const uint8_t ones[4] = {0xff, 0xff, 0xff, 0xff};
    static const uint8_t bits[4] = {0x0f, 0x0f, 0x0f, 0x0f};
    fill(0xff);
    assert_int_equal(flash_write(*state, 8, bits, 4), OK);
    assert_null(fix.nor.violation);
    assert_int_equal(flash_write(*state, 8, ones, 4), OK);
    assert_int_equal(fix.data[8], 0x0f);
    assert_non_null(fix.nor.violation);
    assert_int_equal(fix.nor.violation_addr, 8);
}

static void first_violation_is_the_one_that_is_kept(void **state)
{
    static const uint8_t zero[4];
    fill(0);
    assert_int_equal(flash_write(*state, 16, zero, 4), OK);
    assert_int_equal(flash_write(*state, 32, zero, 4), OK);
    assert_int_equal(fix.nor.violation_addr, 16);
}

static void changes_outside_the_allowed_areas_are_told(void **state)
{
    fill(0);
    nor_allow(*state, SECTOR_LEN, SECTOR_LEN);
    nor_allow(*state, 2 * SECTOR_LEN, SECTOR_LEN);
    assert_int_equal(flash_erase(*state, SECTOR_LEN, 2 * SECTOR_LEN), OK);
    assert_null(fix.nor.violation);
    assert_int_equal(flash_erase(*state, 3 * SECTOR_LEN, SECTOR_LEN), OK);
    assert_non_null(fix.nor.violation);
    assert_int_equal(fix.nor.violation_addr, 3 * SECTOR_LEN);
}

static void an_operation_over_touching_areas_is_allowed(void **state)
{
    nor_allow(*state, BLOCK_LEN + SECTOR_LEN, 3 * SECTOR_LEN);
    nor_allow(*state, BLOCK_LEN, SECTOR_LEN);
    assert_int_equal(flash_erase(*state, BLOCK_LEN, BLOCK_LEN), OK);
    assert_int_equal(fix.nor.stats.large_erase_count, 1);
    assert_null(fix.nor.violation);
}

static void an_operation_half_outside_is_told(void **state)
{
    nor_allow(*state, BLOCK_LEN, 3 * SECTOR_LEN);
    assert_int_equal(flash_erase(*state, BLOCK_LEN, BLOCK_LEN), OK);
    assert_non_null(fix.nor.violation);
    assert_int_equal(fix.nor.violation_addr, BLOCK_LEN + 3 * SECTOR_LEN);
}

static void one_operation_is_one_page_or_one_erase(void **state)
{
    static uint8_t zero[1024];
    fill(0xff);
    /* 200 .. 1000 touches the pages 0, 1, 2 and 3 */
    assert_int_equal(flash_write(*state, 200, zero, 800), OK);
    assert_int_equal(fix.nor.op_count, 4);
    assert_int_equal(fix.nor.stats.program_count, 4);
    assert_int_equal(fix.nor.stats.bytes_programmed, 800);
    assert_int_equal(flash_erase(*state, 0, 3 * SECTOR_LEN), OK);
    assert_int_equal(fix.nor.op_count, 7);
    assert_int_equal(fix.nor.stats.erase_count, 3);
}

static void erase_takes_large_blocks_where_they_fit(void **state)
{
    /* sectors 3 .. 8: 3, the block 4 .. 7, 8 */
    assert_int_equal(flash_erase(*state, 3 * SECTOR_LEN, 6 * SECTOR_LEN), OK);
    assert_int_equal(fix.nor.stats.large_erase_count, 1);
    assert_int_equal(fix.nor.stats.erase_count, 2);
    assert_int_equal(fix.wear[2], 0);
    for (int i = 3; i <= 8; i++) {
        assert_int_equal(fix.wear[i], 1);
    }
    assert_int_equal(fix.wear[9], 0);
}

static void large_blocks_start_at_multiples_of_their_length(void **state)
{
    fill(0);
    nor_cut_arm(*state, 1, NOR_CUT_BEFORE, 0);
    assert_true(power_fails_at(3 * SECTOR_LEN, NULL, 6 * SECTOR_LEN));
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), SECTOR_LEN);
    nor_cut_arm(*state, 2, NOR_CUT_BEFORE, 0);
    assert_true(power_fails_at(3 * SECTOR_LEN, NULL, 6 * SECTOR_LEN));
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), 5 * SECTOR_LEN);
}

static void wear_counts_the_small_sectors_of_a_block_each(void **state)
{
    assert_int_equal(flash_erase(*state, 3 * BLOCK_LEN, BLOCK_LEN), OK);
    assert_int_equal(fix.nor.stats.large_erase_count, 1);
    assert_int_equal(fix.wear[11], 0);
    assert_int_equal(fix.wear[12], 1);
    assert_int_equal(fix.wear[14], 1);
    assert_int_equal(fix.wear[45], 1);
}

static void stats_start_anew_but_operations_go_on(void **state)
{
    uint8_t byte[4];
    assert_int_equal(flash_erase(*state, 0, SECTOR_LEN), OK);
    assert_int_equal(flash_read(*state, 0, byte, 4), OK);
    assert_int_equal(fix.nor.stats.bytes_read, 4);
    nor_stats_clear(*state);
    assert_int_equal(fix.nor.stats.bytes_read, 0);
    assert_int_equal(fix.nor.stats.erase_count, 0);
    assert_int_equal(fix.nor.op_count, 1);
    assert_int_equal(fix.wear[0], 1);
}

static void view_lends_what_a_read_returns_piece_by_piece(void **state)
{
    const uint8_t *view = NULL;
    uint32_t len;
    for (uint32_t i = 0; i < FLASH_LEN; i++) {
        fix.data[i] = (uint8_t)(i * 7 + i / 256);
    }
    for (uint32_t at = 3; at < FLASH_LEN; at += len) {
        len = FLASH_LEN - at;
        assert_int_equal(flash_view(*state, at, &len, &view), OK);
        assert_in_range(len, 1, FLASH_LEN - at);
        assert_memory_equal(view, fix.data + at, len);
    }
    len = 2;
    assert_int_equal(flash_view(*state, FLASH_LEN - 1, &len, &view),
                     FLASH_E_RANGE);
}

static void view_of_bad_bytes_fails(void **state)
{
    const uint8_t *view = NULL;
    uint32_t len = 8;
    fix.nor.bad_addr = 100;
    fix.nor.bad_len = 1;
    assert_int_equal(flash_view(*state, 93, &len, &view), FLASH_E_IO);
}

static void is_erased_sees_a_single_bit(void **state)
{
    bool erased = false;
    fill(0xff);
    assert_int_equal(flash_is_erased(*state, 100, 50, &erased), OK);
    assert_true(erased);
    fix.data[149] = 0xfe;
    assert_int_equal(flash_is_erased(*state, 100, 50, &erased), OK);
    assert_false(erased);
    assert_int_equal(flash_is_erased(*state, 149, 0, &erased), OK);
    assert_true(erased);
}

static void a_cut_comes_after_the_operations_that_were_granted(void **state)
{
    static uint8_t zero[768];
    fill(0xff);
    assert_int_equal(flash_erase(*state, 0, SECTOR_LEN), OK);
    nor_cut_arm(*state, 2, NOR_CUT_BEFORE, 0);
    assert_true(power_fails_at(0, zero, 768));
    assert_int_equal(count_of(fix.data, 0, FLASH_LEN), 512);
    assert_int_equal(fix.nor.stats.program_count, 2);
    assert_false(fix.nor.cut_armed);
    assert_false(power_fails_at(512, zero, 256));
}

static void a_cut_names_the_operation_that_it_hit(void **state)
{
    static uint8_t zero[512];
    fill(0xff);
    nor_cut_arm(*state, 1, NOR_CUT_BEFORE, 0);
    assert_true(power_fails_at(SECTOR_LEN, zero, 512));
    assert_int_equal(fix.nor.cut_addr, SECTOR_LEN + 256);
    assert_false(fix.nor.cut_is_erase);
    nor_cut_arm(*state, 1, NOR_CUT_AFTER, 0);
    assert_true(power_fails_at(0, NULL, 2 * SECTOR_LEN));
    assert_int_equal(fix.nor.cut_addr, SECTOR_LEN);
    assert_true(fix.nor.cut_is_erase);
}

static void a_cut_that_was_taken_back_does_not_come(void **state)
{
    static const uint8_t zero[4];
    fill(0xff);
    nor_cut_arm(*state, 0, NOR_CUT_BEFORE, 0);
    nor_cut_disarm(*state);
    assert_false(power_fails_at(0, zero, 4));
}

static void cut_after_did_everything(void **state)
{
    static const uint8_t zero[4];
    fill(0xff);
    nor_cut_arm(*state, 0, NOR_CUT_AFTER, 0);
    assert_true(power_fails_at(16, zero, 4));
    assert_int_equal(count_of(fix.data + 16, 0, 4), 4);
    assert_int_equal(fix.nor.stats.program_count, 1);
}

static void torn_prefix_programs_each_number_of_first_bytes(void **state)
{
    static const uint8_t zero[4];
    for (uint32_t seed = 0; seed < 3; seed++) {
        fill(0xff);
        nor_cut_arm(*state, 0, NOR_CUT_TORN_PREFIX, seed);
        assert_true(power_fails_at(16, zero, 4));
        assert_int_equal(count_of(fix.data, 0, FLASH_LEN), seed + 1);
        assert_int_equal(count_of(fix.data + 16, 0, seed + 1), seed + 1);
    }
}

static void torn_prefix_erases_the_first_bytes(void **state)
{
    fill(0);
    nor_cut_arm(*state, 0, NOR_CUT_TORN_PREFIX, 99);
    assert_true(power_fails_at(SECTOR_LEN, NULL, SECTOR_LEN));
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), 100);
    assert_int_equal(count_of(fix.data + SECTOR_LEN, 0xff, 100), 100);
}

static void half_erased_erases_the_upper_half(void **state)
{
    fill(0);
    nor_cut_arm(*state, 0, NOR_CUT_HALF_ERASED, 5);
    assert_true(power_fails_at(SECTOR_LEN, NULL, SECTOR_LEN));
    assert_int_equal(count_of(fix.data, 0xff, FLASH_LEN), SECTOR_LEN / 2);
    assert_int_equal(
        count_of(fix.data + SECTOR_LEN + SECTOR_LEN / 2, 0xff, SECTOR_LEN / 2),
        SECTOR_LEN / 2);
}

static uint32_t zero_bits(const uint8_t *p, uint32_t len)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < len * 8; i++) {
        count += ((p[i / 8] >> (i % 8)) & 1) == 0 ? 1 : 0;
    }
    return count;
}

static void torn_bits_program_about_half_and_only_what_was_asked(void **state)
{
    static uint8_t src[256];
    memset(src, 0xf0, sizeof(src));
    fill(0xff);
    nor_cut_arm(*state, 0, NOR_CUT_TORN_BITS, 7);
    assert_true(power_fails_at(256, src, 256));
    uint32_t bits = zero_bits(fix.data + 256, 256);
    assert_in_range(bits, 400, 624); /* of 1024: +-7 standard deviations */
    assert_int_equal(zero_bits(fix.data, FLASH_LEN), bits);
    for (uint32_t i = 0; i < 256; i++) {
        assert_int_equal(fix.data[256 + i] & 0xf0, 0xf0);
    }
}

static void torn_bits_erase_about_half(void **state)
{
    fill(0);
    nor_cut_arm(*state, 0, NOR_CUT_TORN_BITS, 7);
    assert_true(power_fails_at(SECTOR_LEN, NULL, SECTOR_LEN));
    uint32_t bits = zero_bits(fix.data + SECTOR_LEN, SECTOR_LEN);
    assert_in_range(bits, 15750, 17018); /* of 32768: +-7 deviations */
    assert_int_equal(zero_bits(fix.data, FLASH_LEN),
                     bits + 8 * (FLASH_LEN - SECTOR_LEN));
}

static void torn_bits_depend_on_the_seed_and_nothing_else(void **state)
{
    static uint8_t kept[3][SECTOR_LEN];
    static const uint32_t seeds[3] = {1, 1, 2};
    for (int i = 0; i < 3; i++) {
        fill(0);
        nor_cut_arm(*state, 0, NOR_CUT_TORN_BITS, seeds[i]);
        assert_true(power_fails_at(0, NULL, SECTOR_LEN));
        memcpy(kept[i], fix.data, SECTOR_LEN);
    }
    assert_memory_equal(kept[0], kept[1], SECTOR_LEN);
    assert_memory_not_equal(kept[0], kept[2], SECTOR_LEN);
}

static void every_manner_stays_inside_its_operation(void **state)
{
    static uint8_t zero[256];
    for (int m = 0; m < NOR_CUT_MANNER_COUNT; m++) {
        fill(0xff);
        nor_cut_arm(*state, 0, (enum nor_cut_manner)m, 1000);
        assert_true(power_fails_at(512, zero, 256));
        assert_int_equal(count_of(fix.data, 0xff, 512), 512);
        assert_int_equal(count_of(fix.data + 768, 0xff, FLASH_LEN - 768),
                         FLASH_LEN - 768);
    }
}

static void bad_reads_fail_and_heal_after_their_number(void **state)
{
    uint8_t byte[8];
    fix.nor.bad_addr = 100;
    fix.nor.bad_len = 4;
    fix.nor.bad_reads = 2;
    assert_int_equal(flash_read(*state, 92, byte, 8), OK);
    assert_int_equal(flash_read(*state, 104, byte, 8), OK);
    assert_int_equal(flash_read(*state, 93, byte, 8), FLASH_E_IO);
    assert_int_equal(flash_read(*state, 103, byte, 8), FLASH_E_IO);
    assert_int_equal(flash_read(*state, 100, byte, 8), OK);
}

static void bad_reads_without_a_number_never_heal(void **state)
{
    uint8_t byte[4];
    bool erased;
    fix.nor.bad_addr = 100;
    fix.nor.bad_len = 4;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(flash_read(*state, 100, byte, 4), FLASH_E_IO);
    }
    assert_int_equal(flash_is_erased(*state, 100, 4, &erased), FLASH_E_IO);
}

static void encrypted_erased_units_read_as_noise_yet_are_erased(void **state)
{
    uint8_t byte[16];
    bool erased = false;
    fill(0xff);
    fix.nor.written = fix.written;
    assert_int_equal(flash_read(*state, 64, byte, 16), OK);
    assert_int_equal(count_of(byte, 0xff, 16), 0);
    assert_int_equal(flash_is_erased(*state, 64, 16, &erased), OK);
    assert_true(erased);
}

static void encrypted_ones_that_were_written_are_not_erased(void **state)
{
    static const uint8_t ones[4] = {0xff, 0xff, 0xff, 0xff};
    uint8_t byte[4];
    bool erased = true;
    fill(0xff);
    fix.nor.written = fix.written;
    assert_int_equal(flash_write(*state, 64, ones, 4), OK);
    assert_int_equal(flash_read(*state, 64, byte, 4), OK);
    assert_memory_equal(byte, ones, 4);
    assert_int_equal(flash_is_erased(*state, 64, 4, &erased), OK);
    assert_false(erased);
    assert_null(fix.nor.violation);
    assert_int_equal(flash_write(*state, 64, ones, 4), OK);
    assert_non_null(fix.nor.violation);
}

static void encrypted_erase_makes_units_writable_again(void **state)
{
    static const uint8_t ones[4] = {0xff, 0xff, 0xff, 0xff};
    fill(0xff);
    fix.nor.written = fix.written;
    assert_int_equal(flash_write(*state, 64, ones, 4), OK);
    assert_int_equal(flash_erase(*state, 0, SECTOR_LEN), OK);
    assert_int_equal(flash_write(*state, 64, ones, 4), OK);
    assert_null(fix.nor.violation);
}

static void encrypted_torn_units_are_noise_as_a_whole(void **state)
{
    static const uint8_t zero[16];
    bool erased = true;
    fill(0xff);
    fix.nor.written = fix.written;
    nor_cut_arm(*state, 0, NOR_CUT_TORN_PREFIX, 4); /* 5 bytes: 1.25 units */
    assert_true(power_fails_at(64, zero, 16));
    assert_int_equal(count_of(fix.data + 64, 0, 4), 4);
    assert_in_range(count_of(fix.data + 68, 0, 4), 0, 1);
    assert_int_equal(flash_is_erased(*state, 68, 4, &erased), OK);
    assert_false(erased);
    assert_int_equal(flash_is_erased(*state, 72, 8, &erased), OK);
    assert_true(erased);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(len_and_write_len_follow_the_geometry, setup),
        cmocka_unit_test_setup(impossible_geometries_are_refused, setup),
        cmocka_unit_test_setup(sector_at_finds_sectors_of_both_runs, setup),
        cmocka_unit_test_setup(erase_sets_every_bit_of_its_sectors_only, setup),
        cmocka_unit_test_setup(erase_of_nothing_is_no_operation, setup),
        cmocka_unit_test_setup(erase_refuses_parts_of_sectors_untouched, setup),
        cmocka_unit_test_setup(ranges_that_leave_the_flash_are_refused, setup),
        cmocka_unit_test_setup(write_refuses_parts_of_units, setup),
        cmocka_unit_test_setup(write_programs_what_read_gives_back, setup),
        cmocka_unit_test_setup(write_never_sets_a_bit_and_tells_on_who_tried,
                               setup),
        cmocka_unit_test_setup(first_violation_is_the_one_that_is_kept, setup),
        cmocka_unit_test_setup(changes_outside_the_allowed_areas_are_told,
                               setup),
        cmocka_unit_test_setup(an_operation_over_touching_areas_is_allowed,
                               setup),
        cmocka_unit_test_setup(an_operation_half_outside_is_told, setup),
        cmocka_unit_test_setup(one_operation_is_one_page_or_one_erase, setup),
        cmocka_unit_test_setup(erase_takes_large_blocks_where_they_fit, setup),
        cmocka_unit_test_setup(large_blocks_start_at_multiples_of_their_length,
                               setup),
        cmocka_unit_test_setup(wear_counts_the_small_sectors_of_a_block_each,
                               setup),
        cmocka_unit_test_setup(stats_start_anew_but_operations_go_on, setup),
        cmocka_unit_test_setup(view_lends_what_a_read_returns_piece_by_piece,
                               setup),
        cmocka_unit_test_setup(view_of_bad_bytes_fails, setup),
        cmocka_unit_test_setup(is_erased_sees_a_single_bit, setup),
        cmocka_unit_test_setup(
            a_cut_comes_after_the_operations_that_were_granted, setup),
        cmocka_unit_test_setup(a_cut_names_the_operation_that_it_hit, setup),
        cmocka_unit_test_setup(a_cut_that_was_taken_back_does_not_come, setup),
        cmocka_unit_test_setup(cut_after_did_everything, setup),
        cmocka_unit_test_setup(torn_prefix_programs_each_number_of_first_bytes,
                               setup),
        cmocka_unit_test_setup(torn_prefix_erases_the_first_bytes, setup),
        cmocka_unit_test_setup(half_erased_erases_the_upper_half, setup),
        cmocka_unit_test_setup(
            torn_bits_program_about_half_and_only_what_was_asked, setup),
        cmocka_unit_test_setup(torn_bits_erase_about_half, setup),
        cmocka_unit_test_setup(torn_bits_depend_on_the_seed_and_nothing_else,
                               setup),
        cmocka_unit_test_setup(every_manner_stays_inside_its_operation, setup),
        cmocka_unit_test_setup(bad_reads_fail_and_heal_after_their_number,
                               setup),
        cmocka_unit_test_setup(bad_reads_without_a_number_never_heal, setup),
        cmocka_unit_test_setup(
            encrypted_erased_units_read_as_noise_yet_are_erased, setup),
        cmocka_unit_test_setup(encrypted_ones_that_were_written_are_not_erased,
                               setup),
        cmocka_unit_test_setup(encrypted_erase_makes_units_writable_again,
                               setup),
        cmocka_unit_test_setup(encrypted_torn_units_are_noise_as_a_whole,
                               setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
