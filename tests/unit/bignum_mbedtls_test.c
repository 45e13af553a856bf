/* SPDX-License-Identifier: Apache-2.0 */
/* The big-number contract of RSA, on numbers that can be checked by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "iface/bignum.h"

static void the_power_of_a_small_number_is_as_computed_by_hand(void **state)
{
    (void)state;
    uint8_t n[256];
    uint8_t base[256] = {0};
    uint8_t out[256];

    /* n = 2^2048 - 1, where 2^65537 = 2^(65537 mod 2048) = 2^1 */
    memset(n, 0xff, sizeof(n));
    base[255] = 2;
    assert_int_equal(bignum_rsa_public(n, base, out, sizeof(n)), OK);
    assert_memory_equal(out, base, sizeof(out));
}

static void the_big_number_contract_refuses_what_it_says(void **state)
{
    (void)state;
    uint8_t n[384];
    uint8_t base[384] = {0};
    uint8_t out[384];

    memset(n, 0xff, sizeof(n));
    assert_int_equal(bignum_rsa_public(n, base, out, 255), CRYPTO_E_KEY);
    assert_int_equal(bignum_rsa_public(n, base, out, 0), CRYPTO_E_KEY);
    assert_int_equal(bignum_rsa_public(n, n, out, 384), CRYPTO_E_FAULT);
    n[383] = 0xfe;
    assert_int_equal(bignum_rsa_public(n, base, out, 384), CRYPTO_E_KEY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_of_a_small_number_is_as_computed_by_hand),
        cmocka_unit_test(the_big_number_contract_refuses_what_it_says),
    };

    return cmocka_run_group_tests_name("bignum", tests, NULL, NULL);
}
