/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drivers of ESP32-C3 as register sequences. Addresses and bits are those of
 * the chip's Technical Reference Manual and register headers, written here a
 * second time on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/cache.h"
#include "port/common/flash_spi.h"
#include "port/common/revision.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"
#include "tests/drivers/bus.h"

static void expect_writes(const struct bus_write *want, uint32_t count)
{
    assert_int_equal(bus_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(bus_tape[i].addr, want[i].addr);
        assert_int_equal(bus_tape[i].value, want[i].value);
    }
}

static void the_watchdogs_of_the_rom_are_taken_over(void **state)
{
    static const struct bus_write want[] = {
        {0x600080b0, 0x8f1d312a}, {0x600080ac, 0x80000001}, {0x600080b0, 0},
        {0x600080a8, 0x50d83aa1}, {0x60008090, 0x2},        {0x600080a8, 0},
        {0x6001f064, 0x50d83aa1}, {0x6001f048, 0x00408000}, {0x6001f064, 0},
    };

    (void)state;
    bus_clear();
    bus_put(0x600080ac, 1);
    bus_put(0x60008090, 0x1002);     /* flash-boot mode, and another bit */
    bus_put(0x6001f048, 0x0000c000); /* the same of the timer group */
    watchdog_open(false);
    expect_writes(want, 9);
}

/* 9 s of 136 kHz, halved since hardware doubles the first stage. */
static void the_guard_is_armed_with_nine_seconds(void **state)
{
    static const struct bus_write want[] = {
        {0x600080a8, 0x50d83aa1},
        {0x60008090, 0},
        {0x60008094, 612000},
        {0x60008090,
         1u << 31 | 4u << 28 | 7u << 16 | 7u << 13 | 1u << 11 | 1u << 9},
        {0x600080a4, 1u << 31},
        {0x600080a8, 0},
    };

    (void)state;
    bus_clear();
    watchdog_open(true);
    memmove(bus_tape, bus_tape + 3, 6 * sizeof(bus_tape[0]));
    bus_count = 6;
    expect_writes(want, 6);
}

static void feeding_unlocks_feeds_and_locks(void **state)
{
    static const struct bus_write want[] = {
        {0x600080a8, 0x50d83aa1},
        {0x600080a4, 1u << 31},
        {0x600080a8, 0},
    };

    (void)state;
    bus_clear();
    watchdog_feed();
    expect_writes(want, 3);
}

static void a_page_is_mapped_anew_while_the_cache_is_off(void **state)
{
    static const struct bus_write want[] = {
        {0x600c4000, 0},             /* off */
        {0x600c5000 + 4 * 5, 0x100}, /* invalid first */
        {0x600c5000 + 4 * 5, 0x2a},  /* then the page */
        {0x600c402c, 0x3c050000},    /* what to forget: start */
        {0x600c4030, 2048},          /* lines of 32 bytes */
        {0x600c4028, 3},             /* go */
        {0x600c4000, 1},             /* on */
    };

    (void)state;
    bus_clear();
    bus_put(0x600c4000, 1);
    bus_hold(0x600c4028, 2); /* done at once */
    cache_map(5, 0x2a);
    expect_writes(want, 7);
}

static void opening_the_cache_empties_every_entry(void **state)
{
    (void)state;
    bus_clear();
    bus_put(0x600c4004, 3); /* both buses shut, as the ROM may leave them */
    cache_open();
    assert_int_equal(bus_count, 128 + 3);
    for (uint32_t i = 0; i < 128; i++) {
        assert_int_equal(bus_tape[1 + i].addr, 0x600c5000 + 4 * i);
        assert_int_equal(bus_tape[1 + i].value, 0x100);
    }
    assert_int_equal(bus_tape[129].addr, 0x600c4004);
    assert_int_equal(bus_tape[129].value, 0);
    assert_int_equal(bus_tape[130].addr, 0x600c4000);
    assert_int_equal(bus_tape[130].value, 1);
}

static void a_full_fifo_holds_the_byte_back_but_not_for_ever(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(0x6000001c, 127u << 16);
    uart_put(0x60000000, 'x');
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, 0x60000000);
    assert_int_equal(bus_tape[0].value, 'x');
}

/* WAFER_VERSION_MAJOR at bit 184 of block 1, MINOR_HI 183, MINOR_LO 114. */
static void the_revision_is_that_of_the_efuse(void **state)
{
    (void)state;
    bus_clear();
    bus_put(0x60008850, 0xffe3ffff | 3u << 18);
    bus_put(0x60008858, 0xfc7fffff);
    assert_int_equal(revision_get(), 3);
    bus_put(0x60008850, 0xffe3ffff | 1u << 18);
    bus_put(0x60008858, 0xfc7fffff | 1u << 23 | 2u << 24);
    assert_int_equal(revision_get(), 209);
}

/* JEDEC: manufacturer, type, size; 0 where the third byte tells no size. */
static const struct {
    uint32_t id;
    status_t status;
    uint32_t len;
} flashes[] = {
    {0x164020, OK, 0x400000},  /* XMC, 4 MB */
    {0x1840ef, OK, 0x1000000}, /* Winbond, 16 MB */
    {0x1940ef, OK, 0x1000000}, /* 32 MB: as far as 24 bits reach */
    {0x1b209d, OK, 0x1000000}, /* 128 MB */
    {0x126013, OK, 0x40000},   /* the smallest */
    {0x20ba20, OK, 0},         /* Micron, 64 MB, counts otherwise */
    {0x116013, OK, 0},         {0x000000, FLASH_E_IO, 0},
    {0xffffff, FLASH_E_IO, 0},
};

static void the_flash_tells_its_size_unless_its_id_does_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(flashes) / sizeof(flashes[0]); i++) {
        struct flash flash;

        bus_clear();
        bus_hold(0x60002000, 0); /* commands end at once */
        bus_put(0x60002058, flashes[i].id);
        assert_int_equal(flash_spi_open(&flash), flashes[i].status);
        assert_int_equal(flash.len, flashes[i].len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_watchdogs_of_the_rom_are_taken_over),
        cmocka_unit_test(the_guard_is_armed_with_nine_seconds),
        cmocka_unit_test(feeding_unlocks_feeds_and_locks),
        cmocka_unit_test(a_page_is_mapped_anew_while_the_cache_is_off),
        cmocka_unit_test(opening_the_cache_empties_every_entry),
        cmocka_unit_test(the_revision_is_that_of_the_efuse),
        cmocka_unit_test(the_flash_tells_its_size_unless_its_id_does_not),
        cmocka_unit_test(a_full_fifo_holds_the_byte_back_but_not_for_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
