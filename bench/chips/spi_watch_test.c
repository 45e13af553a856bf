/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What spi_watch counts, shown the stores that a driver makes. Registers and
 * bits: ESP32-C3 Technical Reference Manual v1.2, 27; ESP32 Technical Reference
 * Manual v5, 7 (registers of SPI).
 */
#include "bench/chips/spi_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CMD  0x00
#define ADDR 0x04

static struct spi_watch watch;

static void open_v2(void)
{
    spi_watch_open(&watch, &spi_layout_v2);
}

static void an_erase_bit_counts_as_its_erase(void **state)
{
    (void)state;
    open_v2();
    spi_watch_store(&watch, CMD, 1u << 24);
    spi_watch_store(&watch, CMD, 1u << 24);
    spi_watch_store(&watch, CMD, 1u << 23);
    spi_watch_store(&watch, CMD, 1u << 22);
    assert_int_equal(watch.counts.erase_4k, 2);
    assert_int_equal(watch.counts.erase_64k, 1);
    assert_int_equal(watch.counts.erase_32k, 0);
    assert_int_equal(watch.counts.erase_chip, 1);
}

static void a_program_bit_takes_its_length_from_the_address(void **state)
{
    (void)state;
    open_v2();
    spi_watch_store(&watch, ADDR, 64u << 24 | 0x20000);
    spi_watch_store(&watch, CMD, 1u << 25);
    spi_watch_store(&watch, ADDR, 8u << 24 | 0x20040);
    spi_watch_store(&watch, CMD, 1u << 25);
    assert_int_equal(watch.counts.programs, 2);
    assert_int_equal(watch.counts.programmed, 72);
    assert_int_equal(watch.counts.longest, 64);
}

static void other_bits_count_nothing(void **state)
{
    static const struct spi_counts none;

    (void)state;
    open_v2();
    spi_watch_store(&watch, CMD, 1u << 30); /* write enable */
    spi_watch_store(&watch, CMD, 1u << 29); /* write disable */
    spi_watch_store(&watch, CMD, 1u << 28); /* identification */
    spi_watch_store(&watch, CMD, 1u << 27); /* status */
    spi_watch_store(&watch, CMD, 0);
    assert_memory_equal(&watch.counts, &none, sizeof(none));
}

struct user_case {
    uint32_t code;
    uint32_t phases; /* bit 28: reads, bit 27: writes */
    struct spi_counts counts;
};

/* Each transfer is of 32 bytes: 255 bits and one. */
static const struct user_case USER_CASES[] = {
    {0x20, 0, {.erase_4k = 1}},
    {0x52, 0, {.erase_32k = 1}},
    {0xd8, 0, {.erase_64k = 1}},
    {0xc7, 0, {.erase_chip = 1}},
    {0x60, 0, {.erase_chip = 1}},
    {0x02, 1u << 27, {.programs = 1, .programmed = 32, .longest = 32}},
    {0x32, 1u << 27, {.programs = 1, .programmed = 32, .longest = 32}},
    {0x03, 1u << 28, {.reads = 1, .read = 32}},
    {0x0b, 1u << 28, {.reads = 1, .read = 32}},
    {0xbb, 1u << 28, {.reads = 1, .read = 32}},
    {0x05, 1u << 28, {.reads = 0}},
    {0x9f, 1u << 28, {.reads = 0}},
    {0x06, 0, {.reads = 0}},
};

static void run_user(const struct spi_layout *layout, const struct user_case *c)
{
    spi_watch_open(&watch, layout);
    spi_watch_store(&watch, layout->user, 1u << 31 | c->phases);
    spi_watch_store(&watch, layout->user2, 7u << 28 | c->code);
    spi_watch_store(&watch, layout->mosi_dlen, 255);
    spi_watch_store(&watch, layout->miso_dlen, 255);
    spi_watch_store(&watch, CMD, 1u << 18);
    assert_memory_equal(&watch.counts, &c->counts, sizeof(c->counts));
}

static void a_user_command_counts_by_its_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(USER_CASES) / sizeof(USER_CASES[0]); i++) {
        run_user(&spi_layout_v1, &USER_CASES[i]);
        run_user(&spi_layout_v2, &USER_CASES[i]);
    }
}

static void the_layouts_are_those_of_the_manuals(void **state)
{
    (void)state;
    assert_int_equal(spi_layout_v1.user, 0x1c);
    assert_int_equal(spi_layout_v1.user2, 0x24);
    assert_int_equal(spi_layout_v1.mosi_dlen, 0x28);
    assert_int_equal(spi_layout_v1.miso_dlen, 0x2c);
    assert_int_equal(spi_layout_v2.user, 0x18);
    assert_int_equal(spi_layout_v2.user2, 0x20);
    assert_int_equal(spi_layout_v2.mosi_dlen, 0x24);
    assert_int_equal(spi_layout_v2.miso_dlen, 0x28);
}

static void a_store_behind_the_registers_is_ignored(void **state)
{
    (void)state;
    open_v2();
    spi_watch_store(&watch, SPI_WATCH_LEN, 1u << 24);
    assert_int_equal(watch.counts.erase_4k, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erase_bit_counts_as_its_erase),
        cmocka_unit_test(a_program_bit_takes_its_length_from_the_address),
        cmocka_unit_test(other_bits_count_nothing),
        cmocka_unit_test(a_user_command_counts_by_its_code),
        cmocka_unit_test(the_layouts_are_those_of_the_manuals),
        cmocka_unit_test(a_store_behind_the_registers_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
