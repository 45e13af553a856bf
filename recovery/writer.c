/* SPDX-License-Identifier: Apache-2.0 */
/* See writer.h for W1 .. W3. */
#include "recovery/writer.h"

#include <stddef.h>

#include "base/memory.h"
#include "iface/hash.h"

#define LARGE_LEN  0x10000u /* bytes: what devices erase faster than sectors */
#define SECTOR_LEN 0x1000u  /* .. if they have these */

static const struct region *slot_of(const struct writer *w)
{
    return &w->trailer->area;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---- erasing ---- */

static bool large_fits(const struct writer *w, uint32_t sector_len)
{
    return !w->erase_by_sector && sector_len == SECTOR_LEN &&
           (slot_of(w)->base + w->erased) % LARGE_LEN == 0 &&
           w->len >= LARGE_LEN && w->erased <= w->len - LARGE_LEN;
}

/*
 * Erases the sector, or the large block, behind what is erased already. Looks
 * at one sector only: nobody takes what arrives meanwhile.
 */
static status_t erase_next(struct writer *w)
{
    struct region_sector sector;
    bool erased;

    TRY(region_sector_at(slot_of(w), w->erased, &sector));
    TRY(region_is_erased(slot_of(w), sector.off, sector.len, &erased));
    if (!erased) {
        if (large_fits(w, sector.len)) {
            sector.len = LARGE_LEN;
        }
        TRY(region_erase(slot_of(w), sector.off, sector.len));
    }
    w->erased = sector.off + sector.len;
    return OK;
}

status_t writer_discard(struct writer *w)
{
    TRY(trailer_erase(w->trailer));
    w->erased = 0;
    return erase_next(w);
}

/* ---- opening ---- */

/*
 * Goes on behind what stands there, if a sector begins there. Blocks that were
 * begun behind it are erased again.
 */
static bool goes_on(struct writer *w, const uint8_t *key)
{
    uint32_t off =
        progress_find(w->trailer, w->journal, key) * WRITER_BLOCK_LEN;
    struct region_sector sector;
    bool blank = false;

    if (off == 0 || region_sector_at(slot_of(w), off, &sector) != OK ||
        sector.off != off ||
        region_is_erased(slot_of(w), 0, WRITER_HEAD_LEN, &blank) != OK ||
        !blank) {
        return false;
    }
    w->accepted = off;
    w->written = off;
    w->erased = off;
    return true;
}

status_t writer_open(struct writer *w, const uint8_t head[WRITER_HEAD_LEN],
                     const uint8_t *key)
{
    w->accepted = 0;
    w->written = 0;
    w->failed = OK;
    w->head = head;
    w->journal =
        key == NULL ? PROGRESS_NONE : progress_place(w->trailer, w->len);
    if (goes_on(w, key)) {
        return OK;
    }
    TRY(writer_discard(w));
    return progress_begin(w->trailer, w->journal, key);
}

/* ---- writing ---- */

/* Tells whether the slot holds these bytes. */
static status_t read_back(const struct writer *w, uint32_t off,
                          const uint8_t *p, uint32_t len)
{
    const uint8_t *view;
    uint32_t n;

    for (uint32_t done = 0; done < len; done += n) {
        n = len - done;
        TRY(region_view(slot_of(w), off + done, &n, &view));
        if (memcmp(view, p + done, n) != 0) {
            return FLASH_E_VERIFY;
        }
    }
    return OK;
}

static status_t put(const struct writer *w, uint32_t off, const uint8_t *p,
                    uint32_t len)
{
    TRY(region_write(slot_of(w), off, p, len));
    return read_back(w, off, p, len);
}

/* Fills the first block up to a whole write unit. */
static uint32_t pad(struct writer *w, uint32_t len)
{
    uint32_t unit = flash_write_len(slot_of(w)->flash);
    uint32_t whole = (len + unit - 1) & ~(unit - 1);

    memset(w->buffer + len, 0xff, whole - len);
    return whole;
}

/* Writes the next block, or what there is of the last one. */
static status_t write_next(struct writer *w)
{
    uint32_t len = smaller(w->accepted - w->written, WRITER_BLOCK_LEN);
    uint32_t kept = w->written == 0 ? WRITER_HEAD_LEN : 0;

    while (w->erased < w->written + len) {
        TRY(erase_next(w));
    }
    TRY(put(w, w->written + kept, w->buffer + kept, pad(w, len) - kept));
    w->written += len;
    if (len < WRITER_BLOCK_LEN) {
        return OK;
    }
    memcpy(w->buffer, w->buffer + WRITER_BLOCK_LEN, WRITER_BLOCK_LEN);
    return progress_put(w->trailer, w->journal, w->written / WRITER_BLOCK_LEN);
}

status_t writer_take(struct writer *w, const uint8_t *data, uint32_t len)
{
    if (w->failed == OK && w->accepted - w->written + len > WRITER_BUFFER_LEN) {
        w->failed = write_next(w);
    }
    if (w->failed == OK) {
        memcpy(w->buffer + (w->accepted - w->written), data, len);
        w->accepted += len;
    }
    return w->failed;
}

/* How far to erase now. */
static uint32_t erase_goal(const struct writer *w)
{
    return w->erase_by_sector ? smaller(w->len, w->accepted + WRITER_BUFFER_LEN)
                              : w->len;
}

static bool can_write(const struct writer *w)
{
    return w->accepted - w->written >= WRITER_BLOCK_LEN &&
           w->erased - w->written >= WRITER_BLOCK_LEN;
}

bool writer_work(struct writer *w)
{
    bool can = can_write(w);

    if (w->failed != OK || (!can && w->erased >= erase_goal(w))) {
        return false;
    }
    w->failed = can ? write_next(w) : erase_next(w);
    return true;
}

/* ---- the end ---- */

static status_t check_file(const struct writer *w, const uint8_t *sha)
{
    uint8_t digest[HASH_LEN];
    const uint8_t *view;
    struct hash h;
    uint32_t n;

    hash_open(&h);
    hash_add(&h, w->head, WRITER_HEAD_LEN);
    for (uint32_t off = WRITER_HEAD_LEN; off < w->len; off += n) {
        n = w->len - off;
        TRY(region_view(slot_of(w), off, &n, &view));
        hash_add(&h, view, n);
    }
    hash_close(&h, digest);
    return memcmp(digest, sha, HASH_LEN) == 0 ? OK : IMAGE_E_HASH;
}

status_t writer_finish(struct writer *w, const uint8_t *sha)
{
    TRY(w->failed);
    while (w->written < w->len) {
        TRY(write_next(w));
    }
    if (sha != NULL) {
        TRY(check_file(w, sha));
    }
    TRY(progress_erase(w->trailer, w->journal));
    return put(w, 0, w->head, WRITER_HEAD_LEN);
}
