/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA-PSS: OpenSSL's signatures hold; an encoding, key or signature that
 * breaks one rule does not. Vectors: rsa_pss_vectors.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/signature.h"
#include "tests/unit/hex.h"
#include "tests/unit/rsa_pss_vectors.h"

#define N_OFF 9 /* bytes of a key's DER before the modulus */

static bool verifies(const struct signature_algorithm *algorithm,
                     const struct hex *key, const struct hex *signature)
{
    struct hex digest = hex_read(vector_digest);
    struct public_key public = {key->bytes, (uint32_t)key->len};

    return verdict_is_pass(algorithm->verify(&public, digest.bytes,
                                             signature->bytes, signature->len));
}

static bool text_verifies(const char *key, const char *signature)
{
    struct hex k = hex_read(key);
    struct hex s = hex_read(signature);

    return verifies(&signature_rsa2048, &k, &s);
}

static void signatures_of_openssl_hold(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_3072);
    struct hex signature = hex_read(vector_good_3072);

    assert_true(verifies(&signature_rsa3072, &key, &signature));
    assert_true(text_verifies(vector_key_2048, vector_good_2048));
    assert_true(text_verifies(vector_key_2048, vector_encoder_2048));
}

static void algorithms_name_their_tlv_and_lengths(void **state)
{
    (void)state;
    assert_int_equal(signature_rsa2048.tlv_type, 0x20);
    assert_int_equal(signature_rsa2048.len_min, 256);
    assert_int_equal(signature_rsa2048.len_max, 256);
    assert_int_equal(signature_rsa3072.tlv_type, 0x23);
    assert_int_equal(signature_rsa3072.len_min, 384);
    assert_int_equal(signature_rsa3072.len_max, 384);
}

static void encodings_that_break_one_rule_fail(void **state)
{
    (void)state;
    assert_false(text_verifies(vector_key_2048, vector_bad_trailer));
    assert_false(text_verifies(vector_key_2048, vector_bad_top_bit));
    assert_false(text_verifies(vector_key_2048, vector_bad_separator));
    assert_false(text_verifies(vector_key_2048, vector_bad_zeros));
}

static void salts_of_other_lengths_fail(void **state)
{
    (void)state;
    assert_false(text_verifies(vector_key_2048, vector_salt_of_31));
    assert_false(text_verifies(vector_key_2048, vector_salt_of_33));
    assert_false(text_verifies(vector_key_2048, vector_salt_of_0));
}

static void a_signature_of_another_digest_fails(void **state)
{
    (void)state;
    assert_false(text_verifies(vector_key_2048, vector_other_digest));
}

static void each_flipped_bit_of_the_digest_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);
    struct public_key public = {key.bytes, (uint32_t)key.len};
    struct hex digest = hex_read(vector_digest);

    for (size_t bit = 0; bit < 8 * HASH_LEN; bit += 7) {
        digest.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(verdict_is_pass(signature_rsa2048.verify(
            &public, digest.bytes, signature.bytes, signature.len)));
        digest.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void a_flipped_bit_anywhere_in_the_signature_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);

    for (size_t i = 0; i < signature.len; i++) {
        signature.bytes[i] ^= (uint8_t)(1u << i % 8);
        assert_false(verifies(&signature_rsa2048, &key, &signature));
        signature.bytes[i] ^= (uint8_t)(1u << i % 8);
    }
}

static void signatures_of_other_lengths_fail(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);

    signature.len = 255;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
    signature.len = 257;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
    signature.len = 0;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
}

/* s + n is the same residue; RFC 8017, 5.2.2 step 1 demands s < n. */
static void a_signature_not_below_the_modulus_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = {.len = 256};

    memcpy(signature.bytes, key.bytes + N_OFF, 256);
    assert_false(verifies(&signature_rsa2048, &key, &signature));
    memset(signature.bytes, 0xff, 256);
    assert_false(verifies(&signature_rsa2048, &key, &signature));
}

static void signatures_zero_and_one_fail(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = {.len = 256};

    assert_false(verifies(&signature_rsa2048, &key, &signature));
    signature.bytes[255] = 1;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
}

static void a_key_of_the_other_size_fails(void **state)
{
    (void)state;
    struct hex large = hex_read(vector_key_3072);
    struct hex small = hex_read(vector_key_2048);
    struct hex by_large = hex_read(vector_good_3072);
    struct hex by_small = hex_read(vector_good_2048);

    assert_false(verifies(&signature_rsa2048, &large, &by_large));
    assert_false(verifies(&signature_rsa2048, &large, &by_small));
    assert_false(verifies(&signature_rsa3072, &small, &by_small));
}

/* Each byte of the DER around the modulus is fixed; so is an odd modulus. */
static void a_key_with_any_other_der_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);

    for (size_t i = 0; i < key.len; i++) {
        if (i >= N_OFF && i < N_OFF + 256) {
            continue;
        }
        key.bytes[i] ^= 0x04;
        assert_false(verifies(&signature_rsa2048, &key, &signature));
        key.bytes[i] ^= 0x04;
    }
    assert_true(verifies(&signature_rsa2048, &key, &signature));
}

static void a_key_cut_or_extended_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);

    key.len--;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
    key.len += 2;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
    key.len = 0;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
}

static void an_even_modulus_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(vector_key_2048);
    struct hex signature = hex_read(vector_good_2048);

    key.bytes[N_OFF + 255] ^= 1;
    assert_false(verifies(&signature_rsa2048, &key, &signature));
}

/* All but the length of the modulus is right in this one. */
static void a_modulus_of_2047_bits_fails(void **state)
{
    (void)state;
    assert_false(text_verifies(vector_key_2047, vector_by_2047));
}

static void a_key_with_exponent_three_fails(void **state)
{
    (void)state;
    assert_false(text_verifies(vector_key_exponent_3, vector_good_2048));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_openssl_hold),
        cmocka_unit_test(algorithms_name_their_tlv_and_lengths),
        cmocka_unit_test(encodings_that_break_one_rule_fail),
        cmocka_unit_test(salts_of_other_lengths_fail),
        cmocka_unit_test(a_signature_of_another_digest_fails),
        cmocka_unit_test(each_flipped_bit_of_the_digest_fails),
        cmocka_unit_test(a_flipped_bit_anywhere_in_the_signature_fails),
        cmocka_unit_test(signatures_of_other_lengths_fail),
        cmocka_unit_test(a_signature_not_below_the_modulus_fails),
        cmocka_unit_test(signatures_zero_and_one_fail),
        cmocka_unit_test(a_key_of_the_other_size_fails),
        cmocka_unit_test(a_key_with_any_other_der_fails),
        cmocka_unit_test(a_key_cut_or_extended_fails),
        cmocka_unit_test(an_even_modulus_fails),
        cmocka_unit_test(a_modulus_of_2047_bits_fails),
        cmocka_unit_test(a_key_with_exponent_three_fails),
    };

    return cmocka_run_group_tests_name("rsa_pss", tests, NULL, NULL);
}
