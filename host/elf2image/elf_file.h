/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An executable as a linker for the chips writes it: 32-bit little-endian ELF,
 * reduced to what a loader copies. Sections, symbols and relocations are not
 * looked at.
 *
 * Source: Tool Interface Standard, Executable and Linking Format 1.2.
 */
#ifndef HOST_ELF2IMAGE_ELF_FILE_H
#define HOST_ELF2IMAGE_ELF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define ELF_XTENSA 94U /* values of e_machine */
#define ELF_RISCV  243U

#define ELF_SEGMENT_MAX 64 /* loadable ones of one file */

/** The content of a file. */
struct elf_bytes {
    const uint8_t *bytes; /* len bytes */
    size_t len;
};

/** Bytes that a loader copies. */
struct elf_segment {
    uint32_t addr;        /* CPU address */
    uint32_t len;         /* bytes, > 0 */
    const uint8_t *bytes; /* in the file's content */
};

/** What was found in a file; points into its content. */
struct elf_file {
    uint32_t entry;   /* CPU address */
    uint16_t machine; /* ELF_XTENSA, ELF_RISCV or another */
    struct elf_segment segment[ELF_SEGMENT_MAX]; /* in order of addresses */
    size_t count;
};

/**
 * Reads the program headers of an executable.
 *
 * @param[in]  file  content of the file; must outlive elf
 * @param[out] elf   what it holds; undefined on failure
 * @param[out] why   on failure: what is wrong, as the rest of a sentence that
 *                   begins with the file's name
 *
 * @retval true   read; segments have bytes and none reaches beyond 4 GiB
 * @retval false  no 32-bit little-endian executable, or cut short
 */
MUST_USE bool elf_file_read(const struct elf_bytes *file, struct elf_file *elf,
                            struct why *why);

#endif
