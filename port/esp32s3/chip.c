/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S3: where its peripherals and memories lie.
 *
 * Source: ESP32-S3 Technical Reference Manual v1.4, 4.3 "System and memory";
 * vendor's register headers of ESP32-S3: SYSTEM, RTC_CNTL, EXTMEM.
 */
#include "port/common/chip.h"

const struct chip chip = {
    .name = "esp32s3",
    .rtc = 0x60008000,
    .reset_state = 0x38,
    .retained = 0x50,
    .uart0 = 0x60000000,
    .uart = {.count_mask = 0x3ff, .state = 0x6c, .state_shift = 4},
    .usb_serial_jtag = 0x60038000,
    .timer_group0 = 0x6001f000,
    .spi1 = 0x60002000,
    .spi = {.user = 0x18, .status = 0x2c, .w0 = 0x58},
    .system = 0x600c0000,
    .cache = 0x600c4000,
    .mmu = 0x600c5000,
    .mmu_count = 512,
    .mmu_invalid = 0x4000,
    .flash_window = {0x3c000000, 0x3e000000},
    .sha = 0x6003b000,
    .rsa = 0x6003c000,
    .engines = {.clock = 0x1c, .reset = 0x24, .rsa_power = 0x40},
    .flash_engine = {.base = 0x600cc000,
                     .enable = 0x600c004c,
                     .block_len = 64,
                     .counter = 0x34,
                     .counter_bits = 7u << 18},
    .efuse = 0x60007000,
    .revision = {.major = 184, .minor_high = 183, .minor_low = 114},
    .watchdog =
        {
            .slow_hz = 136000,
            .config0 = 0x98,
            .feed = 0xac,
            .protect = 0xb0,
            .swd_config = 0xb4,
            .swd_protect = 0xb8,
        },
};

const struct load_rules chip_load_rules = {
    .window = {[LOAD_IRAM] = {0x40370000, 0x403e0000},
               [LOAD_DRAM] = {0x3fc88000, 0x3fd00000},
               [LOAD_RTC_FAST] = {0x600fe000, 0x60100000},
               [LOAD_RTC_SLOW] = {0x50000000, 0x50002000}},
    .loader = {0x3fcd8000, 0x3fcd9000}, /* as link.ld has it */
    .alias = {{0x40378000, 0x403e0000}, 0x6f0000, false},
};
