/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published keys are told, and refused where a product is locked. The keys are
 * the public parts of MCUboot's root-*.pem: tests/vectors/conf/README.
 */
#include "host/conf/conf_sample.h"

#include <stdio.h>

#include "tests/unit/conf_fixture.h"

#define C3   CONF_TARGET_ESP32C3
#define KEYS TEST_DATA_DIR "/conf/"
#define FIVE                                                                   \
    "CONFIG_SECURE_BOOT=y\nCONFIG_SECURE_BOOT_V2_ENABLED=y\n"                  \
    "CONFIG_SECURE_SIGNED_ON_BOOT=y\n"                                         \
    "CONFIG_SECURE_SIGNED_APPS_RSA_SCHEME=y\n"                                 \
    "CONFIG_SECURE_BOOT_SUPPORTS_RSA=y\n"
#define RELEASE                                                                \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_RELEASE=y\n"
#define DEVELOP                                                                \
    "CONFIG_SECURE_FLASH_ENC_ENABLED=y\n"                                      \
    "CONFIG_SECURE_FLASH_ENCRYPTION_MODE_DEVELOPMENT=y\n"

static const struct {
    const char *sign;
    const char *file;
} keys[] = {
    {"CONFIG_ESP_SIGN_EC256=y\n", "root-ec-p256"},
    {"CONFIG_ESP_SIGN_ED25519=y\n", "root-ed25519"},
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=2048\n", "root-rsa-2048"},
    {"CONFIG_ESP_SIGN_RSA=y\nCONFIG_ESP_SIGN_RSA_LEN=3072\n", "root-rsa-3072"},
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

/* Reads a configuration with a key; its only problem is the sample key. */
static void expect_sample(size_t index, const char *locks,
                          enum conf_level level, const char *end)
{
    char text[1024];
    char name[64];
    struct reading r;

    (void)snprintf(text, sizeof(text),
                   "%s%sCONFIG_ESP_SIGN_KEY_FILE=" KEYS "%s.pub.pem\n", locks,
                   keys[index].sign, keys[index].file);
    (void)snprintf(name, sizeof(name), "published sample key %s.pem, ",
                   keys[index].file);
    reading_open(&r, C3, text);
    assert_int_equal(r.report.count, 1);
    assert_int_equal(r.report.problem[0].level, level);
    assert_non_null(strstr(r.report.problem[0].sentence, name));
    assert_non_null(strstr(r.report.problem[0].sentence, end));
    assert_int_equal(r.accepted, level == CONF_WARNING);
    reading_close(&r);
}

static void sample_keys_are_refused_where_a_chip_is_locked(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        expect_sample(i, FIVE, CONF_ERROR,
                      "CONFIG_SECURE_BOOT=y needs a key of your own");
        expect_sample(i, RELEASE, CONF_ERROR,
                      "MODE_RELEASE=y needs a key of your own");
        expect_sample(i, FIVE RELEASE, CONF_ERROR, "needs a key of your own");
    }
}

static void sample_keys_are_told_everywhere_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        expect_sample(i, "", CONF_WARNING, "never ship it");
        expect_sample(i, DEVELOP, CONF_WARNING, "never ship it");
    }
}

static void other_keys_are_not_told(void **state)
{
    (void)state;
    expect_accepted(C3, FIVE RELEASE "CONFIG_ESP_SIGN_EC256=y\n"
                                     "CONFIG_ESP_SIGN_KEY_FILE=" KEYS
                                     "ec256.pub.pem\n");
    assert_null(conf_sample_name((const uint8_t *)"", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_keys_are_refused_where_a_chip_is_locked),
        cmocka_unit_test(sample_keys_are_told_everywhere_else),
        cmocka_unit_test(other_keys_are_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
