/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program or an erase does to the array, whole or torn, and the rules
 * it must keep. Power leaves from here by longjmp; where an operation comes
 * from and how requests are split into operations is nor.c's business.
 */
#include "port/sim/nor_op.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "port/sim/nor_crypt.h"

/* Marsaglia, "Xorshift RNGs", J. Stat. Software 8 (2003): 13, 17, 5. */
uint32_t nor_random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Seeds may be neighbours (0, 1, 2 ..) and zero: spread them over 32 bits. */
uint32_t nor_random_open(uint32_t seed)
{
    return ((seed + 1u) * 0x9e3779b1u) | 1u;
}

uint32_t nor_sector_find(const struct flash *nor, uint32_t addr,
                         struct flash_sector *sector)
{
    uint32_t start = 0;
    uint32_t first = 0;
    const struct nor_run *run = nor->geometry.run;
    while (addr - start >= run->sector_len * run->count) {
        start += run->sector_len * run->count;
        first += run->count;
        run++;
    }
    uint32_t n = (addr - start) / run->sector_len;
    sector->addr = start + n * run->sector_len;
    sector->len = run->sector_len;
    return first + n;
}

/* Units written since their erase */

bool nor_unit_is_written(const struct flash *nor, uint32_t unit)
{
    return (nor->written[unit / 8] & (1u << (unit % 8))) != 0;
}

static void units_mark(struct flash *nor, uint32_t addr, uint32_t len,
                       bool written)
{
    if (nor->written == NULL || len == 0) {
        return;
    }
    uint32_t end = (addr + len - 1) / nor->geometry.write_len;
    for (uint32_t u = addr / nor->geometry.write_len; u <= end; u++) {
        uint8_t bit = (uint8_t)(1u << (u % 8));
        uint8_t *byte = &nor->written[u / 8];
        *byte = (uint8_t)(written ? (*byte | bit) : (*byte & ~bit));
    }
}

bool nor_units_unwritten(const struct flash *nor, uint32_t addr, uint32_t len)
{
    if (nor->written == NULL || len == 0) {
        return true;
    }
    uint32_t end = (addr + len - 1) / nor->geometry.write_len;
    for (uint32_t u = addr / nor->geometry.write_len; u <= end; u++) {
        if (nor_unit_is_written(nor, u)) {
            return false;
        }
    }
    return true;
}

/* Rules */

static void violate(struct flash *nor, const char *rule, uint32_t addr)
{
    if (nor->violation == NULL) {
        nor->violation = rule;
        nor->violation_addr = addr;
    }
}

/* Returns the end of the allowed area that holds addr, or addr if none. */
static uint32_t area_end(const struct flash *nor, uint32_t addr)
{
    for (uint32_t i = 0; i < nor->area_count; i++) {
        uint32_t into = addr - nor->area[i].addr;
        if (addr >= nor->area[i].addr && into < nor->area[i].len) {
            return nor->area[i].addr + nor->area[i].len;
        }
    }
    return addr;
}

static void areas_check(struct flash *nor, uint32_t addr, uint32_t end)
{
    while (nor->area_count > 0 && addr < end) {
        uint32_t next = area_end(nor, addr);
        if (next == addr) {
            violate(nor, "N3: changed outside the allowed areas", addr);
            return;
        }
        addr = next;
    }
}

/* F1 of iface/flash.h: 0xff that was written through encryption. */
static bool is_filled_unit(const struct flash *nor,
                           const struct nor_operation *op)
{
    uint8_t unit[FLASH_ENCRYPT_LEN];
    return nor_is_encrypted(nor) && op->len == sizeof(unit) &&
           nor_read_decrypted(nor, op->addr, unit, sizeof(unit)) == OK &&
           bytes_are(unit, NOR_ERASED, sizeof(unit));
}

static void rules_check(struct flash *nor, const struct nor_operation *op)
{
    areas_check(nor, op->addr, op->addr + op->len);
    if (op->src != NULL && !is_filled_unit(nor, op) &&
        (!nor_units_unwritten(nor, op->addr, op->len) ||
         !bytes_are(nor->data + op->addr, NOR_ERASED, op->len))) {
        violate(nor, "N1: wrote a unit that was not erased", op->addr);
    }
}

/* What an operation does, whole and torn */

static void program_range(struct flash *nor, const struct nor_operation *op,
                          uint32_t len)
{
    uint8_t *dst = nor->data + op->addr;
    for (uint32_t i = 0; i < len; i++) {
        dst[i] &= op->src[i];
    }
    units_mark(nor, op->addr, len, true);
}

static void erase_range(struct flash *nor, uint32_t addr, uint32_t len)
{
    memset(nor->data + addr, NOR_ERASED, len);
    units_mark(nor, addr, len, false);
}

static void operation_whole(struct flash *nor, const struct nor_operation *op)
{
    if (op->src == NULL) {
        erase_range(nor, op->addr, op->len);
    } else {
        program_range(nor, op, op->len);
    }
}

/* A cipher block with a single wrong bit decrypts to noise. */
static void block_to_noise(struct flash *nor, uint32_t addr)
{
    uint32_t unit = nor->geometry.write_len;
    uint32_t start = addr - addr % unit;
    uint32_t state = nor_random_open(nor->cut_seed ^ start);
    for (uint32_t i = 0; i < unit; i++) {
        nor->data[start + i] = (uint8_t)(nor_random_next(&state) >> 8);
    }
    units_mark(nor, start, unit, true);
}

/* 1 .. len - 1, each of them for some seed; a lone byte is not divisible. */
static uint32_t torn_len(const struct nor_operation *op, uint32_t seed)
{
    return op->len < 2 ? 0 : 1 + seed % (op->len - 1);
}

static void operation_prefix(struct flash *nor, const struct nor_operation *op)
{
    uint32_t len = torn_len(op, nor->cut_seed);
    if (op->src == NULL) {
        erase_range(nor, op->addr, len);
    } else {
        program_range(nor, op, len);
    }
    if (nor->written != NULL && len % nor->geometry.write_len != 0) {
        block_to_noise(nor, op->addr + len);
    }
}

static void operation_upper_half(struct flash *nor,
                                 const struct nor_operation *op)
{
    if (op->src != NULL) {
        operation_prefix(nor, op);
        return;
    }
    uint32_t half = op->len / 2;
    erase_range(nor, op->addr + half, op->len - half);
    if (nor->written != NULL && half % nor->geometry.write_len != 0) {
        block_to_noise(nor, op->addr + half);
    }
}

static void bit_chance(struct flash *nor, const struct nor_operation *op,
                       uint32_t i, uint8_t chance)
{
    uint8_t *byte = &nor->data[op->addr + i];
    if (op->src == NULL) {
        *byte |= chance;
        return;
    }
    *byte &= (uint8_t)(op->src[i] | chance);
}

static void operation_bits(struct flash *nor, const struct nor_operation *op)
{
    uint32_t state = nor_random_open(nor->cut_seed);
    for (uint32_t i = 0; i < op->len; i++) {
        bit_chance(nor, op, i, (uint8_t)(nor_random_next(&state) >> 8));
    }
    uint32_t unit = nor->geometry.write_len;
    for (uint32_t i = 0; nor->written != NULL && i < op->len; i += unit) {
        block_to_noise(nor, op->addr + i);
    }
}

static void operation_torn(struct flash *nor, const struct nor_operation *op)
{
    switch (nor->cut_manner) {
    case NOR_CUT_TORN_PREFIX:
        operation_prefix(nor, op);
        break;
    case NOR_CUT_TORN_BITS:
        operation_bits(nor, op);
        break;
    case NOR_CUT_HALF_ERASED:
        operation_upper_half(nor, op);
        break;
    case NOR_CUT_AFTER:
        operation_whole(nor, op);
        break;
    case NOR_CUT_BEFORE:
    case NOR_CUT_MANNER_COUNT:
    default:
        break;
    }
}

/* The one gate of every change */

static void wear_add(struct flash *nor, uint32_t addr, uint32_t end)
{
    while (nor->wear != NULL && addr < end) {
        struct flash_sector sector;
        nor->wear[nor_sector_find(nor, addr, &sector)]++;
        addr = sector.addr + sector.len;
    }
}

static void operation_count(struct flash *nor, const struct nor_operation *op,
                            bool is_large)
{
    if (op->src != NULL) {
        nor->stats.program_count++;
        nor->stats.bytes_programmed += op->len;
        return;
    }
    nor->stats.large_erase_count += is_large ? 1 : 0;
    nor->stats.erase_count += is_large ? 0 : 1;
    wear_add(nor, op->addr, op->addr + op->len);
}

bool nor_operation_begin(struct flash *nor)
{
    bool is_cut = nor->cut_armed && nor->op_count == nor->cut_at;
    nor->op_count++;
    nor->cut_is_burn = false;
    return is_cut;
}

_Noreturn void nor_power_fail(struct flash *nor)
{
    nor->cut_armed = false;
    if (nor->power == NULL) {
        abort(); /* a cut was armed and nobody said where it leads */
    }
    longjmp(*nor->power, 1);
}

static void operation_wait(const struct flash *nor,
                           const struct nor_operation *op)
{
    const struct nor_work work = {
        .addr = op->addr, .len = op->len, .is_erase = op->src == NULL};
    if (nor->busy != NULL) {
        nor->busy(nor->busy_context, &work);
    }
}

void nor_operation_run(struct flash *nor, const struct nor_operation *op,
                       bool is_large)
{
    bool is_cut = nor_operation_begin(nor);
    rules_check(nor, op);
    if (!is_cut || nor->cut_manner != NOR_CUT_BEFORE) {
        operation_count(nor, op, is_large);
    }
    if (is_cut) {
        operation_torn(nor, op);
        nor->cut_addr = op->addr;
        nor->cut_is_erase = op->src == NULL;
        nor_power_fail(nor);
    }
    operation_whole(nor, op);
    operation_wait(nor, op);
}

void nor_write_pages(struct flash *nor, uint32_t addr, const uint8_t *src,
                     uint32_t len)
{
    uint32_t page = nor->geometry.page_len;
    struct nor_operation op = {.addr = addr, .src = src};
    while (len > 0) {
        uint32_t room = page - op.addr % page;
        op.len = len < room ? len : room;
        nor_operation_run(nor, &op, false);
        op.addr += op.len;
        op.src += op.len;
        len -= op.len;
    }
}
