/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESP32: where its peripherals and memories lie.
 *
 * Source: ESP32 Technical Reference Manual v5.1, system and memory; register
 * headers of the vendor; SPEC, Load header.
 */
#include "port/common/chip.h"

const struct chip chip = {
    .name = "esp32",
    .rtc = 0x3ff48000,
    .reset_state = 0x34,
    .retained = 0x4c,
    .uart0 = 0x3ff40000,
    .uart = {.count_mask = 0xff,
             .state = 0x1c,
             .state_shift = 24,
             .fifo = 0x200c0000,
             .pointers = 0x60},
    .timer_group0 = 0x3ff5f000,
    .spi1 = 0x3ff42000,
    .spi = {.user = 0x1c, .status = 0x10, .w0 = 0x80, .shift = 8},
    .system = 0x3ff00000,
    .cache = 0x3ff00000,
    .mmu = 0x3ff10000,
    .mmu_count = 64, /* of the data window */
    .mmu_invalid = 0x100,
    .flash_window = {0x3f400000, 0x3f800000},
    .sha = 0x3ff03000,
    .rsa = 0x3ff02000,
    .engines = {.clock = 0x1c, .reset = 0x20, .rsa_power = 0x490},
    .flash_engine = {.base = 0x3ff5b000,
                     .enable = 0x3ff000c8,
                     .block_len = 32,
                     .counter = 0x00,
                     .counter_bits = 0x7fu << 20},
    .efuse = 0x3ff5a000,
    .secure_boot_revision = 300,
    .watchdog =
        {
            .config0 = 0x8c,
            .feed = 0xa0,
            .protect = 0xa4,
        },
};

const struct load_rules chip_load_rules = {
    .window = {[LOAD_IRAM] = {0x40080000, 0x400aa000},
               [LOAD_DRAM] = {0x3ffae000, 0x40000000},
               [LOAD_RTC_FAST] = {0x400c0000, 0x400c2000},
               [LOAD_RTC_SLOW] = {0x50000000, 0x50002000}},
    .loader = {0x3ffff000, 0x40000000}, /* as link.ld has it */
    /* the word at data address d is at 0x800a0000 - 4 - d */
    .alias = {{0x400a0000, 0x400c0000}, 0x800a0000, true},
};
