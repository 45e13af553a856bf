/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Program headers as the ELF specification lays them out, and every field
 * that could point outside of the file.
 */
#include "host/elf2image/elf_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "tests/unit/elf_maker.h"

#define CODE 0x403c9000U
#define DATA 0x3fcbe000U

static const struct elf_maker_segment two[] = {
    {1, CODE, "codecode", 8},
    {1, DATA, "data", 4},
};

static struct elf_maker maker;

static bool read_made(struct elf_file *elf, struct why *why)
{
    const struct elf_bytes file = {maker.bytes, maker.len};

    return elf_file_read(&file, elf, why);
}

static void elf_file_sorts_segments_by_address(void **state)
{
    struct elf_file elf;
    struct why why;

    (void)state;
    elf_maker_make(&maker, two, 2);
    assert_true(read_made(&elf, &why));
    assert_int_equal(elf.entry, CODE);
    assert_int_equal(elf.machine, ELF_RISCV);
    assert_int_equal(elf.count, 2);
    assert_int_equal(elf.segment[0].addr, DATA);
    assert_int_equal(elf.segment[0].len, 4);
    assert_memory_equal(elf.segment[0].bytes, "data", 4);
    assert_int_equal(elf.segment[1].addr, CODE);
    assert_int_equal(elf.segment[1].len, 8);
    assert_memory_equal(elf.segment[1].bytes, "codecode", 8);
}

static void elf_file_leaves_out_what_is_not_loaded(void **state)
{
    static const struct elf_maker_segment segments[] = {
        {4, CODE + 64, "note", 4}, /* PT_NOTE */
        {1, DATA, NULL, 0},        /* .bss: in memory only */
        {1, CODE, "code", 4},
    };
    struct elf_file elf;
    struct why why;

    (void)state;
    elf_maker_make(&maker, segments, 3);
    assert_true(read_made(&elf, &why));
    assert_int_equal(elf.count, 1);
    assert_int_equal(elf.segment[0].addr, CODE);
}

/* A byte of a good file, and the words that its refusal begins with. */
static const struct {
    size_t off;
    uint8_t value;
    const char *words;
} spoiled[] = {
    {0, 0x7e, "is no ELF file"},
    {3, 'f', "is no ELF file"},
    {ELF_MAKER_CLASS, 2, "is no 32-bit little-endian ELF file"},
    {ELF_MAKER_ORDER, 2, "is no 32-bit little-endian ELF file"},
    {ELF_MAKER_TYPE, 1, "is no executable (ELF type 1): link it first"},
    {ELF_MAKER_COUNT, 0, "has no program headers"},
    {ELF_MAKER_SIZE, 31, "is damaged: its program headers lie beyond"},
    {ELF_MAKER_TABLE + 3, 1, "is damaged: its program headers lie beyond"},
    {ELF_MAKER_COUNT, 3, "is damaged: its program headers lie beyond"},
    /* the first segment's offset, then its length */
    {ELF_MAKER_HEADER + 7, 1, "is damaged: its segment at 0x403c9000 lies"},
    {ELF_MAKER_HEADER + 16, 13, "is damaged: its segment at 0x403c9000 lies"},
    {ELF_MAKER_HEADER + 19, 0xff, "is damaged: its segment at 0x403c9000 lies"},
};

static void elf_file_refuses_every_spoiled_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(spoiled) / sizeof(spoiled[0]); i++) {
        struct elf_file elf;
        struct why why = {""};

        elf_maker_make(&maker, two, 2);
        maker.bytes[spoiled[i].off] = spoiled[i].value;
        assert_false(read_made(&elf, &why));
        if (strncmp(why.text, spoiled[i].words, strlen(spoiled[i].words)) !=
            0) {
            fail_msg("byte %zu: %s", spoiled[i].off, why.text);
        }
    }
}

/* The last bytes of the second segment and of the table are read last. */
static void elf_file_refuses_every_shortened_file(void **state)
{
    struct elf_file elf;
    struct why why;

    (void)state;
    elf_maker_make(&maker, two, 2);
    while (maker.len-- > 0) {
        assert_false(read_made(&elf, &why));
    }
}

static void elf_file_refuses_a_segment_that_wraps(void **state)
{
    static const struct elf_maker_segment high[] = {
        {1, 0xfffffffcU, "code", 4}};
    struct elf_file elf;
    struct why why;

    (void)state;
    elf_maker_make(&maker, high, 1);
    assert_false(read_made(&elf, &why));
    assert_non_null(strstr(why.text, "0xfffffffc that reaches beyond 4 GiB"));
    put_le32(maker.bytes + ELF_MAKER_HEADER + 8, 0xfffffffbU);
    assert_true(read_made(&elf, &why));
}

static void elf_file_refuses_more_segments_than_it_holds(void **state)
{
    struct elf_maker_segment many[ELF_SEGMENT_MAX + 1];
    struct elf_file elf;
    struct why why;

    (void)state;
    for (uint32_t i = 0; i <= ELF_SEGMENT_MAX; i++) {
        many[i] = (struct elf_maker_segment){1, CODE + 16 * i, "code", 4};
    }
    elf_maker_make(&maker, many, ELF_SEGMENT_MAX);
    assert_true(read_made(&elf, &why));
    assert_int_equal(elf.count, ELF_SEGMENT_MAX);
    elf_maker_make(&maker, many, ELF_SEGMENT_MAX + 1);
    assert_false(read_made(&elf, &why));
    assert_non_null(strstr(why.text, "more than 64 segments"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elf_file_sorts_segments_by_address),
        cmocka_unit_test(elf_file_leaves_out_what_is_not_loaded),
        cmocka_unit_test(elf_file_refuses_every_spoiled_field),
        cmocka_unit_test(elf_file_refuses_every_shortened_file),
        cmocka_unit_test(elf_file_refuses_a_segment_that_wraps),
        cmocka_unit_test(elf_file_refuses_more_segments_than_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
