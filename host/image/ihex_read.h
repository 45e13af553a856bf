/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads Intel HEX into one run of bytes from the lowest to the highest address.
 * Knows no image format.
 */
#ifndef HOST_IMAGE_IHEX_READ_H
#define HOST_IMAGE_IHEX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/image/buffer.h"

/* Bytes; far beyond any flash, so a file that spans more has a stray record. */
#define IHEX_SPAN_MAX (UINT32_C(256) << 20)

/** What a file holds. */
struct ihex_content {
    struct buffer bytes; /* free it with buffer_free() */
    uint32_t base;       /* address of the first byte */
    size_t gap_count;    /* gaps between records, filled with 0xff */
    size_t gap_len;      /* bytes in all gaps */
    uint32_t gap_addr;   /* address of the first gap, if there is one */
};

/**
 * Reads Intel HEX text.
 *
 * @param[in]  text     len bytes; records 00 to 05, blank lines between them
 * @param[in]  len      bytes
 * @param[out] content  bytes and base; free its bytes, also after a failure
 * @param[out] why      on failure: the line and what is wrong with it
 *
 * @retval true   read
 * @retval false  not Intel HEX, damaged, cut off, empty, records overlap, or
 *                their addresses span more than IHEX_SPAN_MAX
 *
 * @source Intel, Hexadecimal Object File Format Specification, rev. A, 1988
 */
MUST_USE bool ihex_read(const uint8_t *text, size_t len,
                        struct ihex_content *content, struct why *why);

#endif
