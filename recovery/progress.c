/* SPDX-License-Identifier: Apache-2.0 */
/* See progress.h for J1 .. J3. */
#include "recovery/progress.h"

#include "base/memory.h"

#define BLOCK_RECORD_LEN 4 /* bytes */

/* What is written at a time. */
static uint32_t record_len(const struct trailer *t)
{
    uint32_t unit = flash_write_len(t->area.flash);

    return unit < BLOCK_RECORD_LEN ? BLOCK_RECORD_LEN : unit;
}

/* Tells whether there is room for the records of some blocks. */
static bool has_room(const struct trailer *t, uint32_t off, uint32_t len)
{
    return off + PROGRESS_KEY_LEN + len <= trailer_fields_off(t);
}

uint32_t progress_place(const struct trailer *t, uint32_t len)
{
    struct region_sector last;

    if (region_sector_at(&t->area, t->area.len - 1, &last) != OK ||
        len > last.off || !has_room(t, last.off, 0)) {
        return PROGRESS_NONE;
    }
    return last.off;
}

uint32_t progress_find(const struct trailer *t, uint32_t off,
                       const uint8_t key[PROGRESS_KEY_LEN])
{
    uint8_t seen[PROGRESS_KEY_LEN];
    uint32_t unit = record_len(t);
    uint32_t len = 0;
    bool erased = false;

    if (off == PROGRESS_NONE ||
        region_read(&t->area, off, seen, sizeof(seen)) != OK ||
        memcmp(seen, key, sizeof(seen)) != 0) {
        return 0;
    }
    while (has_room(t, off, len + unit) &&
           region_is_erased(&t->area, off + PROGRESS_KEY_LEN + len, unit,
                            &erased) == OK &&
           !erased) {
        len += unit;
    }
    return len / BLOCK_RECORD_LEN;
}

status_t progress_begin(const struct trailer *t, uint32_t off,
                        const uint8_t key[PROGRESS_KEY_LEN])
{
    return off == PROGRESS_NONE
               ? OK
               : region_write(&t->area, off, key, PROGRESS_KEY_LEN);
}

status_t progress_put(const struct trailer *t, uint32_t off, uint32_t blocks)
{
    uint32_t unit = record_len(t);
    uint32_t len = blocks * BLOCK_RECORD_LEN;
    uint8_t record[TRAILER_ALIGN_MAX];

    /* units are powers of two */
    if (off == PROGRESS_NONE || (len & (unit - 1)) != 0 ||
        !has_room(t, off, len)) {
        return OK;
    }
    memset(record, 0, sizeof(record));
    return region_write(&t->area, off + PROGRESS_KEY_LEN + len - unit, record,
                        unit);
}

status_t progress_erase(const struct trailer *t, uint32_t off)
{
    return off == PROGRESS_NONE
               ? OK
               : region_erase(&t->area, off, t->area.len - off);
}
