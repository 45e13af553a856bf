/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sum of two products, u1 G + u2 Q, where additions meet themselves, their
 * opposite, or nothing. The key is G or -G, so that the sum is a small multiple
 * of G whatever the scalars are: u1 = e / s and u2 = r / s mod n. Ordinary
 * signatures: ecdsa_p256_test.c and Wycheproof's vectors.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/p256.h"
#include "tests/unit/hex.h"

/* FIPS 186-4, D.1.2.3 */
#define G_X   "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
#define G_Y   "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define ORDER "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define ZERO  "0000000000000000000000000000000000000000000000000000000000000000"

/* p - G_Y, for p of FIPS 186-4, D.1.2.3 */
#define MINUS_G_Y                                                              \
    "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a"
/* x of 2 G: NIST, "Mathematical routines for the NIST prime curves", 2010 */
#define TWO_X "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"
/* 3 TWO_X mod n */
#define TWO_X_TIMES_3                                                          \
    "76d7714aa709ee7a9ef6a8090e1f504b84b542f9c0beb31bfe681031d9d0a717"
/* G_X / 4 mod n, and 3 of it */
#define QUARTER                                                                \
    "9ac5f47c384b10927e2f39b958e9103c7c345cb71f069c2ab70533b2f457c34e"
#define QUARTER_TIMES_3                                                        \
    "d051dd75a8e131b67a8dad2c0abb30b5b7b61b77b5fc35fb3155d055e0a42499"

static bool verifies(const char *point, const char *digest, const char *r_s)
{
    struct hex p = hex_read(point);
    struct hex d = hex_read(digest);
    struct hex n = hex_read(r_s);

    assert_int_equal(p.len + d.len + n.len, 160);
    return verdict_is_pass(p256_verify(p.bytes, d.bytes, n.bytes));
}

/* u1 = u2 = 1 */
static void a_point_added_to_itself_is_doubled(void **state)
{
    (void)state;
    assert_true(verifies(G_X G_Y, TWO_X, TWO_X TWO_X));
}

/* u1 = u2 = 1, the key is -G: nothing is left, and nothing has no x */
static void opposite_points_sum_up_to_nothing(void **state)
{
    (void)state;
    assert_false(verifies(G_X MINUS_G_Y, TWO_X, TWO_X TWO_X));
    assert_false(verifies(G_X MINUS_G_Y, G_X, G_X G_X));
}

/* u1 = 3, u2 = 1, the key is -G: 4 G - G - G */
static void negative_digits_are_subtracted(void **state)
{
    (void)state;
    assert_true(verifies(G_X MINUS_G_Y, TWO_X_TIMES_3, TWO_X TWO_X));
}

/* u1 = 3 = 4 - 1, u2 = 4, the key is -G: 4 G - 4 G, then - G */
static void a_sum_goes_on_after_it_vanished(void **state)
{
    (void)state;
    assert_true(verifies(G_X MINUS_G_Y, QUARTER_TIMES_3, G_X QUARTER));
}

/* u1 = 0, u2 = 1 */
static void a_digest_of_zero_leaves_the_key_alone(void **state)
{
    (void)state;
    assert_true(verifies(G_X G_Y, ZERO, G_X G_X));
    assert_true(verifies(G_X G_Y, ORDER, G_X G_X));
    assert_false(verifies(G_X G_Y, G_X, G_X G_X));
}

static void numbers_out_of_range_do_not_verify(void **state)
{
    (void)state;
    assert_false(verifies(G_X G_Y, ZERO, ZERO G_X));
    assert_false(verifies(G_X G_Y, ZERO, G_X ZERO));
    assert_false(verifies(G_X G_Y, ZERO, ORDER G_X));
    assert_false(verifies(G_X G_Y, ZERO, G_X ORDER));
}

static void a_key_off_the_curve_does_not_verify(void **state)
{
    (void)state;
    assert_false(verifies(G_X G_X, ZERO, G_X G_X));
    assert_false(verifies(ZERO ZERO, ZERO, G_X G_X));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_added_to_itself_is_doubled),
        cmocka_unit_test(opposite_points_sum_up_to_nothing),
        cmocka_unit_test(negative_digits_are_subtracted),
        cmocka_unit_test(a_sum_goes_on_after_it_vanished),
        cmocka_unit_test(a_digest_of_zero_leaves_the_key_alone),
        cmocka_unit_test(numbers_out_of_range_do_not_verify),
        cmocka_unit_test(a_key_off_the_curve_does_not_verify),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
