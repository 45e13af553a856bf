/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See fe25519.h. In place of TinySSH's own numbers, whose products are ten
 * times the code and twice the time on a chip. No branch and no address
 * depends on a value: the host signs with it.
 */
#include "crypto/fe25519.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/number.h"

#define WORDS NUMBER_WORDS

typedef uint32_t fe[WORDS];

/* Returns what is carried out of the top: -1, 0 or 1. */
static int32_t add_small(fe o, int32_t small)
{
    int64_t sum = small;

    for (uint32_t i = 0; i < WORDS; i++) {
        sum += o[i];
        o[i] = (uint32_t)sum;
        sum >>= 32; /* arithmetic, by both compilers */
    }
    return (int32_t)sum;
}

/*
 * Adds carry 2^256, which is 38 carry mod p, for -1 <= carry <= 38. If that
 * carries once more, the number is within 38^2 of 0 or of 2^256, and its
 * lowest word has room for the last 38.
 */
static void fold(fe o, int32_t carry)
{
    o[0] += (uint32_t)(38 * add_small(o, 38 * carry));
}

void fe25519_add(fe o, const fe x, const fe y)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < WORDS; i++) {
        sum += (uint64_t)x[i] + y[i];
        o[i] = (uint32_t)sum;
        sum >>= 32;
    }
    fold(o, (int32_t)sum);
}

void fe25519_sub(fe o, const fe x, const fe y)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < WORDS; i++) {
        sum += (int64_t)x[i] - y[i];
        o[i] = (uint32_t)sum;
        sum >>= 32;
    }
    fold(o, (int32_t)sum);
}

void fe25519_neg(fe o, const fe x)
{
    static const fe zero;

    fe25519_sub(o, zero, x);
}

void fe25519_mul(fe o, const fe a, const fe b)
{
    uint32_t t[2 * WORDS] = {0};
    uint32_t carry;

    for (uint32_t i = 0; i < WORDS; i++) {
        t[i + WORDS] = number_add_product(t + i, b, a[i], WORDS);
    }
    carry = number_add_product(t, t + WORDS, 38, WORDS);
    memcpy(o, t, sizeof(fe));
    fold(o, (int32_t)carry);
}

void fe25519_sq(fe o, const fe a)
{
    fe25519_mul(o, a, a);
}

void fe25519_mul121666(fe o, const fe f)
{
    static const fe factor = {121666};

    fe25519_mul(o, factor, f);
}

/* z to a power whose bits above the lowest five are all 1. */
static void power(fe o, const fe z, uint32_t bits, uint32_t lowest)
{
    fe t;

    memcpy(t, z, sizeof(fe));
    for (uint32_t i = bits - 1; i-- > 0;) {
        fe25519_sq(t, t);
        if (i >= 5 || (lowest >> i & 1) != 0) {
            fe25519_mul(t, t, z);
        }
    }
    memcpy(o, t, sizeof(fe));
}

/* p - 2 = 2^255 - 21 */
void fe25519_inv(fe o, const fe z)
{
    power(o, z, 255, 32 - 21);
}

/* (p - 5) / 8 = 2^252 - 3 */
void fe25519_pow22523(fe o, const fe z)
{
    power(o, z, 252, 32 - 3);
}

static uint32_t take_top_bit(fe o)
{
    uint32_t top = o[WORDS - 1] >> 31;

    o[WORDS - 1] &= 0x7fffffff;
    return top;
}

void fe25519_tobytes(unsigned char *out, const fe in)
{
    fe t;
    fe plus_19;

    memcpy(t, in, sizeof(fe));
    (void)add_small(t, 19 * (int32_t)take_top_bit(t));
    /* below 2^255 + 19 now; adding 19 reaches bit 255 if t is not below p */
    memcpy(plus_19, t, sizeof(fe));
    (void)add_small(plus_19, 19);
    (void)add_small(t, 19 * (int32_t)take_top_bit(plus_19));
    (void)take_top_bit(t);
    for (uint32_t i = 0; i < WORDS; i++) {
        put_le32(out + 4 * i, t[i]);
    }
}

void fe25519_frombytes(fe o, const unsigned char *in)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        o[i] = le32(in + 4 * i);
    }
    (void)take_top_bit(o);
}

int fe25519_isnonzero(const fe f)
{
    uint8_t bytes[32];
    uint32_t some = 0;

    fe25519_tobytes(bytes, f);
    for (uint32_t i = 0; i < sizeof(bytes); i++) {
        some |= bytes[i];
    }
    return some != 0 ? -1 : 0;
}

int fe25519_isnegative(const fe f)
{
    uint8_t bytes[32];

    fe25519_tobytes(bytes, f);
    return bytes[0] & 1;
}
