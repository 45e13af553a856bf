/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32-S2: where its peripherals and memories lie. Flash is read through the
 * part of the table that belongs to the data window 0x3f000000, which the
 * cache of instructions serves.
 *
 * Source: ESP32-S2 Technical Reference Manual v1.3, 3.3 "System and memory";
 * vendor's register headers of ESP32-S2: SYSTEM, RTC_CNTL, EXTMEM, SPI_MEM.
 */
#include "port/common/chip.h"

const struct chip chip = {
    .name = "esp32s2",
    .rtc = 0x3f408000,
    .reset_state = 0x38,
    .retained = 0x50,
    .uart0 = 0x3f400000,
    .uart = {.count_mask = 0x3ff,
             .state = 0x68,
             .state_shift = 4,
             .fifo = 0x20c00000,
             .fifo_read = 0x20c00000},
    .timer_group0 = 0x3f41f000,
    .spi1 = 0x3f402000,
    .spi = {.user = 0x18, .status = 0x2c, .w0 = 0x58},
    .system = 0x3f4c0000,
    .cache = 0x61800000,
    .mmu = 0x61801200, /* entry 128, the first of the data window */
    .mmu_count = 64,
    .mmu_invalid = 0x4000,
    .flash_window = {0x3f000000, 0x3f400000},
    .sha = 0x6003b000,
    .rsa = 0x6003c000,
    .engines = {.clock = 0x44, .reset = 0x4c, .rsa_power = 0x68},
    .flash_engine = {.base = 0x6003a100,
                     .enable = 0x3f4c0074,
                     .block_len = 64,
                     .clock = 1u << 1,
                     .reset = 1u << 1 | 1u << 4,
                     .counter = 0x34,
                     .counter_bits = 7u << 18},
    .efuse = 0x3f41a000,
    .revision = {.major = 114, .minor_high = 116, .minor_low = 132},
    .watchdog =
        {
            .slow_hz = 90000,
            .delayed = true,
            .config0 = 0x94,
            .feed = 0xa8,
            .protect = 0xac,
            .swd_config = 0xb0,
            .swd_protect = 0xb4,
        },
};

const struct load_rules chip_load_rules = {
    .window = {[LOAD_IRAM] = {0x40020000, 0x40070000},
               [LOAD_DRAM] = {0x3ffb0000, 0x40000000},
               [LOAD_RTC_FAST] = {0x40070000, 0x40072000},
               [LOAD_RTC_SLOW] = {0x50000000, 0x50002000}},
    .loader = {0x3ffe9000, 0x3ffea000}, /* as link.ld has it */
    .alias = {{0x40020000, 0x40070000}, 0x70000, false},
};
