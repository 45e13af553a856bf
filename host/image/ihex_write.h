/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes Intel HEX as the image tool does: records of at most 16 bytes, address
 * records only where an address needs more than 16 bits.
 */
#ifndef HOST_IMAGE_IHEX_WRITE_H
#define HOST_IMAGE_IHEX_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/image/buffer.h"

/** Bytes at an address. */
struct ihex_piece {
    uint64_t addr;
    const uint8_t *data; /* len bytes */
    size_t len;          /* bytes; 0 is skipped */
};

/**
 * Appends a file in Intel HEX.
 *
 * @param[in]     pieces  count of them, in ascending order, not overlapping
 * @param[in]     count   pieces
 * @param[in,out] out     text; out->failed if memory ran out
 *
 * @retval true   written
 * @retval false  pieces overlap or leave the 32-bit address space
 *
 * @source Intel, Hexadecimal Object File Format Specification, rev. A, 1988
 */
MUST_USE bool ihex_write(const struct ihex_piece *pieces, size_t count,
                         struct buffer *out);

#endif
