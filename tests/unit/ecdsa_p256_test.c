/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA on P-256: the signatures of RFC 6979, A.2.5 hold; every other form of
 * their DER, of the key and of the numbers does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/signature.h"
#include "tests/unit/hex.h"

/* RFC 6979, A.2.5: key, SHA-256 of the messages, r and s */
#define KEY                                                                    \
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004"                   \
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"         \
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
#define SAMPLE                                                                 \
    "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf"
#define SAMPLE_R                                                               \
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
#define SAMPLE_S                                                               \
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
#define TEST "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define TEST_R                                                                 \
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
#define TEST_S                                                                 \
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"

/* n - SAMPLE_S: as good a signature, which some verifiers refuse */
#define SAMPLE_LOW_S                                                           \
    "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9"
/* By OpenSSL with the key of RFC 6979: an s with two leading zero bytes */
#define SHORT_R                                                                \
    "4462925c2de42beaad2bc1c4f2a8b2d7b42fc4be82e2512536a1d929d16f3a4d"
#define SHORT_S "538eb199d59f32661f7371a42d18432fd4eea34664bab20ef11ff7d962bd"
/* The order of the curve, FIPS 186-4, D.1.2.3 */
#define ORDER "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"

#define SAMPLE_SIGNATURE "3046022100" SAMPLE_R "022100" SAMPLE_S
#define TEST_SIGNATURE   "3045022100" TEST_R "0220" TEST_S

/* The signature ends where its memory does: reading on is a finding. */
static bool bytes_verify(const struct hex *key, const char *digest,
                         const struct hex *signature)
{
    struct hex d = hex_read(digest);
    struct public_key public = {key->bytes, (uint32_t)key->len};
    uint8_t *exact = malloc(signature->len + (signature->len == 0));

    if (exact == NULL) {
        abort();
    }
    memcpy(exact, signature->bytes, signature->len);
    verdict_t v =
        signature_ecdsa_p256.verify(&public, d.bytes, exact, signature->len);
    free(exact);
    return verdict_is_pass(v);
}

static bool verifies(const char *digest, const char *signature)
{
    struct hex key = hex_read(KEY);
    struct hex s = hex_read(signature);

    return bytes_verify(&key, digest, &s);
}

static void signatures_of_rfc_6979_hold(void **state)
{
    (void)state;
    assert_true(verifies(SAMPLE, SAMPLE_SIGNATURE));
    assert_true(verifies(TEST, TEST_SIGNATURE));
}

static void high_and_low_s_both_hold(void **state)
{
    (void)state;
    assert_true(verifies(SAMPLE, "3045022100" SAMPLE_R "0220" SAMPLE_LOW_S));
}

static void numbers_with_leading_zeros_are_shorter_and_hold(void **state)
{
    (void)state;
    assert_true(verifies(SAMPLE, "30420220" SHORT_R "021e" SHORT_S));
}

static void another_digest_fails(void **state)
{
    (void)state;
    assert_false(verifies(TEST, SAMPLE_SIGNATURE));
    assert_false(verifies(SAMPLE, TEST_SIGNATURE));
}

static void a_flipped_bit_in_any_byte_of_the_signature_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(SAMPLE_SIGNATURE);

    for (size_t i = 0; i < signature.len; i++) {
        signature.bytes[i] ^= (uint8_t)(1u << i % 8);
        assert_false(bytes_verify(&key, SAMPLE, &signature));
        signature.bytes[i] ^= (uint8_t)(1u << i % 8);
    }
}

static void a_signature_cut_short_anywhere_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);

    while (signature.len > 0) {
        signature.len--;
        assert_false(bytes_verify(&key, TEST, &signature));
    }
}

static void zero_padding_holds_up_to_128_bytes_in_all(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);

    for (; signature.len <= 128; signature.len++) {
        assert_true(bytes_verify(&key, TEST, &signature));
    }
    assert_int_equal(signature.len, 129);
    assert_false(bytes_verify(&key, TEST, &signature));
}

static void padding_with_any_other_byte_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);
    size_t der_len = signature.len;

    signature.len = 128;
    for (size_t i = der_len; i < signature.len; i++) {
        signature.bytes[i] = 0x01;
        assert_false(bytes_verify(&key, TEST, &signature));
        signature.bytes[i] = 0x00;
    }
}

static void numbers_that_are_not_minimal_fail(void **state)
{
    (void)state;
    /* a zero byte too many before s, and before r */
    assert_false(verifies(TEST, "3046022100" TEST_R "022100" TEST_S));
    assert_false(verifies(TEST, "304602220000" TEST_R "0220" TEST_S));
    assert_false(verifies(SAMPLE, "30470221"
                                  "00" SAMPLE_R "02220000" SAMPLE_S));
    /* none where the top bit asks for one: the numbers are negative */
    assert_false(verifies(SAMPLE, "30440220" SAMPLE_R "0220" SAMPLE_S));
    /* an INTEGER of no bytes, first and last */
    assert_false(verifies(TEST, "3025022100" TEST_R "0200"));
    assert_false(verifies(TEST, "302502000221"
                                "00" TEST_R));
}

static void numbers_of_33_significant_bytes_fail(void **state)
{
    (void)state;
    assert_false(verifies(TEST, "3045022101" TEST_R "0220" TEST_S));
}

static void numbers_out_of_range_fail(void **state)
{
    (void)state;
    assert_false(verifies(TEST, "3025020100"
                                "0220" TEST_S));
    assert_false(verifies(TEST, "3026022100" TEST_R "020100"));
    assert_false(verifies(TEST, "3006020100020100"));
    assert_false(verifies(TEST, "3006020101020101"));
    assert_false(verifies(TEST, "3045022100" ORDER "0220" TEST_S));
    assert_false(verifies(TEST, "3046022100" TEST_R "022100" ORDER));
}

static void other_tags_and_length_forms_fail(void **state)
{
    (void)state;
    assert_false(verifies(TEST, "3145022100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3045032100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3045022100" TEST_R "0420" TEST_S));
    /* lengths in long form, and the indefinite one */
    assert_false(verifies(TEST, "308145022100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "304602812100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3080022100" TEST_R "0220" TEST_S "0000"));
}

static void lengths_beyond_the_signature_fail(void **state)
{
    (void)state;
    assert_false(verifies(TEST, "307f022100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3045027f00" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3045022100" TEST_R "027f" TEST_S));
}

static void lengths_that_contradict_each_other_fail(void **state)
{
    (void)state;
    /* the SEQUENCE ends one byte early, one late, or behind a third number */
    assert_false(verifies(TEST, "3044022100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3046022100" TEST_R "0220" TEST_S));
    assert_false(verifies(TEST, "3046022100" TEST_R "0220" TEST_S "00"));
    assert_false(verifies(TEST, "3048022100" TEST_R "0220" TEST_S "020100"));
}

static void any_other_key_der_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);

    /* the head is fixed; a point off the curve is refused */
    for (size_t i = 0; i < key.len; i++) {
        key.bytes[i] ^= 0x01;
        assert_false(bytes_verify(&key, TEST, &signature));
        key.bytes[i] ^= 0x01;
    }
    assert_true(bytes_verify(&key, TEST, &signature));
}

static void a_key_cut_or_extended_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);

    key.len = 90;
    assert_false(bytes_verify(&key, TEST, &signature));
    key.len = 92;
    assert_false(bytes_verify(&key, TEST, &signature));
    key.len = 0;
    assert_false(bytes_verify(&key, TEST, &signature));
}

static void the_zero_point_is_no_key(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex signature = hex_read(TEST_SIGNATURE);

    memset(key.bytes + 27, 0, 64);
    assert_false(bytes_verify(&key, TEST, &signature));
}

static void the_algorithm_names_its_tlv_and_lengths(void **state)
{
    (void)state;
    assert_int_equal(signature_ecdsa_p256.tlv_type, 0x22);
    assert_int_equal(signature_ecdsa_p256.len_max, 128);
    assert_true(signature_ecdsa_p256.len_min <= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_rfc_6979_hold),
        cmocka_unit_test(high_and_low_s_both_hold),
        cmocka_unit_test(numbers_with_leading_zeros_are_shorter_and_hold),
        cmocka_unit_test(another_digest_fails),
        cmocka_unit_test(a_flipped_bit_in_any_byte_of_the_signature_fails),
        cmocka_unit_test(a_signature_cut_short_anywhere_fails),
        cmocka_unit_test(zero_padding_holds_up_to_128_bytes_in_all),
        cmocka_unit_test(padding_with_any_other_byte_fails),
        cmocka_unit_test(numbers_that_are_not_minimal_fail),
        cmocka_unit_test(numbers_of_33_significant_bytes_fail),
        cmocka_unit_test(numbers_out_of_range_fail),
        cmocka_unit_test(other_tags_and_length_forms_fail),
        cmocka_unit_test(lengths_beyond_the_signature_fail),
        cmocka_unit_test(lengths_that_contradict_each_other_fail),
        cmocka_unit_test(any_other_key_der_fails),
        cmocka_unit_test(a_key_cut_or_extended_fails),
        cmocka_unit_test(the_zero_point_is_no_key),
        cmocka_unit_test(the_algorithm_names_its_tlv_and_lengths),
    };

    return cmocka_run_group_tests_name("ecdsa_p256", tests, NULL, NULL);
}
