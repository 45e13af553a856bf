/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of bytes for host programs, up to 4 GiB. The first failed
 * allocation marks the buffer, and every later call on it does nothing: a
 * builder adds freely and looks at `failed` once, at its end. Not for secrets:
 * nothing is wiped.
 */
#ifndef HOST_IMAGE_BUFFER_H
#define HOST_IMAGE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/** Bytes on the heap; {0} is an empty buffer. */
struct buffer {
    uint8_t *data; /* len bytes; NULL while nothing was added */
    size_t len;    /* bytes used */
    size_t room;   /* bytes allocated, >= len */
    bool failed;   /* memory ran out: the content is not complete */
};

/**
 * Makes room for bytes that the caller fills in.
 *
 * @param[in,out] b    buffer
 * @param[in]     len  bytes, appended with undefined content
 *
 * @retval pointer  to the first new byte, valid until the next call
 * @retval NULL     memory ran out; b->failed is set
 */
MUST_USE uint8_t *buffer_extend(struct buffer *b, size_t len);

/**
 * Appends bytes.
 *
 * @param[in,out] b    buffer; b->failed is set if memory ran out
 * @param[in]     p    len bytes, not inside b; may be NULL if len is 0
 * @param[in]     len  bytes
 */
void buffer_add(struct buffer *b, const void *p, size_t len);

/**
 * Appends one value many times.
 *
 * @param[in,out] b      buffer; b->failed is set if memory ran out
 * @param[in]     value  byte
 * @param[in]     len    bytes
 */
void buffer_fill(struct buffer *b, uint8_t value, size_t len);

/**
 * Appends formatted text without a terminating zero.
 *
 * @param[in,out] b       buffer; b->failed is set if memory ran out
 * @param[in]     format  as for printf
 */
void buffer_print(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Gives the memory back and leaves an empty buffer.
 *
 * @param[in,out] b  buffer
 */
void buffer_free(struct buffer *b);

#endif
