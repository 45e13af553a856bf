/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys from PEM files. The DER that a bootloader must hold was printed
 * by openssl (pkey -pubin -outform DER; rsa -RSAPublicKey_out for RSA).
 */
#include "host/conf/conf_sign.h"

#include "crypto/signature.h"
#include "tests/unit/conf_fixture.h"

#define C3   CONF_TARGET_ESP32C3
#define KEYS TEST_DATA_DIR "/conf/"

#define EC256   "CONFIG_ESP_SIGN_EC256=y\n"
#define ED25519 "CONFIG_ESP_SIGN_ED25519=y\n"
#define RSA(n)  "CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=" #n "\n"
#define FILE_IS "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
#define MORE    "CONFIG_ESP_SIGN_KEY_FILES="

/* First bytes of the DER; the lengths tell the rest. */
static const uint8_t ec256_der[] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
    0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03,
    0x42, 0x00, 0x04, 0x0a, 0x1d, 0xe0, 0x9d, 0x7d, 0xa6, 0x3b, 0x63, 0xec,
};
static const uint8_t ed25519_der[] = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
    0x03, 0x21, 0x00, 0x54, 0x98, 0x27, 0x33, 0x3d, 0xd4,
};
static const uint8_t rsa2048_der[] = {0x30, 0x82, 0x01, 0x0a, 0x02, 0x82,
                                      0x01, 0x01, 0x00, 0x93, 0x04, 0xf8};
static const uint8_t rsa3072_der[] = {0x30, 0x82, 0x01, 0x8a, 0x02, 0x82,
                                      0x01, 0x81, 0x00, 0x94, 0x1d, 0xec};

static const struct {
    const char *text;
    const struct signature_algorithm *algorithm;
    const uint8_t *der;
    size_t known; /* bytes of der above */
    uint32_t der_len;
} keys[] = {
    {EC256 FILE_IS "ec256.pub.pem\n", &signature_ecdsa_p256, ec256_der,
     sizeof(ec256_der), 91},
    {EC256 FILE_IS "ec256.pem\n", &signature_ecdsa_p256, ec256_der,
     sizeof(ec256_der), 91},
    {ED25519 FILE_IS "ed25519.pub.pem\n", &signature_ed25519, ed25519_der,
     sizeof(ed25519_der), 44},
    {RSA(2048) FILE_IS "rsa2048.pub.pem\n", &signature_rsa2048, rsa2048_der,
     sizeof(rsa2048_der), 270},
    {RSA(3072) FILE_IS "rsa3072.pub.pem\n", &signature_rsa3072, rsa3072_der,
     sizeof(rsa3072_der), 398},
    {EC256 "CONFIG_ESP_USE_TINYCRYPT=y\n" FILE_IS "ec256.pem\n",
     &signature_ecdsa_p256, ec256_der, sizeof(ec256_der), 91},
    {RSA(2048) "CONFIG_ESP_USE_MBEDTLS=y\n" FILE_IS "rsa2048.pub.pem\n",
     &signature_rsa2048, rsa2048_der, sizeof(rsa2048_der), 270},
};

static void the_public_part_of_the_key_is_embedded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        struct reading r;

        reading_open(&r, C3, keys[i].text);
        assert_true(r.accepted);
        assert_int_equal(r.report.count, 0);
        assert_ptr_equal(r.conf.boot.signature, keys[i].algorithm);
        assert_int_equal(r.conf.boot.key_count, 1);
        assert_int_equal(r.conf.boot.keys[0].der_len, keys[i].der_len);
        assert_memory_equal(r.conf.boot.keys[0].der, keys[i].der,
                            keys[i].known);
        reading_close(&r);
    }
}

static void no_signature_key_means_no_signature(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, "");
    assert_true(r.accepted);
    assert_null(r.conf.boot.signature);
    assert_null(r.conf.boot.keys);
    assert_int_equal(r.conf.boot.key_count, 0);
    reading_close(&r);
}

static void further_keys_come_from_a_list(void **state)
{
    struct reading r;

    (void)state;
    reading_open(
        &r, C3, EC256 FILE_IS "ec256.pem\n" MORE KEYS "ec256-second.pub.pem\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.key_count, 2);
    reading_close(&r);
    reading_open(&r, C3,
                 EC256 MORE " " KEYS "ec256.pem , " KEYS
                            "ec256-second.pub.pem\n");
    assert_true(r.accepted);
    assert_int_equal(r.conf.boot.key_count, 2);
    assert_memory_equal(r.conf.boot.keys[0].der, ec256_der, sizeof(ec256_der));
    reading_close(&r);
}

static void a_relative_path_starts_beside_the_file_that_names_it(void **state)
{
    const char *text = EC256 "CONFIG_ESP_SIGN_KEY_FILE=ec256.pem\n";
    struct conf_source source = {KEYS "product.conf", text, strlen(text)};
    struct conf_report report = {0};
    struct conf conf;

    (void)state;
    assert_true(conf_read_source(&source, C3, &conf, &report));
    assert_int_equal(conf.boot.key_count, 1);
    conf_free(&conf);
    source.file = "product.conf";
    assert_false(conf_read_source(&source, C3, &conf, &report));
    conf_free(&conf);
    conf_report_free(&report);
}

static const struct problem_case problems[] = {
    {C3, EC256, CONF_ERROR, 1,
     "CONFIG_ESP_SIGN_EC256=y needs CONFIG_ESP_SIGN_KEY_FILE: name the PEM "
     "file of the key"},
    {C3, "CONFIG_ESP_SIGN_KEY_FILE=a.pem\n", CONF_ERROR, 1,
     "CONFIG_ESP_SIGN_KEY_FILE=a.pem names a key but no key says how images "
     "are signed: add CONFIG_ESP_SIGN_EC256=y, CONFIG_ESP_SIGN_ED25519=y or "
     "CONFIG_ESP_SIGN_RSA=y with its length"},
    {C3, EC256 FILE_IS "ed25519.pub.pem\n", CONF_ERROR, 2,
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
     "ed25519.pub.pem holds a key of type ed25519, but "
     "CONFIG_ESP_SIGN_EC256=y needs ecdsa-p256: name another file, or change "
     "the signature"},
    {C3, RSA(3072) FILE_IS "rsa2048.pub.pem\n", CONF_ERROR, 3,
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
     "rsa2048.pub.pem holds a key of type rsa-2048, but "
     "CONFIG_ESP_SIGN_RSA_LEN=3072 needs rsa-3072: name another file, or "
     "change the signature"},
    {C3, RSA(2048) FILE_IS "ec256.pem\n", CONF_ERROR, 3,
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
     "ec256.pem holds a key of type ecdsa-p256, but "
     "CONFIG_ESP_SIGN_RSA_LEN=2048 needs rsa-2048: name another file, or "
     "change the signature"},
    {C3, EC256 FILE_IS "ec256-encrypted.pem\n", CONF_ERROR, 2,
     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
     "ec256-encrypted.pem is encrypted: name a file with its public part, as "
     "imgtool getpub --encoding pem writes it"},
    {C3, EC256 FILE_IS "ec256.pem\n" MORE KEYS "ec256.pub.pem\n", CONF_WARNING,
     3,
     "CONFIG_ESP_SIGN_KEY_FILES=" KEYS
     "ec256.pub.pem holds a key that is already named: remove one of the "
     "two"},
};

static void each_wrong_key_gets_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        expect_one_problem(&problems[i]);
    }
}

static void a_missing_file_is_named_in_the_sentence(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3, EC256 FILE_IS "nowhere.pem\n");
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 1);
    assert_non_null(strstr(r.report.problem[0].sentence, "nowhere.pem"));
    assert_non_null(
        strstr(r.report.problem[0].sentence, "No such file or directory"));
    reading_close(&r);
}

static void each_empty_name_of_a_list_is_told(void **state)
{
    struct reading r;

    (void)state;
    reading_open(&r, C3,
                 EC256 FILE_IS "ec256.pem\n" MORE "," KEYS
                               "ec256-second.pub.pem\n");
    assert_false(r.accepted);
    assert_int_equal(r.report.count, 1);
    assert_string_equal(r.report.problem[0].sentence,
                        "CONFIG_ESP_SIGN_KEY_FILES=," KEYS
                        "ec256-second.pub.pem names an empty or overlong "
                        "path: divide file names by single commas");
    reading_close(&r);
}

static void eight_keys_fit_and_a_ninth_is_refused(void **state)
{
    struct conf conf = {.target = C3};
    struct conf_report report = {0};
    char path[] = KEYS "ec256.pem";

    (void)state;
    conf.value[CONF_ESP_SIGN_EC256] = (struct conf_value){.defined = true};
    conf.value[CONF_ESP_SIGN_KEY_FILE] =
        (struct conf_value){.defined = true, .text = path};
    conf.boot.key_count = 7;
    conf_sign_load(&conf, &report);
    assert_int_equal(report.count, 0);
    assert_int_equal(conf.boot.key_count, 8);
    conf_sign_load(&conf, &report);
    assert_int_equal(report.error_count, 1);
    assert_int_equal(conf.boot.key_count, 8);
    conf_report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_public_part_of_the_key_is_embedded),
        cmocka_unit_test(no_signature_key_means_no_signature),
        cmocka_unit_test(further_keys_come_from_a_list),
        cmocka_unit_test(a_relative_path_starts_beside_the_file_that_names_it),
        cmocka_unit_test(each_wrong_key_gets_one_sentence),
        cmocka_unit_test(a_missing_file_is_named_in_the_sentence),
        cmocka_unit_test(each_empty_name_of_a_list_is_told),
        cmocka_unit_test(eight_keys_fit_and_a_ninth_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
