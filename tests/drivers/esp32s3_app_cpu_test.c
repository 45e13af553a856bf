/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starting CPU 1 of ESP32-S3 as a register sequence. Addresses and bits are
 * those of the chip's Technical Reference Manual and register headers, written
 * here a second time on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "port/common/app_cpu.h"
#include "tests/drivers/bus.h"

static void the_second_cpu_starts_at_an_address(void **state)
{
    static const struct bus_write want[] = {
        {0x600c0004, 0},                 /* the ROM is to wait */
        {0x60008000, 0x8},               /* no stall by the RTC block */
        {0x600080bc, 0xfc0fffff},        /* ... */
        {0x600c0000, 1u << 0 | 1u << 1}, /* clock on */
        {0x600c0000, 1u << 1},           /* no other stall */
        {0x600c0000, 1u << 1 | 1u << 2}, /* reset, and out of it */
        {0x600c0000, 1u << 1},           /* ... */
        {0x60008000, 0x8 | 1u << 4},     /* and by the RTC block */
        {0x600c0004, 0x403a0000},
    };

    (void)state;
    bus_clear();
    bus_put(0x60008000, 0xa); /* stalled, as is the other CPU */
    bus_put(0x600080bc, 0xffffffff);
    bus_put(0x600c0000, 1u << 0);
    app_cpu_start(0x403a0000);
    assert_int_equal(bus_count, sizeof(want) / sizeof(want[0]));
    for (uint32_t i = 0; i < bus_count; i++) {
        assert_int_equal(bus_tape[i].addr, want[i].addr);
        assert_int_equal(bus_tape[i].value, want[i].value);
    }
    assert_true(bus_reads > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_cpu_starts_at_an_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
