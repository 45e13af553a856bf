/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See region.h. Every access is checked by subtraction against the region, so
 * that base + off below cannot wrap: region_open() checked base + len.
 */
#include "core/region.h"

#include "base/memory.h"

#define REGION_CHUNK 256 /* bytes compared at a time; one flash page */

static status_t region_check(const struct region *r, uint32_t off, uint32_t len)
{
    if (off > r->len || len > r->len - off) {
        return REGION_E_RANGE;
    }
    return OK;
}

status_t region_open(struct region *r, struct flash *flash, uint32_t base,
                     uint32_t len)
{
    struct flash_sector first;
    struct flash_sector last;

    if (len == 0 || base >= flash_len(flash) || len > flash_len(flash) - base) {
        return REGION_E_RANGE;
    }
    TRY(flash_sector_at(flash, base, &first));
    TRY(flash_sector_at(flash, base + (len - 1), &last));
    if (first.addr != base || last.addr + last.len != base + len) {
        return REGION_E_RANGE;
    }
    r->flash = flash;
    r->base = base;
    r->len = len;
    return OK;
}

status_t region_read(const struct region *r, uint32_t off, void *dst,
                     uint32_t len)
{
    TRY(region_check(r, off, len));
    return flash_read(r->flash, r->base + off, dst, len);
}

status_t region_write(const struct region *r, uint32_t off, const void *src,
                      uint32_t len)
{
    TRY(region_check(r, off, len));
    return flash_write(r->flash, r->base + off, src, len);
}

status_t region_erase(const struct region *r, uint32_t off, uint32_t len)
{
    TRY(region_check(r, off, len));
    return flash_erase(r->flash, r->base + off, len);
}

status_t region_is_erased(const struct region *r, uint32_t off, uint32_t len,
                          bool *erased)
{
    TRY(region_check(r, off, len));
    return flash_is_erased(r->flash, r->base + off, len, erased);
}

status_t region_sector_at(const struct region *r, uint32_t off,
                          struct region_sector *sector)
{
    struct flash_sector s;

    if (off >= r->len) {
        return REGION_E_RANGE;
    }
    TRY(flash_sector_at(r->flash, r->base + off, &s));
    sector->off = s.addr - r->base;
    sector->len = s.len;
    return OK;
}

status_t region_erase_tail(const struct region *r, uint32_t off)
{
    struct region_sector sector = {r->len, 0};
    bool erased;

    if (off >= r->len) {
        return REGION_E_RANGE;
    }
    while (sector.off > off) {
        TRY(region_sector_at(r, sector.off - 1, &sector));
        TRY(region_is_erased(r, sector.off, sector.len, &erased));
        if (!erased) {
            TRY(region_erase(r, sector.off, sector.len));
        }
    }
    return OK;
}

status_t region_clear(const struct region *r, uint32_t off, uint32_t len)
{
    struct region_sector sector;
    uint32_t dirty_off = off;
    bool erased;

    TRY(region_check(r, off, len));
    for (uint32_t at = off; at < off + len; at = sector.off + sector.len) {
        TRY(region_sector_at(r, at, &sector));
        TRY(region_is_erased(r, sector.off, sector.len, &erased));
        if (erased) {
            TRY(region_erase(r, dirty_off, sector.off - dirty_off));
            dirty_off = sector.off + sector.len;
        }
    }
    return region_erase(r, dirty_off, off + len - dirty_off);
}

/* Compares bytes of which some differ: two erased units are equal too. */
static status_t chunk_equal(const struct region *const pair[2],
                            const uint32_t off[2], const uint8_t *const data[2],
                            uint32_t len, bool *equal)
{
    uint32_t unit = flash_write_len(pair[0]->flash);
    bool erased[2];

    *equal = false;
    for (uint32_t i = 0; i < len; i += unit) {
        if (memcmp(data[0] + i, data[1] + i, unit) != 0) {
            TRY(region_is_erased(pair[0], off[0] + i, unit, &erased[0]));
            TRY(region_is_erased(pair[1], off[1] + i, unit, &erased[1]));
            if (!erased[0] || !erased[1]) {
                return OK;
            }
        }
    }
    *equal = true;
    return OK;
}

status_t region_equal(const struct region *a, uint32_t a_off,
                      const struct region *b, uint32_t b_off, uint32_t len,
                      bool *equal)
{
    uint8_t a_data[REGION_CHUNK];
    uint8_t b_data[REGION_CHUNK];
    const struct region *const pair[2] = {a, b};
    const uint8_t *const data[2] = {a_data, b_data};
    uint32_t n;

    *equal = true;
    for (uint32_t done = 0; done < len && *equal; done += n) {
        const uint32_t off[2] = {a_off + done, b_off + done};

        n = len - done < REGION_CHUNK ? len - done : REGION_CHUNK;
        TRY(region_read(a, off[0], a_data, n));
        TRY(region_read(b, off[1], b_data, n));
        if (memcmp(a_data, b_data, n) != 0) {
            TRY(chunk_equal(pair, off, data, n, equal));
        }
    }
    return OK;
}
