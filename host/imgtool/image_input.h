/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The input files of the image commands: raw binary, or Intel HEX by the name's
 * extension. Knows nothing of what is inside.
 */
#ifndef HOST_IMGTOOL_IMAGE_INPUT_H
#define HOST_IMGTOOL_IMAGE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/files/file.h"
#include "host/image/ihex_read.h"

/** A file that was read; free it with image_input_free(). */
struct image_input {
    const uint8_t *bytes; /* len bytes, owned by one of the two below */
    size_t len;           /* bytes */
    bool is_hex;
    struct file file;        /* unless is_hex */
    struct ihex_content hex; /* if is_hex: base address, gaps */
};

/**
 * Tells whether a name asks for Intel HEX: extension .hex in any case.
 *
 * @param[in] path  file name
 *
 * @retval true  it does
 */
MUST_USE bool path_is_hex(const char *path);

/**
 * Returns the part of a path behind the last slash.
 *
 * @param[in] path  file name
 *
 * @retval text  inside path
 */
MUST_USE const char *path_base(const char *path);

/**
 * Tells whether a file is absent, which is a mistake on the command line.
 *
 * @param[in] path  file name
 *
 * @retval true  there is no such file
 */
MUST_USE bool path_is_absent(const char *path);

/**
 * Reads a file.
 *
 * @param[in]  path   file name
 * @param[out] input  content; free it, also after a failure
 * @param[out] why    on failure: the file and the reason
 *
 * @retval true   read
 * @retval false  unreadable, or named .hex and not Intel HEX
 */
MUST_USE bool image_input_read(const char *path, struct image_input *input,
                               struct why *why);

/**
 * Frees what image_input_read() returned.
 *
 * @param[in,out] input  content; empty afterwards
 */
void image_input_free(struct image_input *input);

#endif
