/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory functions of base/memory.h for bare metal. Word by word where
 * both sides allow it: flash windows and instruction RAM take words only, and
 * a boot spends much of its time here.
 */
#include "base/memory.h"

#include <stdint.h>

#define WORD sizeof(uint32_t)

static int words_fit(const void *a, const void *b, size_t len)
{
    return (((uintptr_t)a | (uintptr_t)b | len) & (WORD - 1)) == 0;
}

void *memcpy(void *restrict dst, const void *restrict src, size_t len)
{
    volatile uint8_t *d = dst;
    const uint8_t *s = src;

    if (words_fit(dst, src, len)) {
        volatile uint32_t *dw = dst;
        const uint32_t *sw = src;

        for (; len > 0; len -= WORD) {
            *dw++ = *sw++;
        }
        return dst;
    }
    for (; len > 0; len--) {
        *d++ = *s++;
    }
    return dst;
}

void *memmove(void *dst, const void *src, size_t len)
{
    volatile uint8_t *d = dst;
    const uint8_t *s = src;

    if ((uintptr_t)dst <= (uintptr_t)src) {
        for (size_t i = 0; i < len; i++) {
            d[i] = s[i];
        }
        return dst;
    }
    while (len-- > 0) {
        d[len] = s[len];
    }
    return dst;
}

void *memset(void *dst, int value, size_t len)
{
    volatile uint8_t *d = dst;

    if (words_fit(dst, dst, len)) {
        volatile uint32_t *dw = dst;

        for (; len > 0; len -= WORD) {
            *dw++ = (uint8_t)value * 0x01010101u;
        }
        return dst;
    }
    for (; len > 0; len--) {
        *d++ = (uint8_t)value;
    }
    return dst;
}

int memcmp(const void *a, const void *b, size_t len)
{
    const uint8_t *pa = a;
    const uint8_t *pb = b;
    size_t i = 0;

    if (words_fit(a, b, 0)) {
        const uint32_t *wa = a;
        const uint32_t *wb = b;

        while (i + WORD <= len && wa[i / WORD] == wb[i / WORD]) {
            i += WORD;
        }
    }
    for (; i < len; i++) {
        if (pa[i] != pb[i]) {
            return pa[i] < pb[i] ? -1 : 1;
        }
    }
    return 0;
}
