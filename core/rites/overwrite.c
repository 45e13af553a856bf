/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rites of overwriting: no records, no way back. The secondary's request
 * stands until the copy is complete, so a cut repeats it.
 *
 * Source: SPEC, Overwrite only.
 */
#include "core/rites/rites.h"

static status_t overwrite_look(struct update *u)
{
    (void)u;
    return OK;
}

/* The fields behind the status area go; an image may reach up to them. */
static status_t overwrite_prepare(const struct update *u, uint32_t n)
{
    const struct trailer *t = rites_trailer(u, AREA_PRIMARY);

    (void)n;
    return region_erase_tail(&t->area, trailer_fields_off(t) + t->align);
}

static status_t overwrite_settle(const struct update *u, uint32_t n)
{
    (void)u;
    (void)n;
    return OK;
}

static enum plan_area overwrite_record_area(const struct update *u, uint32_t n)
{
    (void)u;
    (void)n;
    return AREA_PRIMARY;
}

static status_t overwrite_unmark(const struct update *u)
{
    (void)u;
    return OK;
}

/* The image's header goes before the request. */
static status_t overwrite_finish(const struct update *u)
{
    const struct region *secondary = rites_area(u, AREA_SECONDARY);
    struct region_sector first;

    TRY(trailer_put_magic(rites_trailer(u, AREA_PRIMARY)));
    TRY(region_sector_at(secondary, 0, &first));
    TRY(region_clear(secondary, 0, first.len));
    return region_erase_tail(secondary, secondary->len - 1);
}

const struct update_rites rites_overwrite = {
    .look = overwrite_look,
    .prepare = overwrite_prepare,
    .settle = overwrite_settle,
    .record_area = overwrite_record_area,
    .unmark = overwrite_unmark,
    .finish = overwrite_finish,
};
