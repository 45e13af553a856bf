/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures in files: base64 text, as they travel to and from a signer that
 * is not this program.
 */
#ifndef HOST_IMGTOOL_BASE64_FILE_H
#define HOST_IMGTOOL_BASE64_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/buffer.h"

/**
 * Reads a file of base64; line ends and other characters outside the alphabet
 * do not count.
 *
 * @param[in]     path   file
 * @param[in,out] bytes  what it says, appended
 * @param[out]    why    on failure: the file and the reason
 *
 * @retval true   read
 * @retval false  unreadable, empty or no base64
 */
MUST_USE bool base64_file_read(const char *path, struct buffer *bytes,
                               struct why *why);

/**
 * Writes bytes as base64 without a newline.
 *
 * @param[in]  path  file
 * @param[in]  p     len bytes
 * @param[in]  len   bytes
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  no file left behind
 */
MUST_USE bool base64_file_write(const char *path, const uint8_t *p, size_t len,
                                struct why *why);

#endif
