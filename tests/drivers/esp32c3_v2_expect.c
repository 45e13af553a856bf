/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3, for v2_driver_test.c.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2; vendor's register
 * headers of EXTMEM, RTC_CNTL, TIMG, SYSTEM, EFUSE.
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
    .cache_done_bits = 1u << 1,
    .cache_idle = 0x600c40b0,
    .cache_idle_bits = 1u << 0,
    .table = 0x600c5000,
    .table_len = 128,
    .table_none = 0x100,
    .table_first = 0,
    .table_page = 0,
    .entries = 128,
    .window = 0x3c000000,
    .shut = 0x600c4004,
    .shut_bits = 3,
    .map_5 =
        {
            {0x600c4000, 2},          /* off; bit 1 is not ours */
            {0x600c5014, 0x100},      /* entry 5: invalid first */
            {0x600c5014, 0x2a},       /* then the page */
            {0x600c402c, 0x3c050000}, /* from where */
            {0x600c4030, 2048},       /* lines of 32 bytes */
            {0x600c4028, 3},          /* go */
            {0x600c4000, 3},          /* on */
        },
    .rtc_config = 0x60008090,
    .rtc_stage = 0x60008094,
    .rtc_feed = 0x600080a4,
    .rtc_lock = 0x600080a8,
    .super_config = 0x600080ac,
    .super_lock = 0x600080b0,
    .timer_config = 0x6001f048,
    .timer_lock = 0x6001f064,
    .timer_taken = 0x00408000,
    .guard_ticks = 612000,
    .delay_efuse = 0x60008834,
    .engine_clock = 0x600c0014,
    .engine_reset = 0x600c001c,
    .rsa_power = 0x600c0038,
};
