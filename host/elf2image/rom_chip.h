/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ROM of each chip makes of a bootloader image: its number, the
 * memory it may load to, and how large it may be. A table, no decisions.
 *
 * Source: SPEC, Bootloader image.
 */
#ifndef HOST_ELF2IMAGE_ROM_CHIP_H
#define HOST_ELF2IMAGE_ROM_CHIP_H

#include <stddef.h>
#include <stdint.h>

#define ROM_CHIP_COUNT  4
#define ROM_WINDOW_MAX  3
#define ROM_STAGING_MAX 2

/** CPU addresses [low, high). */
struct rom_window {
    uint32_t low;
    uint32_t high; /* one behind the last byte; 0: no window */
};

/** A chip. */
struct rom_chip {
    const char *name;  /* as on command lines: "esp32c3" */
    const char *title; /* as people write it: "ESP32-C3" */
    uint16_t id;       /* header field chip_id */
    uint16_t machine;  /* e_machine of its ELF files */
    uint32_t len_max;  /* bytes of an image that Secure Boot accepts */
    struct rom_window ram[ROM_WINDOW_MAX]; /* where segments may lie */
    /* into which the ROM copies an image before it verifies it; I and D */
    struct rom_window staging[ROM_STAGING_MAX];
};

/** The chips, in the order of rom_chip_names. */
extern const struct rom_chip rom_chips[ROM_CHIP_COUNT];

/** Their names, ended by NULL. */
extern const char *const rom_chip_names[ROM_CHIP_COUNT + 1];

#endif
