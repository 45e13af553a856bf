/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The product of iface/multiply.h on ESP32, ESP32-S2 and ESP32-S3, whose cores
 * have MULUH, which a compiler for a smaller core does not know. It prints
 * registers by name where the encoding wants their numbers: assembler symbols
 * lead from one to the other.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, MULUH: bits
 * 0xa20000 | r << 12 | s << 8 | t << 4.
 */
#include "iface/multiply.h"

uint64_t multiply_wide(uint32_t a, uint32_t b)
{
    uint32_t high;

    __asm__ __inline__(
        ".irp n, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
        ".equ .Lnumber_of_a\\n, \\n\n"
        ".endr\n"
        ".byte .Lnumber_of_%2 << 4\n"
        ".byte .Lnumber_of_%0 << 4 | .Lnumber_of_%1\n"
        ".byte 0xa2"
        : "=r"(high)
        : "r"(a), "r"(b));
    return (uint64_t)high << 32 | (uint32_t)(a * b);
}
