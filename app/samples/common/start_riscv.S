/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the bootloader enters a sample on RISC-V, on a stack that is the
 * loader's: takes its own, zeroes its variables.
 */
    .section .text.start, "ax"
    .global _start
_start:
    la sp, stack_end
    la t0, bss_start
    la t1, bss_end
1:  bgeu t0, t1, 2f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 1b
2:  call sample_main
3:  j 3b
