/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See region.h. Every access is checked by subtraction against the region, so
 * that base + off below cannot wrap: region_open() checked base + len.
 */
#include "core/region.h"

#include "base/memory.h"
#include "core/config.h"

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

status_t region_view(const struct region *r, uint32_t off, uint32_t *len,
                     const uint8_t **view)
{
    TRY(region_check(r, off, *len));
    return flash_view(r->flash, r->base + off, len, view);
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

status_t region_read_units(const struct region *r, uint32_t off, uint8_t *dst,
                           uint32_t len)
{
    uint32_t unit = flash_write_len(r->flash);
    bool erased;

    if (!config_is_encrypted()) {
        return region_read(r, off, dst, len);
    }
    for (uint32_t i = 0; i < len; i += unit) {
        TRY(region_is_erased(r, off + i, unit, &erased));
        TRY(region_read(r, off + i, dst + i, unit));
        if (erased) {
            memset(dst + i, 0xff, unit);
        }
    }
    return OK;
}

status_t region_sector_at(const struct region *r, uint32_t off,
                          struct region_sector *sector)
{
    uint32_t known = config_sector_len();
    struct flash_sector s;

    if (off >= r->len) {
        return REGION_E_RANGE;
    }
    if (known != 0) {
        /* a region starts with a sector */
        *sector = (struct region_sector){off & ~(known - 1), known};
        return OK;
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

/* Tells whether a unit is erased in both places. */
static status_t both_erased(struct region_place a, struct region_place b,
                            uint32_t unit, bool *erased)
{
    bool b_erased;

    TRY(region_is_erased(a.region, a.off, unit, erased));
    TRY(region_is_erased(b.region, b.off, unit, &b_erased));
    *erased = *erased && b_erased;
    return OK;
}

/* Compares at most REGION_CHUNK bytes. */
static status_t chunk_equal(struct region_place a, struct region_place b,
                            uint32_t len, bool *equal)
{
    uint8_t a_data[REGION_CHUNK];
    uint8_t b_data[REGION_CHUNK];
    uint32_t unit = flash_write_len(a.region->flash);
    bool same = true;

    TRY(region_read(a.region, a.off, a_data, len));
    TRY(region_read(b.region, b.off, b_data, len));
    *equal = memcmp(a_data, b_data, len) == 0;
    if (*equal || !config_is_encrypted()) {
        return OK;
    }
    for (uint32_t i = 0; i < len && same; i += unit) {
        if (memcmp(a_data + i, b_data + i, unit) != 0) {
            struct region_place a_unit = {a.region, a.off + i};
            struct region_place b_unit = {b.region, b.off + i};

            TRY(both_erased(a_unit, b_unit, unit, &same));
        }
    }
    *equal = same;
    return OK;
}

status_t region_equal(struct region_place a, struct region_place b,
                      uint32_t len, bool *equal)
{
    uint32_t n;

    *equal = true;
    for (; len > 0 && *equal; len -= n) {
        n = len < REGION_CHUNK ? len : REGION_CHUNK;
        TRY(chunk_equal(a, b, n, equal));
        a.off += n;
        b.off += n;
    }
    return OK;
}
