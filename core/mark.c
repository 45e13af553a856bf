/* SPDX-License-Identifier: Apache-2.0 */
/* See mark.h. */
#include "core/mark.h"

#include "base/bytes.h"
#include "base/memory.h"

#define TAG_LEN  32
#define MARK_LEN (TAG_LEN + HASH_LEN) /* whole units of every flash */

/* Text, so that a dump of the flash explains itself. */
static const char TAG[TAG_LEN] = "sallyport: revert by move, of:";

static const struct region *primary(const struct plan_geometry *g)
{
    return &g->trailer[AREA_PRIMARY].area;
}

/* The last sector below the trailer, whatever is exchanged. */
static status_t spare_sector(const struct plan_geometry *g,
                             struct region_sector *spare)
{
    struct region_sector first;

    TRY(trailer_first_sector(&g->trailer[AREA_PRIMARY], &first));
    return region_sector_at(primary(g), first.off - 1, spare);
}

status_t mark_put(const struct plan_geometry *g, const uint8_t digest[HASH_LEN])
{
    struct region_sector spare;
    uint8_t mark[MARK_LEN];

    TRY(spare_sector(g, &spare));
    TRY(region_clear(primary(g), spare.off, spare.len));
    memcpy(mark, TAG, TAG_LEN);
    memcpy(mark + TAG_LEN, digest, HASH_LEN);
    return region_write(primary(g), spare.off, mark, MARK_LEN);
}

status_t mark_find(const struct plan_geometry *g,
                   const uint8_t digest[HASH_LEN], bool *found)
{
    struct region_sector spare;
    uint8_t mark[MARK_LEN];

    *found = false;
    if (config_mode(g->mode) != UPDATE_MOVE || plan_step_count(g) == 0) {
        return OK;
    }
    TRY(spare_sector(g, &spare));
    TRY(region_read(primary(g), spare.off, mark, MARK_LEN));
    *found = memcmp(mark, TAG, TAG_LEN) == 0 &&
             secure_equal(mark + TAG_LEN, digest, HASH_LEN);
    return OK;
}

status_t mark_clear(const struct plan_geometry *g)
{
    struct region_sector spare;
    uint8_t tag[TAG_LEN];

    if (config_mode(g->mode) != UPDATE_MOVE || plan_step_count(g) == 0) {
        return OK;
    }
    TRY(spare_sector(g, &spare));
    TRY(region_read(primary(g), spare.off, tag, TAG_LEN));
    if (memcmp(tag, TAG, TAG_LEN) != 0) {
        return OK;
    }
    return region_erase(primary(g), spare.off, spare.len);
}
