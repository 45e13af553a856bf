/* SPDX-License-Identifier: Apache-2.0 */
/* See copy.h. */
#include "core/copy.h"

#include "core/note.h"

#define COPY_CHUNK 512 /* bytes; a whole number of flash pages */

/* What has to be done to a part of the range that lies in one sector. */
enum part_state {
    PART_SAME,  /* nothing */
    PART_BLANK, /* write */
    PART_DIRTY, /* erase, then write */
};

static struct region_place from_at(const struct copy *c, uint32_t done)
{
    return (struct region_place){c->from, c->from_off + done};
}

static struct region_place to_at(const struct copy *c, uint32_t done)
{
    return (struct region_place){c->to, c->to_off + done};
}

/* The part of the range that lies in the sector at c->to_off + done. */
static status_t part_len(const struct copy *c, uint32_t done, uint32_t *len)
{
    struct region_sector sector;
    uint32_t left = c->len - done;

    TRY(region_sector_at(c->to, c->to_off + done, &sector));
    *len = sector.off + sector.len - (c->to_off + done);
    if (*len > left) {
        *len = left;
    }
    return OK;
}

static status_t part_look(const struct copy *c, uint32_t done, uint32_t len,
                          enum part_state *state)
{
    bool yes = false;

    *state = PART_SAME;
    if (c->map_off != PLAN_NONE) {
        TRY(note_is_same(c->geometry, c->map_off + done, len, &yes));
    }
    if (!yes) {
        TRY(region_equal(from_at(c, done), to_at(c, done), len, &yes));
    }
    if (yes) {
        return OK;
    }
    TRY(region_is_erased(c->to, c->to_off + done, len, &yes));
    *state = yes ? PART_BLANK : PART_DIRTY;
    return OK;
}

/* Erases from a dirty part on as far as parts are dirty, in one request. */
static status_t erase_run(const struct copy *c, uint32_t done)
{
    struct region_sector sector;
    enum part_state state = PART_DIRTY;
    uint32_t at = done;
    uint32_t end = done;
    uint32_t len;

    while (state == PART_DIRTY) {
        TRY(region_sector_at(c->to, c->to_off + at, &sector));
        end = sector.off + sector.len - c->to_off;
        at = end;
        if (at >= c->len) {
            break;
        }
        TRY(part_len(c, at, &len));
        TRY(part_look(c, at, len, &state));
    }
    return region_erase(c->to, c->to_off + done, end - done);
}

static status_t write_chunk(const struct copy *c, uint32_t done, uint32_t len)
{
    uint8_t data[COPY_CHUNK];
    bool erased;

    /* erased stays erased: encrypted flash would store rubbish for it */
    TRY(region_is_erased(c->from, c->from_off + done, len, &erased));
    if (erased) {
        return OK;
    }
    TRY(region_read(c->from, c->from_off + done, data, len));
    return region_write(c->to, c->to_off + done, data, len);
}

/* Writes a part and reads it back: a record may follow (P2 of plan.h). */
static status_t write_part(const struct copy *c, uint32_t done, uint32_t len)
{
    bool equal;
    uint32_t n;

    for (uint32_t i = 0; i < len; i += n) {
        n = len - i < COPY_CHUNK ? len - i : COPY_CHUNK;
        TRY(write_chunk(c, done + i, n));
    }
    TRY(region_equal(from_at(c, done), to_at(c, done), len, &equal));
    return equal ? OK : FLASH_E_VERIFY;
}

status_t copy_range(const struct copy *c)
{
    enum part_state state;
    uint32_t len;

    for (uint32_t done = 0; done < c->len; done += len) {
        TRY(part_len(c, done, &len));
        TRY(part_look(c, done, len, &state));
        if (state == PART_DIRTY) {
            TRY(erase_run(c, done));
        }
        if (state != PART_SAME) {
            TRY(write_part(c, done, len));
        }
    }
    return OK;
}
