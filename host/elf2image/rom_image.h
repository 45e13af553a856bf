/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image format that the chips' ROM loads a bootloader from: header,
 * segments, checksum, SHA-256. Builds one from segments; knows no files, and
 * does not sign.
 *
 * Source: SPEC, Bootloader image.
 */
#ifndef HOST_ELF2IMAGE_ROM_IMAGE_H
#define HOST_ELF2IMAGE_ROM_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/elf2image/elf_file.h"
#include "host/elf2image/rom_chip.h"
#include "host/image/buffer.h"

#define ROM_IMAGE_SEGMENT_MAX 16

/** What the header says besides the segments. */
struct rom_image_options {
    const struct rom_chip *chip;
    uint8_t flash_mode;    /* 0 QIO, 1 QOUT, 2 DIO, 3 DOUT */
    uint8_t flash_freq;    /* low nibble: 0 40, 1 26, 2 20, 15 80 MHz */
    uint8_t flash_size;    /* high nibble: log2 of MiB, 0 .. 7 */
    uint8_t min_rev;       /* oldest revision, as the first tools wrote it */
    uint16_t min_rev_full; /* oldest revision: 100 * major + minor */
    uint16_t max_rev_full; /* newest revision; 0xffff or 0: any */
    bool with_digest;      /* SHA-256 at the end */
    uint32_t len_max;      /* bytes that the image may have */
};

/**
 * Builds an image; segments that touch each other become one.
 *
 * @param[in]  elf      executable, segments in order of addresses
 * @param[in]  options  header fields
 * @param[out] image    the image, appended; its content is undefined on failure
 * @param[out] why      on failure: what is wrong, as the rest of a sentence
 *                      that begins with the file's name
 *
 * @retval true   built
 * @retval false  built for another chip, with segments that the ROM cannot
 *                load, or too large
 */
MUST_USE bool rom_image_build(const struct elf_file *elf,
                              const struct rom_image_options *options,
                              struct buffer *image, struct why *why);

#endif
