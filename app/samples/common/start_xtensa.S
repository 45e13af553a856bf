/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the bootloader enters a sample that is compiled for the call0 ABI: as
 * a function with register windows, on a stack that it must leave. Windows
 * off, own stack, zeroed variables.
 */
    .include "port/common/xtensa_isa.inc"

    .set PS_UM, 0x20
    .set PS_MASKED, 0x0f

    .section .text.start, "ax"
    .global _start
    .align 4
_start:
    windowed_entry 1, 32
    movi    a2, PS_UM | PS_MASKED
    wsr.ps  a2
    rsync
    movi    a1, stack_end
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
1:  bgeu    a2, a3, 2f
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       1b
2:  call0   sample_main
3:  j       3b
