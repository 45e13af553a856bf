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

uint32_t number_subtract(uint32_t *z, const uint32_t *x, const uint32_t *y,
                         uint32_t words)
{
    uint32_t borrow = 0;

    for (uint32_t i = 0; i < words; i++) {
        uint64_t difference = (uint64_t)x[i] - y[i] - borrow;

        z[i] = (uint32_t)difference;
        borrow = (uint32_t)(difference >> 32) & 1;
    }
    return borrow;
}

bool number_is_less(const uint32_t *x, const uint32_t *y, uint32_t words)
{
    uint32_t i = words - 1;

    while (i > 0 && x[i] == y[i]) {
        i--;
    }
    return x[i] < y[i];
}

void number_reduce(uint32_t *z, uint32_t carry,
                   const struct number_modulus *mod)
{
    if (carry != 0 || !number_is_less(z, mod->m, mod->words)) {
        (void)number_subtract(z, z, mod->m, mod->words);
    }
}

void number_multiply_mod(uint32_t *z, const uint32_t *x, const uint32_t *y,
                         const struct number_modulus *mod)
{
    uint32_t t[2 * NUMBER_WORDS_MAX + 1];
    uint32_t words = mod->words;

    memset(t, 0, (2 * words + 1) * sizeof(t[0]));
    for (uint32_t i = 0; i < words; i++) {
        /* the lowest word becomes 0, and is left behind */
        uint64_t top = number_add_product(t + i, y, x[i], words);

        top += number_add_product(t + i, mod->m, t[i] * mod->inverse, words);
        top += t[i + words];
        t[i + words] = (uint32_t)top;
        t[i + words + 1] = (uint32_t)(top >> 32);
    }
    memcpy(z, t + words, words * sizeof(t[0]));
    number_reduce(z, t[2 * words], mod);
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
