/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product that big numbers are made of, as a contract: one instruction or
 * two on every chip, but not one that every compiler knows. Link time
 * optimisation puts it where it is called.
 */
#ifndef IFACE_MULTIPLY_H
#define IFACE_MULTIPLY_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Multiplies two words.
 *
 * @param[in] a  factor
 * @param[in] b  factor
 *
 * @retval product, all 64 bits
 */
MUST_USE uint64_t multiply_wide(uint32_t a, uint32_t b);

#endif
