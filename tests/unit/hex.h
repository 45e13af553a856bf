/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Test data written as text: two hexadecimal digits a byte. For tests only;
 * malformed text stops the test program.
 */
#ifndef TESTS_UNIT_HEX_H
#define TESTS_UNIT_HEX_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/** Bytes read from text, long enough for every vector of the unit tests. */
struct hex {
    uint8_t bytes[1024];
    size_t len; /* bytes used */
};

static inline uint8_t hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(digits, c);

    if (found == NULL) {
        abort();
    }
    return (uint8_t)(found - digits);
}

static inline struct hex hex_read(const char *text)
{
    struct hex h = {.len = strlen(text) / 2};

    if (h.len > sizeof(h.bytes) || strlen(text) % 2 != 0) {
        abort();
    }
    for (size_t i = 0; i < h.len; i++) {
        h.bytes[i] =
            (uint8_t)(hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
    }
    return h;
}

#endif
