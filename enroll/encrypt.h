/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypting the flash in place, once, so that power may fail at any moment
 * before the bootloader's own sectors: a sector is staged before it is
 * replaced, and a journal tells the next boot where to go on. Burns nothing.
 *
 * The last sectors of the bootloader's region hold two staging sectors and the
 * journal; they are plain, and the staging sectors are erased at the end.
 */
#ifndef ENROLL_ENCRYPT_H
#define ENROLL_ENCRYPT_H

#include "base/status.h"
#include "enroll/enroll_config.h"
#include "iface/flash_encrypt.h"

#define ENCRYPT_SECTOR_LEN 4096 /* bytes */

/** An encryption in progress; owned by the caller. */
struct encrypt {
    struct flash *flash;
    const struct enroll_config *config;
    uint32_t counter; /* the encryption counter as it is: binds the journal */
    uint32_t next;    /* sectors of the walk that are done */
    uint32_t record;  /* next free record of the journal */
    bool slots_done;
    uint8_t sector[ENCRYPT_SECTOR_LEN];
};

/**
 * Tells how much of the bootloader's region the first boot needs for itself.
 *
 * @param[in] config  product
 *
 * @retval bytes, whole sectors, at the end of the region
 */
MUST_USE uint32_t encrypt_reserved_len(const struct enroll_config *config);

/**
 * Prepares an encryption, and looks for the journal of one that was begun.
 *
 * @param[out] e        encryption
 * @param[in]  config   product; must outlive e
 * @param[in]  flash    device; must outlive e
 * @param[in]  counter  the encryption counter as it is in the eFuse
 * @param[out] begun    true: slots are partly encrypted, nothing can boot
 *                      before encrypt_slots() is done
 *
 * @retval OK
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t encrypt_open(struct encrypt *e,
                               const struct enroll_config *config,
                               struct flash *flash, uint32_t counter,
                               bool *begun);

/**
 * Encrypts what is written in the slots and in scratch; the key is burned.
 * Goes on where an earlier boot was interrupted.
 *
 * @param[in,out] e  from encrypt_open()
 *
 * @retval OK              every sector reads back as something else than it
 *                         was; the staging sectors are erased
 * @retval FLASH_E_VERIFY  a sector could not be erased or written
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t encrypt_slots(struct encrypt *e);

/**
 * Encrypts our own image where it lies: from the first sector that is erased
 * until the counter is burned the ROM finds no bootloader.
 *
 * @param[in,out] e    after encrypt_slots()
 * @param[in]     len  bytes of the image with its signature sector
 *
 * @retval OK
 * @retval FLASH_E_VERIFY  a sector could not be erased or written
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t encrypt_bootloader(struct encrypt *e, uint32_t len);

#endif
