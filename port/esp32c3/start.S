/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the ROM of ESP32-C3 calls us: interrupts off, own stack, zeroed
 * variables. The ROM's stack and data stay as they are.
 */
    .section .start, "ax"
    .global _start
_start:
    csrci mstatus, 8            /* no interrupts: ROM leaves MIE set */
    .option push
    .option norelax             /* not relative to itself */
    la gp, __global_pointer$
    .option pop
    la sp, stack_end
    la t0, bss_start
    la t1, bss_end
1:  bgeu t0, t1, 2f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 1b
2:  call chip_main
3:  j 3b

/* void loader_run(const struct loader_job *): on the loader's own stack. */
    .section .loader.text, "ax"
    .global loader_run
loader_run:
    la sp, loader_stack_end
    tail loader_main

/* void loader_enter(uint32_t entry): what was copied is code now. */
    .global loader_enter
loader_enter:
    fence.i
    jr a0
