/* SPDX-License-Identifier: Apache-2.0 */
/* See device.h. */
#include "tests/unit/device.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/pattern.h"

#define PATTERN_MAX 0x10000u

void device_open(struct device *d, const struct nor_geometry *g, bool encrypted)
{
    memset(d, 0, sizeof(*d));
    assert_int_equal(nor_open(&d->flash, g, d->data), OK);
    assert_true(flash_len(&d->flash) <= DEVICE_LEN_MAX);
    assert_true(nor_sector_count(g) <= DEVICE_SECTOR_MAX);
    memset(d->data, 0xff, sizeof(d->data));
    d->flash.wear = d->wear;
    if (encrypted) {
        d->flash.written = d->written;
    }
}

void device_open_uniform(struct device *d, uint32_t sector_len, uint32_t count,
                         uint32_t write_len)
{
    const struct nor_geometry g = {
        .run = {{sector_len, count}},
        .run_count = 1,
        .write_len = write_len,
        .page_len = 256,
    };

    device_open(d, &g, false);
}

struct region device_region(struct flash *flash, uint32_t addr, uint32_t len)
{
    struct region r;

    assert_int_equal(region_open(&r, flash, addr, len), OK);
    return r;
}

static void area_open(struct flash *flash, const struct device_areas *areas,
                      const struct config_area *at, struct trailer *t)
{
    t->area = device_region(flash, at->addr, at->len);
    t->align = areas->align;
    t->record_count = (uint32_t)areas->sector_max * TRAILER_RECORDS_PER_SECTOR;
}

void device_areas_open(struct flash *flash, const struct device_areas *areas,
                       struct plan_geometry *g)
{
    memset(g, 0, sizeof(*g));
    g->mode = areas->mode;
    area_open(flash, areas, &areas->primary, &g->trailer[AREA_PRIMARY]);
    area_open(flash, areas, &areas->secondary, &g->trailer[AREA_SECONDARY]);
    if (areas->mode == UPDATE_SCRATCH) {
        area_open(flash, areas, &areas->scratch, &g->trailer[AREA_SCRATCH]);
        g->trailer[AREA_SCRATCH].record_count = TRAILER_SCRATCH_RECORDS;
    }
}

void device_write_pattern(const struct region *r, uint32_t off, uint32_t len,
                          uint32_t seed)
{
    static uint8_t bytes[PATTERN_MAX];

    assert_true(len <= sizeof(bytes));
    pattern_fill(bytes, len, seed);
    assert_int_equal(region_write(r, off, bytes, len), OK);
}

bool device_holds_pattern(const struct region *r, uint32_t off, uint32_t len,
                          uint32_t seed)
{
    static uint8_t expected[PATTERN_MAX];
    static uint8_t seen[PATTERN_MAX];

    assert_true(len <= sizeof(seen));
    pattern_fill(expected, len, seed);
    assert_int_equal(region_read(r, off, seen, len), OK);
    return memcmp(seen, expected, len) == 0;
}
