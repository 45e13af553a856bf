/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a slot from its start, so that a cut at any point leaves the old
 * content, an empty slot, or all of the new one: the trailer is erased first,
 * then the first sector, and the head, which holds the image's magic, is kept
 * in RAM until the end. Knows no protocol and judges no image.
 *
 * W1  Each sector is erased at most once and programmed once, in blocks.
 * W2  The journal (recovery/progress.h) counts blocks that are written and
 *     read back; a new writer of the same key goes on behind them.
 * W3  Nothing is written to the slot after a failure, but by
 *     writer_discard().
 *
 *   call            trailer    first sector   next boot finds
 *   before open     old        old            what was there
 *   open            blank, or  blank          no image
 *                   journal
 *   take, work      journal    head blank     no image
 *   finish          blank      head blank     no image
 *   .. at its end   blank      whole          the new image
 */
#ifndef RECOVERY_WRITER_H
#define RECOVERY_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"
#include "core/trailer.h"
#include "recovery/progress.h"

#define WRITER_HEAD_LEN   32 /* bytes kept back: the image header */
#define WRITER_BLOCK_LEN  PROGRESS_BLOCK_LEN
#define WRITER_BUFFER_LEN (2 * WRITER_BLOCK_LEN) /* accepted, not written */

/** A slot that is being written; the caller owns it and sets the first part. */
struct writer {
    const struct trailer *trailer; /* its area is the slot; outlives this */
    uint32_t len;                  /* bytes of the file, > WRITER_HEAD_LEN */
    /* single sectors just ahead of the data; else all that the file needs, in
     * large blocks where they fit */
    bool erase_by_sector;

    uint32_t accepted; /* bytes taken */
    uint32_t written;  /* bytes in flash, whole blocks until the end */
    uint32_t erased;   /* bytes erased from the start, whole sectors */
    uint32_t journal;  /* from progress_place() */
    status_t failed;   /* OK, or why nothing more is written */
    const uint8_t *head;
    uint8_t buffer[WRITER_BUFFER_LEN]; /* of the file, from w->written on */
};

/**
 * Begins, or goes on behind what the journal of this key holds: w->accepted
 * tells where.
 *
 * @param[in,out] w     trailer, len and erase_by_sector are set
 * @param[in]     head  first bytes of the file; must outlive w
 * @param[in]     key   of the file, for the journal: PROGRESS_KEY_LEN bytes;
 *                      NULL: keep none
 *
 * @retval OK
 * @retval FLASH_E_IO      the device failed
 * @retval REGION_E_RANGE  the slot is too small
 */
MUST_USE status_t writer_open(struct writer *w,
                              const uint8_t head[WRITER_HEAD_LEN],
                              const uint8_t *key);

/**
 * Takes the next bytes; writes a block if there is no room for them.
 *
 * @param[in,out] w     after writer_open()
 * @param[in]     data  len bytes
 * @param[in]     len   bytes, at most w->len - w->accepted, and at most
 *                      WRITER_BLOCK_LEN
 *
 * @retval OK
 * @retval other  w->failed: also of work between calls
 */
MUST_USE status_t writer_take(struct writer *w, const uint8_t *data,
                              uint32_t len);

/**
 * Does a piece of the work that can be done ahead or behind: writes a block
 * that is full, or erases once. What fails is told by w->failed.
 *
 * @param[in,out] w  after writer_open()
 *
 * @retval true   there may be more to do
 * @retval false  nothing to do now
 */
MUST_USE bool writer_work(struct writer *w);

/**
 * Writes what is left, the head last.
 *
 * @param[in,out] w    w->len bytes were taken
 * @param[in]     sha  SHA-256 of the file; NULL: not known
 *
 * @retval OK
 * @retval IMAGE_E_HASH    flash holds another file than sha says
 * @retval FLASH_E_VERIFY  reads back other than written
 * @retval FLASH_E_IO      the device failed
 */
MUST_USE status_t writer_finish(struct writer *w, const uint8_t *sha);

/**
 * Makes the slot an empty one: trailer and first sector are erased.
 *
 * @param[in,out] w  after writer_open()
 *
 * @retval OK
 * @retval FLASH_E_IO  the device failed
 */
MUST_USE status_t writer_discard(struct writer *w);

#endif
