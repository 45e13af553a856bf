/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operations of MCUboot's swap using move, numbered as in SPEC: the
 * primary image goes up by one sector, then sectors change places.
 */
#include "tests/powerloss/upstream.h"

static uint32_t sector_len(const struct upstream *u)
{
    return map_sector(u->flash, u->slot[SLOT_PRIMARY].addr).len;
}

static void put_record(const struct upstream *u, uint32_t r, unsigned value)
{
    upstream_put_byte(u, u->pri.status + r * flash_write_len(u->flash), value);
}

/* Sector i of a slot, replaced by another sector. */
static void replace(const struct upstream *u, uint32_t from, uint32_t to)
{
    uint32_t len = sector_len(u);

    upstream_erase(u, to, to + len);
    upstream_copy(u, from, to, len);
}

static uint32_t at(const struct upstream *u, enum slot slot, uint32_t i)
{
    return u->slot[slot].addr + i * sector_len(u);
}

/* Step 1: a revert is made to look like a permanent request. */
static void fix_up(const struct upstream *u)
{
    upstream_erase_backwards(u, u->sec.first_sector, u->sec.end);
    upstream_put_byte(u, u->sec.image_ok, 1);
    upstream_put_size(u, &u->sec);
    upstream_put_magic(u, &u->sec);
}

/* Steps 2 and 3, on entering the moves at their beginning. */
static void prepare(const struct upstream *u, bool has_source)
{
    if (!has_source) {
        upstream_erase_backwards(u, u->pri.first_sector, u->pri.end);
        upstream_init_trailer(u, &u->pri);
    }
    upstream_erase_backwards(u, u->sec.first_sector, u->sec.end);
}

static void move_up(const struct upstream *u, uint32_t last, uint32_t idx)
{
    for (; idx <= last; idx++) {
        uint32_t i = last - idx + 1;

        replace(u, at(u, SLOT_PRIMARY, i - 1), at(u, SLOT_PRIMARY, i));
        put_record(u, idx - 1, 1);
    }
}

static void exchange(const struct upstream *u, uint32_t last, uint32_t idx,
                     uint32_t state)
{
    uint32_t base = u->config->sector_max;

    for (; idx <= last; idx++) {
        if (state == 1) {
            replace(u, at(u, SLOT_SECONDARY, idx - 1),
                    at(u, SLOT_PRIMARY, idx - 1));
            put_record(u, base + 2 * (idx - 1), 1);
        }
        replace(u, at(u, SLOT_PRIMARY, idx), at(u, SLOT_SECONDARY, idx - 1));
        put_record(u, base + 2 * (idx - 1) + 1, 2);
        state = 1;
    }
}

/* Position of the last record plus 1, 0 if there is none. */
static uint32_t last_record(const struct upstream *u)
{
    uint32_t r = 3u * u->config->sector_max;

    while (r > 0 &&
           upstream_is_erased(u, u->pri.status +
                                     (r - 1) * flash_write_len(u->flash))) {
        r--;
    }
    return r;
}

static void run(const struct upstream *u, uint32_t found)
{
    uint32_t n = u->config->sector_max;
    uint32_t len = sector_len(u);
    uint32_t last = (u->swap_size + len - 1) / len;

    if (found < n) {
        move_up(u, last, found + 1);
        found = n;
    }
    exchange(u, last, (found - n) / 2 + 1, (found - n) % 2 + 1);
    upstream_finish(u);
}

void upstream_move(struct upstream *u)
{
    bool has_source = u->pri_says.magic_good && u->pri_says.copy_done_unset &&
                      !u->sec_says.magic_good;
    uint32_t found = has_source ? last_record(u) : 0;

    u->type = has_source ? u->pri_says.type : UPSTREAM_NONE;
    if (found > 0) {
        u->swap_size = u->pri_says.swap_size;
        run(u, found);
        return;
    }
    if (u->type == UPSTREAM_NONE) {
        u->type = upstream_decide(u);
    }
    if (u->type == UPSTREAM_NONE) {
        return;
    }
    u->swap_size = upstream_measure(u);
    if (u->type == UPSTREAM_REVERT && u->sec_says.magic_unset && !has_source) {
        fix_up(u);
    }
    prepare(u, has_source);
    run(u, 0);
}
