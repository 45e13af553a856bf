/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source of random bytes: on while it is read, and off behind; one program
 * per chip, with what is expected of it in <chip>_entropy_expect.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "iface/mmio.h"
#include "port/common/entropy.h"
#include "tests/drivers/entropy_expect.h"

#define BUS_WRITE (1u << 24)

static uint8_t converter[16]; /* its registers on the internal bus */

/* The other end of the internal bus: block 0x69 alone answers. */
static void answer(uint32_t addr, uint32_t value)
{
    uint32_t reg = value >> 8 & 15;

    if (addr != expect.port) {
        return;
    }
    assert_int_equal(value & 0xff, 0x69);
    if ((value & BUS_WRITE) != 0) {
        converter[reg] = (uint8_t)(value >> 16);
    }
    bus_put(expect.port, (uint32_t)converter[reg] << 16);
}

static void given_chip(void)
{
    bus_clear();
    memset(converter, 0, sizeof(converter));
    bus_noise(expect.data);
    bus_written = answer;
}

static void given_found(uint32_t addr, uint32_t value)
{
    if (addr < 0x100) {
        converter[addr] = (uint8_t)value;
    } else {
        bus_put(addr, value);
    }
}

static uint32_t found(uint32_t addr)
{
    return addr < 0x100 ? converter[addr] : mmio_read(addr);
}

static struct bus_write seen[EXPECT_STATE_MAX];
static uint32_t seen_cleared;

/* Notes the registers at the watchdog's first feed: after the first byte. */
static void look(uint32_t addr, uint32_t value)
{
    answer(addr, value);
    if (addr == expect.feed && seen[0].addr == 0) {
        for (uint32_t i = 0; expect.on[i].addr != 0; i++) {
            seen[i].addr = expect.on[i].addr;
            seen[i].value = found(expect.on[i].addr);
        }
        seen_cleared = mmio_read(expect.clear);
    }
}

static void the_source_is_on_while_it_is_read(void **state)
{
    uint8_t bytes[4];

    (void)state;
    given_chip();
    memset(seen, 0, sizeof(seen));
    bus_put(expect.clear, 0xffffffff);
    bus_written = look;
    assert_int_equal(entropy_fill(bytes, sizeof(bytes)), OK);
    assert_int_equal(seen_cleared, expect.cleared);
    for (uint32_t i = 0; expect.on[i].addr != 0; i++) {
        assert_int_equal(seen[i].addr, expect.on[i].addr);
        if (seen[i].addr != expect.clear) {
            assert_int_equal(seen[i].value, expect.on[i].value);
        }
    }
}

static void find_patterns(void)
{
    for (uint32_t i = 0; expect.on[i].addr != 0; i++) {
        given_found(expect.on[i].addr, 0x5a0f0f5au * (i + 1));
    }
}

static void require_patterns(void)
{
    for (uint32_t i = 0; expect.on[i].addr != 0; i++) {
        uint32_t want = 0x5a0f0f5au * (i + 1);

        if (expect.on[i].addr < 0x100) {
            want &= 0xff;
        }
        assert_int_equal(found(expect.on[i].addr), want);
    }
}

static void behind_it_every_register_is_as_it_was(void **state)
{
    uint8_t bytes[4];

    (void)state;
    given_chip();
    find_patterns();
    assert_int_equal(entropy_fill(bytes, sizeof(bytes)), OK);
    require_patterns();
}

static void a_source_that_stands_still_is_refused_and_switched_off(void **s)
{
    static const uint32_t still[] = {0, 0xffffffff, 0x12345678};
    uint8_t bytes[4];

    (void)s;
    for (uint32_t i = 0; i < 3; i++) {
        given_chip();
        bus_noise(0);
        bus_hold(expect.data, still[i]);
        find_patterns();
        assert_int_equal(entropy_fill(bytes, sizeof(bytes)), CRYPTO_E_FAULT);
        require_patterns();
    }
}

/* What was switched on last goes first. */
static void it_is_switched_off_in_reverse_order(void **state)
{
    uint8_t byte;
    uint32_t at = 0;

    (void)state;
    given_chip();
    assert_int_equal(entropy_fill(&byte, 1), OK);
    while (bus_tape[at].addr != expect.feed) {
        at++;
    }
    assert_int_equal(bus_tape[at - 2].addr, expect.last);
    assert_int_equal(bus_tape[at + 2].addr, expect.last);
    assert_int_equal(bus_tape[bus_count - 1].addr, bus_tape[0].addr);
}

static void each_byte_has_time_and_many_words_of_its_own(void **state)
{
    uint8_t a[32];
    uint8_t b[32];
    uint32_t reads;

    (void)state;
    given_chip();
    assert_int_equal(entropy_fill(a, 0), OK);
    reads = bus_reads;
    assert_int_equal(entropy_fill(a, sizeof(a)), OK);
    assert_true(bus_reads - 2 * reads >= 25 * sizeof(a));
    assert_int_equal(entropy_fill(b, sizeof(b)), OK);
    assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_source_is_on_while_it_is_read),
        cmocka_unit_test(behind_it_every_register_is_as_it_was),
        cmocka_unit_test(
            a_source_that_stands_still_is_refused_and_switched_off),
        cmocka_unit_test(it_is_switched_off_in_reverse_order),
        cmocka_unit_test(each_byte_has_time_and_many_words_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
