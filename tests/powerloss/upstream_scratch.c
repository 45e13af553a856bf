/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operations of MCUboot's swap using scratch, numbered as in SPEC: regions
 * from the end of the image down, three states each.
 */
#include "tests/powerloss/upstream.h"

#define STATES 3

/* A region of the slots; offsets from their start. */
struct part {
    uint32_t off;
    uint32_t len;
    uint32_t copy_len;
    bool use_scratch; /* records go to scratch meanwhile */
};

static uint32_t end_of(const struct upstream *u, enum slot slot, uint32_t off)
{
    struct flash_sector sector = map_sector(u->flash, u->slot[slot].addr + off);

    return sector.addr + sector.len - u->slot[slot].addr;
}

/* The first end of sectors of both slots at or above the image's end. */
static uint32_t swap_end(const struct upstream *u)
{
    uint32_t pri = end_of(u, SLOT_PRIMARY, 0);
    uint32_t sec = end_of(u, SLOT_SECONDARY, 0);

    while (pri != sec || pri < u->swap_size) {
        if (pri <= sec) {
            pri = end_of(u, SLOT_PRIMARY, pri);
        } else {
            sec = end_of(u, SLOT_SECONDARY, sec);
        }
    }
    return pri;
}

/* As many whole sectors of the primary below end as fit into scratch. */
static uint32_t part_start(const struct upstream *u, uint32_t end)
{
    uint32_t base = u->slot[SLOT_PRIMARY].addr;
    uint32_t start = end;

    while (start > 0) {
        uint32_t next = map_sector(u->flash, base + start - 1).addr - base;

        if (end - next > u->config->scratch.len) {
            break;
        }
        start = next;
    }
    return start;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static struct part make_part(const struct upstream *u, uint32_t idx,
                             uint32_t start, uint32_t end)
{
    uint32_t base = u->slot[SLOT_PRIMARY].addr;
    struct part part = {.off = start, .len = end - start};

    part.copy_len = part.len;
    if (base + end > u->pri.first_sector) {
        part.copy_len = smaller(u->pri.status - base - start,
                                u->scr.status - u->config->scratch.addr);
    }
    part.use_scratch = idx == 1 && part.copy_len != part.len;
    return part;
}

static void record(const struct upstream *u, const struct part *part,
                   uint32_t idx, uint32_t state)
{
    const struct trailer_map *map =
        part->use_scratch && state < STATES ? &u->scr : &u->pri;
    uint32_t r = (idx - 1) * STATES + state - 1;

    upstream_put_byte(u, map->status + r * flash_write_len(u->flash), state);
}

static void erase_scratch(const struct upstream *u)
{
    struct config_area scratch = u->config->scratch;

    upstream_erase_backwards(u, scratch.addr, scratch.addr + scratch.len);
}

static void state_1(const struct upstream *u, const struct part *part,
                    uint32_t idx)
{
    erase_scratch(u);
    if (idx == 1) {
        upstream_init_trailer(u, &u->scr);
    }
    if (idx == 1 && !part->use_scratch) {
        upstream_erase_backwards(u, u->pri.first_sector, u->pri.end);
        upstream_init_trailer(u, &u->pri);
        erase_scratch(u);
    }
    upstream_copy(u, u->slot[SLOT_SECONDARY].addr + part->off,
                  u->config->scratch.addr, part->copy_len);
}

/* Up to the first trailer sector, where that has been erased by itself. */
static uint32_t erase_end(const struct trailer_map *map, uint32_t end,
                          const struct part *part)
{
    return part->use_scratch ? smaller(end, map->first_sector) : end;
}

static void state_2(const struct upstream *u, const struct part *part,
                    uint32_t idx)
{
    uint32_t at = u->slot[SLOT_SECONDARY].addr + part->off;

    if (idx == 1) {
        upstream_erase_backwards(u, u->sec.first_sector, u->sec.end);
    }
    upstream_erase(u, at, erase_end(&u->sec, at + part->len, part));
    upstream_copy(u, u->slot[SLOT_PRIMARY].addr + part->off, at,
                  part->copy_len);
}

static void state_3(const struct upstream *u, const struct part *part)
{
    uint32_t at = u->slot[SLOT_PRIMARY].addr + part->off;

    if (part->use_scratch) {
        upstream_erase_backwards(u, u->pri.first_sector, u->pri.end);
    }
    upstream_erase(u, at, erase_end(&u->pri, at + part->len, part));
    upstream_copy(u, u->config->scratch.addr, at, part->copy_len);
    if (!part->use_scratch) {
        return;
    }
    upstream_copy(u, u->scr.status, at + part->copy_len,
                  2 * flash_write_len(u->flash));
    if (!upstream_is_erased(u, u->scr.image_ok)) {
        upstream_put_byte(u, u->pri.image_ok, 1);
    }
    upstream_put_byte(u, u->pri.swap_info, u->type);
    upstream_put_size(u, &u->pri);
    upstream_put_magic(u, &u->pri);
}

static void run_part(const struct upstream *u, const struct part *part,
                     uint32_t idx, uint32_t state)
{
    for (; state <= STATES; state++) {
        if (state == 1) {
            state_1(u, part, idx);
        } else if (state == 2) {
            state_2(u, part, idx);
        } else {
            state_3(u, part);
        }
        record(u, part, idx, state);
    }
    if (part->use_scratch) {
        erase_scratch(u);
    }
}

/* Begins with record number from; goes on to the end. */
static void run(const struct upstream *u, uint32_t from)
{
    uint32_t end = swap_end(u);

    for (uint32_t idx = 1; end > 0; idx++) {
        uint32_t start = part_start(u, end);
        struct part part = make_part(u, idx, start, end);
        uint32_t first = (idx - 1) * STATES;

        if (from < first + STATES) {
            run_part(u, &part, idx, from > first ? from - first + 1 : 1);
        }
        end = start;
    }
    upstream_finish(u);
}

/* The first erased record after the first that is not; 0 if all are. */
static uint32_t records(const struct upstream *u, const struct trailer_map *map,
                        uint32_t count)
{
    uint32_t unit_len = flash_write_len(u->flash);
    bool seen = false;

    for (uint32_t r = 0; r < count; r++) {
        bool erased = upstream_is_erased(u, map->status + r * unit_len);

        if (seen && erased) {
            return r;
        }
        seen = seen || !erased;
    }
    return seen ? count : 0;
}

/* The trailer that tells of a swap (SPEC, Update algorithms), or NULL. */
static const struct trailer_map *find_source(const struct upstream *u)
{
    if (u->scr_says.magic_good) {
        return &u->scr;
    }
    if (u->pri_says.magic_good) {
        return u->pri_says.copy_done_unset ? &u->pri : NULL;
    }
    return u->pri_says.magic_unset && u->pri_says.copy_done_unset ? &u->pri
                                                                  : NULL;
}

void upstream_scratch(struct upstream *u)
{
    const struct trailer_map *source = find_source(u);
    const struct upstream_trailer *says =
        source == &u->scr ? &u->scr_says : &u->pri_says;
    uint32_t count =
        source == &u->scr ? STATES : STATES * u->config->sector_max;
    uint32_t found = source == NULL ? 0 : records(u, source, count);

    u->type = source == NULL ? UPSTREAM_NONE : says->type;
    if (found > 0) {
        u->swap_size = says->swap_size;
        run(u, found);
        return;
    }
    if (u->type == UPSTREAM_NONE) {
        u->type = upstream_decide(u);
    }
    if (u->type != UPSTREAM_NONE) {
        u->swap_size = upstream_measure(u);
        run(u, 0);
    }
}
