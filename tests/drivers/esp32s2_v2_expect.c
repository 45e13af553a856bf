/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2, for v2_driver_test.c.
 *
 * Source: ESP32-S2 Technical Reference Manual v1.3; vendor's register
 * headers of EXTMEM, RTC_CNTL, TIMG, SYSTEM, EFUSE.
 */
#include "tests/drivers/v2_expect.h"

const struct v2_expect expect = {
    .uart = 0x3f400000,
    .uart_fifo = 0x60000000,
    .uart_status = 0x3f40001c,
    .uart_state = 0x3f400068,
    .spi1 = 0x3f402000,
    .cache_ctrl = 0x61800040,
    .cache_done = 0x61800040,
    .cache_done_bits = 1u << 9,
    .cache_idle = 0x6180011c,
    .cache_idle_bits = 1u << 0,
    .table = 0x61801000,
    .table_len = 384,
    .table_none = 0x4000,
    .table_first = 128,
    .table_page = 0x8000,
    .entries = 64,
    .window = 0x3f000000,
    .shut = 0x61800044,
    .shut_bits = 7,
    .map_5 =
        {
            {0x61800040, 2},      /* off; bit 1 is not ours */
            {0x61801214, 0x802a}, /* entry 128 + 5: the page */
            {0x6180005c, 0},      /* all */
            {0x61800060, 0},      /*  */
            {0x61800040, 0x102},  /* go */
            {0x61800040, 0x103},  /* on; hardware clears bit 8, this bus not */
        },
    .rtc_config = 0x3f408094,
    .rtc_stage = 0x3f408098,
    .rtc_feed = 0x3f4080a8,
    .rtc_lock = 0x3f4080ac,
    .super_config = 0x3f4080b0,
    .super_lock = 0x3f4080b4,
    .timer_config = 0x3f41f048,
    .timer_lock = 0x3f41f064,
    .timer_taken = 0x00008000,
    .guard_ticks = 405000,
    .delay_efuse = 0x3f41a034,
    .engine_clock = 0x3f4c0044,
    .engine_reset = 0x3f4c004c,
    .rsa_power = 0x3f4c0068,
};
