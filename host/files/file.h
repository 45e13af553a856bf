/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files: read into memory, and written so that a failure leaves no half
 * of one behind. Knows no format, and does not stream.
 */
#ifndef HOST_FILES_FILE_H
#define HOST_FILES_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define FILE_MODE_PLAIN  0666U /* as umask allows */
#define FILE_MODE_SECRET 0600U /* for keys */

/** The content of a file. */
struct file {
    uint8_t *bytes; /* len bytes; not NULL after file_read() */
    size_t len;
};

/** Content to be written. */
struct file_data {
    const void *bytes; /* len bytes */
    size_t len;
};

/**
 * Reads a file.
 *
 * @param[in]  path  file
 * @param[out] file  content; free it with file_free(), also after a failure
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   read
 * @retval false  absent, unreadable or no file
 */
MUST_USE bool file_read(const char *path, struct file *file, struct why *why);

/**
 * Wipes and frees what file_read() returned.
 *
 * @param[in,out] file  content; empty afterwards
 */
void file_free(struct file *file);

/**
 * Writes a file: whole under a temporary name beside it, then renamed, so
 * that the path holds the old content or the new. Devices and pipes are
 * written directly.
 *
 * @param[in]  path  file
 * @param[in]  data  content
 * @param[in]  mode  FILE_MODE_PLAIN (an existing file keeps its mode) or
 *                   FILE_MODE_SECRET
 * @param[out] why   on failure: the file and the reason
 *
 * @retval true   written
 * @retval false  not written; no file left behind
 */
MUST_USE bool file_write(const char *path, const struct file_data *data,
                         unsigned mode, struct why *why);

#endif
