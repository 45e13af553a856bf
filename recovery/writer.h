/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a slot from its start, so that a cut at any point leaves the old
 * content, an empty slot, or all of the new one: the trailer is erased first,
 * then the first sector, and the first unit, which holds the image's magic, is
 * kept in RAM until the end. Knows no protocol and judges no image.
 *
 * W1  Each sector is erased once and programmed once, in whole sectors.
 * W2  The journal (recovery/journal.h) counts sectors that are written and
 *     read back; a new writer of the same identity goes on behind them.
 */
#ifndef RECOVERY_WRITER_H
#define RECOVERY_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"
#include "core/trailer.h"

#define WRITER_HEAD_LEN   32   /* bytes kept back: the image header */
#define WRITER_BUFFER_LEN 8192 /* bytes accepted and not yet written */

/** A slot that is being written; owned by the caller. */
struct writer {
    struct trailer trailer; /* its area is the slot */
    uint32_t len;           /* bytes of the image */
    uint32_t accepted;      /* bytes taken */
    uint32_t written;       /* bytes in flash, whole sectors until the end */
    uint32_t erased;        /* bytes erased from the start of the slot */
    bool erase_by_sector;
    status_t failed; /* OK, or why nothing more is written */
    uint8_t head[WRITER_HEAD_LEN];
    uint8_t buffer[WRITER_BUFFER_LEN];
};

#endif
