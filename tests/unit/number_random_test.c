/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products modulo odd numbers of the lengths of P-256 and RSA, and the numbers
 * modulo 2^255 - 19 of Ed25519, against Mbed TLS. Limits of each function by
 * itself: number_test.c and fe25519_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <mbedtls/bignum.h>

#include "crypto/fe25519.h"
#include "crypto/number.h"
#include "tests/unit/draw.h"

#define FE_WORDS 8
#define FE_LEN   32

#define DONE(call) assert_int_equal(call, 0)

/** The numbers that tests compute with. */
struct rig {
    mbedtls_mpi a;
    mbedtls_mpi b;
    mbedtls_mpi m;
    mbedtls_mpi p; /* 2^255 - 19 */
};

static struct rig rig;

static int rig_open(void **state)
{
    (void)state;
    draw_start();
    mbedtls_mpi_init(&rig.a);
    mbedtls_mpi_init(&rig.b);
    mbedtls_mpi_init(&rig.m);
    mbedtls_mpi_init(&rig.p);
    DONE(mbedtls_mpi_lset(&rig.p, 1));
    DONE(mbedtls_mpi_shift_l(&rig.p, 255));
    return mbedtls_mpi_sub_int(&rig.p, &rig.p, 19);
}

static int rig_close(void **state)
{
    (void)state;
    mbedtls_mpi_free(&rig.a);
    mbedtls_mpi_free(&rig.b);
    mbedtls_mpi_free(&rig.m);
    mbedtls_mpi_free(&rig.p);
    return 0;
}

static void get(mbedtls_mpi *x, const uint32_t *words, uint32_t count)
{
    uint8_t bytes[4 * NUMBER_WORDS_MAX];

    for (uint32_t i = 0; i < 4 * count; i++) {
        bytes[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
    }
    DONE(mbedtls_mpi_read_binary_le(x, bytes, 4 * count));
}

/* Any words; often runs of ones or zeros, where carries go far. */
static void draw_words(uint32_t *words, uint32_t count)
{
    (void)draw_fill(NULL, (uint8_t *)words, 4 * count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kind = draw_below(8);

        if (kind < 2) {
            words[i] = kind == 0 ? 0 : 0xffffffff;
        }
    }
}

/* ---- products modulo odd numbers ---- */

/* -1 / m mod 2^32, by trying bit after bit. */
static uint32_t negative_inverse(uint32_t m)
{
    uint32_t x = 0;

    for (uint32_t i = 0; i < 32; i++) {
        if (((m * x + 1) >> i & 1) != 0) {
            x |= 1u << i;
        }
    }
    return x;
}

/* z 2^(32 words) = x y mod m, and z is below m. */
static void expect_product(const uint32_t *x, const uint32_t *y,
                           const struct number_modulus *mod)
{
    uint32_t z[NUMBER_WORDS_MAX];

    number_multiply_mod(z, x, y, mod);
    get(&rig.m, mod->m, mod->words);
    get(&rig.a, x, mod->words);
    get(&rig.b, y, mod->words);
    DONE(mbedtls_mpi_mul_mpi(&rig.a, &rig.a, &rig.b));
    DONE(mbedtls_mpi_mod_mpi(&rig.a, &rig.a, &rig.m));
    get(&rig.b, z, mod->words);
    assert_true(mbedtls_mpi_cmp_mpi(&rig.b, &rig.m) < 0);
    DONE(mbedtls_mpi_shift_l(&rig.b, 32 * mod->words));
    DONE(mbedtls_mpi_mod_mpi(&rig.b, &rig.b, &rig.m));
    assert_int_equal(mbedtls_mpi_cmp_mpi(&rig.a, &rig.b), 0);
}

/* One modulus: drawn factors, and the largest that are allowed. */
static void expect_products_modulo(const struct number_modulus *mod)
{
    uint32_t x[NUMBER_WORDS_MAX];
    uint32_t y[NUMBER_WORDS_MAX];

    draw_words(x, mod->words);
    draw_words(y, mod->words);
    number_reduce(y, 0, mod);
    expect_product(x, y, mod);
    memset(x, 0xff, sizeof(x));
    expect_product(x, y, mod);
    memcpy(y, mod->m, mod->words * sizeof(y[0]));
    y[0]--; /* m is odd */
    expect_product(x, y, mod);
    expect_product(y, y, mod);
}

/* The top bit is set, as of a key's modulus. */
static void expect_products(uint32_t words, uint32_t times)
{
    uint32_t m[NUMBER_WORDS_MAX];
    struct number_modulus mod = {m, words, 0};

    for (uint32_t i = 0; i < times; i++) {
        draw_words(m, words);
        m[0] |= 1;
        m[words - 1] |= 0x80000000;
        mod.inverse = negative_inverse(m[0]);
        expect_products_modulo(&mod);
    }
    memset(m, 0xff, sizeof(m));
    mod.inverse = 1;
    expect_products_modulo(&mod);
    memset(m, 0, sizeof(m));
    m[0] = 1;
    m[words - 1] = 0x80000000;
    mod.inverse = 0xffffffff;
    expect_products_modulo(&mod);
}

static void products_of_256_bits_are_those_of_mbedtls(void **state)
{
    (void)state;
    expect_products(NUMBER_WORDS, 1000);
}

static void products_of_2048_bits_are_those_of_mbedtls(void **state)
{
    (void)state;
    expect_products(64, 100);
}

static void products_of_3072_bits_are_those_of_mbedtls(void **state)
{
    (void)state;
    expect_products(NUMBER_WORDS_MAX, 100);
}

/* ---- numbers modulo 2^255 - 19 ---- */

/* Brings the rig's a below p, and expects x written out to be it. */
static void expect_fe(const uint32_t x[FE_WORDS])
{
    uint8_t ours[FE_LEN];
    uint8_t theirs[FE_LEN];

    fe25519_tobytes(ours, x);
    DONE(mbedtls_mpi_mod_mpi(&rig.a, &rig.a, &rig.p));
    DONE(mbedtls_mpi_write_binary_le(&rig.a, theirs, sizeof(theirs)));
    assert_memory_equal(ours, theirs, sizeof(ours));
}

static void expect_sums(const uint32_t x[FE_WORDS], const uint32_t y[FE_WORDS])
{
    uint32_t z[FE_WORDS];

    get(&rig.a, x, FE_WORDS);
    get(&rig.b, y, FE_WORDS);
    DONE(mbedtls_mpi_add_mpi(&rig.a, &rig.a, &rig.b));
    fe25519_add(z, x, y);
    expect_fe(z);
    get(&rig.a, x, FE_WORDS);
    DONE(mbedtls_mpi_sub_mpi(&rig.a, &rig.a, &rig.b));
    fe25519_sub(z, x, y);
    expect_fe(z);
}

static void expect_fe_products(const uint32_t x[FE_WORDS],
                               const uint32_t y[FE_WORDS])
{
    uint32_t z[FE_WORDS];

    get(&rig.a, x, FE_WORDS);
    get(&rig.b, y, FE_WORDS);
    DONE(mbedtls_mpi_mul_mpi(&rig.a, &rig.a, &rig.b));
    fe25519_mul(z, x, y);
    expect_fe(z);
    DONE(mbedtls_mpi_mul_mpi(&rig.a, &rig.b, &rig.b));
    fe25519_sq(z, y);
    expect_fe(z);
}

static void numbers_of_ed25519_are_those_of_mbedtls(void **state)
{
    uint32_t x[FE_WORDS];
    uint32_t y[FE_WORDS];

    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        draw_words(x, FE_WORDS);
        draw_words(y, FE_WORDS);
        if (i % 8 == 0) {
            memset(x, 0xff, sizeof(x));
            x[0] -= draw_below(40); /* 2^256 is 2p + 38 */
        }
        expect_sums(x, y);
        expect_fe_products(x, y);
    }
}

static void inverses_of_ed25519_are_those_of_mbedtls(void **state)
{
    uint32_t x[FE_WORDS];
    uint32_t z[FE_WORDS];

    (void)state;
    for (uint32_t i = 0; i < 100; i++) {
        draw_words(x, FE_WORDS);
        x[0] |= 2;
        get(&rig.b, x, FE_WORDS);
        DONE(mbedtls_mpi_mod_mpi(&rig.b, &rig.b, &rig.p));
        DONE(mbedtls_mpi_inv_mod(&rig.a, &rig.b, &rig.p));
        fe25519_inv(z, x);
        expect_fe(z);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_of_256_bits_are_those_of_mbedtls),
        cmocka_unit_test(products_of_2048_bits_are_those_of_mbedtls),
        cmocka_unit_test(products_of_3072_bits_are_those_of_mbedtls),
        cmocka_unit_test(numbers_of_ed25519_are_those_of_mbedtls),
        cmocka_unit_test(inverses_of_ed25519_are_those_of_mbedtls),
    };

    return cmocka_run_group_tests(tests, rig_open, rig_close);
}
