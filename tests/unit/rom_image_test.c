/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bootloader images byte for byte. The two whole ones are the worked examples
 * of SPEC, Bootloader image, which the chips' ROM starts.
 */
#include "host/elf2image/rom_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"

#define ESP32   (&rom_chips[0])
#define ESP32C3 (&rom_chips[2])
#define CODE    0x403d0000U

#define HEADER_LEN 24
#define OFF_COUNT  1

/* Code is a jump to itself, four times. */
static const uint8_t riscv_code[16] = {0x6f, 0, 0, 0, 0x6f, 0, 0, 0,
                                       0x6f, 0, 0, 0, 0x6f, 0, 0, 0};
static const uint8_t xtensa_code[16] = {6, 0xff, 0xff, 0, 6, 0xff, 0xff, 0,
                                        6, 0xff, 0xff, 0, 6, 0xff, 0xff, 0};

static const uint8_t riscv_image[96] = {
    0xe9, 0x01, 0x02, 0x20, 0x00, 0x00, 0x3d, 0x40, 0xee, 0x00, 0x00, 0x00,
    0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x00, 0x00, 0x3d, 0x40, 0x10, 0x00, 0x00, 0x00, 0x6f, 0x00, 0x00, 0x00,
    0x6f, 0x00, 0x00, 0x00, 0x6f, 0x00, 0x00, 0x00, 0x6f, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0xef, 0x35, 0xf0, 0x58, 0x75, 0xfb, 0x7c, 0x4f, 0x3c,
    0x40, 0x1f, 0x9c, 0x1d, 0xba, 0x4a, 0xf9, 0xe8, 0x68, 0xb4, 0x11, 0x35,
    0xaa, 0xdd, 0x73, 0x7c, 0x16, 0x39, 0x91, 0xef, 0x91, 0xa9, 0xd4, 0xd0,
};

static const uint8_t xtensa_image[96] = {
    0xe9, 0x01, 0x02, 0x20, 0x00, 0x04, 0x08, 0x40, 0xee, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x00, 0x04, 0x08, 0x40, 0x10, 0x00, 0x00, 0x00, 0x06, 0xff, 0xff, 0x00,
    0x06, 0xff, 0xff, 0x00, 0x06, 0xff, 0xff, 0x00, 0x06, 0xff, 0xff, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0xef, 0x58, 0x52, 0x5c, 0xac, 0x70, 0x06, 0x2f, 0x69,
    0x02, 0xc8, 0x18, 0xff, 0xec, 0x14, 0xb7, 0xa5, 0x24, 0xae, 0x17, 0x38,
    0xc8, 0x97, 0x4c, 0xe2, 0x12, 0xf4, 0x26, 0x4e, 0x8d, 0x2c, 0xb9, 0xdf,
};

/* DIO, 40 MHz, 4 MB, any revision. */
static struct rom_image_options options_of(const struct rom_chip *chip)
{
    return (struct rom_image_options){.chip = chip,
                                      .flash_mode = 2,
                                      .flash_size = 2,
                                      .with_digest = true,
                                      .len_max = chip->len_max};
}

static struct elf_file program_of(const struct rom_chip *chip, uint32_t addr,
                                  const uint8_t *code, uint32_t len)
{
    return (struct elf_file){.entry = addr,
                             .machine = chip->machine,
                             .segment = {{addr, len, code}},
                             .count = 1};
}

static void add_segment(struct elf_file *elf, uint32_t addr, uint32_t len)
{
    elf->segment[elf->count++] = (struct elf_segment){addr, len, riscv_code};
}

static void expect_image(const struct elf_file *elf,
                         const struct rom_image_options *options,
                         const uint8_t *expected, size_t len)
{
    struct buffer image = {0};
    struct why why = {""};

    assert_true(rom_image_build(elf, options, &image, &why));
    assert_int_equal(image.len, len);
    assert_memory_equal(image.data, expected, len);
    buffer_free(&image);
}

static void expect_refusal(const struct elf_file *elf,
                           const struct rom_image_options *options,
                           const char *words)
{
    struct buffer image = {0};
    struct why why = {""};

    assert_false(rom_image_build(elf, options, &image, &why));
    if (strstr(why.text, words) == NULL) {
        fail_msg("no \"%s\" in: %s", words, why.text);
    }
    buffer_free(&image);
}

static void rom_image_is_that_of_the_worked_example_for_esp32c3(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);

    (void)state;
    expect_image(&elf, &options, riscv_image, sizeof(riscv_image));
}

static void rom_image_is_that_of_the_worked_example_for_esp32(void **state)
{
    struct rom_image_options options = options_of(ESP32);
    struct elf_file elf = program_of(ESP32, 0x40080400, xtensa_code, 16);

    (void)state;
    expect_image(&elf, &options, xtensa_image, sizeof(xtensa_image));
}

static void rom_image_without_digest_says_so_and_ends_at_the_checksum(
    void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);
    uint8_t expected[64];

    (void)state;
    memcpy(expected, riscv_image, sizeof(expected));
    expected[23] = 0;
    options.with_digest = false;
    expect_image(&elf, &options, expected, sizeof(expected));
}

static void rom_image_header_carries_every_option(void **state)
{
    static const uint8_t expected[HEADER_LEN] = {
        0xe9, 1, 1, 0x4f, 0x00, 0x00, 0x3d, 0x40, 0xee, 0, 0, 0,
        5,    0, 7, 0x2d, 0x01, 0xff, 0xff, 0,    0,    0, 0, 1};
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);
    struct buffer image = {0};
    struct why why;

    (void)state;
    options.flash_mode = 1;
    options.flash_size = 4;
    options.flash_freq = 0xf;
    options.min_rev = 7;
    options.min_rev_full = 301;
    options.max_rev_full = 0xffff;
    assert_true(rom_image_build(&elf, &options, &image, &why));
    assert_memory_equal(image.data, expected, sizeof(expected));
    buffer_free(&image);
}

/* chip_id of each chip: SPEC, Bootloader image. */
static void rom_image_names_its_chip(void **state)
{
    static const struct {
        uint32_t code;
        uint8_t id;
    } chips[ROM_CHIP_COUNT] = {
        {0x40080400, 0}, {0x40050000, 2}, {CODE, 5}, {0x403c8000, 9}};

    (void)state;
    for (size_t i = 0; i < ROM_CHIP_COUNT; i++) {
        struct rom_image_options options = options_of(&rom_chips[i]);
        struct elf_file elf =
            program_of(&rom_chips[i], chips[i].code, riscv_code, 16);
        struct buffer image = {0};
        struct why why;

        assert_true(rom_image_build(&elf, &options, &image, &why));
        assert_int_equal(le16(image.data + 12), chips[i].id);
        buffer_free(&image);
    }
}

static void rom_image_pads_segments_to_words(void **state)
{
    static const uint8_t code[5] = {1, 2, 3, 4, 5};
    static const uint8_t expected[16] = {0x00, 0x00, 0x3d, 0x40, 8, 0, 0, 0,
                                         1,    2,    3,    4,    5, 0, 0, 0};
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, code, sizeof(code));
    struct buffer image = {0};
    struct why why;

    (void)state;
    assert_true(rom_image_build(&elf, &options, &image, &why));
    assert_memory_equal(image.data + HEADER_LEN, expected, sizeof(expected));
    /* 24 + 16 bytes: the checksum ends the third line */
    assert_int_equal(image.data[47], 0xef ^ 1 ^ 2 ^ 3 ^ 4 ^ 5);
    assert_int_equal(image.len, 48 + 32);
    buffer_free(&image);
}

static void rom_image_joins_segments_that_touch(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 6);
    struct buffer image = {0};
    struct why why;

    (void)state;
    add_segment(&elf, CODE + 8, 2);  /* touches the padding */
    add_segment(&elf, CODE + 12, 4); /* and this one the padding of that */
    add_segment(&elf, CODE + 20, 4); /* a word is between */
    assert_true(rom_image_build(&elf, &options, &image, &why));
    assert_int_equal(image.data[OFF_COUNT], 2);
    assert_int_equal(le32(image.data + HEADER_LEN), CODE);
    assert_int_equal(le32(image.data + HEADER_LEN + 4), 16);
    assert_int_equal(le32(image.data + HEADER_LEN + 24), CODE + 20);
    assert_int_equal(le32(image.data + HEADER_LEN + 28), 4);
    buffer_free(&image);
}

/* The checksum is the last byte of a line, whatever is before it. */
static void rom_image_fills_the_line_of_the_checksum(void **state)
{
    static const uint8_t zeros[80];
    struct rom_image_options options = options_of(ESP32C3);

    (void)state;
    for (uint32_t len = 4; len <= sizeof(zeros); len += 4) {
        struct elf_file elf = program_of(ESP32C3, CODE, zeros, len);
        size_t expected = (HEADER_LEN + 8 + len) / 16 * 16 + 16;
        struct buffer image = {0};
        struct why why;

        assert_true(rom_image_build(&elf, &options, &image, &why));
        assert_int_equal(image.len, expected + 32);
        assert_int_equal(image.data[expected - 1], 0xef);
        buffer_free(&image);
    }
}

static void rom_image_refuses_another_machine(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);

    (void)state;
    elf.machine = ELF_XTENSA;
    expect_refusal(&elf, &options,
                   "is compiled for Xtensa (ELF machine 94), but ESP32-C3 is "
                   "RISC-V");
}

static void rom_image_takes_ram_to_its_last_byte_and_no_further(void **state)
{
    static const uint8_t zeros[32];
    static const struct {
        uint32_t addr;
        uint32_t len;
        bool good;
    } rows[] = {
        {0x4037c000, 16, true},  {0x4037bffc, 16, false},
        {0x403dfff0, 16, true},  {0x403dfff0, 20, false},
        {0x3fc80000, 16, true},  {0x3fc7fffc, 4, false},
        {0x3fcdfff0, 16, true},  {0x3fce0000, 4, false},
        {0x42000000, 16, false}, {0x3c000000, 16, false},
        {0, 16, false},
    };
    struct rom_image_options options = options_of(ESP32C3);

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct elf_file elf =
            program_of(ESP32C3, rows[i].addr, zeros, rows[i].len);
        struct buffer image = {0};
        struct why why = {""};

        assert_int_equal(rom_image_build(&elf, &options, &image, &why),
                         rows[i].good);
        assert_int_equal(strstr(why.text, "no RAM of ESP32-C3") != NULL,
                         !rows[i].good);
        buffer_free(&image);
    }
}

/* An image that is verified lies at 0x3fc84000..0x3fc94000 first. */
static void rom_image_refuses_segments_over_the_staged_image(void **state)
{
    static const struct {
        uint32_t addr;
        bool good;
    } rows[] = {
        {0x3fc83ff0, true},  {0x3fc83ff4, false}, {0x3fc93ffc, false},
        {0x3fc94000, true},  {0x40383ff0, true},  {0x40383ff4, false},
        {0x40393ffc, false}, {0x40394000, true},
    };
    struct rom_image_options options = options_of(ESP32C3);

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct elf_file elf = program_of(ESP32C3, rows[i].addr, riscv_code, 16);
        struct buffer image = {0};
        struct why why = {""};

        assert_int_equal(rom_image_build(&elf, &options, &image, &why),
                         rows[i].good);
        assert_int_equal(strstr(why.text, "keeps an image that it verifies") !=
                             NULL,
                         !rows[i].good);
        buffer_free(&image);
    }
}

static void rom_image_refuses_overlapping_segments(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);

    (void)state;
    add_segment(&elf, CODE + 12, 16);
    expect_refusal(&elf, &options, "overlap at 0x403d000c");
}

static void rom_image_refuses_an_address_that_is_no_word(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE + 2, riscv_code, 16);

    (void)state;
    expect_refusal(&elf, &options, "0x403d0002, which is no multiple of 4");
}

static void rom_image_refuses_an_entry_outside_of_its_segments(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 16);

    (void)state;
    elf.entry = CODE + 16;
    expect_refusal(&elf, &options, "starts at 0x403d0010, which no segment");
    elf.count = 0;
    expect_refusal(&elf, &options, "which no segment of it holds");
}

static void rom_image_takes_16_segments_and_no_more(void **state)
{
    struct rom_image_options options = options_of(ESP32C3);
    struct elf_file elf = program_of(ESP32C3, CODE, riscv_code, 4);
    struct buffer image = {0};
    struct why why;

    (void)state;
    for (uint32_t i = 1; i < 16; i++) {
        add_segment(&elf, CODE + 16 * i, 4);
    }
    assert_true(rom_image_build(&elf, &options, &image, &why));
    assert_int_equal(image.data[OFF_COUNT], 16);
    buffer_free(&image);
    add_segment(&elf, CODE + 0x1000, 4);
    expect_refusal(&elf, &options, "has 17 segments");
}

/* 0xc000 on ESP32, 0x10000 on the others: image and digest together. */
static void rom_image_takes_the_limit_of_its_chip_and_no_more(void **state)
{
    static const uint8_t zeros[0x10000];
    static const struct {
        uint32_t code;
        uint32_t limit;
    } chips[ROM_CHIP_COUNT] = {{0x40080400, 0xc000},
                               {0x40050000, 0x10000},
                               {0x403c0000, 0x10000},
                               {0x403b0000, 0x10000}};

    (void)state;
    for (size_t i = 0; i < ROM_CHIP_COUNT; i++) {
        struct rom_image_options options = options_of(&rom_chips[i]);
        uint32_t len = chips[i].limit - HEADER_LEN - 8 - 32 - 4;
        struct elf_file elf =
            program_of(&rom_chips[i], chips[i].code, zeros, len);
        struct buffer image = {0};
        struct why why;

        assert_true(rom_image_build(&elf, &options, &image, &why));
        assert_int_equal(image.len, chips[i].limit);
        buffer_free(&image);
        elf.segment[0].len += 4;
        expect_refusal(&elf, &options, "makes an image of ");
        options.len_max += 16;
        assert_true(rom_image_build(&elf, &options, &image, &why));
        buffer_free(&image);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rom_image_is_that_of_the_worked_example_for_esp32c3),
        cmocka_unit_test(rom_image_is_that_of_the_worked_example_for_esp32),
        cmocka_unit_test(
            rom_image_without_digest_says_so_and_ends_at_the_checksum),
        cmocka_unit_test(rom_image_header_carries_every_option),
        cmocka_unit_test(rom_image_names_its_chip),
        cmocka_unit_test(rom_image_pads_segments_to_words),
        cmocka_unit_test(rom_image_joins_segments_that_touch),
        cmocka_unit_test(rom_image_fills_the_line_of_the_checksum),
        cmocka_unit_test(rom_image_refuses_another_machine),
        cmocka_unit_test(rom_image_takes_ram_to_its_last_byte_and_no_further),
        cmocka_unit_test(rom_image_refuses_segments_over_the_staged_image),
        cmocka_unit_test(rom_image_refuses_overlapping_segments),
        cmocka_unit_test(rom_image_refuses_an_address_that_is_no_word),
        cmocka_unit_test(rom_image_refuses_an_entry_outside_of_its_segments),
        cmocka_unit_test(rom_image_takes_16_segments_and_no_more),
        cmocka_unit_test(rom_image_takes_the_limit_of_its_chip_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
