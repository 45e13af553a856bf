/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enters as an application of the windowed ABI does, on the stack and with the
 * registers that the bootloader hands over, and nests calls of every size until
 * each register window was spilled and refilled several times: by the vectors
 * of the ROM, as no others are set. Each frame keeps values of its own in all
 * registers that it has, and looks at them again when its callee returns. What
 * was found goes to `found` (windowed.h), which C code, compiled for another
 * ABI, prints when the windows are off.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, 4.7.1 and 8.1.
 */
    .include "port/common/xtensa_isa.inc"

    .set DEPTH, 50                  /* frames; 64 registers hold 16 at most */
    .set FAULT, 0x10000             /* more than any sum */
    .set PS_UM, 0x20
    .set PS_MASKED, 0x0f


/*
 * uint32_t name(uint32_t n): n plus what the function `next` returns for
 * n - 1, by callxN; the registers `kept` hold values meanwhile. `\out` is the
 * callee's a2, `\target` the register for its address.
 */
    .macro nest name, next, call, target, out, bytes, kept:vararg
    .section .text.\name, "ax"
    .align 4
\name:
    windowed_entry 1, \bytes
    bnez    a2, 1f
    windowed_return
1:
    .set index, 0
    .irp    reg, \kept
    .set index, index + 1
    slli    \reg, a2, 8
    addi    \reg, \reg, index
    .endr
    movi    a\target, \next
    addi    a\out, a2, -1
    \call   \target
    /* a\target is free now, and a\out holds the sum */
    .set index, 0
    .irp    reg, \kept
    .set index, index + 1
    slli    a\target, a2, 8
    addi    a\target, a\target, index
    beq     a\target, \reg, 2f
    movi    a\out, FAULT
    j       3f
2:
    .endr
3:  add     a2, a2, a\out
    windowed_return
    .endm

    nest    nest_4, nest_4, call_by_4, 5, 6, 32, a3
    nest    nest_8, nest_8, call_by_8, 9, 10, 48, a3, a4, a5, a6, a7
    nest    nest_12, nest_12, call_by_12, 13, 14, 64, a3, a4, a5, a6, a7, a8, \
            a9, a10, a11
    nest    mixed_4, mixed_8, call_by_4, 5, 6, 32, a3
    nest    mixed_8, mixed_12, call_by_8, 9, 10, 48, a3, a4, a5, a6, a7
    nest    mixed_12, mixed_4, call_by_12, 13, 14, 64, a3, a4, a5, a6, a7, a8, \
            a9, a10, a11

/* sum offset, function: found[offset] = function(DEPTH) */
    .macro sum offset, function
    movi    a9, \function
    movi    a10, DEPTH
    call_by_8 9
    s32i    a10, a2, \offset
    .endm

    .section .text.start, "ax"
    .global _start
    .align 4
_start:
    windowed_entry 1, 48
    movi    a2, found
    rsr.ps  a3
    s32i    a3, a2, 0
    read_windowbase 3
    s32i    a3, a2, 4
    read_windowstart 3
    s32i    a3, a2, 8
    rsr.vecbase a3
    s32i    a3, a2, 12
    rsr.intenable a3
    s32i    a3, a2, 16
    s32i    a0, a2, 20
    s32i    a1, a2, 24
    movi    a3, DEPTH
    s32i    a3, a2, 28
    sum     32, nest_4
    sum     36, nest_8
    sum     40, nest_12
    sum     44, mixed_4
    movi    a9, rom_printf          /* of that ABI, with variables in RAM */
    movi    a10, text
    call_by_8 9

    movi    a2, PS_UM | PS_MASKED
    wsr.ps  a2
    rsync
    movi    a1, stack_end
    call0   sample_main
1:  j       1b

    .section .rodata.text, "a"
text:
    .asciz  "windowed: the ROM prints this\r\n"
