/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ed25519: the signatures of RFC 8032, 7.1 hold, and one that imgtool made
 * over an image digest (SPEC, "Worked examples"); altered ones do not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/ed25519.h"
#include "crypto/signature.h"
#include "tests/unit/hex.h"

struct vector {
    const char *key;
    const char *message;
    const char *signature;
};

/* RFC 8032, 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc) */
static const struct vector rfc_8032[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

/* SPEC, "Worked examples": key, digest and signature of the Ed25519 image */
#define KEY                                                                    \
    "302a300506032b657003210003a107bff3ce10be1d70dd18e74bc09967e4d630"         \
    "9ba50d5f1ddc8664125531b8"
#define DIGEST                                                                 \
    "125999f134faff42596fdd68a66c6c69ecb6932000b0ef67bfd45713b617d0f9"
#define R "fd09838628412265bd3eef4a76c232f5d06106daf8bff7cc863fd16a0d711dcc"
#define S "778798c8c4169e0ddc93ecbbdd82e6f20912230886a0169941b3e49828e7d40d"
/* S + L, which satisfies the same equation; L: RFC 8032, 5.1 */
#define S_PLUS_L                                                               \
    "645b8e25df79b065b230e45ebc7cc5070a12230886a0169941b3e49828e7d41d"
#define L "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"

static bool bytes_verify(const struct hex *key, const struct hex *digest,
                         const struct hex *signature)
{
    struct public_key public = {key->bytes, (uint32_t)key->len};

    return verdict_is_pass(signature_ed25519.verify(
        &public, digest->bytes, signature->bytes, signature->len));
}

static bool verifies(const char *signature)
{
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex s = hex_read(signature);

    return bytes_verify(&key, &digest, &s);
}

static bool vector_verifies(const struct vector *v, uint8_t flip)
{
    struct hex key = hex_read(v->key);
    struct hex message = hex_read(v->message);
    struct hex signature = hex_read(v->signature);

    signature.bytes[0] ^= flip;
    return verdict_is_pass(
        ed25519_verify(key.bytes, message.bytes, message.len, signature.bytes));
}

static void signatures_of_rfc_8032_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rfc_8032) / sizeof(rfc_8032[0]); i++) {
        assert_true(vector_verifies(&rfc_8032[i], 0));
        assert_false(vector_verifies(&rfc_8032[i], 1));
    }
}

static void a_longer_or_shorter_message_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(rfc_8032[2].key);
    struct hex message = hex_read(rfc_8032[2].message);
    struct hex signature = hex_read(rfc_8032[2].signature);

    assert_false(verdict_is_pass(ed25519_verify(
        key.bytes, message.bytes, message.len + 1, signature.bytes)));
    assert_false(verdict_is_pass(ed25519_verify(
        key.bytes, message.bytes, message.len - 1, signature.bytes)));
}

static void the_signature_of_an_image_digest_holds(void **state)
{
    (void)state;
    assert_true(verifies(R S));
}

static void a_flipped_bit_anywhere_in_the_signature_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex signature = hex_read(R S);

    for (size_t bit = 0; bit < 8 * signature.len; bit++) {
        signature.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(bytes_verify(&key, &digest, &signature));
        signature.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void a_flipped_bit_anywhere_in_the_digest_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex signature = hex_read(R S);

    for (size_t bit = 0; bit < 8 * HASH_LEN; bit++) {
        digest.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(bytes_verify(&key, &digest, &signature));
        digest.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void s_not_below_the_group_order_fails(void **state)
{
    (void)state;
    assert_false(verifies(R S_PLUS_L));
    assert_false(verifies(R L));
}

/** R || S, and whether R is the one encoding of the expected point. */
struct encoding {
    const char *signature;
    bool holds;
};

/*
 * R of low order, S = k * a with the private scalar a of the seed 00 .. 1f:
 * the expected R is the neutral point, whose only encoding by RFC 8032, 5.1.3
 * is y = 1. All others fail, those included that are the same up to the
 * cofactor (OpenSSL too refuses them). Computed with Python's integers.
 */
static const struct encoding encodings[] = {
    /* y is 1: the neutral point */
    {"0100000000000000000000000000000000000000000000000000000000000000"
     "947e8fe77667c57ba21b304b0fb6ebab72f727229cb4a3a5e1e7aecf3e96f108",
     true},
    /* the same with its sign bit set */
    {"0100000000000000000000000000000000000000000000000000000000000080"
     "48cbc3b1f20a0322c9c8f45d9605c5d3503c82bd49b7185803db3a328bda9107",
     false},
    /* y is p - 1: the point of order 2 */
    {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
     "f5d24e42c7d777ee80ecca9f0f6e0814337dba97914969270f2d706583f3f10b",
     false},
    /* the same with its sign bit set */
    {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "66b00b5785231e97e85e85eeb5ddb58524fcd0d615fb4f5d6c634d4ab2b7140f",
     false},
    /* y is p: another form of 0 */
    {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
     "c1b1c4b9f7d1b51fda8a47de714952ffa836c408e17b7b9102772271e352cf0e",
     false},
    /* the same with its sign bit set */
    {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "71e05bd1989c43ea1fdbbe3c4ea10db8a2a7f8424c594bcf971213b4abfd4202",
     false},
    /* y is p + 1: another form of 1 */
    {"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
     "6b52bc52ef65a1df33ce4da47d632f2be6ebb3d5f2bf0a5807c13d7ebb6c1e0d",
     false},
};

static void only_the_canonical_encoding_of_r_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
        assert_int_equal(verifies(encodings[i].signature), encodings[i].holds);
    }
}

static bool key_verifies(const char *key, const char *signature)
{
    struct hex k = hex_read(key);
    struct hex s = hex_read(signature);

    return verdict_is_pass(ed25519_verify(k.bytes, "any", 3, s.bytes));
}

/* The neutral point as key: R = B, S = 1 then satisfies any equation. */
static void a_key_in_another_encoding_fails(void **state)
{
    (void)state;
    const char *signature =
        "5866666666666666666666666666666666666666666666666666666666666666"
        "0100000000000000000000000000000000000000000000000000000000000000";

    assert_true(key_verifies(
        "0100000000000000000000000000000000000000000000000000000000000000",
        signature));
    assert_false(key_verifies(
        "0100000000000000000000000000000000000000000000000000000000000080",
        signature));
    assert_false(key_verifies(
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        signature));
    assert_false(key_verifies(
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        signature));
}

static void signatures_of_other_lengths_fail(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex signature = hex_read(R S);

    signature.len = 63;
    assert_false(bytes_verify(&key, &digest, &signature));
    signature.len = 65;
    assert_false(bytes_verify(&key, &digest, &signature));
    signature.len = 0;
    assert_false(bytes_verify(&key, &digest, &signature));
}

static void any_other_key_der_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex signature = hex_read(R S);

    for (size_t bit = 0; bit < 8 * key.len; bit++) {
        key.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(bytes_verify(&key, &digest, &signature));
        key.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void a_key_cut_or_extended_fails(void **state)
{
    (void)state;
    struct hex key = hex_read(KEY);
    struct hex digest = hex_read(DIGEST);
    struct hex signature = hex_read(R S);

    key.len = 43;
    assert_false(bytes_verify(&key, &digest, &signature));
    key.len = 45;
    assert_false(bytes_verify(&key, &digest, &signature));
    key.len = 0;
    assert_false(bytes_verify(&key, &digest, &signature));
}

static void the_algorithm_names_its_tlv_and_length(void **state)
{
    (void)state;
    assert_int_equal(signature_ed25519.tlv_type, 0x24);
    assert_int_equal(signature_ed25519.len_min, 64);
    assert_int_equal(signature_ed25519.len_max, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_rfc_8032_hold),
        cmocka_unit_test(a_longer_or_shorter_message_fails),
        cmocka_unit_test(the_signature_of_an_image_digest_holds),
        cmocka_unit_test(a_flipped_bit_anywhere_in_the_signature_fails),
        cmocka_unit_test(a_flipped_bit_anywhere_in_the_digest_fails),
        cmocka_unit_test(s_not_below_the_group_order_fails),
        cmocka_unit_test(only_the_canonical_encoding_of_r_holds),
        cmocka_unit_test(a_key_in_another_encoding_fails),
        cmocka_unit_test(signatures_of_other_lengths_fail),
        cmocka_unit_test(any_other_key_der_fails),
        cmocka_unit_test(a_key_cut_or_extended_fails),
        cmocka_unit_test(the_algorithm_names_its_tlv_and_length),
    };

    return cmocka_run_group_tests_name("ed25519", tests, NULL, NULL);
}
