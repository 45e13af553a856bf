/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts what a program tells the flash to do, from its stores to the flash
 * controller's registers. It knows no emulator: plugin.c shows it the stores.
 *
 * Source: register headers of the vendor for SPI (ESP32) and SPI_MEM (the
 * later chips): offsets of registers, bits of commands.
 */
#ifndef BENCH_CHIPS_SPI_WATCH_H
#define BENCH_CHIPS_SPI_WATCH_H

#include <stdint.h>

#define SPI_WATCH_LEN 0x100u /* bytes of registers that are looked at */

/** Offsets of the registers that differ between the controller's versions. */
struct spi_layout {
    uint32_t user;      /* phases of a user-defined command */
    uint32_t user2;     /* its code */
    uint32_t mosi_dlen; /* bits that it writes, minus 1 */
    uint32_t miso_dlen; /* bits that it reads, minus 1 */
};

extern const struct spi_layout spi_layout_v1; /* ESP32 */
extern const struct spi_layout spi_layout_v2; /* all later ones */

/** What the flash was told since the start. */
struct spi_counts {
    uint64_t erase_4k;
    uint64_t erase_32k;
    uint64_t erase_64k;
    uint64_t erase_chip;
    uint64_t programs;   /* commands */
    uint64_t programmed; /* bytes */
    uint64_t longest;    /* bytes of the longest program command */
    uint64_t reads;      /* commands, status and identification left out */
    uint64_t read;       /* bytes of these */
};

/** The controller as the program has set it; from spi_watch_open(). */
struct spi_watch {
    const struct spi_layout *layout;
    uint32_t reg[SPI_WATCH_LEN / 4];
    struct spi_counts counts;
};

/**
 * Starts with all registers zero and nothing counted.
 *
 * @param[out] w       watch
 * @param[in]  layout  of the controller
 */
void spi_watch_open(struct spi_watch *w, const struct spi_layout *layout);

/**
 * Shows the watch a store of a word.
 *
 * @param[in,out] w      watch
 * @param[in]     off    bytes from the controller's base, < SPI_WATCH_LEN
 * @param[in]     value  what is stored
 */
void spi_watch_store(struct spi_watch *w, uint32_t off, uint32_t value);

#endif
