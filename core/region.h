/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part of the flash: the only place where base and offset are added. core
 * holds regions, never addresses, so nothing outside the configured areas can
 * be read, written or erased by a slip elsewhere.
 */
#ifndef CORE_REGION_H
#define CORE_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "iface/flash.h"

/** Bytes [base, base + len) of a flash; whole sectors. */
struct region {
    struct flash *flash;
    uint32_t base; /* bytes from the start of the flash */
    uint32_t len;  /* bytes; base + len <= flash_len(), by region_open() */
};

/** A sector within a region. */
struct region_sector {
    uint32_t off; /* bytes from the start of the region */
    uint32_t len; /* bytes, > 0 */
};

/** A place within a region. */
struct region_place {
    const struct region *region;
    uint32_t off; /* bytes from the start of the region */
};

/**
 * Makes a region and checks that it consists of whole sectors of the flash.
 *
 * @param[out] r      region; undefined on failure
 * @param[in]  flash  device
 * @param[in]  base   bytes from the start of the flash
 * @param[in]  len    bytes, > 0
 *
 * @retval OK
 * @retval REGION_E_RANGE  leaves the flash, is empty, or splits a sector
 */
MUST_USE status_t region_open(struct region *r, struct flash *flash,
                              uint32_t base, uint32_t len);

/**
 * Reads part of a region.
 *
 * @param[in]  r    region
 * @param[in]  off  bytes from the start of the region, 0 .. r->len
 * @param[out] dst  len bytes; undefined on failure
 * @param[in]  len  bytes; 0 reads nothing and succeeds
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region; flash not touched
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_read(const struct region *r, uint32_t off, void *dst,
                              uint32_t len);

/**
 * Reads whole write units; erased ones read as 0xff, though encrypted flash
 * shows noise there.
 *
 * @param[in]  r    region
 * @param[in]  off  start of a unit, bytes from the start of the region
 * @param[out] dst  len bytes; undefined on failure
 * @param[in]  len  bytes, whole units
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_read_units(const struct region *r, uint32_t off,
                                    uint8_t *dst, uint32_t len);

/**
 * Lends part of a region where it lies; flash_view() says how long it lasts.
 *
 * @param[in]     r     region
 * @param[in]     off   bytes from the start of the region
 * @param[in,out] len   in: bytes wanted, > 0; out: bytes lent, 1 .. wanted
 * @param[out]    view  the bytes, any alignment
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region; flash not touched
 * @retval FLASH_E_IO      the flash failed
 */
MUST_USE status_t region_view(const struct region *r, uint32_t off,
                              uint32_t *len, const uint8_t **view);

/**
 * Writes part of a region; see flash_write() for alignment.
 *
 * @param[in] r    region
 * @param[in] off  bytes from the start of the region, 0 .. r->len
 * @param[in] src  len bytes
 * @param[in] len  bytes
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region; nothing written
 * @retval FLASH_E_ALIGN   not whole write units; nothing written
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_write(const struct region *r, uint32_t off,
                               const void *src, uint32_t len);

/**
 * Erases whole sectors of a region, ascending.
 *
 * @param[in] r    region
 * @param[in] off  start of a sector, bytes from the start of the region
 * @param[in] len  bytes, up to the end of a sector; 0 erases nothing
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region; nothing erased
 * @retval FLASH_E_ALIGN   splits a sector; nothing erased
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_erase(const struct region *r, uint32_t off,
                               uint32_t len);

/**
 * Erases what is not erased yet from an offset to the end of a region, the
 * last sector first: the slot trailer's magic goes before anything else.
 *
 * @param[in] r    region
 * @param[in] off  bytes from the start of the region; its sector is included
 *
 * @retval OK
 * @retval REGION_E_RANGE  off lies outside the region
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_erase_tail(const struct region *r, uint32_t off);

/**
 * Erases those sectors of a range that are not erased yet, ascending; sectors
 * that follow one another in one request, so that large blocks can be used.
 *
 * @param[in] r    region
 * @param[in] off  start of a sector, bytes from the start of the region
 * @param[in] len  bytes, up to the end of a sector; 0 erases nothing
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region; nothing erased
 * @retval FLASH_E_ALIGN   splits a sector; or REGION_E_RANGE, where what is
 *                         erased already hides it
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_clear(const struct region *r, uint32_t off,
                               uint32_t len);

/**
 * Tells whether part of a region is erased, on the raw array.
 *
 * @param[in]  r       region
 * @param[in]  off     bytes from the start of the region
 * @param[in]  len     bytes
 * @param[out] erased  true if every raw bit is set
 *
 * @retval OK
 * @retval REGION_E_RANGE  off + len leaves the region
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_is_erased(const struct region *r, uint32_t off,
                                   uint32_t len, bool *erased);

/**
 * Finds the sector that holds an offset.
 *
 * @param[in]  r       region
 * @param[in]  off     bytes from the start of the region, 0 .. r->len - 1
 * @param[out] sector  its place in the region
 *
 * @retval OK
 * @retval REGION_E_RANGE  off lies outside the region
 */
MUST_USE status_t region_sector_at(const struct region *r, uint32_t off,
                                   struct region_sector *sector);

/**
 * Compares parts of two regions of one flash by content.
 *
 * @param[in]  a      where the first part starts
 * @param[in]  b      where the second part starts
 * @param[in]  len    bytes, whole write units
 * @param[out] equal  true if the bytes are equal or, write unit by write
 *                    unit, both erased: encrypted flash reads an erased unit
 *                    as rubbish that differs from place to place
 *
 * @retval OK
 * @retval REGION_E_RANGE  either part leaves its region
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t region_equal(struct region_place a, struct region_place b,
                               uint32_t len, bool *equal);

#endif
