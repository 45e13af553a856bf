/* SPDX-License-Identifier: Apache-2.0 */
/* See note.h. */
#include "core/note.h"

#include "base/bytes.h"
#include "base/memory.h"

#define ERASED     0xff
#define BLOCK_LEN  32 /* bytes written at a time; whole units of every flash */
#define BLOCK_BITS (BLOCK_LEN * 8u)

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static const struct trailer *primary_trailer(const struct plan_geometry *g)
{
    return &g->trailer[AREA_PRIMARY];
}

/* N of SPEC: as many granules as the slot may have sectors. */
static uint32_t granule_count(const struct plan_geometry *g)
{
    return config_slot_records(primary_trailer(g)->record_count) /
           TRAILER_RECORDS_PER_SECTOR;
}

/* Bytes that one bit stands for: a power of two, so that it divides sectors. */
static uint32_t granule_len(const struct plan_geometry *g)
{
    uint32_t slot_len = config_slot_len(primary_trailer(g)->area.len);
    uint32_t len = BLOCK_LEN;

    while (len * granule_count(g) < slot_len) {
        len *= 2;
    }
    return len;
}

static uint32_t map_len(const struct plan_geometry *g)
{
    return (granule_count(g) + BLOCK_BITS - 1) / BLOCK_BITS * BLOCK_LEN;
}

static uint32_t digest_off(const struct plan_geometry *g)
{
    return trailer_slot_off(primary_trailer(g)) - HASH_LEN;
}

static uint32_t map_off(const struct plan_geometry *g)
{
    return digest_off(g) - map_len(g);
}

bool note_fits(const struct plan_geometry *g)
{
    struct region_sector first;
    uint32_t off = trailer_slot_off(primary_trailer(g));

    return config_mode(g->mode) != UPDATE_OVERWRITE && g->end != 0 &&
           trailer_first_sector(primary_trailer(g), &first) == OK &&
           g->end <= first.off && off - first.off >= HASH_LEN + map_len(g);
}

static status_t put_block(const struct plan_geometry *g, uint32_t off,
                          const uint8_t block[BLOCK_LEN])
{
    if (bytes_are(block, ERASED, BLOCK_LEN)) {
        return OK;
    }
    return region_write(&primary_trailer(g)->area, off, block, BLOCK_LEN);
}

/* Fills in the bits of granules first .. first + BLOCK_BITS - 1. */
static status_t compare_block(const struct plan_geometry *g, uint32_t first,
                              uint8_t block[BLOCK_LEN])
{
    const struct region *primary = &primary_trailer(g)->area;
    const struct region *secondary = &g->trailer[AREA_SECONDARY].area;
    uint32_t len = granule_len(g);
    bool same;

    memset(block, ERASED, BLOCK_LEN);
    for (uint32_t i = 0; i < BLOCK_BITS; i++) {
        uint32_t off = (first + i) * len;

        if (off >= g->end) {
            break;
        }
        TRY(region_equal((struct region_place){primary, off},
                         (struct region_place){secondary, off},
                         smaller(len, g->end - off), &same));
        if (same) {
            block[i / 8] &= (uint8_t) ~(1u << i % 8);
        }
    }
    return OK;
}

status_t note_put(const struct plan_geometry *g,
                  const uint8_t displaced[HASH_LEN])
{
    uint8_t block[BLOCK_LEN];

    if (!note_fits(g)) {
        return OK;
    }
    for (uint32_t i = 0; i < map_len(g); i += BLOCK_LEN) {
        TRY(compare_block(g, i * 8, block));
        TRY(put_block(g, map_off(g) + i, block));
    }
    return put_block(g, digest_off(g), displaced);
}

/* A block that was never written reads as all ones, encrypted or not. */
static status_t read_block(const struct plan_geometry *g, uint32_t off,
                           uint8_t block[BLOCK_LEN])
{
    return region_read_units(&primary_trailer(g)->area, off, block, BLOCK_LEN);
}

status_t note_is_same(const struct plan_geometry *g, uint32_t off, uint32_t len,
                      bool *same)
{
    uint8_t block[BLOCK_LEN];
    uint32_t first = off / granule_len(g);
    uint32_t last = (off + len - 1) / granule_len(g);

    *same = note_fits(g);
    for (uint32_t i = first; i <= last && *same; i++) {
        uint32_t byte = i / 8;

        TRY(read_block(g, map_off(g) + byte / BLOCK_LEN * BLOCK_LEN, block));
        *same = (block[byte % BLOCK_LEN] >> i % 8 & 1u) == 0;
    }
    return OK;
}

status_t note_displaced(const struct plan_geometry *g,
                        uint8_t displaced[HASH_LEN])
{
    memset(displaced, ERASED, HASH_LEN);
    return note_fits(g) ? read_block(g, digest_off(g), displaced) : OK;
}
