/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes over eFuse blocks. Expected values: SPEC, eFuse fields and files;
 * those of Reed-Solomon come from the Python package reedsolo 1.7.0, those of
 * the 3/4 scheme from espefuse 5.
 */
#include "port/sim/sim_efuse_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define DATA SIM_EFUSE_DATA_LEN

static void count_up(uint8_t data[DATA])
{
    for (uint8_t i = 0; i < DATA; i++) {
        data[i] = i;
    }
}

static void count_down(uint8_t data[DATA])
{
    for (uint8_t i = 0; i < DATA; i++) {
        data[i] = (uint8_t)(DATA - 1 - i);
    }
}

static void all_ones(uint8_t data[DATA])
{
    memset(data, 0xff, DATA);
}

static void last_bit(uint8_t data[DATA])
{
    memset(data, 0, DATA);
    data[DATA - 1] = 1;
}

static void first_bit(uint8_t data[DATA])
{
    memset(data, 0, DATA);
    data[0] = 1;
}

static const struct {
    void (*fill)(uint8_t data[DATA]);
    uint8_t check[SIM_EFUSE_CODE_MAX - DATA];
} vectors[] = {
    {count_up, "\xa0\x4c\x47\x0d\x3f\xfc\xb2\x03\xda\xe9\xf4\x13"},
    {count_down, "\x06\x7c\x7c\xae\x6d\x1c\xd6\x79\x75\x10\xe1\xf2"},
    {all_ones, "\x13\xa3\x62\x92\x59\x74\x04\x25\x73\x75\xe0\xaa"},
    {last_bit, "\x44\x77\x43\x76\xdc\x1f\x07\x54\x5c\x7f\xd5\x61"},
    {first_bit, "\xe1\x0f\x62\x6e\xaf\xec\xc5\xfb\xc6\xe0\x97\x2f"},
};

static void reed_solomon_appends_the_check_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        uint8_t data[DATA];
        uint8_t code[SIM_EFUSE_CODE_MAX];
        vectors[i].fill(data);
        sim_efuse_encode(SIM_EFUSE_REED_SOLOMON, data, code);
        assert_memory_equal(code, data, DATA);
        assert_memory_equal(code + DATA, vectors[i].check,
                            sizeof(vectors[i].check));
    }
}

static void three_quarters_adds_two_bytes_to_six(void **state)
{
    static const uint8_t expected[DATA] = {
        0,  1,  2,  3,  4,  5,  0x01, 0x1e, 6,  7,  8,  9,  10, 11, 0x01, 0x2f,
        12, 13, 14, 15, 16, 17, 0x01, 0x32, 18, 19, 20, 21, 22, 23, 0x01, 0x41};
    uint8_t data[DATA];
    uint8_t code[SIM_EFUSE_CODE_MAX];
    (void)state;
    count_up(data);
    sim_efuse_encode(SIM_EFUSE_THREE_QUARTERS, data, code);
    assert_memory_equal(code, expected, DATA);
    all_ones(data);
    sim_efuse_encode(SIM_EFUSE_THREE_QUARTERS, data, code);
    assert_memory_equal(code + 24, "\xff\xff\xff\xff\xff\xff\x00\xa8", 8);
}

static void repeat_writes_sixteen_bytes_twice(void **state)
{
    uint8_t data[DATA];
    uint8_t code[SIM_EFUSE_CODE_MAX];
    (void)state;
    count_up(data);
    sim_efuse_encode(SIM_EFUSE_REPEAT, data, code);
    assert_memory_equal(code, data, 16);
    assert_memory_equal(code + 16, data, 16);
}

static void decoding_gives_back_the_data_that_has_room(void **state)
{
    static const uint8_t room[] = {
        [SIM_EFUSE_PLAIN] = 32,
        [SIM_EFUSE_THREE_QUARTERS] = 24,
        [SIM_EFUSE_REPEAT] = 16,
        [SIM_EFUSE_REED_SOLOMON] = 32,
    };
    (void)state;
    for (uint32_t i = 0; i < sizeof(room); i++) {
        uint8_t data[DATA];
        uint8_t code[SIM_EFUSE_CODE_MAX];
        uint8_t back[DATA];
        count_down(data);
        sim_efuse_encode((enum sim_efuse_scheme)i, data, code);
        sim_efuse_decode((enum sim_efuse_scheme)i, code, back);
        memset(data + room[i], 0, DATA - (size_t)room[i]);
        assert_memory_equal(back, data, DATA);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reed_solomon_appends_the_check_bytes),
        cmocka_unit_test(three_quarters_adds_two_bytes_to_six),
        cmocka_unit_test(repeat_writes_sixteen_bytes_twice),
        cmocka_unit_test(decoding_gives_back_the_data_that_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
