/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32's eFuse controller on a bus where the test plays it. Addresses, values
 * and the vectors of the code stand here a second time on purpose.
 *
 * Source: SPEC, eFuse; vendor's register headers of EFUSE.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/efuse_chip.h"
#include "tests/drivers/bus.h"

#define BASE       0x3ff5a000u
#define BLOCKS     4
#define CONF       0x0fc
#define CMD        0x104
#define DEC_STATUS 0x11c
#define TAPE_MAX   128

static const uint32_t read_at[BLOCKS] = {0x000, 0x038, 0x058, 0x078};
static const uint32_t write_at[BLOCKS] = {0x01c, 0x098, 0x0b8, 0x0d8};

static const uint32_t counting[8] = {0x03020100, 0x07060504, 0x0b0a0908,
                                     0x0f0e0d0c, 0x13121110, 0x17161514,
                                     0x1b1a1918, 0x1f1e1d1c};
/* 00 .. 17 in code 3/4 */
static const uint32_t counting_coded[8] = {0x03020100, 0x1e010504, 0x09080706,
                                           0x2f010b0a, 0x0f0e0d0c, 0x32011110,
                                           0x15141312, 0x41011716};

/* ---- the controller ---- */

static struct {
    uint32_t fuse[BLOCKS][8]; /* as burned */
    uint32_t programs;
    uint32_t reads;
    uint32_t refuse;   /* so many programs burn nothing */
    uint32_t complain; /* after so many programs the decoder is content */
    uint32_t complaint;
    uint32_t stuck; /* CMD bit that never ends */
} model;

static uint32_t reg(uint32_t offset)
{
    return mmio_read(BASE + offset);
}

static uint32_t words_of(uint32_t block)
{
    return block == 0 ? 7 : 8;
}

/* The decoder takes the check bytes out; errors are made by hand. */
static uint32_t shown(uint32_t block, uint32_t word)
{
    uint32_t scheme = block == 0 ? 0 : model.fuse[0][6] & 3;
    uint32_t value = 0;

    if (scheme != 1) {
        return scheme == 2 && word >= 4 ? 0 : model.fuse[block][word];
    }
    for (uint32_t i = 0; i < 4 && word < 6; i++) {
        uint32_t n = 4 * word + i;
        uint32_t at = n / 6 * 8 + n % 6;

        value |= (model.fuse[block][at / 4] >> 8 * (at % 4) & 0xff) << 8 * i;
    }
    return value;
}

static void model_show(void)
{
    for (uint32_t b = 0; b < BLOCKS; b++) {
        for (uint32_t i = 0; i < words_of(b); i++) {
            bus_put(BASE + read_at[b] + 4 * i, shown(b, i));
        }
    }
    bus_put(BASE + DEC_STATUS,
            model.programs < model.complain ? model.complaint : 0);
}

static void model_program(void)
{
    assert_int_equal(reg(CONF), 0x5a5a);
    for (uint32_t b = 0; b < BLOCKS && model.programs >= model.refuse; b++) {
        for (uint32_t i = 0; i < words_of(b); i++) {
            model.fuse[b][i] |= reg(write_at[b] + 4 * i);
        }
    }
    model.programs++;
}

static void model_written(uint32_t addr, uint32_t value)
{
    if (addr != BASE + CMD || value == model.stuck) {
        return;
    }
    if (value == 2) {
        model_program();
    } else {
        assert_int_equal(value, 1);
        assert_int_equal(reg(CONF), 0x5aa5);
        model.reads++;
        model_show();
    }
    bus_put(addr, 0);
}

static int given_blank(void **state)
{
    (void)state;
    bus_clear();
    bus_written = model_written;
    memset(&model, 0, sizeof(model));
    return 0;
}

static void given_fuse(uint32_t block, uint32_t word, uint32_t value)
{
    model.fuse[block][word] = value;
    model_show();
}

static void given_complaint(uint32_t value, uint32_t programs)
{
    model.complaint = value;
    model.complain = programs;
    model_show();
}

static void nothing_was_burned(void)
{
    assert_int_equal(model.programs, 0);
    assert_int_equal(bus_count, 0);
}

/* ---- sequences ---- */

static struct bus_write want[TAPE_MAX];
static uint32_t want_count;

static void wanted(uint32_t offset, uint32_t value)
{
    want[want_count++] = (struct bus_write){BASE + offset, value};
}

static void wanted_zeros(void)
{
    for (uint32_t b = 0; b < BLOCKS; b++) {
        for (uint32_t i = 0; i < words_of(b); i++) {
            wanted(write_at[b] + 4 * i, 0);
        }
    }
}

static void wanted_operation(uint32_t conf, uint32_t command)
{
    wanted(0x0f8, 0xffff8050);
    wanted(0x118, 0xffffff64);
    wanted(CONF, conf);
    wanted(CMD, command);
}

/* The tape without what goes to the watchdog. */
static void assert_wanted(void)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr - BASE < 0x200) {
            assert_true(k < want_count);
            assert_int_equal(bus_tape[i].addr, want[k].addr);
            assert_int_equal(bus_tape[i].value, want[k].value);
            k++;
        }
    }
    assert_int_equal(k, want_count);
}

static void given_ones_in_timing(void)
{
    want_count = 0;
    bus_put(BASE + 0x0f8, 0xffffffff);
    bus_put(BASE + 0x118, 0xffffffff);
}

static void sequence_is(uint32_t block, const uint32_t *bits,
                        const uint32_t *burned)
{
    given_ones_in_timing();
    wanted_zeros();
    for (uint32_t i = 0; i < words_of(block); i++) {
        wanted(write_at[block] + 4 * i, burned[i]);
    }
    wanted_operation(0x5a5a, 2);
    wanted_zeros();
    wanted_operation(0x5aa5, 1);
    assert_int_equal(efuse_chip_burn(block, bits), OK);
    assert_wanted();
}

static void every_block_is_burned_in_the_manuals_order(void **state)
{
    for (uint32_t b = 0; b < BLOCKS; b++) {
        given_blank(state);
        sequence_is(b, counting, counting);
    }
}

static void code_3_4_is_burned_in_place_of_the_data(void **state)
{
    uint32_t data[8] = {0};

    (void)state;
    memcpy(data, counting, 24);
    given_fuse(0, 6, 1);
    sequence_is(1, data, counting_coded);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(efuse_chip_word(1, i), data[i]);
    }
}

static void repeated_data_is_burned_twice(void **state)
{
    const uint32_t data[8] = {9, 8, 7, 6};
    const uint32_t twice[8] = {9, 8, 7, 6, 9, 8, 7, 6};

    (void)state;
    given_fuse(0, 6, 2);
    sequence_is(1, data, twice);
}

static void watchdog_is_fed_before_each_operation(void **state)
{
    uint32_t feeds = 0;

    (void)state;
    assert_int_equal(efuse_chip_burn(1, counting), OK);
    for (uint32_t i = 0; i < bus_count; i++) {
        feeds += bus_tape[i].value == 1u << 31 &&
                 bus_tape[i].addr == chip.rtc + chip.watchdog.feed;
    }
    assert_int_equal(feeds, 2);
}

static void coding_scheme_limits_the_blocks_but_not_block_0(void **state)
{
    static const uint32_t len[4] = {32, 24, 16, 32};

    (void)state;
    for (uint32_t scheme = 0; scheme < 4; scheme++) {
        for (uint32_t offset = 0; offset < 0x200; offset += 4) {
            bus_put(BASE + offset, 0xffffffff);
        }
        bus_put(BASE + 0x18, 0xfffffffc | scheme);
        assert_int_equal(efuse_chip_key_len(), len[scheme]);
        for (uint32_t i = 0; i < 10; i++) {
            uint32_t word = i < len[scheme] / 4 ? 0xffffffff : 0;

            assert_int_equal(efuse_chip_word(1, i), word);
            assert_int_equal(efuse_chip_word(3, i), word);
            assert_int_equal(efuse_chip_word(4, i), 0);
        }
        assert_int_equal(efuse_chip_word(0, 5), 0xffffffff);
        assert_int_equal(efuse_chip_word(0, 7), 0);
    }
}

/* ---- reading back ---- */

static void missing_bits_are_programmed_again(void **state)
{
    (void)state;
    model.refuse = 2;
    assert_int_equal(efuse_chip_burn(2, counting), OK);
    assert_int_equal(model.programs, 3);
    assert_int_equal(model.reads, 3);
}

static void bits_that_never_burn_are_given_up_after_three(void **state)
{
    (void)state;
    model.refuse = 99;
    assert_int_equal(efuse_chip_burn(0, counting), EFUSE_E_VERIFY);
    assert_int_equal(model.programs, 3);
}

static void decoders_complaint_is_programmed_again(void **state)
{
    const uint32_t bits[8] = {5};

    for (uint32_t b = 1; b < BLOCKS; b++) {
        given_blank(state);
        given_fuse(0, 6, 1);
        given_complaint(0, 0);
        model.refuse = 0;
        model.complaint = 1u << (4 * b - 2);
        model.complain = 2;
        assert_int_equal(efuse_chip_burn(b, bits), OK);
        assert_int_equal(model.programs, 2);
        given_blank(state);
        given_fuse(0, 6, 1);
        model.complaint = 1u << (4 * b - 1);
        model.complain = 99;
        assert_int_equal(efuse_chip_burn(b, bits), EFUSE_E_VERIFY);
        assert_int_equal(model.programs, 3);
        given_blank(state); /* about the other blocks */
        given_fuse(0, 6, 1);
        given_complaint(0xfff & ~(0xfu << (4 * b - 4)), 99);
        assert_int_equal(efuse_chip_burn(b, bits), OK);
        assert_int_equal(model.programs, 1);
    }
}

static void block_is_sound_unless_the_decoder_complains_of_it(void **state)
{
    for (uint32_t scheme = 0; scheme < 4; scheme++) {
        for (uint32_t b = 0; b < BLOCKS + 1; b++) {
            for (uint32_t bit = 0; bit < 12; bit++) {
                bool own = b != 0 && bit / 4 == b - 1;
                bool coded = scheme == 1 || scheme == 2;

                given_blank(state);
                given_fuse(0, 6, scheme);
                given_complaint(1u << bit, 1);
                assert_int_equal(efuse_chip_is_sound(b), !(own && coded));
            }
        }
    }
}

/* ---- refusals ---- */

static void protected_block_is_not_burned(void **state)
{
    static const uint32_t bit[2][BLOCKS] = {{0, 7, 8, 9}, {0, 16, 17, 18}};

    for (uint32_t kind = 0; kind < 2; kind++) {
        for (uint32_t b = 1; b < BLOCKS; b++) {
            given_blank(state);
            given_fuse(0, 0, 1u << bit[kind][b]);
            assert_int_equal(efuse_chip_burn(b, counting), EFUSE_E_PROTECTED);
            nothing_was_burned();
            given_blank(state);
            given_fuse(0, 0, ~(1u << bit[0][b] | 1u << bit[1][b]));
            assert_int_equal(efuse_chip_burn(b, counting), OK);
        }
    }
}

static void bits_are_added_where_no_code_is(void **state)
{
    const uint32_t more[8] = {0xf0};

    (void)state;
    given_fuse(1, 0, 0x0f);
    given_fuse(0, 6, 3); /* none either */
    assert_int_equal(efuse_chip_burn(1, more), OK);
    assert_int_equal(model.fuse[1][0], 0xff);
}

static void bits_are_never_added_under_a_code(void **state)
{
    const uint32_t more[8] = {0xff};

    for (uint32_t scheme = 1; scheme < 3; scheme++) {
        given_blank(state);
        given_fuse(0, 6, scheme);
        given_fuse(1, 0, 0x0f);
        assert_int_equal(efuse_chip_burn(1, more), EFUSE_E_CODED);
        given_blank(state); /* only check bytes are burned */
        given_fuse(0, 6, scheme);
        given_complaint(1, 99);
        assert_int_equal(efuse_chip_burn(1, more), EFUSE_E_CODED);
        nothing_was_burned();
    }
}

static void what_is_burned_already_is_not_burned_again(void **state)
{
    (void)state;
    memcpy(model.fuse[1], counting_coded, sizeof(counting_coded));
    given_fuse(0, 6, 1);
    assert_int_equal(efuse_chip_burn(0, (const uint32_t[8]){[6] = 1}), OK);
    assert_int_equal(
        efuse_chip_burn(1, (const uint32_t[8]){0x03020100, 0x07060504,
                                               0x0b0a0908, 0x0f0e0d0c,
                                               0x13121110, 0x17161514}),
        OK);
    nothing_was_burned();
}

static void controller_that_never_ends_is_an_error(void **state)
{
    for (uint32_t command = 1; command <= 2; command++) {
        given_blank(state);
        model.stuck = command;
        assert_int_equal(efuse_chip_burn(1, counting), EFUSE_E_IO);
        for (uint32_t i = 0; i < 8; i++) { /* no key stays there */
            assert_int_equal(reg(write_at[1] + 4 * i), 0);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup(name, given_blank)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_block_is_burned_in_the_manuals_order),
        TEST(code_3_4_is_burned_in_place_of_the_data),
        TEST(repeated_data_is_burned_twice),
        TEST(watchdog_is_fed_before_each_operation),
        TEST(coding_scheme_limits_the_blocks_but_not_block_0),
        TEST(missing_bits_are_programmed_again),
        TEST(bits_that_never_burn_are_given_up_after_three),
        TEST(decoders_complaint_is_programmed_again),
        TEST(block_is_sound_unless_the_decoder_complains_of_it),
        TEST(protected_block_is_not_burned),
        TEST(bits_are_added_where_no_code_is),
        TEST(bits_are_never_added_under_a_code),
        TEST(what_is_burned_already_is_not_burned_again),
        TEST(controller_that_never_ends_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
