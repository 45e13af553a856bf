/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory-mapped registers, as calls: on a chip two instructions after link
 * time optimisation, in a test a script of expected accesses.
 */
#ifndef IFACE_MMIO_H
#define IFACE_MMIO_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads a register.
 *
 * @param[in] addr  CPU address, multiple of 4
 *
 * @retval value
 */
MUST_USE uint32_t mmio_read(uint32_t addr);

/**
 * Writes a register.
 *
 * @param[in] addr   CPU address, multiple of 4
 * @param[in] value  value
 */
void mmio_write(uint32_t addr, uint32_t value);

/**
 * Changes some bits of a register by reading and writing it.
 *
 * @param[in] addr   CPU address, multiple of 4
 * @param[in] clear  bits to clear
 * @param[in] set    bits to set, after clearing
 */
void mmio_change(uint32_t addr, uint32_t clear, uint32_t set);

#endif
