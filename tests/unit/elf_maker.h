/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes ELF files for tests, as a linker for the chips does: one header,
 * program headers, bytes. Every field can be spoiled afterwards.
 */
#ifndef TESTS_UNIT_ELF_MAKER_H
#define TESTS_UNIT_ELF_MAKER_H

#include <stddef.h>
#include <stdint.h>

#define ELF_MAKER_MAX    0x20000 /* bytes of a file */
#define ELF_MAKER_HEADER 52      /* bytes of the first header */
#define ELF_MAKER_ENTRY  32      /* bytes of a program header */

/* Offsets in the header. */
#define ELF_MAKER_CLASS   4
#define ELF_MAKER_ORDER   5
#define ELF_MAKER_TYPE    16
#define ELF_MAKER_MACHINE 18
#define ELF_MAKER_START   24
#define ELF_MAKER_TABLE   28
#define ELF_MAKER_SIZE    42
#define ELF_MAKER_COUNT   44

/** A program header to be made. */
struct elf_maker_segment {
    uint32_t type;    /* 1: load */
    uint32_t addr;    /* CPU address */
    const void *data; /* len bytes; NULL: zeros */
    uint32_t len;     /* bytes in the file */
};

/** A file. */
struct elf_maker {
    uint8_t bytes[ELF_MAKER_MAX];
    size_t len;
};

/**
 * Makes an executable; machine and entry are of ESP32-C3 with its first
 * segment's address.
 *
 * @param[out] maker    file
 * @param[in]  segment  count segments, in order of the program headers
 * @param[in]  count    segments
 */
void elf_maker_make(struct elf_maker *maker,
                    const struct elf_maker_segment *segment, size_t count);

#endif
