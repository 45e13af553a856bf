/* SPDX-License-Identifier: Apache-2.0 */
/* See pack.h. */
#include "tests/recovery/pack.h"

#include <stdlib.h>
#include <string.h>

#define DIRECT_MAX 23 /* arguments up to this one stand in the first byte */

void pack_open(struct pack *p)
{
    p->len = 0;
}

void pack_raw(struct pack *p, const void *src, uint32_t len)
{
    if (len > PACK_MAX - p->len) {
        abort();
    }
    if (len > 0) {
        memcpy(p->bytes + p->len, src, len);
    }
    p->len += len;
}

void pack_byte(struct pack *p, uint8_t byte)
{
    pack_raw(p, &byte, 1);
}

static uint32_t shortest(uint64_t value)
{
    if (value <= DIRECT_MAX) {
        return 0;
    }
    if (value <= UINT8_MAX) {
        return 1;
    }
    if (value <= UINT16_MAX) {
        return 2;
    }
    return value <= UINT32_MAX ? 4 : 8;
}

void pack_head(struct pack *p, enum pack_major major, uint64_t value,
               uint32_t width)
{
    uint8_t type = (uint8_t)((uint32_t)major << 5);
    uint8_t info = 24; /* one byte follows; 25, 26, 27: two, four, eight */

    if (width == 0) {
        width = shortest(value);
    }
    if (width == 0) {
        pack_byte(p, (uint8_t)(type | value));
        return;
    }
    for (uint32_t w = width; w > 1; w /= 2) {
        info++;
    }
    pack_byte(p, type | info);
    while (width > 0) {
        width--;
        pack_byte(p, (uint8_t)(value >> 8 * width));
    }
}

void pack_map(struct pack *p, uint32_t count)
{
    pack_head(p, PACK_MAP, count, 0);
}

void pack_uint(struct pack *p, uint64_t value)
{
    pack_head(p, PACK_UINT, value, 0);
}

void pack_text(struct pack *p, const char *value)
{
    pack_head(p, PACK_TEXT, strlen(value), 0);
    pack_raw(p, value, (uint32_t)strlen(value));
}

void pack_bytes(struct pack *p, const void *src, uint32_t len)
{
    pack_head(p, PACK_BYTES, len, 0);
    pack_raw(p, src, len);
}
