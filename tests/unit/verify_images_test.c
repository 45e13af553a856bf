/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verification with several keys, with none, by every algorithm, and of images
 * that imgtool made (SPEC, Worked examples).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hex.h"
#include "tests/unit/verify_bench.h"
#include "tests/unit/worked_examples.h"

static void place_hex(const char *text)
{
    struct hex image = hex_read(text);

    bench_place(image.bytes, image.len);
}

/* ---- keys ---- */

static void any_of_several_keys_will_do(void **state)
{
    const struct public_key keys[2] = {bench.theirs.public, bench.ours.public};
    static const struct bench_row rows[] = {{"hks", OK},
                                            {"hKt", OK},
                                            {"hksKt", OK},
                                            {"hKs", IMAGE_E_SIGNATURE},
                                            {"hkt", IMAGE_E_SIGNATURE},
                                            {"hksKs", IMAGE_E_SIGNATURE},
                                            {"hs", IMAGE_E_NO_SIGNATURE}};

    (void)state;
    bench.config.keys = keys;
    bench.config.key_count = 2;
    BENCH_CHECK_ROWS(rows);
}

static void without_keys_a_hash_is_enough_and_signatures_are_ignored(
    void **state)
{
    static const struct bench_row rows[] = {{"h", OK},
                                            {"hks", OK},
                                            {"hkS", OK},
                                            {"hKt", OK},
                                            {"hkx", OK},
                                            {"hs", OK},
                                            {"ks", IMAGE_E_NO_HASH},
                                            {"H", IMAGE_E_HASH}};

    (void)state;
    bench.config.signature = NULL;
    bench.config.keys = NULL;
    bench.config.key_count = 0;
    BENCH_CHECK_ROWS(rows);
}

/* Half a configuration asks for a signature that nobody can give. */
static void algorithm_without_key_or_key_without_algorithm_refuses_all(
    void **state)
{
    static const struct bench_row rows[] = {{"h", IMAGE_E_NO_SIGNATURE},
                                            {"hks", IMAGE_E_NO_SIGNATURE}};

    (void)state;
    bench.config.key_count = 0;
    BENCH_CHECK_ROWS(rows);
    bench.config.key_count = 1;
    bench.config.signature = NULL;
    BENCH_CHECK_ROWS(rows);
}

static void signature_of_another_algorithm_does_not_count(void **state)
{
    static const struct bench_row rows[] = {{"hks", IMAGE_E_NO_SIGNATURE},
                                            {"h", IMAGE_E_NO_SIGNATURE}};

    (void)state;
    bench.config.signature = &signature_ecdsa_p256;
    BENCH_CHECK_ROWS(rows);
}

/* ---- images that imgtool made ---- */

static void images_of_imgtool_signed_by_ed25519_verify(void **state)
{
    (void)state;
    place_hex(EXAMPLE_B);
    assert_true(bench_verifies());
    place_hex(EXAMPLE_C);
    assert_true(bench_verifies());
    place_hex(EXAMPLE_A);
    assert_false(bench_verifies());
    assert_int_equal(bench.why, IMAGE_E_NO_SIGNATURE);
}

static void unsigned_image_of_imgtool_verifies_where_no_key_is(void **state)
{
    (void)state;
    bench.config.signature = NULL;
    bench.config.key_count = 0;
    place_hex(EXAMPLE_A);
    assert_true(bench_verifies());
    assert_int_equal(bench.facts.len, 91);
}

static void padded_signature_of_imgtool_verifies_by_p256(void **state)
{
    struct signer p256;

    (void)state;
    signer_open_p256(&p256);
    bench.config.signature = &signature_ecdsa_p256;
    bench.config.keys = &p256.public;
    place_hex(EXAMPLE_P256);
    assert_true(bench_verifies());
    bench.device.data[bench.slot.base + 0x90] ^= 1;
    assert_false(bench_verifies());
    assert_int_equal(bench.why, IMAGE_E_SIGNATURE);
}

/* ---- the other algorithms, signed by Mbed TLS ---- */

static void check_algorithm(const struct signer *signer,
                            const struct signature_algorithm *algorithm)
{
    bench.config.signature = algorithm;
    bench.config.keys = &signer->public;
    draft_open(&bench.draft, BENCH_PAYLOAD_LEN);
    draft_plain(&bench.draft);
    signer_complete(signer, &bench.draft, algorithm->tlv_type);
    assert_true(bench_draft_verifies());
    bench.draft.bytes[bench.draft.len - 1] ^= 1;
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_SIGNATURE);
    bench.draft.bytes[bench.draft.len - 1] ^= 1;
    bench.draft.bytes[500] ^= 1;
    assert_false(bench_draft_verifies());
    assert_int_equal(bench.why, IMAGE_E_HASH);
}

static void rsa_and_p256_verify_their_own_and_nothing_tampered(void **state)
{
    struct signer signer;

    (void)state;
    signer_open_p256(&signer);
    check_algorithm(&signer, &signature_ecdsa_p256);
    signer_open_rsa(&signer, KEY_RSA_2048);
    check_algorithm(&signer, &signature_rsa2048);
    signer_open_rsa(&signer, KEY_RSA_3072);
    check_algorithm(&signer, &signature_rsa3072);
}

#define TEST(name) cmocka_unit_test_setup(name, bench_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_of_several_keys_will_do),
        TEST(without_keys_a_hash_is_enough_and_signatures_are_ignored),
        TEST(algorithm_without_key_or_key_without_algorithm_refuses_all),
        TEST(signature_of_another_algorithm_does_not_count),
        TEST(images_of_imgtool_signed_by_ed25519_verify),
        TEST(unsigned_image_of_imgtool_verifies_where_no_key_is),
        TEST(padded_signature_of_imgtool_verifies_by_p256),
        TEST(rsa_and_p256_verify_their_own_and_nothing_tampered),
    };

    return cmocka_run_group_tests_name("verify_images", tests, NULL, NULL);
}
