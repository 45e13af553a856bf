/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a compiler for a smaller Xtensa core calls for division and for 64-bit
 * products, by the instructions that ESP32, ESP32-S2 and ESP32-S3 have. The
 * distribution's libgcc lacks these functions.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, 4.3.4 and
 * 4.3.6 (32-bit multiply and divide options); names as in the documentation of
 * GCC's libgcc.
 */
    .include "port/common/xtensa_isa.inc"

    .macro function name
    .section .text.\name, "ax"
    .global \name
    .type \name, @function
    .align 4
\name:
    .endm

/* a2 = a2 op a3; a division by zero raises an exception */
    function __udivsi3
    quou    2, 2, 3
    ret
    function __umodsi3
    remu    2, 2, 3
    ret
    function __divsi3
    quos    2, 2, 3
    ret
    function __modsi3
    rems    2, 2, 3
    ret

/* a3:a2 = a2 * a3 */
    function __umulsidi3
    muluh   4, 2, 3
    mull    a2, a2, a3
    mov     a3, a4
    ret

/* a3:a2 = a3:a2 * a5:a4 */
    function __muldi3
    mull    a5, a5, a2
    mull    a3, a3, a4
    add     a3, a3, a5
    muluh   5, 2, 4
    mull    a2, a2, a4
    add     a3, a3, a5
    ret
