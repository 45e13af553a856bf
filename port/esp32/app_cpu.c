/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The APP CPU of ESP32; see app_cpu.h.
 *
 * Source: vendor's register headers of DPORT and RTC_CNTL.
 */
#include "port/common/app_cpu.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define APPCPU_CTRL_A             0x2c
#define APPCPU_CTRL_A_RESET       (1u << 0)
#define APPCPU_CTRL_B             0x30
#define APPCPU_CTRL_B_CLOCK       (1u << 0)
#define APPCPU_CTRL_C             0x34
#define APPCPU_CTRL_C_STALL       (1u << 0)
#define APPCPU_CTRL_D             0x38 /* where the ROM jumps; 0: it waits */
#define APP_CACHE_CTRL            0x58
#define APP_CACHE_CTRL_ENABLE     (1u << 3)
#define APP_CACHE_CTRL_FLUSH      (1u << 4)
#define APP_CACHE_CTRL_FLUSH_DONE (1u << 5)
#define RTC_OPTIONS0              0x00
#define RTC_OPTIONS0_APP_STALL    (3u << 0)
#define RTC_SW_CPU_STALL          0xac
#define RTC_SW_CPU_STALL_APP      (0x3fu << 20)

#define SPIN_MAX 1000000u

/*
 * Reads of a register take 0.1 us or more: 10 ms, as the vendor's code has, or
 * until the program that was started clears the address.
 */
#define PAUSE_READS 100000u

static void cache_open_empty(void)
{
    uint32_t ctrl = chip.system + APP_CACHE_CTRL;

    mmio_change(ctrl, APP_CACHE_CTRL_FLUSH, 0);
    mmio_change(ctrl, 0, APP_CACHE_CTRL_FLUSH);
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if ((mmio_read(ctrl) & APP_CACHE_CTRL_FLUSH_DONE) != 0) {
            break;
        }
    }
    mmio_change(ctrl, APP_CACHE_CTRL_FLUSH, APP_CACHE_CTRL_ENABLE);
}

void app_cpu_hold(void)
{
    mmio_change(chip.system + APPCPU_CTRL_A, 0, APPCPU_CTRL_A_RESET);
}

void app_cpu_start(uint32_t entry)
{
    cache_open_empty();
    mmio_write(chip.system + APPCPU_CTRL_D, 0);
    mmio_change(chip.rtc + RTC_OPTIONS0, RTC_OPTIONS0_APP_STALL, 0);
    mmio_change(chip.rtc + RTC_SW_CPU_STALL, RTC_SW_CPU_STALL_APP, 0);
    mmio_change(chip.system + APPCPU_CTRL_B, 0, APPCPU_CTRL_B_CLOCK);
    mmio_change(chip.system + APPCPU_CTRL_C, APPCPU_CTRL_C_STALL, 0);
    mmio_change(chip.system + APPCPU_CTRL_A, 0, APPCPU_CTRL_A_RESET);
    mmio_change(chip.system + APPCPU_CTRL_A, APPCPU_CTRL_A_RESET, 0);
    mmio_write(chip.system + APPCPU_CTRL_D, entry);
    for (uint32_t i = 0;
         i < PAUSE_READS && mmio_read(chip.system + APPCPU_CTRL_D) == entry;
         i++) {
    }
}
