/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual flash of an encrypted device. Expected bytes: see
 * flash_cipher_vectors.h; the rest follows from iface/flash.h and
 * iface/flash_encrypt.h.
 */
#include "port/sim/nor_crypt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "port/sim/flash_cipher.h"
#include "tests/unit/flash_cipher_vectors.h"
#include "tests/unit/hex.h"

#define SECTOR_LEN 4096u
#define FLASH_LEN  (32u * SECTOR_LEN)
#define PLACE      0x10000u /* of the vectors */
#define UNIT       FLASH_ENCRYPT_LEN

static struct flash nor;
static struct flash_cipher cipher;
static uint8_t data[FLASH_LEN];
static jmp_buf power;

static const struct nor_geometry geometry = {
    .run = {{SECTOR_LEN, 32}},
    .run_count = 1,
    .write_len = 4,
    .page_len = 256,
};

/* An erased device with a key, XTS-AES-128; encryption is not enabled yet. */
static int setup(void **state)
{
    uint8_t key[32];
    for (uint32_t i = 0; i < sizeof(key); i++) {
        key[i] = (uint8_t)i;
    }
    memset(&nor, 0, sizeof(nor));
    memset(data, 0xff, sizeof(data));
    nor.power = &power;
    nor.cipher = &cipher;
    *state = &nor;
    return nor_open(&nor, &geometry, data) == OK &&
                   flash_cipher_open_xts(&cipher, key, sizeof(key)) == OK
               ? 0
               : -1;
}

static int setup_encrypted(void **state)
{
    int result = setup(state);
    nor.encrypted = true;
    return result;
}

static void count_up(uint8_t *dst, uint32_t len, uint8_t first)
{
    for (uint32_t i = 0; i < len; i++) {
        dst[i] = (uint8_t)(first + i);
    }
}

static bool is_erased(uint32_t addr, uint32_t len)
{
    bool erased = false;
    assert_int_equal(flash_is_erased(&nor, addr, len, &erased), OK);
    return erased;
}

static bool write_is_cut(uint32_t addr, const uint8_t *src, uint32_t len)
{
    if (setjmp(power) != 0) {
        return true;
    }
    assert_int_equal(flash_write(&nor, addr, src, len), OK);
    return false;
}

/* 128 bytes at PLACE: plain 00 01 .. 7f. */
static void expect_vector(void)
{
    struct hex text = hex_read(xts_long_vectors[0].text);
    assert_int_equal(xts_long_vectors[0].addr, PLACE);
    assert_memory_equal(data + PLACE, text.bytes, text.len);
}

static void write_puts_ciphertext_into_the_array(void **state)
{
    (void)state;
    uint8_t plain[128];
    uint8_t seen[128];
    count_up(plain, sizeof(plain), 0);
    assert_int_equal(flash_write(&nor, PLACE, plain, sizeof(plain)), OK);
    expect_vector();
    assert_int_equal(flash_read(&nor, PLACE, seen, sizeof(seen)), OK);
    assert_memory_equal(seen, plain, sizeof(plain));
    assert_null(nor.violation);
}

static void every_part_of_a_range_reads_the_same(void **state)
{
    (void)state;
    uint8_t plain[128];
    uint8_t seen[128];
    count_up(plain, sizeof(plain), 0);
    assert_int_equal(flash_write(&nor, PLACE, plain, sizeof(plain)), OK);
    for (uint32_t at = 0; at < 40; at++) {
        for (uint32_t len = 0; len < 40; len++) {
            assert_int_equal(flash_read(&nor, PLACE + at, seen, len), OK);
            assert_memory_equal(seen, plain + at, len);
        }
    }
}

static void longest_reads_are_whole(void **state)
{
    (void)state;
    static uint8_t plain[3 * SECTOR_LEN];
    static uint8_t seen[sizeof(plain)];
    count_up(plain, sizeof(plain), 3);
    assert_int_equal(flash_write(&nor, 96, plain, sizeof(plain)), OK);
    assert_int_equal(flash_read(&nor, 101, seen, sizeof(seen) - 5), OK);
    assert_memory_equal(seen, plain + 5, sizeof(seen) - 5);
}

static void view_lends_decrypted_bytes(void **state)
{
    (void)state;
    uint8_t plain[128];
    uint32_t len = 100;
    const uint8_t *view;
    count_up(plain, sizeof(plain), 0);
    assert_int_equal(flash_write(&nor, PLACE, plain, sizeof(plain)), OK);
    assert_int_equal(flash_view(&nor, PLACE + 3, &len, &view), OK);
    assert_int_equal(len, 100);
    assert_memory_equal(view, plain + 3, len);
}

static void erased_reads_as_noise_and_is_erased(void **state)
{
    (void)state;
    struct hex text = hex_read(xts_erased.text);
    uint8_t seen[32];
    assert_int_equal(flash_read(&nor, PLACE, seen, sizeof(seen)), OK);
    assert_memory_equal(seen, text.bytes, sizeof(seen));
    assert_true(is_erased(PLACE, SECTOR_LEN));
}

static void ones_that_were_written_are_not_erased(void **state)
{
    (void)state;
    uint8_t ones[UNIT];
    uint8_t seen[UNIT];
    memset(ones, 0xff, sizeof(ones));
    assert_int_equal(flash_write(&nor, PLACE, ones, UNIT), OK);
    assert_int_equal(flash_read(&nor, PLACE, seen, UNIT), OK);
    assert_memory_equal(seen, ones, UNIT);
    assert_false(is_erased(PLACE, UNIT));
    assert_null(nor.violation);
}

/* F1 of iface/flash.h: once, and then it is noise. */
static void one_unit_of_written_ones_may_be_written_again(void **state)
{
    (void)state;
    uint8_t unit[2 * UNIT];
    memset(unit, 0xff, sizeof(unit));
    assert_int_equal(flash_write(&nor, PLACE, unit, 2 * UNIT), OK);
    unit[0] = 1;
    assert_int_equal(flash_write(&nor, PLACE, unit, UNIT), OK);
    assert_null(nor.violation);
    assert_int_equal(flash_read(&nor, PLACE, unit, UNIT), OK);
    assert_false(bytes_are(unit, 0xff, UNIT));
    assert_false(is_erased(PLACE, UNIT));
    assert_int_equal(flash_write(&nor, PLACE, unit, UNIT), OK);
    assert_non_null(nor.violation);
}

static void two_units_of_written_ones_may_not_be_written_again(void **state)
{
    (void)state;
    uint8_t units[2 * UNIT];
    memset(units, 0xff, sizeof(units));
    assert_int_equal(flash_write(&nor, PLACE, units, sizeof(units)), OK);
    assert_int_equal(flash_write(&nor, PLACE, units, sizeof(units)), OK);
    assert_non_null(nor.violation);
}

static void write_unit_is_32_bytes(void **state)
{
    (void)state;
    static const uint8_t unit[UNIT];
    assert_int_equal(flash_write_len(&nor), UNIT);
    assert_int_equal(flash_write(&nor, 16, unit, UNIT), FLASH_E_ALIGN);
    assert_int_equal(flash_write(&nor, 32, unit, 16), FLASH_E_ALIGN);
    assert_int_equal(nor.op_count, 0);
}

static void an_operation_is_one_page(void **state)
{
    (void)state;
    static const uint8_t bytes[2048];
    assert_int_equal(flash_write(&nor, 224, bytes, sizeof(bytes)), OK);
    assert_int_equal(nor.op_count, 9);
    assert_int_equal(nor.stats.bytes_programmed, sizeof(bytes));
}

/* The rest of the 16 bytes was not programmed, so all of them are noise. */
static void torn_write_leaves_a_part_of_its_ciphertext(void **state)
{
    (void)state;
    struct hex text = hex_read(xts_long_vectors[0].text);
    uint8_t plain[128];
    uint8_t seen[128];
    count_up(plain, sizeof(plain), 0);
    nor_cut_arm(&nor, 0, NOR_CUT_TORN_PREFIX, 23); /* 24 bytes */
    assert_true(write_is_cut(PLACE, plain, sizeof(plain)));
    assert_memory_equal(data + PLACE, text.bytes, 24);
    assert_true(bytes_are(data + PLACE + 24, 0xff, 104));
    assert_int_equal(flash_read(&nor, PLACE, seen, sizeof(seen)), OK);
    assert_memory_equal(seen, plain, 16);
    assert_memory_not_equal(seen + 16, plain + 16, 8);
    assert_false(is_erased(PLACE, UNIT));
    assert_true(is_erased(PLACE + UNIT, UNIT));
}

static void esp32_scheme_is_used_where_it_is_the_cipher(void **state)
{
    (void)state;
    struct hex text = hex_read(tweaked_erased.text);
    uint8_t key[32];
    uint8_t seen[32];
    count_up(key, sizeof(key), 0);
    assert_int_equal(flash_cipher_open_tweaked(&cipher, key, sizeof(key), 0xf),
                     OK);
    assert_int_equal(flash_read(&nor, PLACE, seen, sizeof(seen)), OK);
    assert_memory_equal(seen, text.bytes, sizeof(seen));
}

static void encrypt_works_before_it_is_enabled(void **state)
{
    (void)state;
    uint8_t plain[128];
    uint8_t seen[128];
    count_up(plain, sizeof(plain), 0);
    assert_false(flash_is_encrypted(&nor));
    assert_int_equal(flash_encrypt(&nor, PLACE, plain, sizeof(plain)), OK);
    expect_vector();
    assert_int_equal(flash_read(&nor, PLACE, seen, sizeof(seen)), OK);
    assert_memory_equal(seen, data + PLACE, sizeof(seen));
    assert_int_equal(flash_write_len(&nor), 4);
}

static void encrypt_does_the_same_once_enabled(void **state)
{
    (void)state;
    uint8_t plain[128];
    count_up(plain, sizeof(plain), 0);
    assert_true(flash_is_encrypted(&nor));
    assert_int_equal(flash_encrypt(&nor, PLACE, plain, sizeof(plain)), OK);
    expect_vector();
}

static void encrypt_is_plain_without_a_key(void **state)
{
    (void)state;
    uint8_t plain[64];
    count_up(plain, sizeof(plain), 0);
    nor.cipher = NULL;
    nor.encrypted = true; /* of virtual eFuses: decrypts nothing */
    assert_false(flash_is_encrypted(&nor));
    assert_int_equal(flash_encrypt(&nor, PLACE, plain, sizeof(plain)), OK);
    assert_memory_equal(data + PLACE, plain, sizeof(plain));
}

static void encrypt_refuses_parts_of_units(void **state)
{
    (void)state;
    static const uint8_t bytes[64];
    assert_int_equal(flash_encrypt(&nor, 16, bytes, 32), FLASH_E_ALIGN);
    assert_int_equal(flash_encrypt(&nor, 32, bytes, 16), FLASH_E_ALIGN);
    assert_int_equal(flash_encrypt(&nor, FLASH_LEN - 32, bytes, 64),
                     FLASH_E_RANGE);
    assert_int_equal(flash_encrypt(&nor, FLASH_LEN + 32, bytes, 0),
                     FLASH_E_RANGE);
    assert_int_equal(nor.op_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(write_puts_ciphertext_into_the_array,
                               setup_encrypted),
        cmocka_unit_test_setup(every_part_of_a_range_reads_the_same,
                               setup_encrypted),
        cmocka_unit_test_setup(longest_reads_are_whole, setup_encrypted),
        cmocka_unit_test_setup(view_lends_decrypted_bytes, setup_encrypted),
        cmocka_unit_test_setup(erased_reads_as_noise_and_is_erased,
                               setup_encrypted),
        cmocka_unit_test_setup(ones_that_were_written_are_not_erased,
                               setup_encrypted),
        cmocka_unit_test_setup(one_unit_of_written_ones_may_be_written_again,
                               setup_encrypted),
        cmocka_unit_test_setup(
            two_units_of_written_ones_may_not_be_written_again,
            setup_encrypted),
        cmocka_unit_test_setup(write_unit_is_32_bytes, setup_encrypted),
        cmocka_unit_test_setup(an_operation_is_one_page, setup_encrypted),
        cmocka_unit_test_setup(torn_write_leaves_a_part_of_its_ciphertext,
                               setup_encrypted),
        cmocka_unit_test_setup(esp32_scheme_is_used_where_it_is_the_cipher,
                               setup_encrypted),
        cmocka_unit_test_setup(encrypt_works_before_it_is_enabled, setup),
        cmocka_unit_test_setup(encrypt_does_the_same_once_enabled,
                               setup_encrypted),
        cmocka_unit_test_setup(encrypt_is_plain_without_a_key, setup),
        cmocka_unit_test_setup(encrypt_refuses_parts_of_units, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
