/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPU 1 of ESP32-S3; see app_cpu.h.
 *
 * Source: ESP32-S3 Technical Reference Manual v1.4, system registers; vendor's
 * register headers of SYSTEM and RTC_CNTL.
 */
#include "port/common/app_cpu.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define CORE_1_CONTROL_0       0x00
#define CORE_1_CONTROL_0_STALL (1u << 0)
#define CORE_1_CONTROL_0_CLOCK (1u << 1)
#define CORE_1_CONTROL_0_RESET (1u << 2)
#define CORE_1_CONTROL_1       0x04 /* where the ROM jumps; 0: it waits */
#define RTC_OPTIONS0           0x00
#define RTC_OPTIONS0_APP_STALL (3u << 0)
#define RTC_OPTIONS0_APP_RESET (1u << 4) /* clears itself */
#define RTC_SW_CPU_STALL       0xbc
#define RTC_SW_CPU_STALL_APP   (0x3fu << 20)

/*
 * Reads of a register take 0.1 us or more: 10 ms, as the vendor's code has, or
 * until the program that was started clears the address.
 */
#define PAUSE_READS 100000u

void app_cpu_hold(void)
{
    mmio_change(chip.system + CORE_1_CONTROL_0, 0, CORE_1_CONTROL_0_RESET);
}

void app_cpu_start(uint32_t entry)
{
    uint32_t control = chip.system + CORE_1_CONTROL_0;

    mmio_write(chip.system + CORE_1_CONTROL_1, 0);
    mmio_change(chip.rtc + RTC_OPTIONS0, RTC_OPTIONS0_APP_STALL, 0);
    mmio_change(chip.rtc + RTC_SW_CPU_STALL, RTC_SW_CPU_STALL_APP, 0);
    mmio_change(control, 0, CORE_1_CONTROL_0_CLOCK);
    mmio_change(control, CORE_1_CONTROL_0_STALL, 0);
    mmio_change(control, 0, CORE_1_CONTROL_0_RESET);
    mmio_change(control, CORE_1_CONTROL_0_RESET, 0);
    mmio_change(chip.rtc + RTC_OPTIONS0, 0, RTC_OPTIONS0_APP_RESET);
    mmio_write(chip.system + CORE_1_CONTROL_1, entry);
    for (uint32_t i = 0;
         i < PAUSE_READS && mmio_read(chip.system + CORE_1_CONTROL_1) == entry;
         i++) {
    }
}
