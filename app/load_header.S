/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load header of an application: the first bytes of its image, which tell
 * the bootloader what to copy to RAM and where to start. Linked by every
 * application; its linker script places the section first in the image and
 * defines the symbols below. Offsets count from the start of the slot, so they
 * include the image header. Makes no RTC segments.
 *
 * Source: SPEC, Load header.
 */
    .section .load_header, "a"
    .global load_header
    .balign 4
load_header:
    .long 0xace637d3            /* magic */
    .long _start                /* entry, in the IRAM segment */
    .long load_iram_addr        /* CPU address, multiple of 4 */
    .long load_iram_off         /* bytes from the start of the slot */
    .long load_iram_len         /* bytes, multiple of 4 */
    .long load_dram_addr
    .long load_dram_off
    .long load_dram_len
    .fill 16, 4, 0              /* no RTC segments; reserved */
