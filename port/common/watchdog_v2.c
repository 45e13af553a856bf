/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdogs of ESP32-S2, ESP32-C3 and ESP32-S3; see watchdog.h.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 12; vendor's headers of
 * RTC_CNTL and TIMG.
 */
#include "port/common/watchdog.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define RTC_WDT_KEY 0x50d83aa1u
#define SWD_KEY     0x8f1d312au

#define RTC_WDT_ENABLE      (1u << 31)
#define RTC_WDT_STG0_RTC    (4u << 28) /* stage 0 resets core and RTC */
#define RTC_WDT_RESET_LEN   (7u << 16 | 7u << 13) /* 3.2 us */
#define RTC_WDT_FLASHBOOT   (1u << 12)
#define RTC_WDT_PRO_RESET   (1u << 11)
#define RTC_WDT_SLEEP_PAUSE (1u << 9)
#define RTC_WDT_FEED        (1u << 31)
#define RTC_WDT_STAGE0      4 /* bytes behind config0 */

#define SWD_AUTO_FEED (1u << 31)

#define TIMG_WDT_CONFIG0   0x48
#define TIMG_WDT_FLASHBOOT (1u << 14)
#define TIMG_WDT_PROTECT   0x64

#define EFUSE_REPEAT_DATA1    0x34
#define EFUSE_WDT_DELAY_SHIFT 16
#define EFUSE_WDT_DELAY_MASK  3u

#define GUARD_SECONDS 9u

/* Hardware doubles the first stage, and once more for each step of an eFuse. */
static uint32_t guard_ticks(void)
{
    uint32_t shift = 1;

    if (chip.watchdog.delayed) {
        shift += mmio_read(chip.efuse + EFUSE_REPEAT_DATA1) >>
                     EFUSE_WDT_DELAY_SHIFT &
                 EFUSE_WDT_DELAY_MASK;
    }
    return GUARD_SECONDS * chip.watchdog.slow_hz >> shift;
}

static void rtc_open(bool guard)
{
    uint32_t base = chip.rtc + chip.watchdog.config0;

    mmio_write(chip.rtc + chip.watchdog.protect, RTC_WDT_KEY);
    mmio_change(base, RTC_WDT_FLASHBOOT, 0);
    if (guard) {
        mmio_write(base + RTC_WDT_STAGE0, guard_ticks());
        mmio_write(base, RTC_WDT_ENABLE | RTC_WDT_STG0_RTC | RTC_WDT_RESET_LEN |
                             RTC_WDT_PRO_RESET | RTC_WDT_SLEEP_PAUSE);
        mmio_write(chip.rtc + chip.watchdog.feed, RTC_WDT_FEED);
    }
    mmio_write(chip.rtc + chip.watchdog.protect, 0);
}

void watchdog_open(bool guard)
{
    mmio_write(chip.rtc + chip.watchdog.swd_protect, SWD_KEY);
    mmio_change(chip.rtc + chip.watchdog.swd_config, 0, SWD_AUTO_FEED);
    mmio_write(chip.rtc + chip.watchdog.swd_protect, 0);
    rtc_open(guard);
    mmio_write(chip.timer_group0 + TIMG_WDT_PROTECT, RTC_WDT_KEY);
    mmio_change(chip.timer_group0 + TIMG_WDT_CONFIG0, TIMG_WDT_FLASHBOOT,
                chip.watchdog.timer_update);
    mmio_write(chip.timer_group0 + TIMG_WDT_PROTECT, 0);
}

void watchdog_feed(void)
{
    mmio_write(chip.rtc + chip.watchdog.protect, RTC_WDT_KEY);
    mmio_write(chip.rtc + chip.watchdog.feed, RTC_WDT_FEED);
    mmio_write(chip.rtc + chip.watchdog.protect, 0);
}
