/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which key the virtual chips encrypt with. Expected bytes: SPEC, "Flash
 * encryption", and flash_cipher_vectors.h, through iface/flash_encrypt.h.
 */
#include "port/sim/sim_crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "iface/flash_encrypt.h"
#include "tests/unit/hex.h"

#define SECTOR_LEN 4096u
#define FLASH_LEN  (32u * SECTOR_LEN)
#define PLACE      0x10000u

/* plain text 80 .. 9f, key 00 01 .., at PLACE */
#define ESP32_TEXT                                                             \
    "5a6981a3fcc3366a7fd5f5043df5a0460d86e0a52a406ec841dc08623117ceca"
#define ESP32_SHORT_TEXT /* key of 24 bytes */                                 \
    "2d4ef9b1bf649580428cdd5bdff5d324f72262d0de16a3a809af470d0288b83a"
#define XTS_128_TEXT                                                           \
    "d034f98a7b8c23d7af3a8e869e1414883edf17bc23452b1fa257a678adb8d9bf"
#define XTS_256_TEXT                                                           \
    "ac7c62689ffc77ad55832adde7a96fcde60c58f3024bf052eb27a7addcacdd5a"

static struct flash nor;
static struct efuse efuse;
static struct flash_cipher engine;
static uint8_t data[FLASH_LEN];

static const struct nor_geometry geometry = {
    .run = {{SECTOR_LEN, 32}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

static void open_chip(enum sim_efuse_chip chip)
{
    memset(&nor, 0, sizeof(nor));
    memset(data, 0xff, sizeof(data));
    assert_int_equal(nor_open(&nor, &geometry, data), OK);
    sim_efuse_open(&efuse, chip, &nor);
    sim_crypt_open(&efuse, &engine);
}

static void burn_bits(uint32_t bit, uint32_t width, uint32_t value)
{
    uint32_t words[EFUSE_BLOCK_WORDS] = {0};
    for (uint32_t i = 0; i < width; i++) {
        words[(bit + i) / 32] |= (value >> i & 1) << (bit + i) % 32;
    }
    assert_int_equal(efuse_burn_block(&efuse, 0, words), OK);
}

/* Burns bytes first .. of the key 00 01 .. reversed, as tools do. */
static void burn_key(uint32_t block, uint8_t first, uint32_t len)
{
    uint32_t words[EFUSE_BLOCK_WORDS] = {0};
    for (uint32_t i = 0; i < len; i++) {
        uint32_t byte = first + len - 1 - i;
        words[i / 4] |= byte << 8 * (i % 4);
    }
    assert_int_equal(efuse_burn_block(&efuse, block, words), OK);
}

static void assert_encrypts_to(const char *expected)
{
    uint8_t plain[32];
    struct hex text = hex_read(expected);
    for (uint32_t i = 0; i < sizeof(plain); i++) {
        plain[i] = (uint8_t)(0x80 + i);
    }
    memset(data, 0xff, sizeof(data));
    assert_int_equal(flash_encrypt(&nor, PLACE, plain, sizeof(plain)), OK);
    assert_memory_equal(data + PLACE, text.bytes, sizeof(plain));
}

static void an_esp32_takes_its_key_reversed(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    burn_key(1, 0, 32);
    burn_bits(188, 4, 0xf);
    assert_encrypts_to(ESP32_TEXT);
}

static void an_esp32_with_three_quarters_takes_24_bytes(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    burn_bits(192, 2, 1);
    burn_key(1, 0, 24);
    burn_bits(188, 4, 0xf);
    assert_encrypts_to(ESP32_SHORT_TEXT);
}

static void a_read_protected_key_encrypts(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32);
    burn_key(1, 0, 32);
    burn_bits(188, 4, 0xf);
    burn_bits(16, 1, 1);
    assert_int_equal(efuse_word(&efuse, 1, 0), 0);
    assert_encrypts_to(ESP32_TEXT);
}

static void the_others_find_their_key_by_its_purpose(void **state)
{
    (void)state;
    static const enum sim_efuse_chip chips[] = {
        SIM_EFUSE_ESP32S2, SIM_EFUSE_ESP32C3, SIM_EFUSE_ESP32S3};
    for (size_t i = 0; i < 3; i++) {
        open_chip(chips[i]);
        burn_key(6, 0, 32);
        burn_bits(88 + 4 * 2, 4, 4);
        burn_bits(32 + 2, 1, 1); /* read-protected */
        assert_encrypts_to(XTS_128_TEXT);
    }
}

static void two_blocks_make_a_wide_key(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32S3);
    burn_key(4, 32, 32);
    burn_bits(88, 4, 3);
    burn_key(7, 0, 32);
    burn_bits(88 + 4 * 3, 4, 2);
    assert_encrypts_to(XTS_256_TEXT);
}

static void assert_works_with_zeros(void)
{
    uint8_t was[32];
    uint8_t plain[32];
    static const uint8_t zeros[32];
    struct flash_cipher cipher;
    memset(plain, 0, sizeof(plain));
    memset(data, 0xff, sizeof(data));
    assert_int_equal(flash_encrypt(&nor, PLACE, plain, sizeof(plain)), OK);
    memcpy(was, data + PLACE, sizeof(was));
    assert_int_equal(flash_cipher_open_xts(&cipher, zeros, sizeof(zeros)), OK);
    assert_int_equal(flash_cipher_encrypt(&cipher, PLACE, plain, sizeof(plain)),
                     OK);
    assert_memory_equal(was, plain, sizeof(was));
}

static void impossible_keys_are_keys_of_zeros(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3); /* KEY5 can not hold it */
    burn_key(9, 0, 32);
    burn_bits(88 + 4 * 5, 4, 4);
    assert_works_with_zeros();
    open_chip(SIM_EFUSE_ESP32S3); /* half of a wide key */
    burn_key(4, 0, 32);
    burn_bits(88, 4, 2);
    assert_works_with_zeros();
    burn_key(5, 32, 32); /* a wide key and a narrow one */
    burn_bits(92, 4, 3);
    burn_key(6, 0, 32);
    burn_bits(96, 4, 4);
    assert_works_with_zeros();
}

static void an_esp32s2_takes_a_key_in_key5(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32S2);
    burn_key(9, 0, 32);
    burn_bits(88 + 4 * 5, 4, 4);
    assert_encrypts_to(XTS_128_TEXT);
}

struct count {
    enum sim_efuse_chip chip;
    uint32_t bit;
    uint32_t width;
    uint32_t value;
    bool odd;
};

static void an_odd_count_decrypts_from_the_next_reset_on(void **state)
{
    (void)state;
    static const struct count counts[] = {
        {SIM_EFUSE_ESP32, 20, 7, 0x00, false},
        {SIM_EFUSE_ESP32, 20, 7, 0x01, true},
        {SIM_EFUSE_ESP32, 20, 7, 0x03, false},
        {SIM_EFUSE_ESP32, 20, 7, 0x07, true},
        {SIM_EFUSE_ESP32, 20, 7, 0x40, true},
        {SIM_EFUSE_ESP32, 20, 7, 0x7f, true},
        {SIM_EFUSE_ESP32C3, 82, 3, 0x0, false},
        {SIM_EFUSE_ESP32C3, 82, 3, 0x1, true},
        {SIM_EFUSE_ESP32S3, 82, 3, 0x3, false},
        {SIM_EFUSE_ESP32S2, 82, 3, 0x4, true},
        {SIM_EFUSE_ESP32S3, 82, 3, 0x7, true},
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        open_chip(counts[i].chip);
        burn_bits(counts[i].bit, counts[i].width, counts[i].value);
        assert_false(flash_is_encrypted(&nor));
        sim_crypt_reset(&efuse);
        assert_int_equal(flash_is_encrypted(&nor), counts[i].odd);
        assert_int_equal(sim_crypt_counter_is_odd(&efuse), counts[i].odd);
    }
}

static void without_an_engine_nothing_is_encrypted(void **state)
{
    (void)state;
    open_chip(SIM_EFUSE_ESP32C3);
    nor.cipher = NULL;
    sim_efuse_open(&efuse, SIM_EFUSE_ESP32C3, &nor);
    burn_key(4, 0, 32);
    burn_bits(88, 4, 4);
    assert_null(nor.cipher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_esp32_takes_its_key_reversed),
        cmocka_unit_test(an_esp32_with_three_quarters_takes_24_bytes),
        cmocka_unit_test(a_read_protected_key_encrypts),
        cmocka_unit_test(the_others_find_their_key_by_its_purpose),
        cmocka_unit_test(two_blocks_make_a_wide_key),
        cmocka_unit_test(impossible_keys_are_keys_of_zeros),
        cmocka_unit_test(an_esp32s2_takes_a_key_in_key5),
        cmocka_unit_test(an_odd_count_decrypts_from_the_next_reset_on),
        cmocka_unit_test(without_an_engine_nothing_is_encrypted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
