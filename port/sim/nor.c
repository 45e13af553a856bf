/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual NOR flash over caller-owned memory: the flash contract, split
 * into single operations for nor_op.c. It knows bytes and power, and nothing
 * of slots, images or files (those: port/sim/nor_file.h).
 */
#include "port/sim/nor.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "port/sim/nor_crypt.h"
#include "port/sim/nor_op.h"

/* Geometry */

static bool write_len_is_possible(uint32_t len)
{
    return len > 0 && len <= 32 && (len & (len - 1)) == 0;
}

static bool geometry_is_possible(const struct nor_geometry *g)
{
    if (g->run_count == 0 || g->run_count > NOR_RUN_MAX ||
        !write_len_is_possible(g->write_len) || g->page_len == 0 ||
        g->page_len % g->write_len != 0) {
        return false;
    }
    uint64_t total = 0;
    for (uint32_t i = 0; i < g->run_count; i++) {
        const struct nor_run *run = &g->run[i];
        if (run->sector_len == 0 || run->count == 0 ||
            run->sector_len % g->write_len != 0) {
            return false;
        }
        total += (uint64_t)run->sector_len * run->count;
    }
    return total <= UINT32_MAX;
}

static uint32_t geometry_len(const struct nor_geometry *g)
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < g->run_count; i++) {
        len += g->run[i].sector_len * g->run[i].count;
    }
    return len;
}

static bool is_sector_start(const struct flash *nor, uint32_t addr)
{
    if (addr == nor->len) {
        return true;
    }
    struct flash_sector sector;
    (void)nor_sector_find(nor, addr, &sector);
    return sector.addr == addr;
}

/* Reading */

static bool read_is_bad(struct flash *nor, uint32_t addr, uint32_t len)
{
    if (nor->bad_len == 0 || addr >= nor->bad_addr + nor->bad_len ||
        addr + len <= nor->bad_addr) {
        return false;
    }
    if (nor->bad_reads > 0 && --nor->bad_reads == 0) {
        nor->bad_len = 0; /* healed: the next read succeeds */
    }
    return true;
}

/* What an erased block decrypts to: fixed for its place, and never 0xff. */
static uint8_t erased_noise(uint32_t addr)
{
    uint32_t state = nor_random_open(addr);
    return (uint8_t)(nor_random_next(&state) >> 8) & 0x7fu;
}

static void erased_to_noise(const struct flash *nor, uint32_t addr,
                            uint8_t *dst, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        if (!nor_unit_is_written(nor, (addr + i) / nor->geometry.write_len)) {
            dst[i] = erased_noise(addr + i);
        }
    }
}

static bool range_is_inside(const struct flash *nor, uint32_t addr,
                            uint32_t len)
{
    return addr <= nor->len && len <= nor->len - addr;
}

/* Length of the large block to erase at addr, or 0 if none fits. */
static uint32_t large_erase_at(const struct flash *nor, uint32_t addr,
                               uint32_t end)
{
    uint32_t len = nor->geometry.large_erase_len;
    if (len == 0 || addr % len != 0 || end - addr < len ||
        !is_sector_start(nor, addr + len)) {
        return 0;
    }
    return len;
}

/* Returns the length erased. */
static uint32_t erase_next(struct flash *nor, uint32_t addr, uint32_t end)
{
    struct nor_operation op = {.addr = addr, .src = NULL};
    op.len = large_erase_at(nor, addr, end);
    bool is_large = op.len != 0;
    if (!is_large) {
        struct flash_sector sector;
        (void)nor_sector_find(nor, addr, &sector);
        op.len = sector.len;
    }
    nor_operation_run(nor, &op, is_large);
    return op.len;
}

/* The flash contract */

uint32_t flash_len(const struct flash *flash)
{
    return flash->len;
}

uint32_t flash_write_len(const struct flash *flash)
{
    return nor_is_encrypted(flash) ? FLASH_ENCRYPT_LEN
                                   : flash->geometry.write_len;
}

status_t flash_sector_at(const struct flash *flash, uint32_t addr,
                         struct flash_sector *sector)
{
    if (addr >= flash->len) {
        return FLASH_E_RANGE;
    }
    (void)nor_sector_find(flash, addr, sector);
    return OK;
}

status_t flash_read(struct flash *flash, uint32_t addr, void *dst, uint32_t len)
{
    if (!range_is_inside(flash, addr, len)) {
        return FLASH_E_RANGE;
    }
    flash->stats.bytes_read += len;
    if (read_is_bad(flash, addr, len)) {
        return FLASH_E_IO;
    }
    if (nor_is_encrypted(flash)) {
        return nor_read_decrypted(flash, addr, dst, len);
    }
    memcpy(dst, flash->data + addr, len);
    if (flash->written != NULL) {
        erased_to_noise(flash, addr, dst, len);
    }
    return OK;
}

/* A copy: the next view shows other bytes in the place of these. */
status_t flash_view(struct flash *flash, uint32_t addr, uint32_t *len,
                    const uint8_t **view)
{
    if (!range_is_inside(flash, addr, *len)) {
        return FLASH_E_RANGE;
    }
    if (*len > NOR_VIEW_LEN) {
        *len = NOR_VIEW_LEN;
    }
    *view = flash->view;
    return flash_read(flash, addr, flash->view, *len);
}

status_t flash_write(struct flash *flash, uint32_t addr, const void *src,
                     uint32_t len)
{
    uint32_t unit = flash_write_len(flash);
    if (!range_is_inside(flash, addr, len)) {
        return FLASH_E_RANGE;
    }
    if (addr % unit != 0 || len % unit != 0) {
        return FLASH_E_ALIGN;
    }
    if (nor_is_encrypted(flash)) {
        return nor_write_encrypted(flash, addr, src, len);
    }
    nor_write_pages(flash, addr, src, len);
    return OK;
}

status_t flash_erase(struct flash *flash, uint32_t addr, uint32_t len)
{
    if (!range_is_inside(flash, addr, len)) {
        return FLASH_E_RANGE;
    }
    uint32_t end = addr + len;
    if (!is_sector_start(flash, addr) || !is_sector_start(flash, end)) {
        return FLASH_E_ALIGN;
    }
    while (addr < end) {
        addr += erase_next(flash, addr, end);
    }
    return OK;
}

status_t flash_is_erased(struct flash *flash, uint32_t addr, uint32_t len,
                         bool *erased)
{
    if (!range_is_inside(flash, addr, len)) {
        return FLASH_E_RANGE;
    }
    flash->stats.bytes_read += len;
    if (len > 0 && read_is_bad(flash, addr, len)) {
        return FLASH_E_IO;
    }
    *erased = bytes_are(flash->data + addr, NOR_ERASED, len) &&
              nor_units_unwritten(flash, addr, len);
    return OK;
}

/* The device itself */

status_t nor_open(struct flash *nor, const struct nor_geometry *geometry,
                  uint8_t *data)
{
    if (!geometry_is_possible(geometry)) {
        return FLASH_E_ALIGN;
    }
    nor->geometry = *geometry;
    nor->len = geometry_len(geometry);
    nor->data = data;
    nor->op_count = 0;
    nor->cut_armed = false;
    nor_stats_clear(nor);
    return OK;
}

void nor_cut_arm(struct flash *nor, uint64_t after, enum nor_cut_manner manner,
                 uint32_t seed)
{
    nor->cut_armed = true;
    nor->cut_at = nor->op_count + after;
    nor->cut_manner = manner;
    nor->cut_seed = seed;
}

void nor_cut_disarm(struct flash *nor)
{
    nor->cut_armed = false;
}

void nor_allow(struct flash *nor, uint32_t addr, uint32_t len)
{
    if (nor->area_count == NOR_AREA_MAX) {
        abort(); /* a caller with more areas must raise NOR_AREA_MAX */
    }
    nor->area[nor->area_count].addr = addr;
    nor->area[nor->area_count].len = len;
    nor->area_count++;
}

void nor_stats_clear(struct flash *nor)
{
    nor->stats = (struct nor_stats){0};
}

uint32_t nor_sector_count(const struct nor_geometry *geometry)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < geometry->run_count; i++) {
        count += geometry->run[i].count;
    }
    return count;
}

uint32_t nor_written_len(const struct nor_geometry *geometry)
{
    return (geometry_len(geometry) / geometry->write_len + 7) / 8;
}
