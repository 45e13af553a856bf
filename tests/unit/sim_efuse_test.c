/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's eFuses: the contracts of iface/efuse.h and
 * iface/efuse_burn.h, the rules V1 to V4, and every manner of losing power.
 */
#include "port/sim/sim_efuse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define KEY0    4
#define KEY_LEN EFUSE_BLOCK_WORDS

static const uint32_t key[KEY_LEN] = {0x03020100, 0x07060504, 0x0b0a0908,
                                      0x0f0e0d0c, 0x13121110, 0x17161514,
                                      0x1b1a1918, 0x1f1e1d1c};
static const uint32_t other[KEY_LEN] = {0xdeadbeef, 1, 2, 3, 4, 5, 6, 7};
static const uint32_t nothing[KEY_LEN];

static struct flash flash;
static struct efuse efuse;
static uint8_t data[4096];
static jmp_buf power;

static const struct nor_geometry geometry = {
    .run = {{4096, 1}}, .run_count = 1, .write_len = 4, .page_len = 256};

static int setup(void **state)
{
    memset(&flash, 0, sizeof(flash));
    memset(data, 0xff, sizeof(data));
    if (nor_open(&flash, &geometry, data) != OK) {
        return -1;
    }
    flash.power = &power;
    sim_efuse_open(&efuse, SIM_EFUSE_ESP32C3, &flash);
    *state = &efuse;
    return 0;
}

static status_t burn_bit(uint32_t block, uint32_t bit)
{
    uint32_t bits[KEY_LEN] = {0};
    bits[bit / 32] = 1u << (bit % 32);
    return efuse_burn_block(&efuse, block, bits);
}

/* Returns true if power failed. */
static bool burn_cut(uint32_t block, const uint32_t bits[KEY_LEN],
                     enum nor_cut_manner manner, uint32_t seed)
{
    if (setjmp(power) != 0) {
        return true;
    }
    nor_cut_arm(&flash, 0, manner, seed);
    status_t status = efuse_burn_block(&efuse, block, bits);
    assert_int_equal(status, OK);
    nor_cut_disarm(&flash);
    return false;
}

static void expect_block(uint32_t block, const uint32_t words[KEY_LEN])
{
    for (uint32_t i = 0; i < KEY_LEN; i++) {
        assert_int_equal(efuse_word(&efuse, block, i), words[i]);
    }
}

static uint32_t ones(uint32_t block)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < 32 * KEY_LEN; i++) {
        count += efuse_word(&efuse, block, i / 32) >> (i % 32) & 1u;
    }
    return count;
}

static void burned_block_reads_back(void **state)
{
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    expect_block(KEY0, key);
    assert_true(efuse_is_sound(&efuse, KEY0));
    assert_int_equal(efuse.burn_count, 1);
}

static void block_0_takes_bits_at_any_time(void **state)
{
    (void)state;
    assert_int_equal(burn_bit(0, 82), OK);
    assert_int_equal(burn_bit(0, 83), OK);
    assert_int_equal(efuse_word(&efuse, 0, 2), 0xc0000);
}

static void coded_block_takes_bits_once(void **state)
{
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, other), EFUSE_E_CODED);
    expect_block(KEY0, key);
}

static void burning_what_is_set_burns_nothing(void **state)
{
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, nothing), OK);
    assert_int_equal(efuse.burn_count, 1);
}

static void write_protected_block_is_refused(void **state)
{
    (void)state;
    assert_int_equal(burn_bit(0, 23), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), EFUSE_E_PROTECTED);
    expect_block(KEY0, nothing);
}

static void write_protected_field_stays(void **state)
{
    (void)state;
    assert_int_equal(burn_bit(0, 4), OK); /* SPI_BOOT_CRYPT_CNT */
    assert_int_equal(burn_bit(0, 82), EFUSE_E_VERIFY);
    assert_int_equal(burn_bit(0, 80), OK);
    assert_int_equal(efuse_word(&efuse, 0, 2), 0x10000);
}

static void read_protected_block_reads_as_zero(void **state)
{
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(burn_bit(0, 32), OK);
    expect_block(KEY0, nothing);
    assert_memory_equal(efuse.word[KEY0], key, sizeof(key));
}

static void hidden_block_is_refused(void **state)
{
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(burn_bit(0, 32), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, other), EFUSE_E_PROTECTED);
    assert_memory_equal(efuse.word[KEY0], key, sizeof(key));
}

static void blocks_and_words_past_the_end_read_as_zero(void **state)
{
    (void)state;
    assert_int_equal(efuse_word(&efuse, 11, 0), 0);
    assert_int_equal(efuse_word(&efuse, 0, 6), 0);
    assert_int_equal(burn_bit(0, 192), EFUSE_E_VERIFY);
    assert_int_equal(burn_bit(11, 0), EFUSE_E_VERIFY);
    assert_int_equal(efuse.burn_count, 0);
}

static void cut_before_burns_nothing(void **state)
{
    (void)state;
    assert_true(burn_cut(KEY0, key, NOR_CUT_BEFORE, 0));
    expect_block(KEY0, nothing);
    assert_true(flash.cut_is_burn);
    assert_int_equal(flash.cut_addr, KEY0);
}

static void cut_after_burns_all(void **state)
{
    (void)state;
    assert_true(burn_cut(KEY0, key, NOR_CUT_AFTER, 0));
    expect_block(KEY0, key);
}

static void prefix_of_block_0_grows_bit_by_bit(void **state)
{
    uint32_t bits[KEY_LEN] = {0};
    (void)state;
    bits[2] = 0x70000;
    bits[3] = 0x3;
    for (uint32_t seed = 0; seed < 4; seed++) {
        (void)setup(state);
        assert_true(burn_cut(0, bits, NOR_CUT_TORN_PREFIX, seed));
        assert_int_equal(ones(0), seed + 1);
    }
}

static void last_bits_of_block_0_can_be_alone(void **state)
{
    uint32_t bits[KEY_LEN] = {0};
    (void)state;
    bits[2] = 0x3;
    assert_true(burn_cut(0, bits, NOR_CUT_HALF_ERASED, 0));
    assert_int_equal(efuse_word(&efuse, 0, 2), 0x2);
}

static void torn_bits_are_part_of_what_was_asked(void **state)
{
    bool some = false;
    (void)state;
    for (uint32_t seed = 0; seed < 16; seed++) {
        (void)setup(state);
        assert_true(burn_cut(0, key, NOR_CUT_TORN_BITS, seed));
        for (uint32_t i = 0; i < 6; i++) {
            assert_int_equal(efuse_word(&efuse, 0, i) & ~key[i], 0);
        }
        some = some || (ones(0) > 0 && ones(0) < 40);
    }
    assert_true(some);
}

static void torn_block_0_is_completed_by_burning_again(void **state)
{
    static const uint32_t all[KEY_LEN] = {0, 0, 0x01070000, 0x00f0000f, 7};
    (void)state;
    assert_true(burn_cut(0, all, NOR_CUT_TORN_BITS, 3));
    assert_int_equal(efuse_burn_block(&efuse, 0, all), OK);
    expect_block(0, all);
}

static void torn_coded_block_is_damaged_and_stays(void **state)
{
    (void)state;
    assert_true(burn_cut(KEY0, key, NOR_CUT_TORN_BITS, 1));
    assert_false(efuse_is_sound(&efuse, KEY0));
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), EFUSE_E_CODED);
    for (uint32_t i = 0; i < KEY_LEN; i++) {
        assert_int_equal(efuse_word(&efuse, KEY0, i) & ~key[i], 0);
    }
}

static void code_corrects_the_last_bits_that_miss(void **state)
{
    uint32_t bits = 0; /* of data and check bytes */
    (void)state;
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    for (uint32_t i = 0; i < 8 * SIM_EFUSE_CODE_MAX; i++) {
        bits += efuse.code[KEY0][i / 8] >> (i % 8) & 1u;
    }
    (void)setup(state);
    assert_true(burn_cut(KEY0, key, NOR_CUT_TORN_PREFIX, bits - 2));
    expect_block(KEY0, key);
    assert_false(efuse_is_sound(&efuse, KEY0));
}

static void code_hides_the_first_bits_of_a_torn_burn(void **state)
{
    (void)state;
    assert_true(burn_cut(KEY0, key, NOR_CUT_TORN_PREFIX, 0));
    expect_block(KEY0, nothing);
    assert_false(efuse_is_sound(&efuse, KEY0));
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_true(efuse_is_sound(&efuse, KEY0));
    expect_block(KEY0, key);
}

static void flash_and_efuse_share_the_count_of_operations(void **state)
{
    (void)state;
    assert_int_equal(flash_erase(&flash, 0, 4096), OK);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, key), OK);
    assert_int_equal(flash.op_count, 2);
    nor_cut_arm(&flash, 1, NOR_CUT_AFTER, 0);
    if (setjmp(power) == 0) {
        assert_int_equal(burn_bit(0, 0), OK);
        assert_int_equal(flash_erase(&flash, 0, 4096), OK);
        fail();
    }
    assert_false(flash.cut_is_burn);
    assert_true(flash.cut_is_erase);
}

static void esp32_without_scheme_takes_bits_at_any_time(void **state)
{
    (void)state;
    sim_efuse_open(&efuse, SIM_EFUSE_ESP32, NULL);
    assert_int_equal(efuse_key_len(&efuse), 32);
    assert_int_equal(burn_bit(1, 0), OK);
    assert_int_equal(burn_bit(1, 1), OK);
    assert_int_equal(efuse_word(&efuse, 1, 0), 3);
}

static void esp32_schemes_shorten_the_key_and_forbid_adding(void **state)
{
    static const struct {
        uint32_t bit;
        uint32_t len;
    } schemes[] = {{192, 24}, {193, 16}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        sim_efuse_open(&efuse, SIM_EFUSE_ESP32, NULL);
        assert_int_equal(burn_bit(0, schemes[i].bit), OK);
        assert_int_equal(efuse_key_len(&efuse), schemes[i].len);
        assert_int_equal(burn_bit(1, 0), OK);
        assert_int_equal(burn_bit(1, 1), EFUSE_E_CODED);
        assert_int_equal(burn_bit(2, 8 * schemes[i].len), EFUSE_E_VERIFY);
    }
}

static void esp32_can_hide_its_coding_scheme(void **state)
{
    (void)state;
    sim_efuse_open(&efuse, SIM_EFUSE_ESP32, NULL);
    assert_int_equal(burn_bit(0, 192), OK);
    assert_int_equal(burn_bit(0, 196), OK);
    assert_int_equal(burn_bit(0, 19), OK);
    assert_int_equal(efuse_word(&efuse, 0, 6), 0x10);
}

static void loaded_words_are_as_burned(void **state)
{
    static uint32_t words[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS];
    (void)state;
    memcpy(words[KEY0], key, sizeof(key));
    words[0][6] = 1; /* C3 has no such word */
    sim_efuse_load(&efuse, words);
    expect_block(KEY0, key);
    assert_int_equal(efuse.word[0][6], 0);
    assert_int_equal(efuse_burn_block(&efuse, KEY0, other), EFUSE_E_CODED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {

        cmocka_unit_test_setup(burned_block_reads_back, setup),
        cmocka_unit_test_setup(block_0_takes_bits_at_any_time, setup),
        cmocka_unit_test_setup(coded_block_takes_bits_once, setup),
        cmocka_unit_test_setup(burning_what_is_set_burns_nothing, setup),
        cmocka_unit_test_setup(write_protected_block_is_refused, setup),
        cmocka_unit_test_setup(write_protected_field_stays, setup),
        cmocka_unit_test_setup(read_protected_block_reads_as_zero, setup),
        cmocka_unit_test_setup(hidden_block_is_refused, setup),
        cmocka_unit_test_setup(blocks_and_words_past_the_end_read_as_zero,
                               setup),
        cmocka_unit_test_setup(cut_before_burns_nothing, setup),
        cmocka_unit_test_setup(cut_after_burns_all, setup),
        cmocka_unit_test_setup(prefix_of_block_0_grows_bit_by_bit, setup),
        cmocka_unit_test_setup(last_bits_of_block_0_can_be_alone, setup),
        cmocka_unit_test_setup(torn_bits_are_part_of_what_was_asked, setup),
        cmocka_unit_test_setup(torn_block_0_is_completed_by_burning_again,
                               setup),
        cmocka_unit_test_setup(torn_coded_block_is_damaged_and_stays, setup),
        cmocka_unit_test_setup(code_corrects_the_last_bits_that_miss, setup),
        cmocka_unit_test_setup(code_hides_the_first_bits_of_a_torn_burn, setup),
        cmocka_unit_test_setup(flash_and_efuse_share_the_count_of_operations,
                               setup),
        cmocka_unit_test_setup(esp32_without_scheme_takes_bits_at_any_time,
                               setup),
        cmocka_unit_test_setup(esp32_schemes_shorten_the_key_and_forbid_adding,
                               setup),
        cmocka_unit_test_setup(esp32_can_hide_its_coding_scheme, setup),
        cmocka_unit_test_setup(loaded_words_are_as_burned, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
