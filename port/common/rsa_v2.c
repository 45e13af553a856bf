/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA's public operation by the big-number accelerator of ESP32-S2, ESP32-C3
 * and ESP32-S3, behind iface/bignum.h. The engine wants two constants of the
 * modulus, which are computed here; all data is public.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 21 (modular
 * exponentiation); vendor's register headers of RSA and SYSTEM.
 */
#include "iface/bignum.h"

#include "base/memory.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/watchdog.h"

#define RSA_M_MEM           0x000
#define RSA_Z_MEM           0x200
#define RSA_Y_MEM           0x400
#define RSA_X_MEM           0x600
#define RSA_M_PRIME         0x800
#define RSA_MODE            0x804 /* words - 1 */
#define RSA_QUERY_CLEAN     0x808 /* 1: memories are initialised */
#define RSA_MODEXP_START    0x80c
#define RSA_IDLE            0x818
#define RSA_CLEAR_INTERRUPT 0x81c
#define RSA_CONSTANT_TIME   0x820 /* 1: no acceleration by public exponents */
#define RSA_SEARCH_ENABLE   0x824
#define RSA_SEARCH_POS      0x828

/* bits of PERIP_CLK_EN1 and PERIP_RST_EN1 */
#define SYSTEM_CRYPTO_RSA (1u << 3)
#define SYSTEM_CRYPTO_DS  (1u << 4)
#define SYSTEM_RSA_MEM_PD (1u << 0 | 1u << 2) /* off, and forced off */

#define WORDS_MAX (BIGNUM_LEN_MAX / 4)
#define EXPONENT  65537u
#define SPIN_MAX  100000000u

/* A number: words from the lowest to the highest. */
struct number {
    uint32_t word[WORDS_MAX];
};

static void number_get(struct number *n, const uint8_t *p, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        const uint8_t *w = p + 4 * (words - 1 - i);

        n->word[i] = (uint32_t)w[0] << 24 | (uint32_t)w[1] << 16 |
                     (uint32_t)w[2] << 8 | w[3];
    }
}

static bool is_less(const struct number *a, const struct number *b,
                    uint32_t words)
{
    for (uint32_t i = words; i-- > 0;) {
        if (a->word[i] != b->word[i]) {
            return a->word[i] < b->word[i];
        }
    }
    return false;
}

static void subtract(struct number *a, const struct number *b, uint32_t words)
{
    uint32_t borrow = 0;

    for (uint32_t i = 0; i < words; i++) {
        uint32_t d = a->word[i] - b->word[i];
        uint32_t under = a->word[i] < b->word[i];

        a->word[i] = d - borrow;
        borrow = under | (d < borrow);
    }
}

/* a = 2a mod n, for a < n. */
static void double_mod(struct number *a, const struct number *n, uint32_t words)
{
    uint32_t carry = 0;

    for (uint32_t i = 0; i < words; i++) {
        uint32_t w = a->word[i];

        a->word[i] = w << 1 | carry;
        carry = w >> 31;
    }
    if (carry != 0 || !is_less(a, n, words)) {
        subtract(a, n, words);
    }
}

/*
 * R^2 mod n with R = 2^(32 words): starts at R - n, which is below n since
 * the top bit of n is set, and doubles.
 */
static void square_of_r(struct number *r, const struct number *n,
                        uint32_t words)
{
    memset(r, 0, sizeof(*r));
    subtract(r, n, words);
    for (uint32_t i = 0; i < 32 * words; i++) {
        double_mod(r, n, words);
    }
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

static void memory_put(uint32_t offset, const struct number *n, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++) {
        mmio_write(chip.rsa + offset + 4 * i, n->word[i]);
    }
}

static status_t engine_wait(uint32_t offset)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (mmio_read(chip.rsa + offset) != 0) {
            return OK;
        }
    }
    return CRYPTO_E_FAULT;
}

static status_t engine_open(void)
{
    mmio_change(chip.system + chip.engines.clock, 0, SYSTEM_CRYPTO_RSA);
    mmio_change(chip.system + chip.engines.reset,
                SYSTEM_CRYPTO_RSA | SYSTEM_CRYPTO_DS, 0);
    mmio_change(chip.system + chip.engines.rsa_power, SYSTEM_RSA_MEM_PD, 0);
    return engine_wait(RSA_QUERY_CLEAN);
}

static status_t engine_run(const struct number *n, const struct number *base,
                           const struct number *r2, uint32_t words)
{
    struct number exponent;

    memset(&exponent, 0, sizeof(exponent));
    exponent.word[0] = EXPONENT;
    TRY(engine_open());
    mmio_write(chip.rsa + RSA_MODE, words - 1);
    memory_put(RSA_M_MEM, n, words);
    memory_put(RSA_X_MEM, base, words);
    memory_put(RSA_Y_MEM, &exponent, words);
    memory_put(RSA_Z_MEM, r2, words);
    mmio_write(chip.rsa + RSA_M_PRIME, negative_inverse(n->word[0]));
    /* the exponent is public: start at its top bit */
    mmio_write(chip.rsa + RSA_CONSTANT_TIME, 0);
    mmio_write(chip.rsa + RSA_SEARCH_ENABLE, 1);
    mmio_write(chip.rsa + RSA_SEARCH_POS, 16);
    mmio_write(chip.rsa + RSA_MODEXP_START, 1);
    TRY(engine_wait(RSA_IDLE));
    mmio_write(chip.rsa + RSA_CLEAR_INTERRUPT, 1);
    return OK;
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
    struct number x;
    struct number r2;
    uint32_t words = (uint32_t)len / 4;

    if ((len != 256 && len != 384) || (n[0] & 0x80) == 0 ||
        (n[len - 1] & 1) == 0) {
        return CRYPTO_E_KEY;
    }
    number_get(&modulus, n, words);
    number_get(&x, base, words);
    if (!is_less(&x, &modulus, words)) {
        return CRYPTO_E_FAULT;
    }
    square_of_r(&r2, &modulus, words);
    watchdog_feed();
    TRY(engine_run(&modulus, &x, &r2, words));
    result_get(out, words);
    return OK;
}
