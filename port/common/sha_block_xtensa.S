/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See sha_block.h. With 8 in the shift register `src` takes 32 bits from the
 * middle of two words: from bytes 3 2 1 0 come 2 3 2 1, 1 2 3 2 and 0 1 2 3.
 * Registers are written in order; the one that starts the engine is written
 * behind a memw of the compiler's.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, SRC.
 */
    .macro turn_word offset
    l32i    a5, a3, \offset
    srli    a6, a5, 16
    src     a6, a6, a5
    src     a6, a6, a6
    src     a6, a5, a6
    s32i    a6, a2, \offset
    .endm

/* void sha_block_put(uint32_t text, const uint32_t *words, uint32_t len) */
    .section .text.sha_block_put, "ax"
    .global sha_block_put
    .type sha_block_put, @function
    .align 4
sha_block_put:
    add     a4, a2, a4
    ssai    8
1:  turn_word 0
    turn_word 4
    turn_word 8
    turn_word 12
    addi    a2, a2, 16
    addi    a3, a3, 16
    bne     a2, a4, 1b
    ret
