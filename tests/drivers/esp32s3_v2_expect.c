/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3, for v2_driver_test.c.
 *
 * Source: ESP32-S3 Technical Reference Manual v1.4; vendor's register
 * headers of EXTMEM, RTC_CNTL, TIMG, SYSTEM.
 */
#include "tests/drivers/v2_expect.h"

const struct v2_expect expect = {
    .uart = 0x60000000,
    .uart_fifo = 0x60000000,
    .uart_status = 0x6000001c,
    .uart_state = 0x6000006c,
    .spi1 = 0x60002000,
    .cache_ctrl = 0x600c4000,
    .cache_done = 0x600c4028,
    .cache_done_bits = 1u << 3,
    .cache_idle = 0x600c4130,
    .cache_idle_bits = 1u << 12,
    .table = 0x600c5000,
    .table_len = 512,
    .table_none = 0x4000,
    .table_first = 0,
    .table_page = 0,
    .entries = 512,
    .window = 0x3c000000,
    .shut = 0x600c4004,
    .shut_bits = 1,
    .map_5 =
        {
            {0x600c4000, 2},          /* off; bit 1 is not ours */
            {0x600c5014, 0x4000},     /* entry 5: invalid first */
            {0x600c5014, 0x2a},       /* then the page */
            {0x600c402c, 0x3c050000}, /* from where */
            {0x600c4030, 0x1000},     /* lines */
            {0x600c4028, 9},          /* go; bit 3 is read */
            {0x600c4000, 3},          /* on */
        },
    .rtc_config = 0x60008098,
    .rtc_stage = 0x6000809c,
    .rtc_feed = 0x600080ac,
    .rtc_lock = 0x600080b0,
    .super_config = 0x600080b4,
    .super_lock = 0x600080b8,
    .timer_config = 0x6001f048,
    .timer_lock = 0x6001f064,
    .timer_taken = 0x00008000,
    .guard_ticks = 612000,
    .engine_clock = 0x600c001c,
    .engine_reset = 0x600c0024,
    .rsa_power = 0x600c0040,
};
