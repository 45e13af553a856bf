/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA's public operation by the chips' big-number engines, behind
 * iface/bignum.h. They want two constants of the modulus, which are computed
 * here; all data is public. The memories of both versions are in one place.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 21 (modular
 * exponentiation); vendor's register headers of RSA.
 */
#include "iface/bignum.h"

#include "base/memory.h"
#include "crypto/number.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/rsa_engine.h"
#include "port/common/watchdog.h"

#define RSA_M_MEM   0x000
#define RSA_Z_MEM   0x200
#define RSA_Y_MEM   0x400
#define RSA_X_MEM   0x600
#define RSA_M_PRIME 0x800

#define EXPONENT 65537u
#define SPIN_MAX 100000000u

/* A number: words from the lowest to the highest. */
struct number {
    uint32_t word[NUMBER_WORDS_MAX];
};

static void number_get(struct number *n, const uint8_t *p, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        const uint8_t *w = p + 4 * (words - 1 - i);

        n->word[i] = (uint32_t)w[0] << 24 | (uint32_t)w[1] << 16 |
                     (uint32_t)w[2] << 8 | w[3];
    }
}

/* a = 2a mod n */
static void double_mod(struct number *a, const struct number_modulus *n)
{
    uint32_t carry = number_add_product(a->word, a->word, 1, n->words);

    number_reduce(a->word, carry, n);
}

/* -1 / n mod 2^32 by Newton's iteration; each round doubles the right bits. */
static uint32_t negative_inverse(uint32_t n)
{
    uint32_t x = n;

    for (uint32_t i = 0; i < 5; i++) {
        x *= 2 - n * x;
    }
    return 0u - x;
}

/*
 * R^2 mod n for R = 2^(32 words): starts at R - n, which is R mod n since the
 * top bit of n is set; doubles to R 2^words; and squares, where each square is
 * divided by R, five times to R 2^(32 words).
 */
static void square_of_r(struct number *r, const struct number_modulus *n)
{
    memset(r, 0, sizeof(*r));
    (void)number_subtract(r->word, r->word, n->m, n->words);
    for (uint32_t i = 0; i < n->words; i++) {
        double_mod(r, n);
    }
    for (uint32_t i = 0; i < 5; i++) {
        number_multiply_mod(r->word, r->word, r->word, n);
    }
}

static void memory_put(uint32_t offset, const uint32_t *n, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        mmio_write(chip.rsa + offset + 4 * i, n[i]);
    }
}

status_t rsa_engine_wait(uint32_t offset)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (mmio_read(chip.rsa + offset) != 0) {
            return OK;
        }
    }
    return CRYPTO_E_FAULT;
}

/* All that the engine wants; one number after the other, to save stack. */
static void engine_fill(const uint8_t *base, const struct number_modulus *n)
{
    struct number number;

    memory_put(RSA_M_MEM, n->m, n->words);
    mmio_write(chip.rsa + RSA_M_PRIME, n->inverse);
    number_get(&number, base, n->words);
    memory_put(RSA_X_MEM, number.word, n->words);
    memset(&number, 0, sizeof(number));
    number.word[0] = EXPONENT;
    memory_put(RSA_Y_MEM, number.word, n->words);
    square_of_r(&number, n);
    memory_put(RSA_Z_MEM, number.word, n->words);
}

static void result_get(uint8_t *out, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        uint32_t w = mmio_read(chip.rsa + RSA_Z_MEM + 4 * (words - 1 - i));

        out[4 * i] = (uint8_t)(w >> 24);
        out[4 * i + 1] = (uint8_t)(w >> 16);
        out[4 * i + 2] = (uint8_t)(w >> 8);
        out[4 * i + 3] = (uint8_t)w;
    }
}

status_t bignum_rsa_public(const uint8_t *n, const uint8_t *base, uint8_t *out,
                           size_t len)
{
    struct number modulus;
    struct number_modulus mod = {modulus.word, (uint32_t)len / 4, 0};

    if ((len != 256 && len != 384) || (n[0] & 0x80) == 0 ||
        (n[len - 1] & 1) == 0) {
        return CRYPTO_E_KEY;
    }
    /* big-endian of equal length: byte order is the order of the numbers */
    if (memcmp(base, n, len) >= 0) {
        return CRYPTO_E_FAULT;
    }
    number_get(&modulus, n, mod.words);
    mod.inverse = negative_inverse(modulus.word[0]);
    TRY(rsa_engine_open());
    engine_fill(base, &mod);
    watchdog_feed();
    TRY(rsa_engine_run(mod.words));
    result_get(out, mod.words);
    return OK;
}
