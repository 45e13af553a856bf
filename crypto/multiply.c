/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product of iface/multiply.h where the compiler knows the instructions
 * for it: on the host and on RISC-V.
 */
#include "iface/multiply.h"

uint64_t multiply_wide(uint32_t a, uint32_t b)
{
    return (uint64_t)a * b;
}
