/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The drivers that ESP32-S2, ESP32-C3 and ESP32-S3 share, as register
 * sequences; one program per chip, with its addresses in <chip>_v2_expect.c.
 * Offsets and bits that are the same on all three stand here, a second time
 * on purpose.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "iface/bignum.h"
#include "iface/hash.h"
#include "port/common/cache.h"
#include "port/common/flash_spi.h"
#include "port/common/uart.h"
#include "port/common/watchdog.h"
#include "tests/drivers/v2_expect.h"

#define SPI_CMD    (expect.spi1 + 0x00)
#define SPI_ADDR   (expect.spi1 + 0x04)
#define SPI_CTRL   (expect.spi1 + 0x08)
#define SPI_USER   (expect.spi1 + 0x18)
#define SPI_USER1  (expect.spi1 + 0x1c)
#define SPI_STATUS (expect.spi1 + 0x2c)
#define SPI_W0     (expect.spi1 + 0x58)

#define WREN (1u << 30)
#define RDID (1u << 28)
#define RDSR (1u << 27)
#define PP   (1u << 25)
#define SE   (1u << 24)
#define BE   (1u << 23)

#define SHA 0x6003b000u /* on all three */
#define RSA 0x6003c000u

#define PAGE 0x10000u

static void expect_writes(const struct bus_write *want, uint32_t count)
{
    assert_int_equal(bus_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(bus_tape[i].addr, want[i].addr);
        assert_int_equal(bus_tape[i].value, want[i].value);
    }
}

/* Those of the tape that go to a block of 4 KiB. */
static void keep_block(uint32_t base)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr >> 12 == base >> 12) {
            bus_tape[kept++] = bus_tape[i];
        }
    }
    bus_count = kept;
}

static uint32_t writes_to(uint32_t addr)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < bus_count; i++) {
        count += bus_tape[i].addr == addr;
    }
    return count;
}

static uint32_t last_write_to(uint32_t addr)
{
    for (uint32_t i = bus_count; i-- > 0;) {
        if (bus_tape[i].addr == addr) {
            return bus_tape[i].value;
        }
    }
    fail_msg("0x%08x was not written", addr);
    return 0;
}

/* ---- watchdogs ---- */

static void the_watchdogs_of_the_rom_are_taken_over(void **state)
{
    const struct bus_write want[] = {
        {expect.super_lock, 0x8f1d312a},
        {expect.super_config, 0x80000001},
        {expect.super_lock, 0},
        {expect.rtc_lock, 0x50d83aa1},
        {expect.rtc_config, 0x2},
        {expect.rtc_lock, 0},
        {expect.timer_lock, 0x50d83aa1},
        {expect.timer_config, expect.timer_taken},
        {expect.timer_lock, 0},
    };

    (void)state;
    bus_clear();
    bus_put(expect.super_config, 1);
    bus_put(expect.rtc_config, 0x1002);   /* flash-boot mode, another bit */
    bus_put(expect.timer_config, 0xc000); /* the same of the timer group */
    watchdog_open(false);
    expect_writes(want, 9);
}

static void the_guard_is_armed_with_nine_seconds(void **state)
{
    const struct bus_write want[] = {
        {expect.rtc_lock, 0x50d83aa1},
        {expect.rtc_config, 0},
        {expect.rtc_stage, expect.guard_ticks},
        {expect.rtc_config,
         1u << 31 | 4u << 28 | 7u << 16 | 7u << 13 | 1u << 11 | 1u << 9},
        {expect.rtc_feed, 1u << 31},
        {expect.rtc_lock, 0},
    };

    (void)state;
    bus_clear();
    watchdog_open(true);
    memmove(bus_tape, bus_tape + 3, 6 * sizeof(bus_tape[0]));
    bus_count = 6;
    expect_writes(want, 6);
}

static void an_efuse_that_stretches_the_guard_is_taken_into_account(void **s)
{
    (void)s;
    bus_clear();
    bus_put(expect.delay_efuse, 2u << 16);
    watchdog_open(true);
    assert_int_equal(last_write_to(expect.rtc_stage),
                     expect.delay_efuse != 0 ? expect.guard_ticks / 4
                                             : expect.guard_ticks);
}

static void feeding_unlocks_feeds_and_locks(void **state)
{
    const struct bus_write want[] = {
        {expect.rtc_lock, 0x50d83aa1},
        {expect.rtc_feed, 1u << 31},
        {expect.rtc_lock, 0},
    };

    (void)state;
    bus_clear();
    watchdog_feed();
    expect_writes(want, 3);
}

/* ---- UART ---- */

static void a_full_fifo_holds_the_byte_back_but_not_for_ever(void **state)
{
    (void)state;
    bus_clear();
    bus_hold(expect.uart_status, 127u << 16);
    uart_put(expect.uart, 'x');
    assert_int_equal(bus_count, 1);
    assert_int_equal(bus_tape[0].addr, expect.uart_fifo);
    assert_int_equal(bus_tape[0].value, 'x');
    assert_true(bus_reads > 1000);
}

static void draining_waits_for_fifo_and_transmitter(void **state)
{
    (void)state;
    bus_clear();
    uart_drain(expect.uart);
    assert_true(bus_reads < 3);
    bus_clear();
    bus_hold(expect.uart_state, 1u << 4);
    uart_drain(expect.uart);
    assert_true(bus_reads > 1000);
    bus_clear();
    bus_hold(expect.uart_status, 1u << 16);
    uart_drain(expect.uart);
    assert_true(bus_reads > 1000);
}

/* ---- cache ---- */

/* It runs, and does at once what it is told. */
static void given_cache(void)
{
    bus_clear();
    if (expect.cache_done != expect.cache_ctrl) {
        bus_hold(expect.cache_done, expect.cache_done_bits);
    }
    bus_hold(expect.cache_idle, expect.cache_idle_bits);
    bus_put(expect.cache_ctrl, 3); /* on, and a bit that is not ours */
}

static void a_page_is_mapped_while_the_cache_is_off(void **state)
{
    uint32_t count = 0;

    (void)state;
    while (expect.map_5[count].addr != 0) {
        count++;
    }
    given_cache();
    cache_map(5, 0x2a);
    expect_writes(expect.map_5, count);
}

static void a_cache_that_fetches_is_waited_for_but_not_for_ever(void **state)
{
    (void)state;
    given_cache();
    bus_reads = 0;
    cache_stop();
    assert_true(bus_reads < 4);
    bus_hold(expect.cache_idle, 0);
    cache_stop();
    assert_true(bus_reads > 1000);
}

static void opening_the_cache_empties_every_entry(void **state)
{
    (void)state;
    given_cache();
    bus_put(expect.shut, expect.shut_bits);
    cache_open();
    for (uint32_t i = 0; i < expect.table_len; i++) {
        assert_int_equal(writes_to(expect.table + 4 * i), 1);
        assert_int_equal(last_write_to(expect.table + 4 * i),
                         expect.table_none);
    }
    assert_int_equal(last_write_to(expect.shut) & expect.shut_bits, 0);
    assert_int_equal(bus_tape[0].addr, expect.cache_ctrl);
    assert_int_equal(bus_tape[0].value & 1, 0);
    assert_int_equal(bus_tape[bus_count - 1].addr, expect.cache_ctrl);
    assert_int_equal(bus_tape[bus_count - 1].value & 1, 1);
}

/* ---- flash ---- */

/* A flash of 16 MiB that is always done. */
static void given_flash(struct flash *flash)
{
    given_cache();
    bus_hold(SPI_CMD, 0);
    bus_put(SPI_W0, 0xff1840ef);
    assert_int_equal(flash_spi_open(flash), OK);
    bus_count = 0;
}

static void the_flash_is_identified(void **state)
{
    const struct bus_write want[] = {
        {SPI_CTRL, 0},
        {SPI_USER, 0x80000000}, /* no dummy phase */
        {SPI_USER1, 23u << 26}, /* 24 address bits */
        {SPI_CMD, RDID},
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
        bus_hold(SPI_CMD, 0); /* commands end at once */
        bus_put(SPI_W0, 0xff000000 | flashes[i].id);
        assert_int_equal(flash_spi_open(&flash), flashes[i].status);
        assert_int_equal(flash.len, flashes[i].len);
    }
}

static void the_whole_buffer_goes_into_a_program_command(void **state)
{
    uint32_t words[32];
    struct flash flash;

    (void)state;
    for (uint32_t i = 0; i < 32; i++) {
        words[i] = 0x10101010u * (i & 15) + i;
    }
    given_flash(&flash);
    assert_int_equal(flash_write(&flash, 0x12300, words, 128), OK);
    keep_block(expect.spi1);
    assert_int_equal(bus_count, 2 * (16 + 4));
    for (uint32_t half = 0; half < 2; half++) {
        const struct bus_write *tape = bus_tape + 20 * half;

        for (uint32_t i = 0; i < 16; i++) {
            assert_int_equal(tape[i].addr, SPI_W0 + 4 * i);
            assert_int_equal(tape[i].value, words[16 * half + i]);
        }
        assert_int_equal(tape[16].value, WREN);
        assert_int_equal(tape[17].addr, SPI_ADDR);
        assert_int_equal(tape[17].value, 64u << 24 | (0x12300 + 64 * half));
        assert_int_equal(tape[18].value, PP);
        assert_int_equal(tape[19].value, RDSR);
    }
}

static void a_program_command_stays_inside_a_page(void **state)
{
    const struct bus_write want[] = {
        {SPI_W0, 0x03020100},
        {SPI_W0 + 4, 0x07060504},
        {SPI_CMD, WREN},
        {SPI_ADDR, 8u << 24 | 0x0101f8},
        {SPI_CMD, PP},
        {SPI_CMD, RDSR},
        {SPI_W0, 0x0b0a0908},
        {SPI_CMD, WREN},
        {SPI_ADDR, 4u << 24 | 0x010200},
        {SPI_CMD, PP},
        {SPI_CMD, RDSR},
    };
    static const uint8_t bytes[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    struct flash flash;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_write(&flash, 0x0101f8, bytes, 12), OK);
    keep_block(expect.spi1);
    expect_writes(want, 11);
}

static void blocks_are_erased_where_they_fit(void **state)
{
    const struct bus_write want[] = {
        {SPI_CMD, WREN}, {SPI_ADDR, 0x01f000}, {SPI_CMD, SE}, {SPI_CMD, RDSR},
        {SPI_CMD, WREN}, {SPI_ADDR, 0x020000}, {SPI_CMD, BE}, {SPI_CMD, RDSR},
        {SPI_CMD, WREN}, {SPI_ADDR, 0x030000}, {SPI_CMD, SE}, {SPI_CMD, RDSR},
    };
    struct flash flash;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_erase(&flash, 0x01f000, 0x12000), OK);
    keep_block(expect.spi1);
    expect_writes(want, 12);
}

/* It would fetch from a flash that is busy. */
static void the_cache_is_off_while_a_command_changes_flash(void **state)
{
    static const uint32_t words[4] = {1, 2, 3, 4};
    struct flash flash;
    bool on = true;
    uint32_t commands = 0;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_erase(&flash, 0x10000, 0x11000), OK);
    assert_int_equal(flash_write(&flash, 0x10000, words, 16), OK);
    for (uint32_t i = 0; i < bus_count; i++) {
        if (bus_tape[i].addr == expect.cache_ctrl) {
            on = (bus_tape[i].value & 1) != 0;
        }
        if (bus_tape[i].addr == SPI_CMD) {
            assert_false(on);
            commands++;
        }
    }
    assert_int_equal(commands, 3 * 3);
    assert_true(on);
}

static uint32_t looks;

/* The flash is done when it was asked a hundred times. */
static void count_looks(uint32_t addr, uint32_t value)
{
    if (addr == SPI_CMD && value == RDSR) {
        looks++;
        bus_put(SPI_STATUS, looks < 100 ? 1 : 0);
    }
}

static void waiting_for_the_flash_feeds_the_watchdog_at_each_look(void **state)
{
    struct flash flash;
    status_t status;

    (void)state;
    given_flash(&flash);
    looks = 0;
    bus_written = count_looks;
    status = flash_erase(&flash, 0x10000, 0x1000);
    bus_written = NULL;
    assert_int_equal(status, OK);
    assert_int_equal(looks, 100);
    assert_int_equal(writes_to(expect.rtc_feed), 100);
}

/* What core does for long reads or changes flash, so this is all it needs. */
static void each_command_that_changes_flash_feeds_the_watchdog(void **state)
{
    static const uint32_t words[64];
    struct flash flash;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_write(&flash, 0x10000, words, 256), OK);
    assert_int_equal(flash_erase(&flash, 0x0f000, 0x12000), OK);
    assert_int_equal(writes_to(expect.rtc_feed), 4 + 3);
}

/* The first write of the tape to an entry of the table, or the count. */
static uint32_t mapped_at(uint32_t from)
{
    while (from < bus_count &&
           bus_tape[from].addr >> 12 != expect.table >> 12) {
        from++;
    }
    return from;
}

/* The last value of the entry that stands for the n-th page of the window. */
static uint32_t entry_of(uint32_t n)
{
    return last_write_to(expect.table + 4 * (expect.table_first + n)) &
           ~expect.table_page;
}

/* Memory where the chip has its window. */
static uint8_t *given_window(void)
{
    int zeros = open("/dev/zero", O_RDWR);
    uint8_t *window =
        mmap((void *)(uintptr_t)expect.window, expect.entries * PAGE,
             PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, zeros, 0);

    assert_ptr_equal(window, (void *)(uintptr_t)expect.window);
    assert_int_equal(close(zeros), 0);
    return window;
}

static void reading_maps_a_page_once_until_it_changes(void **state)
{
    uint8_t *window = given_window();
    uint32_t n = 0x83 % expect.entries;
    struct flash flash;
    uint8_t byte;

    (void)state;
    window[n * PAGE + 0x123] = 0x5a;
    given_flash(&flash);
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(byte, 0x5a);
    assert_int_equal(entry_of(n), 0x83);
    bus_count = 0;
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(mapped_at(0), bus_count);
    /* another page, perhaps by the same entry, and back */
    assert_int_equal(flash_read(&flash, 0x030123, &byte, 1), OK);
    assert_int_equal(entry_of(3), 3);
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(byte, 0x5a);
    /* after an erase */
    assert_int_equal(flash_erase(&flash, 0x83f000, 0x1000), OK);
    bus_count = 0;
    assert_int_equal(flash_read(&flash, 0x830123, &byte, 1), OK);
    assert_int_equal(entry_of(n), 0x83);
    assert_int_equal(munmap(window, expect.entries * PAGE), 0);
}

static void reading_feeds_the_watchdog_once_a_page(void **state)
{
    uint8_t *window = given_window();
    static uint8_t bytes[4 * PAGE];
    struct flash flash;
    bool erased;

    (void)state;
    given_flash(&flash);
    assert_int_equal(flash_read(&flash, 0x8000, bytes, 4 * PAGE), OK);
    assert_int_equal(writes_to(expect.rtc_feed), 5);
    bus_count = 0;
    memset(window, 0xff, 4 * PAGE);
    assert_int_equal(flash_is_erased(&flash, 0, 4 * PAGE, &erased), OK);
    assert_true(erased);
    assert_int_equal(writes_to(expect.rtc_feed), 4);
    assert_int_equal(munmap(window, expect.entries * PAGE), 0);
}

/* ---- engines ---- */

/* FIPS 180-4: "abc" in one block, so that START alone is used. */
static void one_block_starts_the_sha_engine(void **state)
{
    struct hash h;
    uint8_t digest[HASH_LEN];

    (void)state;
    bus_clear();
    bus_put(expect.engine_reset, 0x74);
    for (uint32_t i = 0; i < 8; i++) {
        bus_hold(SHA + 0x40 + 4 * i, 0x03020100u + 0x04040404u * i);
    }
    hash_open(&h);
    assert_int_equal(last_write_to(expect.engine_clock), 1u << 2);
    assert_int_equal(last_write_to(expect.engine_reset), 0x40);
    hash_add(&h, "abc", 3);
    hash_close(&h, digest);
    assert_int_equal(last_write_to(SHA + 0x00), 2);
    assert_int_equal(writes_to(SHA + 0x10), 1);
    assert_int_equal(writes_to(SHA + 0x14), 0);
    assert_int_equal(last_write_to(SHA + 0x80), 0x80636261);
    assert_int_equal(last_write_to(SHA + 0x84), 0);
    assert_int_equal(last_write_to(SHA + 0xbc), 0x18000000); /* 24 bits */
    for (uint32_t i = 0; i < HASH_LEN; i++) {
        assert_int_equal(digest[i], i);
    }
}

/* Another stream may have used it: its state is brought back each time. */
static void further_blocks_continue_with_the_state_of_the_stream(void **state)
{
    static const uint32_t block[16] = {1, 2, 3};
    struct hash h;
    uint32_t at = 0;

    (void)state;
    bus_clear();
    for (uint32_t i = 0; i < 8; i++) {
        bus_hold(SHA + 0x40 + 4 * i, 0xa0 + i);
    }
    hash_open(&h);
    hash_add(&h, block, 64);
    bus_count = 0;
    hash_add(&h, block, 64);
    assert_int_equal(writes_to(SHA + 0x10), 0);
    assert_int_equal(writes_to(SHA + 0x14), 1);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(last_write_to(SHA + 0x40 + 4 * i), 0xa0 + i);
    }
    while (bus_tape[at].addr != SHA + 0x14) {
        assert_int_not_equal(bus_tape[at].addr, 0);
        at++;
    }
    assert_int_equal(bus_tape[at].value, 1);
    assert_int_equal(last_write_to(SHA + 0x80), 1);
}

/*
 * n = 2^2048 - 2^1024 - 1, so that by hand: R = 2^2048 is 2^1024 + 1 modulo n,
 * R^2 is 3 * 2^1024 + 2, and -1 / n is 1 modulo 2^32.
 */
static void the_rsa_engine_gets_its_operands_and_constants(void **state)
{
    uint8_t n[256];
    uint8_t base[256] = {0};
    uint8_t out[256];

    (void)state;
    memset(n, 0xff, sizeof(n));
    n[127] = 0xfe;
    base[255] = 5;
    bus_clear();
    bus_put(expect.rsa_power, 7);
    bus_put(expect.engine_reset, 0x7e);
    bus_hold(RSA + 0x808, 1); /* memories are ready */
    bus_hold(RSA + 0x818, 1); /* done */
    assert_int_equal(bignum_rsa_public(n, base, out, 256), OK);
    assert_int_equal(last_write_to(expect.engine_clock), 1u << 3);
    assert_int_equal(last_write_to(expect.engine_reset), 0x66);
    assert_int_equal(last_write_to(expect.rsa_power), 2);
    assert_int_equal(last_write_to(RSA + 0x804), 63);
    assert_int_equal(last_write_to(RSA + 0x000), 0xffffffff);
    assert_int_equal(last_write_to(RSA + 4 * 32), 0xfffffffe);
    assert_int_equal(last_write_to(RSA + 4 * 63), 0xffffffff);
    assert_int_equal(last_write_to(RSA + 0x600), 5);
    assert_int_equal(last_write_to(RSA + 0x400), 65537);
    assert_int_equal(last_write_to(RSA + 0x404), 0);
    for (uint32_t i = 0; i < 64; i++) {
        assert_int_equal(last_write_to(RSA + 0x200 + 4 * i), i == 0    ? 2
                                                             : i == 32 ? 3
                                                                       : 0);
    }
    assert_int_equal(last_write_to(RSA + 0x800), 1);
    assert_int_equal(last_write_to(RSA + 0x820), 0);
    assert_int_equal(last_write_to(RSA + 0x824), 1);
    assert_int_equal(last_write_to(RSA + 0x828), 16);
    assert_int_equal(writes_to(RSA + 0x80c), 1);
    assert_int_equal(bus_tape[bus_count - 1].addr, RSA + 0x81c);
    assert_int_equal(bus_tape[bus_count - 2].addr, RSA + 0x80c);
    /* the result is read from where R^2 was: big-endian */
    assert_int_equal(out[255], 2);
    assert_int_equal(out[127], 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_watchdogs_of_the_rom_are_taken_over),
        cmocka_unit_test(the_guard_is_armed_with_nine_seconds),
        cmocka_unit_test(
            an_efuse_that_stretches_the_guard_is_taken_into_account),
        cmocka_unit_test(feeding_unlocks_feeds_and_locks),
        cmocka_unit_test(a_full_fifo_holds_the_byte_back_but_not_for_ever),
        cmocka_unit_test(draining_waits_for_fifo_and_transmitter),
        cmocka_unit_test(a_page_is_mapped_while_the_cache_is_off),
        cmocka_unit_test(a_cache_that_fetches_is_waited_for_but_not_for_ever),
        cmocka_unit_test(opening_the_cache_empties_every_entry),
        cmocka_unit_test(the_flash_is_identified),
        cmocka_unit_test(the_flash_tells_its_size_unless_its_id_does_not),
        cmocka_unit_test(the_whole_buffer_goes_into_a_program_command),
        cmocka_unit_test(a_program_command_stays_inside_a_page),
        cmocka_unit_test(blocks_are_erased_where_they_fit),
        cmocka_unit_test(the_cache_is_off_while_a_command_changes_flash),
        cmocka_unit_test(waiting_for_the_flash_feeds_the_watchdog_at_each_look),
        cmocka_unit_test(each_command_that_changes_flash_feeds_the_watchdog),
        cmocka_unit_test(reading_maps_a_page_once_until_it_changes),
        cmocka_unit_test(reading_feeds_the_watchdog_once_a_page),
        cmocka_unit_test(one_block_starts_the_sha_engine),
        cmocka_unit_test(further_blocks_continue_with_the_state_of_the_stream),
        cmocka_unit_test(the_rsa_engine_gets_its_operands_and_constants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
