/* SPDX-License-Identifier: Apache-2.0 */
/* See bytes.h. */
#include "base/bytes.h"

uint16_t le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | (uint32_t)p[1] << 8);
}

uint32_t le32(const uint8_t *p)
{
    return (uint32_t)le16(p) | (uint32_t)le16(p + 2) << 16;
}

void put_le16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

void put_le32(uint8_t *p, uint32_t v)
{
    put_le16(p, (uint16_t)v);
    put_le16(p + 2, (uint16_t)(v >> 16));
}

bool bytes_are(const uint8_t *p, uint8_t value, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (p[i] != value) {
            return false;
        }
    }
    return true;
}

bool secure_equal(const uint8_t *a, const uint8_t *b, size_t len)
{
    volatile uint8_t diff = 0;
    volatile size_t seen = 0;

    for (size_t i = 0; i < len; i++) {
        diff |= (uint8_t)(a[i] ^ b[i]);
        seen++;
    }
    /* the count proves that the loop ran to its end */
    return diff == 0 && seen == len && len != 0;
}

void secure_wipe(void *p, size_t len)
{
    volatile uint8_t *bytes = p;

    for (size_t i = 0; i < len; i++) {
        bytes[i] = 0;
    }
}
