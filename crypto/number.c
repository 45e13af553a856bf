/* SPDX-License-Identifier: Apache-2.0 */
/* See number.h. */
#include "crypto/number.h"

#include "base/memory.h"
#include "iface/multiply.h"

uint32_t number_add_product(uint32_t *z, const uint32_t *y, uint32_t factor,
                            uint32_t words)
{
    const uint32_t *end = y + words;
    uint32_t carry = 0;

    for (; y != end; y++, z++) {
        /* at most (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1 */
        uint64_t sum = multiply_wide(factor, *y) + *z + carry;

        *z = (uint32_t)sum;
        carry = (uint32_t)(sum >> 32);
    }
    return carry;
}

void number_digits_open(struct number_digits *d, const uint32_t k[NUMBER_WORDS])
{
    memset(d, 0, sizeof(*d));
    memcpy(d->once, k, NUMBER_WORDS * sizeof(k[0]));
    d->triple[NUMBER_WORDS] = number_add_product(d->triple, k, 3, NUMBER_WORDS);
}

static int bit(const uint32_t *number, uint32_t index)
{
    return (int)(number[index / 32] >> index % 32 & 1);
}

/* H. Cohen et al., Handbook of Elliptic Curve Cryptography, 9.1.4: 3k - k. */
int number_digit(const struct number_digits *d, uint32_t index)
{
    return bit(d->triple, index + 1) - bit(d->once, index + 1);
}
