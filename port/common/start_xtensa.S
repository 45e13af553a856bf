/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the ROM to chip_main, and from the loader to the application, on ESP32,
 * ESP32-S2 and ESP32-S3. We are compiled for the call0 ABI, which knows one
 * set of sixteen registers; the ROM and applications use register windows.
 * Exception vectors stay those of the ROM.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, 4.7.1
 * (windowed registers); SPEC, Start-up and hand-over.
 */
    .include "port/common/xtensa_isa.inc"

    .set PS_UM, 0x20
    .set PS_MASKED, 0x0f            /* interrupts up to level 15 */
    .set PS_WOE, 0x40000            /* windows: overflow is checked */

/*
 * The ROM calls us with windows on. Interrupts off, windows off, own stack,
 * zeroed variables. The ROM's stack and data stay as they are.
 */
    .section .text.start, "ax"
    .global _start
    .align 4
_start:
    movi    a2, PS_UM | PS_MASKED
    wsr.ps  a2
    rsync
    movi    a2, 0
    wsr.intenable a2
    write_windowbase 2
    rsync
    movi    a1, stack_end
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
1:  bgeu    a2, a3, 2f
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       1b
2:  call0   chip_main
3:  j       3b

/* void loader_run(const struct loader_job *): on the loader's own stack. */
    .section .loader.text, "ax"
    .global loader_run
    .align 4
loader_run:
    movi    a1, loader_stack_end
    call0   loader_main

/*
 * void loader_enter(uint32_t entry): calls the application as a bootloader of
 * the windowed ABI does, by callx8 from window 0 on the ROM's stack, with
 * interrupts masked by INTENABLE. Where that window is spilled, its a4 .. a7
 * go below the stack pointer of its own caller, which must therefore be one.
 */
    .global loader_enter
    .align 4
loader_enter:
    memw
    isync                           /* what was copied is code now */
    movi    a1, application_stack
    addi    a3, a1, 32              /* the caller's stack pointer */
    addi    a4, a1, -12             /* its place in the save area */
    s32i    a3, a4, 0
    movi    a0, 0
    movi    a3, 1
    write_windowstart 3
    rsync
    movi    a3, PS_UM | PS_WOE
    wsr.ps  a3
    rsync
    call_by_8 2
3:  j       3b
