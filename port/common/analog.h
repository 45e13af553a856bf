/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The internal serial bus to a chip's analog registers, of the PLL for one.
 * All four chips have it, at another place (board.h).
 */
#ifndef PORT_COMMON_ANALOG_H
#define PORT_COMMON_ANALOG_H

#include <stdint.h>

#define ANALOG_BLOCK_PLL 0x66
#define ANALOG_BLOCK_ADC 0x69

/**
 * Reads a register.
 *
 * @param[in] block  ANALOG_BLOCK_*
 * @param[in] reg    its number in the block
 *
 * @retval value, 0 .. 255
 */
uint32_t analog_read(uint32_t block, uint32_t reg);

/**
 * Changes some bits of a register by reading and writing it.
 *
 * @param[in] block  ANALOG_BLOCK_*
 * @param[in] reg    its number in the block
 * @param[in] clear  bits to clear, 0 .. 255
 * @param[in] set    bits to set, after clearing
 */
void analog_change(uint32_t block, uint32_t reg, uint32_t clear, uint32_t set);

#endif
