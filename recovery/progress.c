/* SPDX-License-Identifier: Apache-2.0 */
/* See progress.h for J1 .. J3. */
#include "recovery/progress.h"

#include "base/memory.h"

static uint32_t unit_len(const struct region *slot)
{
    return flash_write_len(slot->flash);
}

static uint32_t record_off(const struct progress *p, const struct region *slot,
                           uint32_t index)
{
    return p->off + HASH_LEN + index * unit_len(slot);
}

void progress_open(struct progress *p, const struct trailer *t, uint32_t len)
{
    struct region_sector last;

    memset(p, 0, sizeof(*p));
    if (region_sector_at(&t->area, t->area.len - 1, &last) != OK ||
        len > last.off) {
        return;
    }
    p->off = last.off;
    p->count = len / PROGRESS_BLOCK_LEN;
    while (record_off(p, &t->area, p->count) > trailer_fields_off(t)) {
        if (p->count == 0) {
            p->off = 0;
            return;
        }
        p->count /= 2;
        p->shift++;
    }
}

uint32_t progress_find(const struct progress *p, const struct region *slot,
                       const uint8_t key[HASH_LEN])
{
    uint8_t seen[HASH_LEN];
    uint32_t n = 0;
    bool erased = false;

    if (p->off == 0 || region_read(slot, p->off, seen, HASH_LEN) != OK ||
        memcmp(seen, key, HASH_LEN) != 0) {
        return 0;
    }
    while (n < p->count &&
           region_is_erased(slot, record_off(p, slot, n), unit_len(slot),
                            &erased) == OK &&
           !erased) {
        n++;
    }
    return n << p->shift;
}

status_t progress_begin(const struct progress *p, const struct region *slot,
                        const uint8_t key[HASH_LEN])
{
    return p->off == 0 ? OK : region_write(slot, p->off, key, HASH_LEN);
}

status_t progress_put(const struct progress *p, const struct region *slot,
                      uint32_t blocks)
{
    static const uint8_t RECORD[TRAILER_ALIGN_MAX];

    if (p->off == 0 || (blocks & ((1u << p->shift) - 1)) != 0) {
        return OK;
    }
    return region_write(slot, record_off(p, slot, (blocks >> p->shift) - 1),
                        RECORD, unit_len(slot));
}

status_t progress_erase(const struct progress *p, const struct region *slot)
{
    return p->off == 0 ? OK : region_erase(slot, p->off, slot->len - p->off);
}
