/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The big-number contract over Mbed TLS, for the host. The library takes its
 * numbers from the heap, so this file is not for chips: those have a
 * multiplier of their own.
 */
#include <mbedtls/bignum.h>

#include "iface/bignum.h"

#define RSA_EXPONENT 65537

/** The numbers of one operation; freed together, whatever failed. */
struct numbers {
    mbedtls_mpi n;
    mbedtls_mpi base;
    mbedtls_mpi exponent;
    mbedtls_mpi result;
};

static void numbers_init(struct numbers *m)
{
    mbedtls_mpi_init(&m->n);
    mbedtls_mpi_init(&m->base);
    mbedtls_mpi_init(&m->exponent);
    mbedtls_mpi_init(&m->result);
}

static void numbers_free(struct numbers *m)
{
    mbedtls_mpi_free(&m->n);
    mbedtls_mpi_free(&m->base);
    mbedtls_mpi_free(&m->exponent);
    mbedtls_mpi_free(&m->result);
}

/* Mbed TLS results are 0 or a negative error; or-ed, they stay 0 or not. */
static status_t load(struct numbers *m, const uint8_t *n, const uint8_t *base,
                     size_t len)
{
    int failed = mbedtls_mpi_read_binary(&m->n, n, len);

    failed |= mbedtls_mpi_read_binary(&m->base, base, len);
    failed |= mbedtls_mpi_lset(&m->exponent, RSA_EXPONENT);
    return failed == 0 ? OK : CRYPTO_E_FAULT;
}

static status_t raise(struct numbers *m, uint8_t *out, size_t len)
{
    int failed;

    if (mbedtls_mpi_cmp_mpi(&m->base, &m->n) >= 0) {
        return CRYPTO_E_FAULT;
    }
    failed =
        mbedtls_mpi_exp_mod(&m->result, &m->base, &m->exponent, &m->n, NULL);
    if (failed != 0) {
        return CRYPTO_E_FAULT;
    }
    failed = mbedtls_mpi_write_binary(&m->result, out, len);
    return failed == 0 ? OK : CRYPTO_E_FAULT;
}

status_t bignum_rsa_public(const uint8_t *n, const uint8_t *base, uint8_t *out,
                           size_t len)
{
    struct numbers m;
    status_t status;

    if ((len != 256 && len != 384) || (n[len - 1] & 1) == 0) {
        return CRYPTO_E_KEY;
    }
    numbers_init(&m);
    status = load(&m, n, base, len);
    if (status == OK) {
        status = raise(&m, out, len);
    }
    numbers_free(&m);
    return status;
}
