/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes over eFuse blocks: vectors that the vendor's tool gave, and, for
 * Reed-Solomon, the roots that every codeword has.
 *
 * Source: SPEC, eFuse.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "port/common/efuse_code_v1.h"
#include "port/common/efuse_code_v2.h"

static void words_of(uint32_t *words, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len / 4; i++) {
        words[i] = le32(bytes + 4 * i);
    }
}

static const struct {
    uint8_t data[32];
    uint8_t check[12];
} vectors[] = {
    {{0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a,
      0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15,
      0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f},
     {0xa0, 0x4c, 0x47, 0x0d, 0x3f, 0xfc, 0xb2, 0x03, 0xda, 0xe9, 0xf4, 0x13}},
    {{0x1f, 0x1e, 0x1d, 0x1c, 0x1b, 0x1a, 0x19, 0x18, 0x17, 0x16, 0x15,
      0x14, 0x13, 0x12, 0x11, 0x10, 0x0f, 0x0e, 0x0d, 0x0c, 0x0b, 0x0a,
      0x09, 0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 0x00},
     {0x06, 0x7c, 0x7c, 0xae, 0x6d, 0x1c, 0xd6, 0x79, 0x75, 0x10, 0xe1, 0xf2}},
    {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
     {0x13, 0xa3, 0x62, 0x92, 0x59, 0x74, 0x04, 0x25, 0x73, 0x75, 0xe0, 0xaa}},
    {{[31] = 0x01},
     {0x44, 0x77, 0x43, 0x76, 0xdc, 0x1f, 0x07, 0x54, 0x5c, 0x7f, 0xd5, 0x61}},
    {{[0] = 0x01},
     {0xe1, 0x0f, 0x62, 0x6e, 0xaf, 0xec, 0xc5, 0xfb, 0xc6, 0xe0, 0x97, 0x2f}},
};

static void reed_solomon_gives_the_vendors_check_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        uint32_t data[8];
        uint32_t want[3];
        uint32_t check[3];

        words_of(data, vectors[i].data, 32);
        words_of(want, vectors[i].check, 12);
        efuse_code_v2(data, check);
        assert_memory_equal(check, want, sizeof(want));
    }
}

static uint32_t times_2(uint32_t a)
{
    return (a << 1) ^ ((a & 0x80) != 0 ? 0x11d : 0);
}

/* By Horner's rule, x = 2^power. */
static uint32_t value_at(const uint8_t *codeword, uint32_t power)
{
    uint32_t value = 0;

    for (uint32_t i = 0; i < 44; i++) {
        for (uint32_t k = 0; k < power; k++) {
            value = times_2(value);
        }
        value ^= codeword[i];
    }
    return value;
}

static void codewords_are_zero_at_twelve_powers_of_two(void **state)
{
    uint32_t seed = 1;

    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        uint8_t codeword[44];
        uint32_t data[8];
        uint32_t check[3];

        for (uint32_t i = 0; i < 8; i++) {
            seed = seed * 1664525 + 1013904223; /* Numerical Recipes, 7.1 */
            data[i] = seed;
            put_le32(codeword + 4 * i, seed);
        }
        efuse_code_v2(data, check);
        for (uint32_t i = 0; i < 3; i++) {
            put_le32(codeword + 32 + 4 * i, check[i]);
        }
        for (uint32_t power = 0; power < 12; power++) {
            assert_int_equal(value_at(codeword, power), 0);
        }
    }
}

static void three_quarters_give_the_vendors_bytes(void **state)
{
    static const uint8_t want_counting[32] = {
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x01, 0x1e, 0x06, 0x07, 0x08,
        0x09, 0x0a, 0x0b, 0x01, 0x2f, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11,
        0x01, 0x32, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x01, 0x41};
    static const uint8_t want_ones[8] = {0xff, 0xff, 0xff, 0xff,
                                         0xff, 0xff, 0x00, 0xa8};
    uint8_t bytes[24];
    uint32_t data[8] = {0};
    uint32_t coded[8];
    uint32_t want[8];

    (void)state;
    for (uint8_t i = 0; i < 24; i++) {
        bytes[i] = i;
    }
    words_of(data, bytes, 24);
    words_of(want, want_counting, 32);
    efuse_code_v1(EFUSE_SCHEME_THREE_QUARTERS, data, coded);
    assert_memory_equal(coded, want, sizeof(want));
    memset(data, 0xff, 24);
    efuse_code_v1(EFUSE_SCHEME_THREE_QUARTERS, data, coded);
    for (uint32_t i = 0; i < 4; i++) {
        words_of(want + 2 * i, want_ones, 8);
    }
    assert_memory_equal(coded, want, sizeof(want));
}

static void repeating_doubles_16_bytes_and_none_copies(void **state)
{
    const uint32_t data[8] = {1, 2, 3, 4};
    const uint32_t twice[8] = {1, 2, 3, 4, 1, 2, 3, 4};
    uint32_t coded[8];

    (void)state;
    efuse_code_v1(EFUSE_SCHEME_REPEAT, data, coded);
    assert_memory_equal(coded, twice, sizeof(twice));
    efuse_code_v1(EFUSE_SCHEME_NONE, twice, coded);
    assert_memory_equal(coded, twice, sizeof(twice));
}

static void nothing_encodes_to_nothing(void **state)
{
    const uint32_t zeros[8] = {0};
    uint32_t coded[8] = {1};

    (void)state;
    efuse_code_v2(zeros, coded);
    assert_memory_equal(coded, zeros, 12);
    efuse_code_v1(EFUSE_SCHEME_THREE_QUARTERS, zeros, coded);
    assert_memory_equal(coded, zeros, 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reed_solomon_gives_the_vendors_check_bytes),
        cmocka_unit_test(codewords_are_zero_at_twelve_powers_of_two),
        cmocka_unit_test(three_quarters_give_the_vendors_bytes),
        cmocka_unit_test(repeating_doubles_16_bytes_and_none_copies),
        cmocka_unit_test(nothing_encodes_to_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
