/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypting the flash in place, once, so that power may fail at any moment
 * before the bootloader's own sectors: a sector is staged before it is
 * replaced, and a journal tells the next boot where to go on. Burns nothing,
 * knows no key.
 *
 * The last sectors of the bootloader's region are lent to it: two staging
 * sectors, then the journal. They are plain; the staging sectors are erased at
 * the end, the journal stays and tells nobody anything.
 *
 * While the bootloader's own sectors are replaced the ROM finds no bootloader:
 * nothing can be valid both encrypted and plain. A cut in that window takes
 * the bootloader flashed once more; then everything goes on from the journal.
 */
#ifndef ENROLL_ENCRYPT_H
#define ENROLL_ENCRYPT_H

#include "base/status.h"
#include "enroll/enroll_config.h"
#include "enroll/journal.h"
#include "iface/flash_encrypt.h"

#define ENCRYPT_SECTOR_LEN 4096u /* bytes */

/** An encryption in progress; owned by the caller. */
struct encrypt {
    struct flash *flash;
    const struct enroll_config *config;
    struct journal journal;
    uint32_t staging; /* address of the two staging sectors */
    bool fresh;       /* nothing is encrypted: the journal is to be begun */
    bool slots_done;
    uint8_t sector[ENCRYPT_SECTOR_LEN]; /* plain */
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
 * Prepares an encryption, and looks for the journal of one that was begun. A
 * journal of another layout or another counter, and one that calls slots
 * encrypted all of which begin with a plain image, counts as none.
 *
 * @param[out] e        encryption
 * @param[in]  config   product; must outlive e
 * @param[in]  flash    device; must outlive e; it decrypts nothing
 * @param[in]  counter  the encryption counter as it is in the eFuse
 * @param[out] begun    true: slots are partly encrypted, nothing can boot
 *                      before encrypt_slots() is done
 *
 * @retval OK
 * @retval ENROLL_E_SIZE   the region has no room for the journal
 * @retval REGION_E_RANGE, FLASH_E_RANGE  an area leaves the flash
 * @retval FLASH_E_IO      the flash failed
 */
MUST_USE status_t encrypt_open(struct encrypt *e,
                               const struct enroll_config *config,
                               struct flash *flash, uint32_t counter,
                               bool *begun);

/**
 * Encrypts what is written in the slots and in scratch; the key is burned.
 * Goes on where an earlier boot was interrupted; a slot that was flashed anew
 * since then is encrypted from its start.
 *
 * @param[in,out] e  from encrypt_open()
 *
 * @retval OK                every sector reads back as something else than it
 *                           was; the staging sectors are erased
 * @retval ENROLL_E_JOURNAL  the journal is full
 * @retval FLASH_E_VERIFY    a sector could not be erased or written
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 *
 * @cost  of each sector that is written: two erases, two reads back; of each
 *        other one: a look; nothing is kept in RAM but one sector
 */
MUST_USE status_t encrypt_slots(struct encrypt *e);

/**
 * Encrypts our own image where it lies: from the first sector that is erased
 * until the counter is burned the ROM finds no bootloader. The caller has
 * verified the image just before.
 *
 * @param[in,out] e    after encrypt_slots()
 * @param[in]     len  bytes of the image with its signature sector
 *
 * @retval OK                what was encrypted is what was there before the
 *                           first sector was erased
 * @retval ENROLL_E_JOURNAL  encrypt_slots() did not end well; nothing done
 * @retval ENROLL_E_SIZE     len reaches into the journal; nothing done
 * @retval FLASH_E_VERIFY    a sector could not be read, erased or written; the
 *                           counter must not be burned
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t encrypt_bootloader(struct encrypt *e, uint32_t len);

#endif
