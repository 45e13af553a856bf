/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source text that embeds bytes in a bootloader, byte for byte as build
 * scripts expect it, and the way of an output to a file or standard output.
 */
#ifndef HOST_IMGTOOL_EMIT_H
#define HOST_IMGTOOL_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/compiler.h"

/** Bytes and the name they get. */
struct emit {
    const char *name;   /* such as "ed25519_pub_key" */
    const char *suffix; /* put behind the name; may be "" */
    const uint8_t *bytes;
    size_t len;
};

/**
 * Writes a C array and its length.
 *
 * @param[in] out  stream
 * @param[in] it   name_suffix[] and name_suffix_len
 */
void emit_c(FILE *out, const struct emit *it);

/**
 * Writes a Rust slice; the name is turned into capitals.
 *
 * @param[in] out  stream
 * @param[in] it   name and bytes
 */
void emit_rust(FILE *out, const struct emit *it);

/**
 * Writes bytes to a file, or to standard output; reports a failure.
 *
 * @param[in] path   file; NULL: standard output
 * @param[in] bytes  len bytes
 * @param[in] len    bytes
 *
 * @retval CLI_EXIT_OK    written
 * @retval CLI_EXIT_FAIL  not written, reported, no file left behind
 */
MUST_USE int emit_output(const char *path, const void *bytes, size_t len);

#endif
