/* SPDX-License-Identifier: Apache-2.0 */
/* See pattern.h. */
#include "tests/unit/pattern.h"

void pattern_fill(uint8_t *p, uint32_t len, uint32_t seed)
{
    uint32_t x = (seed * 2654435761u) | 1u; /* xorshift wants a bit set */

    for (uint32_t i = 0; i < len; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        p[i] = (uint8_t)(x >> 11);
    }
}
