/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of the first boot: a head that says what it belongs to, then
 * records of one word each, appended and never changed. Knows what a cut does
 * to a word; what a record means is the business of enroll/encrypt.c.
 */
#ifndef ENROLL_JOURNAL_H
#define ENROLL_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "iface/flash.h"
#include "iface/hash.h"

#define JOURNAL_HEAD_LEN   ((uint32_t)HASH_LEN)
#define JOURNAL_RECORD_LEN 4u
#define JOURNAL_SAID_BITS  27u /* bits of a record, besides its check */

/** A journal; owned by the caller. */
struct journal {
    struct flash *flash;
    uint32_t addr; /* start of a sector, bytes from the start of the flash */
    uint32_t len;  /* bytes, whole sectors */
    uint32_t off;  /* of the first free record, bytes in the journal */
    uint32_t last; /* what the last record says; 0: there is none */
    uint8_t head[HASH_LEN]; /* what it belongs to */
};

/**
 * Looks whether the journal in the flash has our head. The caller has filled
 * flash, addr, len and head.
 *
 * @param[in]  j     journal
 * @param[out] ours  true: it has, and its records count
 *
 * @retval OK
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t journal_is_ours(struct journal *j, bool *ours);

/**
 * Writes the head; there are no records then.
 *
 * @param[in,out] j  journal whose sectors are erased
 *
 * @retval OK
 * @retval FLASH_E_VERIFY  it reads back other than written
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t journal_begin(struct journal *j);

/**
 * Reads the word at an offset. Read from the first to the last they find the
 * first free record and the last one.
 *
 * @param[in,out] j     journal
 * @param[in]     off   bytes: JOURNAL_HEAD_LEN and up, in steps of
 *                      JOURNAL_RECORD_LEN, below j->len
 * @param[out]    said  what the record says; 0: there is none
 *
 * @retval OK
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t journal_get(struct journal *j, uint32_t off, uint32_t *said);

/**
 * Appends a record and reads it back; nothing if the last one says the same.
 *
 * @param[in,out] j     journal that was begun, or read to its end
 * @param[in]     said  what it says, > 0, JOURNAL_SAID_BITS
 *
 * @retval OK
 * @retval ENROLL_E_JOURNAL  it is full
 * @retval FLASH_E_VERIFY    it reads back other than written
 * @retval FLASH_E_RANGE, FLASH_E_IO  the flash failed
 */
MUST_USE status_t journal_put(struct journal *j, uint32_t said);

#endif
