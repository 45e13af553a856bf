/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drivers of ESP32 as register sequences. Addresses and bits are those of the
 * chip's Technical Reference Manual and register headers, written here a
 * second time on purpose.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "port/common/app_cpu.h"
#include "port/common/cache.h"
#include "port/common/flash_spi.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"
#include "tests/drivers/bus.h"

#define SPI1       0x3ff42000u
#define SPI_CMD    (SPI1 + 0x00)
#define SPI_ADDR   (SPI1 + 0x04)
#define SPI_CTRL   (SPI1 + 0x08)
#define SPI_STATUS (SPI1 + 0x10)
#define SPI_USER   (SPI1 + 0x1c)
#define SPI_USER1  (SPI1 + 0x20)
#define SPI_W0     (SPI1 + 0x80)

#define CACHE_CTRL  0x3ff00040u
#define CACHE_CTRL1 0x3ff00044u
#define CACHE_DEBUG 0x3ff003f0u
#define MMU         0x3ff10000u

#define WINDOW     0x3f400000u
#define WINDOW_LEN 0x400000u

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
        {0x3ff480a4, 0x50d83aa1}, {0x3ff4808c, 0x2},     {0x3ff480a4, 0},
        {0x3ff5f064, 0x50d83aa1}, {0x3ff5f048, 0x8000u}, {0x3ff5f064, 0},
    };

    (void)state;
    bus_clear();
    bus_put(0x3ff4808c, 0x402);      /* flash-boot mode, and another bit */
    bus_put(0x3ff5f048, 0x0000c000); /* the same of the timer group */
    watchdog_open(false);
    expect_writes(want, 6);
}

/* 9 s of 150 kHz. */
static void the_guard_is_armed_with_nine_seconds(void **state)
{
    static const struct bus_write want[] = {
        {0x3ff480a4, 0x50d83aa1},
        {0x3ff4808c, 0},
        {0x3ff48090, 1350000},
        {0x3ff4808c,
         1u << 31 | 4u << 28 | 7u << 14 | 7u << 11 | 1u << 9 | 1u << 7},
        {0x3ff480a0, 1u << 31},
        {0x3ff480a4, 0},
    };

    (void)state;
    bus_clear();
    watchdog_open(true);
    bus_count = 6;
    expect_writes(want, 6);
}

static void feeding_unlocks_feeds_and_locks(void **state)
{
    static const struct bus_write want[] = {
        {0x3ff480a4, 0x50d83aa1},
        {0x3ff480a0, 1u << 31},
        {0x3ff480a4, 0},
    };

    (void)state;
    bus_clear();
    watchdog_feed();
    expect_writes(want, 3);
}

/* The cache is idle, and done with a flush at once. */
static void given_a_cache(void)
{
    bus_clear();
    bus_hold(CACHE_DEBUG, 1u << 7);
    bus_hold(CACHE_CTRL, 1u << 3 | 1u << 5);
}

static void a_page_is_mapped_while_the_cache_is_off(void **state)
{
    static const struct bus_write want[] = {
        {CACHE_CTRL, 1u << 5},           /* off */
        {MMU + 4 * 5, 0x2a},             /* the page */
        {CACHE_CTRL, 1u << 3 | 1u << 5}, /* flush: from 0 to 1 */
        {CACHE_CTRL, 1u << 3 | 1u << 4 | 1u << 5},
        {CACHE_CTRL, 1u << 3 | 1u << 5},
        {CACHE_CTRL, 1u << 3 | 1u << 5}, /* on */
    };

    (void)state;
    given_a_cache();
    cache_map(5, 0x2a);
    expect_writes(want, 6);
}

static void opening_the_cache_empties_every_entry(void **state)
{
    (void)state;
    given_a_cache();
    bus_put(CACHE_CTRL1, 0x3f); /* all buses shut */
    cache_open();
    for (uint32_t i = 0; i < 384; i++) {
        assert_int_equal(bus_tape[1 + i].addr, MMU + 4 * i);
        assert_int_equal(bus_tape[1 + i].value, 0x100);
    }
    assert_int_equal(bus_count, 1 + 384 + 3 + 2);
    assert_int_equal(bus_tape[388].addr, CACHE_CTRL1);
    assert_int_equal(bus_tape[388].value, 0x2e); /* IRAM0 and DROM0 open */
}

static void a_full_fifo_holds_the_byte_back_but_not_for_ever(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(0x3ff4001c, 127u << 16);
    uart_put(0x3ff40000, 'x');
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, 0x60000000);
    assert_int_equal(bus_tape[0].value, 'x');
}

/* Its state stands beside the count: it must not be taken for one. */
static void a_busy_transmitter_is_no_full_fifo(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(0x3ff4001c, 0xfu << 24);
    uart_put(0x3ff40000, 'x');
    assert_true(bus_reads < 3);
}

static void draining_waits_for_fifo_and_transmitter(void **state)
{
    (void)state;
    bus_clear();
    uart_drain(0x3ff40000);
    assert_true(bus_reads < 3);
    bus_clear();
    bus_hold(0x3ff4001c, 1u << 24); /* the state machine sends */
    uart_drain(0x3ff40000);
    assert_true(bus_reads > 1000);
    bus_clear();
    bus_hold(0x3ff4001c, 1u << 16); /* a byte waits */
    uart_drain(0x3ff40000);
    assert_true(bus_reads > 1000);
}

/* A flash of 16 MiB that is always done. */
static void given_flash(struct flash *flash)
{
    given_a_cache();
    bus_hold(SPI_CMD, 0);
    bus_put(SPI_W0, 0xff1840ef);
    assert_int_equal(flash_spi_open(flash), OK);
    bus_count = 0;
}

static void the_flash_is_identified(void **state)
{
    static const struct bus_write want[] = {
        {SPI_CTRL, 0},
        {SPI_USER, 0x80000000},     /* no dummy phase */
        {SPI_USER1, 23u << 26 | 0}, /* 24 address bits */
        {SPI_CMD, 1u << 28},
    };
    struct flash flash;

    (void)state;
    bus_clear();
    bus_hold(SPI_CMD, 0);
    bus_put(SPI_USER, 0xa0000000);
    bus_put(SPI_W0, 0xff1640ef);
    assert_int_equal(flash_spi_open(&flash), OK);
    expect_writes(want, 4);
    assert_int_equal(flash.id, 0x1640ef);
    assert_int_equal(flash_len(&flash), 0x400000);
}

static void a_flash_that_does_not_answer_is_told(void **state)
{
    struct flash flash;

    (void)state;
    bus_clear();
    bus_hold(SPI_CMD, 0);
    bus_put(SPI_W0, 0xffffffff);
    assert_int_equal(flash_spi_open(&flash), FLASH_E_IO);
    bus_put(SPI_W0, 0);
    assert_int_equal(flash_spi_open(&flash), FLASH_E_IO);
}

/* Those of the tape that go to the flash's controller. */
static void keep_commands(void)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr >> 12 == SPI1 >> 12) {
            bus_tape[kept++] = bus_tape[i];
        }
    }
    bus_count = kept;
}

static void a_program_command_stays_inside_a_page(void **state)
{
    static const struct bus_write want[] = {
        {SPI_W0, 0x03020100},
        {SPI_W0 + 4, 0x07060504},
        {SPI_CMD, 1u << 30},
        {SPI_ADDR, 8u << 24 | 0x0101f8},
        {SPI_CMD, 1u << 25},
        {SPI_CMD, 1u << 27},
        {SPI_W0, 0x0b0a0908},
        {SPI_CMD, 1u << 30},
        {SPI_ADDR, 4u << 24 | 0x010200},
        {SPI_CMD, 1u << 25},
        {SPI_CMD, 1u << 27},
    };
    static const uint8_t bytes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    struct flash flash;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_write(&flash, 0x0101f8, bytes, 12), OK);
    keep_commands();
    expect_writes(want, 11);
}

static void blocks_are_erased_where_they_fit(void **state)
{
    static const struct bus_write want[] = {
        {SPI_CMD, 1u << 30},  {SPI_ADDR, 0x01f000}, {SPI_CMD, 1u << 24},
        {SPI_CMD, 1u << 27},  {SPI_CMD, 1u << 30},  {SPI_ADDR, 0x020000},
        {SPI_CMD, 1u << 23},  {SPI_CMD, 1u << 27},  {SPI_CMD, 1u << 30},
        {SPI_ADDR, 0x030000}, {SPI_CMD, 1u << 24},  {SPI_CMD, 1u << 27},
    };
    struct flash flash;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_erase(&flash, 0x01f000, 0x12000), OK);
    keep_commands();
    expect_writes(want, 12);
}

/* The first write of the tape to an entry of the table, or the count. */
static uint32_t mapped_at(uint32_t from)
{
    while (from < bus_count && bus_tape[from].addr >> 12 != MMU >> 12) {
        from++;
    }
    return from;
}

/* Memory where the chip has its window. */
static uint8_t *given_window(void)
{
    int zeros = open("/dev/zero", O_RDWR);
    uint8_t *window =
        mmap((void *)(uintptr_t)WINDOW, WINDOW_LEN, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_FIXED, zeros, 0);

    assert_ptr_equal(window, (void *)(uintptr_t)WINDOW);
    assert_int_equal(close(zeros), 0);
    return window;
}

static void reading_maps_a_page_once_until_it_changes(void **state)
{
    uint8_t *window = given_window();
    struct flash flash;
    uint8_t byte;

    (void)state;
    window[0x30123] = 0x5a;
    given_flash(&flash);
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(byte, 0x5a);
    assert_int_equal(bus_tape[mapped_at(0)].addr, MMU + 4 * 3);
    assert_int_equal(bus_tape[mapped_at(0)].value, 0x83);
    bus_count = 0;
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(mapped_at(0), bus_count);
    /* another page by the same entry, and back */
    assert_int_equal(flash_read(&flash, 0x430123, &byte, 1), OK);
    assert_int_equal(bus_tape[mapped_at(0)].value, 0x43);
    bus_count = 0;
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(bus_tape[mapped_at(0)].value, 0x83);
    /* after an erase */
    assert_int_equal(flash_erase(&flash, 0x83f000, 0x1000), OK);
    bus_count = 0;
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(bus_tape[mapped_at(0)].value, 0x83);
    assert_int_equal(munmap(window, WINDOW_LEN), 0);
}

/* Even where the pages lie around the end of the window. */
static void the_loader_sees_its_ranges_in_one_piece(void **state)
{
    struct flash flash;
    uint32_t at;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_spi_map(&flash, 0x3ff010, 0x2000), WINDOW + 0xf010);
    at = mapped_at(0);
    assert_int_equal(bus_tape[at].addr, MMU);
    assert_int_equal(bus_tape[at].value, 0x3f);
    at = mapped_at(at + 1);
    assert_int_equal(bus_tape[at].addr, MMU + 4);
    assert_int_equal(bus_tape[at].value, 0x40);
    assert_int_equal(flash_spi_map(&flash, 0x7f0000, 4), WINDOW + 0x20000);
    at = mapped_at(at + 1);
    assert_int_equal(bus_tape[at].addr, MMU + 8);
    assert_int_equal(bus_tape[at].value, 0x7f);
}

static void the_second_cpu_starts_at_an_address(void **state)
{
    static const struct bus_write want[] = {
        {0x3ff00058, 1u << 5}, /* its cache: flush, from 0 to 1 */
        {0x3ff00058, 1u << 4 | 1u << 5},
        {0x3ff00058, 1u << 3 | 1u << 5}, /* on */
        {0x3ff00038, 0},                 /* the ROM is to wait */
        {0x3ff48000, 0x8},               /* no stall */
        {0x3ff480ac, 0xfc0fffff},
        {0x3ff00030, 1}, /* clock on */
        {0x3ff00034, 0}, /* no other stall */
        {0x3ff0002c, 1}, /* reset, and out of it */
        {0x3ff0002c, 0},
        {0x3ff00038, 0x40080400},
    };

    (void)state;
    bus_clear();
    bus_hold(0x3ff00058, 1u << 5); /* flushed at once */
    bus_put(0x3ff48000, 0xa);      /* stalled, as is the other CPU */
    bus_put(0x3ff480ac, 0xffffffff);
    bus_put(0x3ff0002c, 1);
    bus_put(0x3ff00034, 1);
    app_cpu_start(0x40080400);
    expect_writes(want, 11);
    assert_true(bus_reads > 100000);
}

/* ESP32 Technical Reference Manual v5.1, DPORT_APPCPU_CTRL_REG_A_REG. */
static void the_second_cpu_is_held_in_reset(void **state)
{
    static const struct bus_write want[] = {{0x3ff0002c, 1}};

    (void)state;
    bus_clear();
    app_cpu_hold();
    expect_writes(want, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_watchdogs_of_the_rom_are_taken_over),
        cmocka_unit_test(the_guard_is_armed_with_nine_seconds),
        cmocka_unit_test(feeding_unlocks_feeds_and_locks),
        cmocka_unit_test(a_page_is_mapped_while_the_cache_is_off),
        cmocka_unit_test(opening_the_cache_empties_every_entry),
        cmocka_unit_test(a_full_fifo_holds_the_byte_back_but_not_for_ever),
        cmocka_unit_test(a_busy_transmitter_is_no_full_fifo),
        cmocka_unit_test(draining_waits_for_fifo_and_transmitter),
        cmocka_unit_test(the_flash_is_identified),
        cmocka_unit_test(a_flash_that_does_not_answer_is_told),
        cmocka_unit_test(a_program_command_stays_inside_a_page),
        cmocka_unit_test(blocks_are_erased_where_they_fit),
        cmocka_unit_test(reading_maps_a_page_once_until_it_changes),
        cmocka_unit_test(the_second_cpu_starts_at_an_address),
        cmocka_unit_test(the_second_cpu_is_held_in_reset),
        cmocka_unit_test(the_loader_sees_its_ranges_in_one_piece),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
