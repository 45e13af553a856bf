/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdogs of ESP32; see watchdog.h. There is no super watchdog, and the
 * timer group's registers take effect at once.
 *
 * Source: ESP32 Technical Reference Manual v5.1, watchdog timers; vendor's
 * headers of RTC_CNTL and TIMG.
 */
#include "port/common/watchdog.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define RTC_WDT_KEY 0x50d83aa1u

#define RTC_WDT_ENABLE      (1u << 31)
#define RTC_WDT_STG0_RTC    (4u << 28) /* stage 0 resets core and RTC */
#define RTC_WDT_RESET_LEN   (7u << 14 | 7u << 11) /* 3.2 us */
#define RTC_WDT_FLASHBOOT   (1u << 10)
#define RTC_WDT_PRO_RESET   (1u << 9)
#define RTC_WDT_SLEEP_PAUSE (1u << 7)
#define RTC_WDT_FEED        (1u << 31)
#define RTC_WDT_STAGE0      4 /* bytes behind config0 */

#define TIMG_WDT_CONFIG0   0x48
#define TIMG_WDT_FLASHBOOT (1u << 14)
#define TIMG_WDT_PROTECT   0x64

/* 9 s of the slow clock, 150 kHz */
#define GUARD_TICKS (9u * 150000u)

static void rtc_open(bool guard)
{
    uint32_t base = chip.rtc + chip.watchdog.config0;

    mmio_write(chip.rtc + chip.watchdog.protect, RTC_WDT_KEY);
    mmio_change(base, RTC_WDT_FLASHBOOT, 0);
    if (guard) {
        mmio_write(base + RTC_WDT_STAGE0, GUARD_TICKS);
        mmio_write(base, RTC_WDT_ENABLE | RTC_WDT_STG0_RTC | RTC_WDT_RESET_LEN |
                             RTC_WDT_PRO_RESET | RTC_WDT_SLEEP_PAUSE);
        mmio_write(chip.rtc + chip.watchdog.feed, RTC_WDT_FEED);
    }
    mmio_write(chip.rtc + chip.watchdog.protect, 0);
}

void watchdog_open(bool guard)
{
    rtc_open(guard);
    mmio_write(chip.timer_group0 + TIMG_WDT_PROTECT, RTC_WDT_KEY);
    mmio_change(chip.timer_group0 + TIMG_WDT_CONFIG0, TIMG_WDT_FLASHBOOT, 0);
    mmio_write(chip.timer_group0 + TIMG_WDT_PROTECT, 0);
}

void watchdog_feed(void)
{
    mmio_write(chip.rtc + chip.watchdog.protect, RTC_WDT_KEY);
    mmio_write(chip.rtc + chip.watchdog.feed, RTC_WDT_FEED);
    mmio_write(chip.rtc + chip.watchdog.protect, 0);
}
