/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and their signatures against published vectors: RFC 8032, 7.1
 * (Ed25519), RFC 6979, A.2.5 and A.2.6 (ECDSA); X25519 and RSA against what
 * OpenSSL 3.0 computes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/keys/decode.h"
#include "host/keys/encode.h"
#include "host/keys/key.h"
#include "host/keys/key_25519.h"
#include "host/keys/key_ec.h"
#include "host/keys/key_rsa.h"
#include "tests/unit/hex.h"

static bool verifies(const struct key *key, const char *message,
                     const uint8_t *signature, size_t len)
{
    const struct key_signed it = {(const uint8_t *)message, strlen(message),
                                  signature, len};
    return key_verify(key, &it);
}

/* Signs, checks the signature, and that no bit of it may change. */
static void assert_signs(const struct key *key, size_t len_min, size_t len_max)
{
    static const uint8_t message[] = "sample";
    uint8_t signature[KEY_SIGNATURE_MAX];
    struct why why;
    size_t len = key_sign(key, message, 6, signature, &why);
    assert_in_range(len, len_min, len_max);
    assert_true(verifies(key, "sample", signature, len));
    assert_false(verifies(key, "Sample", signature, len));
    assert_false(verifies(key, "sample", signature, len - 1));
    for (size_t i = 0; i < len; i += 7) {
        signature[i] ^= 1;
        assert_false(verifies(key, "sample", signature, len));
        signature[i] ^= 1;
    }
}

/* ---- Ed25519 and X25519 ---------------------------------------------- */

struct ed25519_vector {
    const char *seed;
    const char *public;
    const char *message;
    const char *signature;
};

/* RFC 8032, 7.1: TEST 1, 2 and 3 */
static const struct ed25519_vector ed25519_vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void ed25519_signs_as_rfc_8032_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct ed25519_vector *v = &ed25519_vectors[i];
        const struct hex seed = hex_read(v->seed);
        const struct hex public = hex_read(v->public);
        const struct hex message = hex_read(v->message);
        const struct hex expected = hex_read(v->signature);
        uint8_t signature[KEY_SIGNATURE_MAX];
        struct key key = {.type = KEY_ED25519};
        struct why why;
        key_25519_set_private(&key, seed.bytes);
        assert_memory_equal(key.public_der + 12, public.bytes, 32);
        assert_int_equal(
            key_sign(&key, message.bytes, message.len, signature, &why), 64);
        assert_memory_equal(signature, expected.bytes, 64);
        const struct key_signed it = {message.bytes, message.len, signature,
                                      64};
        assert_true(key_verify(&key, &it));
    }
}

/* RFC 8032, 5.1.7: S of a good signature plus the order L must not verify. */
static void an_ed25519_signature_with_s_beyond_the_order_is_bad(void **state)
{
    (void)state;
    static const uint8_t order[32] = {
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
        0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    struct hex public = hex_read(ed25519_vectors[0].public);
    struct hex signature = hex_read(ed25519_vectors[0].signature);
    struct key key = {.type = KEY_ED25519};
    unsigned carry = 0;
    key_25519_set_public(&key, public.bytes);
    assert_true(verifies(&key, "", signature.bytes, 64));
    for (size_t i = 0; i < 32; i++) {
        carry += (unsigned)signature.bytes[32 + i] + order[i];
        signature.bytes[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(verifies(&key, "", signature.bytes, 64));
}

/* Expected: what `openssl pkey -text` prints for this secret. */
static void the_x25519_public_key_is_the_one_openssl_computes(void **state)
{
    (void)state;
    const struct hex secret = hex_read("202122232425262728292a2b2c2d2e2f"
                                       "303132333435363738393a3b3c3d3e3f");
    const struct hex public = hex_read("358072d6365880d1aeea329adf912138"
                                       "3851ed21a28e3b75e965d0d2cd166254");
    static const uint8_t prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                     0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00};
    struct key key = {.type = KEY_X25519};
    key_25519_set_private(&key, secret.bytes);
    assert_int_equal(key.public_len, 44);
    assert_memory_equal(key.public_der, prefix, sizeof(prefix));
    assert_memory_equal(key.public_der + 12, public.bytes, 32);
}

static void x25519_and_public_keys_do_not_sign(void **state)
{
    (void)state;
    struct key key = {.type = KEY_X25519};
    uint8_t signature[KEY_SIGNATURE_MAX] = {0};
    struct why why;
    const struct hex public = hex_read(ed25519_vectors[0].public);
    assert_true(key_generate(KEY_X25519, &key, &why));
    assert_int_equal(key_sign(&key, signature, 1, signature, &why), 0);
    assert_non_null(strstr(why.text, "x25519"));
    assert_false(verifies(&key, "", signature, 64));
    key = (struct key){.type = KEY_ED25519};
    key_25519_set_public(&key, public.bytes);
    assert_int_equal(key_sign(&key, signature, 1, signature, &why), 0);
    assert_non_null(strstr(why.text, "public"));
}

/* ---- ECDSA ----------------------------------------------------------- */

struct ecdsa_vector {
    enum key_type type;
    const char *scalar;
    const char *point; /* without 04 */
    const char *signature;
};

/*
 * RFC 6979, A.2.5 with SHA-256 and A.2.6 with SHA-384, message "sample"; r
 * and s as DER.
 */
static const struct ecdsa_vector ecdsa_vectors[] = {
    {KEY_ECDSA_P256,
     "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
     "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
     "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
     "3046022100"
     "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
     "022100"
     "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {KEY_ECDSA_P384,
     "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
     "96d5724e4c70a825f872c9ea60d2edf5",
     "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
     "def8f0ea9055866064a254515480bc13"
     "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
     "288b231c3ae0d4fe7344fd2533264720",
     "3066023100"
     "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
     "81a648152e44acf96e36dd1e80fabe46"
     "023100"
     "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
     "a329c145786e679e7b82c71a38628ac8"},
};

static void ecdsa_signs_as_rfc_6979_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct ecdsa_vector *v = &ecdsa_vectors[i];
        const struct hex scalar = hex_read(v->scalar);
        const struct hex point = hex_read(v->point);
        const struct hex expected = hex_read(v->signature);
        uint8_t signature[KEY_SIGNATURE_MAX];
        size_t point_len = 0;
        struct why why;
        struct key key = {.type = v->type};
        assert_true(key_ec_set_private(&key, scalar.bytes, scalar.len));
        assert_memory_equal(key_ec_point(&key, &point_len) + 1, point.bytes,
                            point.len);
        assert_int_equal(point_len, point.len + 1);
        assert_int_equal(
            key_sign(&key, (const uint8_t *)"sample", 6, signature, &why),
            expected.len);
        assert_memory_equal(signature, expected.bytes, expected.len);
        assert_true(verifies(&key, "sample", signature, expected.len));
    }
}

static void zeros_behind_an_ecdsa_signature_are_ignored_others_not(void **state)
{
    (void)state;
    struct hex signature = hex_read(ecdsa_vectors[0].signature);
    const struct hex scalar = hex_read(ecdsa_vectors[0].scalar);
    struct key key = {.type = KEY_ECDSA_P256};
    memset(signature.bytes + signature.len, 0, 4);
    assert_true(key_ec_set_private(&key, scalar.bytes, scalar.len));
    assert_true(verifies(&key, "sample", signature.bytes, signature.len + 4));
    signature.bytes[signature.len + 1] = 1;
    assert_false(verifies(&key, "sample", signature.bytes, signature.len + 4));
    assert_false(verifies(&key, "sample", signature.bytes, 1));
    assert_false(verifies(&key, "sample", signature.bytes, 0));
}

static void an_ec_secret_is_between_1_and_the_order(void **state)
{
    (void)state;
    /* SEC 2, 2.4.2: order of P-256 */
    struct hex n = hex_read("ffffffff00000000ffffffffffffffff"
                            "bce6faada7179e84f3b9cac2fc632551");
    static const uint8_t zero[32];
    struct key key = {.type = KEY_ECDSA_P256};
    assert_false(key_ec_set_private(&key, zero, 32));
    assert_false(key_ec_set_private(&key, n.bytes, 32));
    assert_false(key_ec_set_private(&key, n.bytes, 33));
    n.bytes[31]--;
    assert_true(key_ec_set_private(&key, n.bytes, 32));
}

static void a_point_beside_the_curve_is_no_key(void **state)
{
    (void)state;
    const struct hex xy = hex_read(ecdsa_vectors[0].point);
    uint8_t point[65] = {0x04};
    struct key key = {.type = KEY_ECDSA_P256};
    memcpy(point + 1, xy.bytes, 64);
    assert_true(key_ec_set_public(&key, point, 65));
    assert_false(key.is_private);
    assert_false(key_ec_set_public(&key, point, 64));
    point[64] ^= 1;
    assert_false(key_ec_set_public(&key, point, 65));
    point[0] = 0;
    assert_false(key_ec_set_public(&key, point, 1));
}

/* ---- RSA ------------------------------------------------------------- */

/*
 * RSAPublicKey of a key made by `openssl genrsa 2048`, and what `openssl dgst
 * -sha256 -sigopt rsa_padding_mode:pss` made of "sample" with salts of 32 and
 * of 20 bytes.
 */
static const char rsa_public[] =
    "3082010a0282010100c8d72162116f5baac4d120d25e9eece8989e5ab81c5d8f"
    "7d80eee9dcf6204de7c9a473501261d20b44ba0412daf7976ddbce46bd4701b5"
    "722c532d220edeec1fb06efa303af9a6ac2cb4938b78a5e79f068658c9000022"
    "6b80617a963bc3372cc550ce54e68f1286a4569e24d246e8b2e3a7d91b2a2b5e"
    "a9345699090cc06b6585bf3bb6c946993a88795a2aae459242991069e87ec0b4"
    "0b5c40ae1c4dcc26f3ea37eceebf959169a8eb1cbffcb5bd3594004dd373328f"
    "451220076691a74cbbc7d4701f6aeaa10eef5857c4a37e133973b4dba26c929b"
    "549170f652a46885f33c26ecd35f4a49fa02635029379aad9401f53d68e8774c"
    "937ceed51ffa38330f0203010001";
static const char rsa_salt_32[] =
    "7cbf123abae7af5afe47e7ca5d1e67d6cfc76ed9ee4714e94db2ea9eb02c52d1"
    "72966987573d781e7ceb717c64ffcb41f3eb8108867bb873e2ef38453bd8167e"
    "dc533859c72c015f8a1d64e270e82995d962160fe88a6064fce79e38b96349ee"
    "ff5931c039772a608cf316b6f54c245c336d81acf58044f8d2af30fd57078f9d"
    "6d19edb6871af4962c1dbf42520ee1f40adb2534c812471dd02a5d9442eb9907"
    "a4ee88aad73b02939931144d3aae2bd548730ccfc7347f6edc7e7a9b1f8dc154"
    "bee2c2885e089c60f9aee6caa8a0080a1c5d7c7a82a368845b638d3dae89ed31"
    "2e10d527ebc8822f15d005202d21e7fe2aab5b69ba78bb512e32db654e10c0fa";
static const char rsa_salt_20[] =
    "7c14a484cf0b24fc9ab80de7a2f37d678f40e4febde6b7a182b55a506513d3ee"
    "a8431a862e68bc3346c3836aa1192729af8e9c7559a5a8ab05f9adcf6fc1e57b"
    "e1012e61201a9fc888268eaeecd4893aba0b96e36a639bd84598d6f3b08dde26"
    "9740f528376f6ee069b327fc567fcf6a3fa29b0a2327633bd1788ac7d18b7784"
    "74d0034213b89e1875658af78838dded500ddd55472f6054c064710240fd4629"
    "c1b0d1bdac3e6d1a45663989c89af066d443f9faa6387d7d3d705e35ce6521ba"
    "93fdd0c6f1503eb420c9942e7d8ad5a1ec693f498e3d4db4bc897fa6e6c6d3bb"
    "8ff4cb21ca1c6ba2c242e331316566a4313babbfe9df9df3c1ee1efb5606eea2";

static void an_openssl_rsa_pss_signature_verifies(void **state)
{
    (void)state;
    const struct hex public = hex_read(rsa_public);
    struct hex signature = hex_read(rsa_salt_32);
    const struct hex other_salt = hex_read(rsa_salt_20);
    struct key key;
    struct why why;
    assert_true(key_rsa_set_public(public.bytes, public.len, &key, &why));
    assert_int_equal(key.type, KEY_RSA_2048);
    assert_int_equal(key.public_len, 270);
    assert_memory_equal(key.public_der, public.bytes, 270);
    assert_true(verifies(&key, "sample", signature.bytes, 256));
    assert_false(verifies(&key, "sample", other_salt.bytes, 256));
    signature.bytes[255] ^= 1;
    assert_false(verifies(&key, "sample", signature.bytes, 256));
}

/* ---- all types ------------------------------------------------------- */

struct sizes {
    enum key_type type;
    const char *name;
    const char *short_name;
    size_t public_len;
    size_t signature_min;
    size_t signature_max;
};

/* SPEC, Public keys: lengths; DER of ECDSA has at most 72 or 104 bytes */
static const struct sizes all[] = {
    {KEY_RSA_2048, "rsa-2048", "rsa", 270, 256, 256},
    {KEY_RSA_3072, "rsa-3072", "rsa", 398, 384, 384},
    {KEY_ECDSA_P256, "ecdsa-p256", "ecdsa", 91, 66, 72},
    {KEY_ECDSA_P384, "ecdsa-p384", "ecdsap384", 120, 98, 104},
    {KEY_ED25519, "ed25519", "ed25519", 44, 64, 64},
    {KEY_X25519, "x25519", "x25519", 44, 0, 0},
};

static void each_type_is_made_signs_and_survives_its_encodings(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_TYPE_COUNT; i++) {
        uint8_t der[KEY_ENCODED_MAX];
        struct key key;
        struct key again = {0};
        struct why why;
        assert_true(key_generate(all[i].type, &key, &why));
        assert_true(key.is_private);
        assert_int_equal(key.public_len, all[i].public_len);
        assert_string_equal(key_type_name(key.type), all[i].name);
        assert_string_equal(key_short_name(key.type), all[i].short_name);
        if (key.type != KEY_X25519) {
            assert_signs(&key, all[i].signature_min, all[i].signature_max);
        }
        struct key_der pkcs8 = {der,
                                key_encode_private(&key, KEY_FORM_PKCS8, der)};
        assert_true(key_decode_pkcs8(&pkcs8, &again, &why));
        assert_memory_equal(&again, &key, sizeof(key));
        struct key_der spki = {der, key_encode_public(&key, der)};
        again = (struct key){0};
        assert_true(key_decode_public(&spki, &again, &why));
        assert_int_equal(again.type, key.type);
        assert_false(again.is_private);
        assert_int_equal(again.public_len, key.public_len);
        assert_memory_equal(again.public_der, key.public_der, key.public_len);
    }
}

static void two_keys_are_never_the_same(void **state)
{
    (void)state;
    for (size_t i = KEY_ECDSA_P256; i < KEY_TYPE_COUNT; i++) {
        struct key first;
        struct key second;
        struct why why;
        assert_true(key_generate(all[i].type, &first, &why));
        assert_true(key_generate(all[i].type, &second, &why));
        assert_memory_not_equal(first.secret, second.secret, 32);
        assert_false(bytes_are(first.secret, 0, 32));
    }
}

static void a_wiped_key_is_all_zero(void **state)
{
    (void)state;
    struct key key;
    struct why why;
    assert_true(key_generate(KEY_ED25519, &key, &why));
    key_wipe(&key);
    assert_true(bytes_are((const uint8_t *)&key, 0, sizeof(key)));
}

/* ---- damaged DER ----------------------------------------------------- */

/*
 * Every byte changed in two ways, and every shorter length: none may crash
 * (the sanitizers look), and a short one may not be taken.
 */
static void damaged_der_is_refused_or_harmless(void **state)
{
    (void)state;
    for (size_t i = KEY_ECDSA_P256; i < KEY_TYPE_COUNT; i++) {
        uint8_t der[KEY_ENCODED_MAX];
        struct key key;
        struct why why;
        assert_true(key_generate(all[i].type, &key, &why));
        size_t len = key_encode_private(&key, KEY_FORM_PKCS8, der);
        for (size_t n = 0; n < len; n++) {
            struct key_der cut = {der, n};
            assert_false(key_decode_pkcs8(&cut, &key, &why));
        }
        for (size_t n = 0; n < len; n++) {
            struct key_der whole = {der, len};
            der[n] ^= 0x81;
            (void)!key_decode_pkcs8(&whole, &key, &why);
            (void)!key_decode_sec1(&whole, &key, &why);
            (void)!key_decode_public(&whole, &key, &why);
            der[n] ^= 0x81;
        }
    }
}

/* RFC 8410, 7: the secret has 32 bytes, neither 31 nor 33. */
static void a_25519_secret_of_another_length_is_damaged(void **state)
{
    (void)state;
    for (uint8_t len = 31; len <= 33; len++) {
        uint8_t der[64] = {0x30, (uint8_t)(len + 14),
                           0x02, 0x01,
                           0x00, 0x30,
                           0x05, 0x06,
                           0x03, 0x2b,
                           0x65, 0x70,
                           0x04, (uint8_t)(len + 2),
                           0x04, len};
        struct key_der pkcs8 = {der, 16U + len};
        struct key key;
        struct why why;
        assert_int_equal(key_decode_pkcs8(&pkcs8, &key, &why), len == 32);
    }
}

/* A secret that does not belong to the public key beside it is damage. */
static void an_ec_secret_must_match_the_public_key_beside_it(void **state)
{
    (void)state;
    uint8_t der[KEY_ENCODED_MAX];
    struct key key;
    struct why why;
    assert_true(key_generate(KEY_ECDSA_P256, &key, &why));
    struct key_der pkcs8 = {der, key_encode_private(&key, KEY_FORM_PKCS8, der)};
    assert_int_equal(pkcs8.len, 138); /* SPEC, Private keys for decryption */
    der[pkcs8.len - 1] ^= 1;
    assert_false(key_decode_pkcs8(&pkcs8, &key, &why));
    assert_string_equal(why.text, "the key in it is damaged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ed25519_signs_as_rfc_8032_says),
        cmocka_unit_test(an_ed25519_signature_with_s_beyond_the_order_is_bad),
        cmocka_unit_test(the_x25519_public_key_is_the_one_openssl_computes),
        cmocka_unit_test(x25519_and_public_keys_do_not_sign),
        cmocka_unit_test(ecdsa_signs_as_rfc_6979_says),
        cmocka_unit_test(
            zeros_behind_an_ecdsa_signature_are_ignored_others_not),
        cmocka_unit_test(an_ec_secret_is_between_1_and_the_order),
        cmocka_unit_test(a_point_beside_the_curve_is_no_key),
        cmocka_unit_test(an_openssl_rsa_pss_signature_verifies),
        cmocka_unit_test(each_type_is_made_signs_and_survives_its_encodings),
        cmocka_unit_test(two_keys_are_never_the_same),
        cmocka_unit_test(a_wiped_key_is_all_zero),
        cmocka_unit_test(damaged_der_is_refused_or_harmless),
        cmocka_unit_test(a_25519_secret_of_another_length_is_damaged),
        cmocka_unit_test(an_ec_secret_must_match_the_public_key_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
