/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flash encryption as the chips do it, against the vendor's host tool: see
 * flash_cipher_vectors.h.
 */
#include "port/sim/flash_cipher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/flash_cipher_vectors.h"
#include "tests/unit/hex.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void count_up(uint8_t *dst, uint32_t len, uint8_t first)
{
    for (uint32_t i = 0; i < len; i++) {
        dst[i] = (uint8_t)(first + i);
    }
}

static struct flash_cipher tweaked(uint32_t key_len, uint32_t config)
{
    struct flash_cipher c;
    uint8_t key[FLASH_CIPHER_KEY_MAX];
    count_up(key, sizeof(key), 0);
    assert_int_equal(flash_cipher_open_tweaked(&c, key, key_len, config), OK);
    return c;
}

static struct flash_cipher xts(uint32_t key_len)
{
    struct flash_cipher c;
    uint8_t key[FLASH_CIPHER_KEY_MAX];
    count_up(key, sizeof(key), 0);
    assert_int_equal(flash_cipher_open_xts(&c, key, key_len), OK);
    return c;
}

/* Both ways; the plain text counts up from first. */
static void expect(const struct flash_cipher *c, const struct cipher_vector *v,
                   uint8_t first)
{
    struct hex text = hex_read(v->text);
    uint32_t len = (uint32_t)text.len;
    uint8_t plain[128];
    uint8_t data[128];
    count_up(plain, len, first);
    memcpy(data, plain, len);
    assert_int_equal(flash_cipher_encrypt(c, v->addr, data, len), OK);
    assert_memory_equal(data, text.bytes, len);
    assert_int_equal(flash_cipher_decrypt(c, v->addr, data, len), OK);
    assert_memory_equal(data, plain, len);
}

static void expect_erased(const struct flash_cipher *c,
                          const struct cipher_vector *v)
{
    struct hex text = hex_read(v->text);
    uint8_t data[32];
    memset(data, 0xff, sizeof(data));
    assert_int_equal(flash_cipher_decrypt(c, v->addr, data, sizeof(data)), OK);
    assert_memory_equal(data, text.bytes, sizeof(data));
}

static void tweaked_matches_the_vendors_tool(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(tweaked_vectors); i++) {
        struct flash_cipher c = tweaked(32, tweaked_vectors[i].param);
        expect(&c, &tweaked_vectors[i], 0x80);
    }
}

static void tweaked_key_of_24_bytes_repeats_its_middle_third(void **state)
{
    (void)state;
    struct flash_cipher c = tweaked(24, tweaked_short_key.param);
    expect(&c, &tweaked_short_key, 0x80);
}

static void tweaked_erased_flash_reads_as_noise(void **state)
{
    (void)state;
    struct flash_cipher c = tweaked(32, tweaked_erased.param);
    expect_erased(&c, &tweaked_erased);
}

static void xts_matches_the_vendors_tool(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(xts_vectors); i++) {
        struct flash_cipher c = xts(xts_vectors[i].param);
        expect(&c, &xts_vectors[i], 0x80);
    }
}

static void xts_goes_on_over_the_end_of_a_unit(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(xts_long_vectors); i++) {
        struct flash_cipher c = xts(xts_long_vectors[i].param);
        expect(&c, &xts_long_vectors[i], 0);
    }
}

static void xts_encrypts_a_single_block(void **state)
{
    (void)state;
    struct flash_cipher c = xts(32);
    expect(&c, &xts_block, 0);
}

static void xts_erased_flash_reads_as_noise(void **state)
{
    (void)state;
    struct flash_cipher c = xts(32);
    expect_erased(&c, &xts_erased);
}

/* The tweak is fixed over 32 aligned bytes, so a half may stand alone. */
static void tweaked_half_of_a_group_is_as_in_the_whole(void **state)
{
    (void)state;
    const struct cipher_vector *v = &tweaked_vectors[2];
    struct flash_cipher c = tweaked(32, v->param);
    struct hex text = hex_read(v->text);
    uint8_t data[16];
    count_up(data, sizeof(data), 0x90);
    assert_int_equal(flash_cipher_encrypt(&c, v->addr + 16, data, 16), OK);
    assert_memory_equal(data, text.bytes + 16, 16);
}

static void parts_of_blocks_are_refused(void **state)
{
    (void)state;
    struct flash_cipher c = xts(32);
    uint8_t data[32] = {1, 2, 3};
    uint8_t kept[32] = {1, 2, 3};
    assert_int_equal(flash_cipher_encrypt(&c, 8, data, 32), FLASH_E_ALIGN);
    assert_int_equal(flash_cipher_encrypt(&c, 16, data, 24), FLASH_E_ALIGN);
    assert_int_equal(flash_cipher_decrypt(&c, 8, data, 32), FLASH_E_ALIGN);
    assert_int_equal(flash_cipher_decrypt(&c, 16, data, 24), FLASH_E_ALIGN);
    assert_memory_equal(data, kept, sizeof(data));
}

static void keys_of_other_lengths_are_refused(void **state)
{
    (void)state;
    static const uint8_t key[65];
    for (uint32_t len = 0; len <= 65; len++) {
        struct flash_cipher c;
        status_t s = flash_cipher_open_tweaked(&c, key, len, 0xf);
        assert_int_equal(s == OK, len == 24 || len == 32);
        s = flash_cipher_open_xts(&c, key, len);
        assert_int_equal(s == OK, len == 32 || len == 64);
    }
}

static void config_of_more_than_four_bits_is_refused(void **state)
{
    (void)state;
    static const uint8_t key[32];
    struct flash_cipher c;
    assert_int_equal(flash_cipher_open_tweaked(&c, key, 32, 0x10),
                     CRYPTO_E_KEY);
}

static void closed_cipher_holds_no_key(void **state)
{
    (void)state;
    struct flash_cipher c = xts(64);
    struct flash_cipher zero;
    memset(&zero, 0, sizeof(zero));
    flash_cipher_close(&c);
    assert_memory_equal(&c, &zero, sizeof(c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tweaked_matches_the_vendors_tool),
        cmocka_unit_test(tweaked_key_of_24_bytes_repeats_its_middle_third),
        cmocka_unit_test(tweaked_erased_flash_reads_as_noise),
        cmocka_unit_test(xts_matches_the_vendors_tool),
        cmocka_unit_test(xts_goes_on_over_the_end_of_a_unit),
        cmocka_unit_test(xts_encrypts_a_single_block),
        cmocka_unit_test(xts_erased_flash_reads_as_noise),
        cmocka_unit_test(tweaked_half_of_a_group_is_as_in_the_whole),
        cmocka_unit_test(parts_of_blocks_are_refused),
        cmocka_unit_test(keys_of_other_lengths_are_refused),
        cmocka_unit_test(config_of_more_than_four_bits_is_refused),
        cmocka_unit_test(closed_cipher_holds_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
