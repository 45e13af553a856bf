/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of the chips. Memory that caches may occupy counts as RAM, since
 * bootloaders run from it; windows onto flash do not.
 */
#include "host/elf2image/rom_chip.h"

#include "host/elf2image/elf_file.h"

const char *const rom_chip_names[ROM_CHIP_COUNT + 1] = {
    "esp32", "esp32s2", "esp32c3", "esp32s3", NULL};

const struct rom_chip rom_chips[ROM_CHIP_COUNT] = {
    {
        .name = "esp32",
        .title = "ESP32",
        .id = 0,
        .machine = ELF_XTENSA,
        .len_max = 0xc000,
        .ram = {{0x40070000, 0x400c0000}, {0x3ffae000, 0x40000000}},
        .staging = {{0x3ffc0000, 0x3ffcc000}},
    },
    {
        .name = "esp32s2",
        .title = "ESP32-S2",
        .id = 2,
        .machine = ELF_XTENSA,
        .len_max = 0x10000,
        .ram = {{0x40020000, 0x40070000}, {0x3ffb0000, 0x40000000}},
        /* not measured: the lowest 96 KiB are kept clear */
        .staging = {{0x3ffb0000, 0x3ffc8000}, {0x40020000, 0x40038000}},
    },
    {
        .name = "esp32c3",
        .title = "ESP32-C3",
        .id = 5,
        .machine = ELF_RISCV,
        .len_max = 0x10000,
        .ram = {{0x4037c000, 0x403e0000}, {0x3fc80000, 0x3fce0000}},
        .staging = {{0x3fc84000, 0x3fc94000}, {0x40384000, 0x40394000}},
    },
    {
        .name = "esp32s3",
        .title = "ESP32-S3",
        .id = 9,
        .machine = ELF_XTENSA,
        .len_max = 0x10000,
        .ram = {{0x40370000, 0x403e0000}, {0x3fc88000, 0x3fd00000}},
        .staging = {{0x3fc88000, 0x3fc98000}, {0x40378000, 0x40388000}},
    },
};
