/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA by a big-number engine agrees with a library. The engine on the bus
 * insists on the constants that it is given.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <mbedtls/bignum.h>

#include "iface/bignum.h"
#include "iface/mmio.h"
#include "port/common/watchdog.h"
#include "tests/drivers/bus.h"
#include "tests/drivers/rsa_model.h"

#define M_MEM   0x000
#define Z_MEM   0x200
#define Y_MEM   0x400
#define X_MEM   0x600
#define M_PRIME 0x800

static uint32_t run_count;

/* Its registers belong to another test. */
void watchdog_feed(void)
{
}

static void number_get(mbedtls_mpi *n, uint32_t offset, uint32_t len)
{
    uint8_t bytes[512];

    for (uint32_t i = 0; i < len; i++) {
        bytes[i] = (uint8_t)(mmio_read(rsa_model.base + offset + i / 4 * 4) >>
                             i % 4 * 8);
    }
    mbedtls_mpi_init(n);
    assert_int_equal(mbedtls_mpi_read_binary_le(n, bytes, len), 0);
}

/* R^2 mod M, and -1 / M in the lowest word. */
static void expect_constants(const mbedtls_mpi *m, const mbedtls_mpi *r2,
                             uint32_t len)
{
    mbedtls_mpi want;

    mbedtls_mpi_init(&want);
    assert_int_equal(mbedtls_mpi_lset(&want, 1), 0);
    assert_int_equal(mbedtls_mpi_shift_l(&want, 2 * 8 * len), 0);
    assert_int_equal(mbedtls_mpi_mod_mpi(&want, &want, m), 0);
    assert_int_equal(mbedtls_mpi_cmp_mpi(&want, r2), 0);
    mbedtls_mpi_free(&want);
    assert_int_equal(mmio_read(rsa_model.base + M_MEM) *
                         mmio_read(rsa_model.base + M_PRIME),
                     0xffffffff);
}

static void compute(void)
{
    uint32_t len = 4 * rsa_model.mode_words * (mmio_read(rsa_model.mode) + 1);
    uint8_t bytes[512];
    mbedtls_mpi m, x, y, z;

    number_get(&m, M_MEM, len);
    number_get(&x, X_MEM, len);
    number_get(&y, Y_MEM, len);
    number_get(&z, Z_MEM, len);
    expect_constants(&m, &z, len);
    assert_int_equal(mbedtls_mpi_exp_mod(&z, &x, &y, &m, NULL), 0);
    assert_int_equal(mbedtls_mpi_write_binary_le(&z, bytes, len), 0);
    for (uint32_t i = 0; i < len; i += 4) {
        bus_put(rsa_model.base + Z_MEM + i, bytes[i] |
                                                (uint32_t)bytes[i + 1] << 8 |
                                                (uint32_t)bytes[i + 2] << 16 |
                                                (uint32_t)bytes[i + 3] << 24);
    }
    mbedtls_mpi_free(&m);
    mbedtls_mpi_free(&x);
    mbedtls_mpi_free(&y);
    mbedtls_mpi_free(&z);
    run_count++;
}

static void act(uint32_t addr, uint32_t value)
{
    if (addr == rsa_model.start && value == 1) {
        compute();
        bus_put(rsa_model.done, 1);
    } else if (addr == rsa_model.clear && value == 1) {
        bus_put(rsa_model.done, 0);
    }
}

static void given_engine(void)
{
    bus_clear();
    bus_written = act;
    bus_put(rsa_model.clean, 1);
    bus_put(rsa_model.clock, 0x80);
    bus_put(rsa_model.reset, 0xffffffff);
    bus_put(rsa_model.power, 0xffffffff);
    run_count = 0;
}

/* An odd modulus with its top bit set, and a base below it. */
static void given_numbers(uint8_t *n, uint8_t *base, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        n[i] = (uint8_t)(i * 59 + i / 7 + 3);
        base[i] = (uint8_t)(i * 83 + i / 5);
    }
    n[0] |= 0x80;
    n[len - 1] |= 1;
    base[0] &= 0x7f;
}

static void expect_power(size_t len)
{
    uint8_t n[BIGNUM_LEN_MAX], base[BIGNUM_LEN_MAX];
    uint8_t got[BIGNUM_LEN_MAX], want[BIGNUM_LEN_MAX];
    mbedtls_mpi m, x, y;

    given_engine();
    given_numbers(n, base, len);
    assert_int_equal(bignum_rsa_public(n, base, got, len), OK);
    mbedtls_mpi_init(&m);
    mbedtls_mpi_init(&x);
    mbedtls_mpi_init(&y);
    assert_int_equal(mbedtls_mpi_read_binary(&m, n, len), 0);
    assert_int_equal(mbedtls_mpi_read_binary(&x, base, len), 0);
    assert_int_equal(mbedtls_mpi_lset(&y, 65537), 0);
    assert_int_equal(mbedtls_mpi_exp_mod(&x, &x, &y, &m, NULL), 0);
    assert_int_equal(mbedtls_mpi_write_binary(&x, want, len), 0);
    mbedtls_mpi_free(&m);
    mbedtls_mpi_free(&x);
    mbedtls_mpi_free(&y);
    assert_memory_equal(got, want, len);
}

static void both_lengths_agree_with_a_library(void **state)
{
    (void)state;
    expect_power(256);
    expect_power(384);
}

static void the_engine_is_on_and_left_cleared(void **state)
{
    (void)state;
    expect_power(256);
    assert_int_equal(run_count, 1);
    assert_int_equal(mmio_read(rsa_model.clock), 0x80 | rsa_model.clock_bits);
    assert_int_equal(mmio_read(rsa_model.reset), ~rsa_model.reset_bits);
    assert_int_equal(mmio_read(rsa_model.power), ~rsa_model.power_bits);
    assert_int_equal(mmio_read(rsa_model.done), 0);
}

static void numbers_that_rsa_has_not_are_refused(void **state)
{
    uint8_t n[BIGNUM_LEN_MAX], base[BIGNUM_LEN_MAX], out[BIGNUM_LEN_MAX];

    (void)state;
    given_engine();
    given_numbers(n, base, 256);
    assert_int_equal(bignum_rsa_public(n, base, out, 255), CRYPTO_E_KEY);
    assert_int_equal(bignum_rsa_public(n, n, out, 256), CRYPTO_E_FAULT);
    n[255] &= 0xfe;
    assert_int_equal(bignum_rsa_public(n, base, out, 256), CRYPTO_E_KEY);
    n[255] |= 1;
    n[0] &= 0x7f;
    assert_int_equal(bignum_rsa_public(n, base, out, 256), CRYPTO_E_KEY);
    assert_int_equal(run_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_lengths_agree_with_a_library),
        cmocka_unit_test(the_engine_is_on_and_left_cleared),
        cmocka_unit_test(numbers_that_rsa_has_not_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
