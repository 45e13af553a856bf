/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flash contract: NOR flash as the boot code sees it. The port implements
 * it, core and app call it, the linker joins them. Encryption is the port's
 * business: core sees plain bytes, a larger write length, and asks whether
 * bytes are erased instead of comparing with 0xff.
 *
 * F1  After an erase each unit of write_len bytes is written at most once. Only
 *     a single unit that was written as 0xff through encryption may be written
 *     a second time; it then holds noise.
 * F2  A write never erases behind the caller's back.
 * F3  Any operation may be cut by power; what it touched is then undefined,
 *     what it did not touch is as before.
 */
#ifndef IFACE_FLASH_H
#define IFACE_FLASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/** A flash device; the port defines it, nobody else looks inside. */
struct flash;

/** The unit of erasing that holds an address. */
struct flash_sector {
    uint32_t addr; /* first byte, bytes from the start of the flash */
    uint32_t len;  /* bytes, > 0; sectors may differ in length */
};

/**
 * Returns the length of the flash.
 *
 * @param[in] flash  device
 *
 * @retval bytes, > 0
 */
MUST_USE uint32_t flash_len(const struct flash *flash);

/**
 * Returns the write unit: addresses and lengths of writes are multiples of it.
 *
 * @param[in] flash  device
 *
 * @retval bytes: 1, 2, 4, 8, 16 or 32
 */
MUST_USE uint32_t flash_write_len(const struct flash *flash);

/**
 * Finds the sector that holds an address.
 *
 * @param[in]  flash   device
 * @param[in]  addr    0 .. flash_len() - 1
 * @param[out] sector  its place and length
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr lies outside the flash; sector untouched
 */
MUST_USE status_t flash_sector_at(const struct flash *flash, uint32_t addr,
                                  struct flash_sector *sector);

/**
 * Reads bytes (decrypted, where the flash is encrypted).
 *
 * @param[in]  flash  device
 * @param[in]  addr   bytes from the start of the flash
 * @param[out] dst    len bytes, any alignment; undefined on failure
 * @param[in]  len    bytes; 0 reads nothing and succeeds
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash
 * @retval FLASH_E_IO     the device failed
 */
MUST_USE status_t flash_read(struct flash *flash, uint32_t addr, void *dst,
                             uint32_t len);

/**
 * Lends bytes where they lie, for a reader that needs each of them once: no
 * copy is made. What lies there may change between two reads of a view, so
 * what is parsed after it was hashed is read by flash_read().
 *
 * @param[in]     flash  device
 * @param[in]     addr   bytes from the start of the flash
 * @param[in,out] len    in: bytes wanted, > 0; out: bytes lent, 1 .. wanted
 * @param[out]    view   the bytes, any alignment; valid until the next call
 *                       with this flash
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash
 * @retval FLASH_E_IO     the device failed
 *
 * @cost  feeds the watchdog
 */
MUST_USE status_t flash_view(struct flash *flash, uint32_t addr, uint32_t *len,
                             const uint8_t **view);

/**
 * Programs bytes into erased units; feeds the watchdog.
 *
 * @param[in] flash  device
 * @param[in] addr   multiple of flash_write_len()
 * @param[in] src    len bytes, any alignment
 * @param[in] len    bytes, multiple of flash_write_len()
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash; nothing written
 * @retval FLASH_E_ALIGN  addr or len not a multiple; nothing written
 * @retval FLASH_E_IO     the device failed; the units are undefined
 */
MUST_USE status_t flash_write(struct flash *flash, uint32_t addr,
                              const void *src, uint32_t len);

/**
 * Erases whole sectors in ascending order, by larger blocks where the device
 * has them and they fit; feeds the watchdog.
 *
 * @param[in] flash  device
 * @param[in] addr   start of a sector
 * @param[in] len    bytes, up to the end of a sector; 0 erases nothing
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash; nothing erased
 * @retval FLASH_E_ALIGN  addr or addr + len splits a sector; nothing erased
 * @retval FLASH_E_IO     the device failed; the sectors are undefined
 */
MUST_USE status_t flash_erase(struct flash *flash, uint32_t addr, uint32_t len);

/**
 * Tells whether bytes are erased, on the raw array: encrypted flash does not
 * read as 0xff after an erase, and decrypted 0xff was written by somebody.
 *
 * @param[in]  flash   device
 * @param[in]  addr    bytes from the start of the flash
 * @param[in]  len     bytes; 0 is erased
 * @param[out] erased  true if every raw bit is set
 *
 * @retval OK
 * @retval FLASH_E_RANGE  addr + len leaves the flash
 * @retval FLASH_E_IO     the device failed
 */
MUST_USE status_t flash_is_erased(struct flash *flash, uint32_t addr,
                                  uint32_t len, bool *erased);

#endif
