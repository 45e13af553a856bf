/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse controller of ESP32-S2, ESP32-C3 and ESP32-S3 on a bus where the
 * test plays it; one program per chip. Addresses, values and the vectors of
 * the code stand here a second time on purpose.
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

#define BLOCKS     11
#define PGM_WORDS  11
#define CONF       0x1cc
#define CMD        0x1d4
#define RS_ERR     0x1c0
#define TAPE_MAX   64
#define TIMING_MAX 5

/* Where the words of a block are read. */
static const uint32_t read_at[BLOCKS] = {0x02c, 0x044, 0x05c, 0x07c,
                                         0x09c, 0x0bc, 0x0dc, 0x0fc,
                                         0x11c, 0x13c, 0x15c};

static const struct expect {
    const char *chip;
    uint32_t base;
    uint32_t fail_nibble;                    /* of block 1 */
    struct bus_write timing[TIMING_MAX + 1]; /* out of all ones; ends with 0 */
} all[] = {
    {"esp32s2",
     0x3f41a000,
     0,
     {{0x1e8, 0xffffffa0},
      {0x1ec, 0xff020402},
      {0x1f0, 0x03200402},
      {0x1f4, 0xffa20002},
      {0x1f8, 0xffff0100}}},
    {"esp32c3",
     0x60008800,
     1,
     {{0x1e8, 0xffffff28}, {0x1f0, 0xff3000ff}, {0x1f4, 0xffff0190}}},
    {"esp32s3",
     0x60007000,
     0,
     {{0x1e8, 0xffffff28}, {0x1f4, 0xff3000ff}, {0x1f8, 0xffff0190}}},
};

static const struct expect *expect;

/* Bytes 00 .. 1f, and their check bytes. */
static const uint32_t counting[8] = {0x03020100, 0x07060504, 0x0b0a0908,
                                     0x0f0e0d0c, 0x13121110, 0x17161514,
                                     0x1b1a1918, 0x1f1e1d1c};
static const uint32_t counting_check[3] = {0x0d474ca0, 0x03b2fc3f, 0x13f4e9da};

/* ---- the controller ---- */

static struct {
    uint32_t fuse[BLOCKS][8];
    uint32_t check[BLOCKS][3];
    uint32_t programs;
    uint32_t reads;
    uint32_t refuse;       /* so many programs burn no bit of word 0 */
    uint32_t complain;     /* after so many programs complaint_at is clean */
    uint32_t complaint_at; /* register; 0: none */
    uint32_t complaint;
    uint32_t stuck; /* CMD bit that never ends */
} model;

static uint32_t reg(uint32_t offset)
{
    return mmio_read(expect->base + offset);
}

static uint32_t words_of(uint32_t block)
{
    return block < 2 ? 6 : 8;
}

static void model_show(void)
{
    for (uint32_t b = 0; b < BLOCKS; b++) {
        for (uint32_t i = 0; i < words_of(b); i++) {
            bus_put(expect->base + read_at[b] + 4 * i, model.fuse[b][i]);
        }
    }
    if (model.complaint_at != 0) {
        bus_put(expect->base + model.complaint_at,
                model.programs < model.complain ? model.complaint : 0);
    }
}

static void model_program(uint32_t block)
{
    assert_int_equal(reg(CONF), 0x5a5a);
    assert_true(block < BLOCKS);
    for (uint32_t i = 0; i < words_of(block); i++) {
        if (i != 0 || model.programs >= model.refuse) {
            model.fuse[block][i] |= reg(4 * i);
        }
    }
    for (uint32_t i = 0; i < 3; i++) {
        model.check[block][i] |= reg(0x20 + 4 * i);
    }
    model.programs++;
}

static void model_written(uint32_t addr, uint32_t value)
{
    if (addr != expect->base + CMD) {
        return;
    }
    if ((value & model.stuck) != 0) {
        return;
    }
    if ((value & 3) == 2) {
        model_program(value >> 2);
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
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        expect = strcmp(all[i].chip, chip.name) == 0 ? &all[i] : expect;
    }
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

static void given_complaint(uint32_t offset, uint32_t value, uint32_t programs)
{
    model.complaint_at = offset;
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
    want[want_count++] = (struct bus_write){expect->base + offset, value};
}

static void wanted_zeros(void)
{
    for (uint32_t i = 0; i < PGM_WORDS; i++) {
        wanted(4 * i, 0);
    }
}

static void wanted_operation(uint32_t conf, uint32_t command)
{
    for (uint32_t i = 0; expect->timing[i].addr != 0; i++) {
        wanted(expect->timing[i].addr, expect->timing[i].value);
    }
    wanted(CONF, conf);
    wanted(CMD, command);
}

/* The tape without what goes to the watchdog. */
static void assert_wanted(void)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr - expect->base < 0x200) {
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
    for (uint32_t i = 0; expect->timing[i].addr != 0; i++) {
        bus_put(expect->base + expect->timing[i].addr, 0xffffffff);
    }
}

static void key_is_burned_with_its_code_in_the_manuals_order(void **state)
{
    (void)state;
    given_ones_in_timing();
    wanted_zeros();
    for (uint32_t i = 0; i < 8; i++) {
        wanted(4 * i, counting[i]);
    }
    for (uint32_t i = 0; i < 3; i++) {
        wanted(0x20 + 4 * i, counting_check[i]);
    }
    wanted_operation(0x5a5a, 2 | 4 << 2);
    wanted_zeros();
    wanted_operation(0x5aa5, 1);
    assert_int_equal(efuse_chip_burn(4, counting), OK);
    assert_wanted();
}

static void block_0_is_burned_without_a_code(void **state)
{
    const uint32_t bits[8] = {1u << 23, 0, 1u << 18, 9, 0, 0};

    (void)state;
    given_ones_in_timing();
    wanted_zeros();
    for (uint32_t i = 0; i < 6; i++) {
        wanted(4 * i, bits[i]);
    }
    wanted_operation(0x5a5a, 2);
    wanted_zeros();
    wanted_operation(0x5aa5, 1);
    assert_int_equal(efuse_chip_burn(0, bits), OK);
    assert_wanted();
}

/* RTC_CNTL lies elsewhere than the controller. */
static void watchdog_is_fed_before_each_operation(void **state)
{
    uint32_t feeds = 0;

    (void)state;
    assert_int_equal(efuse_chip_burn(4, counting), OK);
    for (uint32_t i = 0; i < bus_count; i++) {
        feeds += bus_tape[i].value == 1u << 31 &&
                 bus_tape[i].addr == chip.rtc + chip.watchdog.feed;
    }
    assert_int_equal(feeds, 2);
}

static void every_block_is_burned_and_read_at_its_place(void **state)
{
    for (uint32_t b = 1; b < BLOCKS; b++) {
        uint32_t bits[8] = {0x100u + b, 0, 0, 0, 0, 0x10203040};

        given_blank(state);
        bits[7] = words_of(b) == 8 ? b : 0;
        assert_int_equal(efuse_chip_burn(b, bits), OK);
        assert_memory_equal(model.fuse[b], bits, sizeof(bits));
        for (uint32_t i = 0; i < 8; i++) {
            assert_int_equal(efuse_chip_word(b, i), bits[i]);
        }
    }
}

static void what_the_chip_has_not_reads_as_zero(void **state)
{
    (void)state;
    for (uint32_t offset = 0; offset < 0x200; offset += 4) {
        bus_put(expect->base + offset, 0xffffffff);
    }
    for (uint32_t b = 0; b < BLOCKS + 2; b++) {
        for (uint32_t i = 0; i < 10; i++) {
            bool there = b < BLOCKS && i < words_of(b);

            assert_int_equal(efuse_chip_word(b, i), there ? 0xffffffff : 0);
        }
    }
    assert_int_equal(efuse_chip_key_len(), 32);
}

/* ---- reading back ---- */

static void missing_bits_are_programmed_again(void **state)
{
    (void)state;
    model.refuse = 2;
    assert_int_equal(efuse_chip_burn(5, counting), OK);
    assert_int_equal(model.programs, 3);
    assert_int_equal(model.reads, 3);
    /* the same data again leave the code as it was */
    assert_memory_equal(model.check[5], counting_check, 12);
}

static void bits_that_never_burn_are_given_up_after_three(void **state)
{
    const uint32_t bits[8] = {1};

    model.refuse = 99;
    assert_int_equal(efuse_chip_burn(5, counting), EFUSE_E_VERIFY);
    assert_int_equal(model.programs, 3);
    given_blank(state);
    model.refuse = 99;
    assert_int_equal(efuse_chip_burn(0, bits), EFUSE_E_VERIFY);
    assert_int_equal(model.programs, 3);
}

/* bit: of the 40 bits of the two registers, where block b has a nibble */
static void given_rs_error(uint32_t bit, uint32_t programs)
{
    given_complaint(RS_ERR + bit / 32 * 4, 1u << bit % 32, programs);
}

static uint32_t fail_bit(uint32_t block)
{
    return 4 * (block - 1 + expect->fail_nibble) + 3;
}

static void decoders_complaint_is_programmed_again(void **state)
{
    for (uint32_t b = 1; b < 10; b++) {
        for (uint32_t bit = 0; bit < 4; bit++) {
            uint32_t at = bit < 3 ? 4 * (b - 1) + bit : fail_bit(b);

            given_blank(state);
            model.refuse = 1; /* else the first look would find it blank */
            given_rs_error(at, 0);
            model.complain = 2;
            assert_int_equal(efuse_chip_burn(b, (const uint32_t[8]){7}), OK);
            assert_int_equal(model.programs, 2);
        }
    }
}

static void block_is_sound_unless_the_decoder_complains_of_it(void **state)
{
    for (uint32_t b = 0; b < BLOCKS + 1; b++) {
        for (uint32_t bit = 0; bit < 40; bit++) {
            bool own =
                b != 0 && b < BLOCKS &&
                ((bit / 4 == b - 1 && bit % 4 < 3) || bit == fail_bit(b));

            given_blank(state);
            given_rs_error(bit, 1);
            assert_int_equal(efuse_chip_is_sound(b), !own);
        }
    }
}

static void decoders_complaint_that_stays_is_an_error(void **state)
{
    uint32_t at = fail_bit(4);

    (void)state;
    given_rs_error(at, 0);
    model.complain = 99;
    assert_int_equal(efuse_chip_burn(4, counting), EFUSE_E_VERIFY);
    assert_int_equal(model.programs, 3);
}

static void complaints_about_other_blocks_do_not_matter(void **state)
{
    (void)state;
    bus_put(expect->base + RS_ERR,
            ~(7u << 12 | 1u << fail_bit(4))); /* all but block 4 */
    bus_put(expect->base + RS_ERR + 4, 0xffffffff);
    assert_int_equal(efuse_chip_burn(4, counting), OK);
    assert_int_equal(model.programs, 1);
}

static void copies_of_a_bit_that_differ_are_programmed_again(void **state)
{
    static const uint32_t error_at[6] = {0, 0x17c, 0x180, 0x184, 0x188, 0x190};

    for (uint32_t i = 1; i < 6; i++) {
        uint32_t bits[8] = {0};

        given_blank(state);
        bits[i] = 1u << 20;
        given_complaint(error_at[i], 1u << 20, 2);
        assert_int_equal(efuse_chip_burn(0, bits), OK);
        assert_int_equal(model.programs, 2);
        given_blank(state);
        given_complaint(error_at[i], 1u << 20, 99);
        assert_int_equal(efuse_chip_burn(0, bits), EFUSE_E_VERIFY);
        assert_int_equal(model.programs, 3);
        given_blank(state); /* of another bit, which reads as clear */
        given_complaint(error_at[i], 1u << 21, 99);
        assert_int_equal(efuse_chip_burn(0, bits), OK);
        assert_int_equal(model.programs, 1);
    }
}

static void torn_bit_that_reads_as_set_is_burned_with_the_next(void **state)
{
    const uint32_t bits[8] = {0, 0, 0, 1};

    (void)state;
    given_fuse(0, 2, 3u << 18);
    given_complaint(0x180, 1u << 18 | 1u << 20, 1);
    assert_int_equal(efuse_chip_burn(0, bits), OK);
    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr == expect->base + 8 && bus_tape[i].value != 0) {
            assert_int_equal(bus_tape[i].value, 1u << 18);
            return;
        }
    }
    fail();
}

/* ---- refusals ---- */

static void write_protected_block_is_not_burned(void **state)
{
    for (uint32_t b = 1; b < BLOCKS; b++) {
        given_blank(state);
        given_fuse(0, 0, 1u << (19 + b));
        assert_int_equal(efuse_chip_burn(b, (const uint32_t[8]){1}),
                         EFUSE_E_PROTECTED);
        nothing_was_burned();
        given_blank(state);
        given_fuse(0, 0, ~(1u << (19 + b)));
        assert_int_equal(efuse_chip_burn(b, (const uint32_t[8]){1}), OK);
    }
}

static void read_protected_block_is_not_burned(void **state)
{
    for (uint32_t b = 4; b < BLOCKS; b++) {
        given_blank(state);
        given_fuse(0, 1, 1u << (b - 4));
        assert_int_equal(efuse_chip_burn(b, counting), EFUSE_E_PROTECTED);
        nothing_was_burned();
        given_blank(state);
        given_fuse(0, 1, ~(1u << (b - 4)));
        assert_int_equal(efuse_chip_burn(b, counting), OK);
    }
}

static void block_with_other_data_is_not_burned(void **state)
{
    uint32_t more[8];

    (void)state;
    given_fuse(4, 7, 1u << 31);
    assert_int_equal(efuse_chip_burn(4, counting), EFUSE_E_CODED);
    memcpy(more, model.fuse[4], sizeof(more));
    more[0] = 1;
    assert_int_equal(efuse_chip_burn(4, more), EFUSE_E_CODED);
    nothing_was_burned();
}

static void block_that_only_looks_blank_is_not_burned(void **state)
{
    for (uint32_t bit = 0; bit < 2; bit++) {
        given_blank(state);
        given_rs_error(bit == 0 ? 4 * (6 - 1) : fail_bit(6), 99);
        assert_int_equal(efuse_chip_burn(6, counting), EFUSE_E_CODED);
        nothing_was_burned();
    }
}

static void what_is_burned_already_is_not_burned_again(void **state)
{
    const uint32_t bits[8] = {0, 0, 0, 0xf0};

    (void)state;
    memcpy(model.fuse[4], counting, sizeof(counting));
    given_fuse(0, 3, 0xff);
    assert_int_equal(efuse_chip_burn(4, counting), OK);
    assert_int_equal(efuse_chip_burn(0, bits), OK);
    nothing_was_burned();
}

static void controller_that_never_ends_is_an_error(void **state)
{
    for (uint32_t bit = 1; bit <= 2; bit++) {
        given_blank(state);
        model.stuck = bit;
        assert_int_equal(efuse_chip_burn(4, counting), EFUSE_E_IO);
        for (uint32_t i = 0; i < PGM_WORDS; i++) { /* no key stays there */
            assert_int_equal(reg(4 * i), 0);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup(name, given_blank)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(key_is_burned_with_its_code_in_the_manuals_order),
        TEST(block_0_is_burned_without_a_code),
        TEST(watchdog_is_fed_before_each_operation),
        TEST(every_block_is_burned_and_read_at_its_place),
        TEST(what_the_chip_has_not_reads_as_zero),
        TEST(missing_bits_are_programmed_again),
        TEST(bits_that_never_burn_are_given_up_after_three),
        TEST(decoders_complaint_is_programmed_again),
        TEST(block_is_sound_unless_the_decoder_complains_of_it),
        TEST(decoders_complaint_that_stays_is_an_error),
        TEST(complaints_about_other_blocks_do_not_matter),
        TEST(copies_of_a_bit_that_differ_are_programmed_again),
        TEST(torn_bit_that_reads_as_set_is_burned_with_the_next),
        TEST(write_protected_block_is_not_burned),
        TEST(read_protected_block_is_not_burned),
        TEST(block_with_other_data_is_not_burned),
        TEST(block_that_only_looks_blank_is_not_burned),
        TEST(what_is_burned_already_is_not_burned_again),
        TEST(controller_that_never_ends_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
