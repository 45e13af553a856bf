/* SPDX-License-Identifier: Apache-2.0 */
/* See draw.h. */
#include "tests/unit/draw.h"

#include <stdio.h>
#include <stdlib.h>

#define SEED 20

static uint64_t now;

void draw_start(void)
{
    const char *text = getenv("SEED");

    now = text == NULL ? SEED : strtoull(text, NULL, 0);
    printf("SEED=%llu\n", (unsigned long long)now);
}

/* SplitMix64: any seed will do. */
static uint64_t next(void)
{
    uint64_t z;

    now += 0x9e3779b97f4a7c15;
    z = now;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

uint32_t draw_below(uint32_t limit)
{
    return (uint32_t)(next() % limit);
}

int draw_fill(void *context, unsigned char *bytes, size_t len)
{
    (void)context;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (unsigned char)(next() >> 56);
    }
    return 0;
}
