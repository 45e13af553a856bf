/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-C3: where its peripherals and memories lie.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 3.3 "System and memory",
 * 9.5 (RTC_CNTL), 27 (SPI); ESP32-C3 register headers of the vendor.
 */
#include "port/common/chip.h"

const struct chip chip = {
    .name = "esp32c3",
    .rtc = 0x60008000,
    .reset_state = 0x38,
    .retained = 0x50,
    .uart0 = 0x60000000,
    .uart = {.count_mask = 0x3ff, .state = 0x6c, .state_shift = 4},
    .usb_serial_jtag = 0x60043000,
    .timer_group0 = 0x6001f000,
    .spi1 = 0x60002000,
    .spi = {.user = 0x18, .status = 0x2c, .w0 = 0x58},
    .system = 0x600c0000,
    .cache = 0x600c4000,
    .mmu = 0x600c5000,
    .mmu_count = 128,
    .mmu_invalid = 0x100,
    .flash_window = {0x3c000000, 0x3c800000},
    .sha = 0x6003b000,
    .rsa = 0x6003c000,
    .engines = {.clock = 0x14, .reset = 0x1c, .rsa_power = 0x38},
    .flash_engine = {.base = 0x600cc000,
                     .enable = 0x600c0044,
                     .block_len = 32,
                     .counter = 0x34,
                     .counter_bits = 7u << 18},
    .efuse = 0x60008800,
    .revision = {.major = 184, .minor_high = 183, .minor_low = 114},
    .watchdog =
        {
            .slow_hz = 136000,
            .delayed = true,
            .timer_update = 1u << 22,
            .config0 = 0x90,
            .feed = 0xa4,
            .protect = 0xa8,
            .swd_config = 0xac,
            .swd_protect = 0xb0,
        },
};

const struct load_rules chip_load_rules = {
    .window = {[LOAD_IRAM] = {0x4037c000, 0x403e0000},
               [LOAD_DRAM] = {0x3fc80000, 0x3fce0000},
               [LOAD_RTC_FAST] = {0x50000000, 0x50002000}},
    .loader = {0x3fcd9000, 0x3fcda000}, /* as link.ld has it */
    .alias = {{0x40380000, 0x403e0000}, 0x700000, false},
};
