/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the virtual flash: one operation, which is where power can fail.
 * Only nor.c and nor_crypt.c include this; everybody else uses nor.h and
 * iface/flash.h.
 */
#ifndef PORT_SIM_NOR_OP_H
#define PORT_SIM_NOR_OP_H

#include <stdbool.h>
#include <stdint.h>

#include "port/sim/nor.h"

#define NOR_ERASED 0xffu

/** A mutating operation: one page program or one erase. */
struct nor_operation {
    uint32_t addr;      /* bytes from the start of the flash */
    uint32_t len;       /* bytes, > 0, inside the flash */
    const uint8_t *src; /* len bytes to program; NULL: erase */
};

/**
 * Runs an operation, or the part of it that happens before power fails; then
 * control leaves through nor->power.
 *
 * Only bytes inside the operation are touched, so that a campaign of many
 * cuts pays for what it changes and no more.
 *
 * @param[in,out] nor       device
 * @param[in]     op        operation
 * @param[in]     is_large  counts as a large erase
 */
void nor_operation_run(struct flash *nor, const struct nor_operation *op,
                       bool is_large);

/**
 * Programs a range, an operation for each page.
 *
 * @param[in,out] nor   device
 * @param[in]     addr  bytes from the start of the flash
 * @param[in]     src   len bytes
 * @param[in]     len   bytes, inside the flash
 */
void nor_write_pages(struct flash *nor, uint32_t addr, const uint8_t *src,
                     uint32_t len);

/**
 * Counts an operation of the device, of its flash or of its eFuses, whose
 * power fails together.
 *
 * @param[in,out] nor  device
 *
 * @retval true  power fails at this operation: do the part of it that happens
 *               before, then call nor_power_fail()
 */
MUST_USE bool nor_operation_begin(struct flash *nor);

/**
 * Lets power fail: control leaves through nor->power.
 *
 * @param[in,out] nor  device
 */
_Noreturn void nor_power_fail(struct flash *nor);

/**
 * Finds a sector.
 *
 * @param[in]  nor     device
 * @param[in]  addr    0 .. nor->len - 1
 * @param[out] sector  the sector that holds addr
 *
 * @retval index of the sector in the wear table
 */
uint32_t nor_sector_find(const struct flash *nor, uint32_t addr,
                         struct flash_sector *sector);

/**
 * Tells whether a unit was written since its erase; needs nor->written.
 *
 * @param[in] nor   device
 * @param[in] unit  address divided by the write length
 *
 * @retval true  written
 */
MUST_USE bool nor_unit_is_written(const struct flash *nor, uint32_t unit);

/**
 * Tells whether no unit of a range was written since its erase.
 *
 * @param[in] nor   device
 * @param[in] addr  bytes from the start of the flash
 * @param[in] len   bytes
 *
 * @retval true  none was, or nobody keeps track
 */
MUST_USE bool nor_units_unwritten(const struct flash *nor, uint32_t addr,
                                  uint32_t len);

/**
 * Seeds a generator; neighbouring seeds give unlike sequences.
 *
 * @param[in] seed  any number
 *
 * @retval state for nor_random_next()
 */
MUST_USE uint32_t nor_random_open(uint32_t seed);

/**
 * Draws 32 random bits; the middle ones are the best.
 *
 * @param[in,out] state  from nor_random_open()
 *
 * @retval bits
 */
uint32_t nor_random_next(uint32_t *state);

#endif
