/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chips' flash, behind iface/flash.h: what the port has to know of it
 * besides that contract.
 */
#ifndef PORT_COMMON_FLASH_SPI_H
#define PORT_COMMON_FLASH_SPI_H

#include "iface/flash.h"

#define FLASH_FRESH_WORDS 8 /* one bit for each 64 KiB page of 16 MiB */

/** The flash; owned by the caller. */
struct flash {
    uint32_t id;  /* JEDEC: manufacturer in the low byte, then type, size */
    uint32_t len; /* bytes, at most 16 MiB; 0: the id tells no size */
    uint32_t fresh[FLASH_FRESH_WORDS]; /* pages that the window shows as is */
    uint32_t mapped;                   /* entries that are the loader's */
    uint32_t write_len;                /* bytes: what the chip asks for */
};

/**
 * Identifies the flash; the ROM has set pins and clock.
 *
 * @param[out] flash  device
 *
 * @retval OK
 * @retval FLASH_E_IO  no answer
 */
MUST_USE status_t flash_spi_open(struct flash *flash);

/**
 * Maps a range for the loader, which can not map anything itself. Ranges get
 * entries of their own, from the first of the window on; flash_read() must not
 * be called any more.
 *
 * @param[in,out] flash  device
 * @param[in]     addr   bytes from the start of the flash
 * @param[in]     len    bytes, > 0; all ranges together fit the window, as
 *                       what goes to RAM does
 *
 * @retval CPU address at which the range is seen in one piece
 */
MUST_USE uint32_t flash_spi_map(struct flash *flash, uint32_t addr,
                                uint32_t len);

#endif
