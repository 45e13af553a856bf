/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key files as OpenSSL 3.0 writes them. The Ed25519 seed is 00 01 .. 1f; the
 * P-256 secret that of RFC 6979, A.2.5; the passphrase is "sesame".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "host/files/file.h"
#include "host/keys/keyfile.h"
#include "tests/unit/hex.h"

/* openssl pkey */
static const char ed25519_private[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
    "-----END PRIVATE KEY-----\n";
/* openssl pkey -pubout */
static const char ed25519_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n"
    "-----END PUBLIC KEY-----\n";
/* openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 */
static const char ed25519_encrypted[] =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj658vhlwdN1gICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEG6NPckjbvNgmr/ZGntvoKIEQJGs\n"
    "kD55orWH+gP+FX6TokStxbHqaFtZpkC9MpPxokeDb0yH6WXiqh7MMZoUcG89Gsi3\n"
    "fOaPXhznfoKSu9449mc=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
/* openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES */
static const char ed25519_pbes1[] =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MFgwHAYKKoZIhvcNAQwBAzAOBAg4If+M3IfmsQICCAAEOHBZDgNmD/BS1BgjbSyd\n"
    "n8Dkw3vVvouFESvcgXUDaoAgAp9cR1X9wwAPzoy5H32Mi/T8bTUu5HYk\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
/* openssl ec, private key without public part */
static const char p256_sec1[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MDECAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49\n"
    "AwEH\n"
    "-----END EC PRIVATE KEY-----\n";
/* openssl ec -aes256 */
static const char p256_sec1_encrypted[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "Proc-Type: 4,ENCRYPTED\n"
    "DEK-Info: AES-256-CBC,19F69F00224FD4E4DDC9B00E9393D501\n"
    "\n"
    "ljTGneIBwI9gXz4R2bCE88qtaMnR0RjbBcfFWoP75lnqy1qhQ+s+09tT8+E/3vUz\n"
    "6G0B8Fia2umgEGZayCNUXafZ4PJfVNUGIz1x/Op2xfZx0ioj8qAPHjZhChaQzJ8u\n"
    "qffIWjQqN5LdTgaSkPhkG8D4BH/PywXwmCQslWpZDg8=\n"
    "-----END EC PRIVATE KEY-----\n";
/* openssl ec -pubout -conv_form compressed */
static const char p256_compressed[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADYP7UuiVanTHJYet0xjVtaMBJuJI7\n"
    "Yfps5mliLmDyn7Y=\n"
    "-----END PUBLIC KEY-----\n";
/* openssl ecparam -name secp256k1 -genkey */
static const char secp256k1[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHQCAQEEIE+PxZK7DqYpaUyMxwpD4rSW2PTEYzSt10ZjOKkNMUuuoAcGBSuBBAAK\n"
    "oUQDQgAEF3LdcsYABjJLIVzGsgfY3pjxlo1TYC+0JJSd8aZ3dnEjK3zWCqMRstTu\n"
    "5hNMpzen+C9UqD1J+uxQQSw4i0byDQ==\n"
    "-----END EC PRIVATE KEY-----\n";
/* openssl genpkey -algorithm ed448 */
static const char ed448[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MEcCAQAwBQYDK2VxBDsEOf5Yquov6Rt35fTydTgCuvmgB8RDnmyRwOE+J+8XXIsh\n"
    "XUXdi1FovH2DceTxqrXgSE8yv3xrlxWa2A==\n"
    "-----END PRIVATE KEY-----\n";
/* openssl rsa -pubout of a key of 1024 bits */
static const char rsa_1024[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCVJlonx0eYHxRBUBM4a2cFP0AC\n"
    "rDC/svnzv9XD0BvpX/9G94o4XMINJPxaJtMx81REQeZQe0a3ycqn+Zg18qWIna+1\n"
    "y5koy1p++5cutC5mo6hDfwgnSDEMS0a05XiJk0ssVEpTaVCG6LbgKE1sgZ7GvQFo\n"
    "8P7xNmQcPEtg9/JUzwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
/* openssl rsa -pubout of a key of 2048 bits with the exponent 3 */
static const char rsa_exponent_3[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAoBFMscEghHG5e2CU6wz0\n"
    "FPzYn2jWPCoBjdEI+2e2MTz5ZteBju/ODsWy5cH5RnfXJNwY/UR59tJXYJOxdV6A\n"
    "HTU+XCjQJ96+8CAUVjkAw+uqkqMRnScM6DYZGUMRX+7O/jUJBERSX0IZ5uF4d083\n"
    "1cYZPylKbgJRrktXUmjcCgZ3Gb9AcHdKN9E+oPT1naThxKTqDKvLeQgjC+xXaQKM\n"
    "yzd1/q2EMkjQS1Gfnr1lyfkhqZPHvbq2FZPJROv+GnxGyaLE8VbnRkGPQxzWFH5E\n"
    "FGkmPhosSRchTnfoA+tTvNw2Y2ZnVkkRo2XmAgfN8czoHT3wqOzKTJ77DMS900kS\n"
    "UQIBAw==\n"
    "-----END PUBLIC KEY-----\n";

/* RFC 6979, A.2.5 */
static const char p256_point[] =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

/* ---- a folder for each test ------------------------------------------ */

static char folder[] = "/tmp/sallyport-keyfile-XXXXXX";
static char path[64]; /* in the folder */

static int make_folder(void **state)
{
    (void)state;
    (void)memcpy(strrchr(folder, '-') + 1, "XXXXXX", 6);
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof(path), "%s/key.pem", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static void put_file(const void *bytes, size_t len)
{
    struct why why;
    const struct file_data data = {bytes, len};
    assert_true(file_write(path, &data, FILE_MODE_PLAIN, &why));
}

static enum keyfile_result read_as(const char *text, const char *passphrase,
                                   struct key *key, struct why *why)
{
    put_file(text, strlen(text));
    return keyfile_read(path, passphrase, key, why);
}

static void assert_seed(const struct key *key)
{
    assert_int_equal(key->type, KEY_ED25519);
    assert_true(key->is_private);
    assert_int_equal(key->secret_len, 32);
    for (size_t i = 0; i < 32; i++) {
        assert_int_equal(key->secret[i], i);
    }
}

static void assert_point(const struct key *key)
{
    const struct hex point = hex_read(p256_point);
    assert_int_equal(key->type, KEY_ECDSA_P256);
    assert_int_equal(key->public_len, 91);
    assert_memory_equal(key->public_der + 26, point.bytes, 65);
}

/* Reads what must fail; the sentence names the file and holds a phrase. */
static void assert_refused(const char *text, const char *passphrase,
                           const char *phrase)
{
    struct key key;
    struct why why;
    assert_int_equal(read_as(text, passphrase, &key, &why), KEYFILE_FAILED);
    assert_non_null(strstr(why.text, path));
    assert_non_null(strstr(why.text, phrase));
    assert_true(bytes_are((const uint8_t *)&key, 0, sizeof(key)));
}

/* ---- what is read ---------------------------------------------------- */

static void private_and_public_pem_are_told_apart(void **state)
{
    (void)state;
    struct key key;
    struct key public;
    struct why why;
    assert_int_equal(read_as(ed25519_private, NULL, &key, &why), KEYFILE_OK);
    assert_seed(&key);
    assert_int_equal(read_as(ed25519_public, NULL, &public, &why), KEYFILE_OK);
    assert_false(public.is_private);
    assert_memory_equal(public.public_der, key.public_der, 44);
}

static void a_traditional_ec_key_is_read_and_its_point_computed(void **state)
{
    (void)state;
    struct key key;
    struct why why;
    assert_int_equal(read_as(p256_sec1, NULL, &key, &why), KEYFILE_OK);
    assert_true(key.is_private);
    assert_point(&key);
    assert_int_equal(read_as(p256_compressed, NULL, &key, &why), KEYFILE_OK);
    assert_false(key.is_private);
    assert_point(&key);
}

static void text_around_the_key_does_not_matter(void **state)
{
    (void)state;
    char text[1024];
    struct key key;
    struct why why;
    (void)snprintf(text, sizeof(text), "my key\n\n%strailer\n",
                   ed25519_private);
    assert_int_equal(read_as(text, NULL, &key, &why), KEYFILE_OK);
    assert_seed(&key);
}

static void encrypted_keys_open_with_their_passphrase_alone(void **state)
{
    (void)state;
    struct key key;
    struct why why;
    static const char *const files[] = {ed25519_encrypted, p256_sec1_encrypted};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(read_as(files[i], NULL, &key, &why),
                         KEYFILE_ENCRYPTED);
        assert_refused(files[i], "Sesame", "wrong passphrase");
        assert_refused(files[i], "", "wrong passphrase");
        assert_int_equal(read_as(files[i], "sesame", &key, &why), KEYFILE_OK);
    }
    assert_point(&key);
    assert_int_equal(read_as(ed25519_encrypted, "sesame", &key, &why),
                     KEYFILE_OK);
    assert_seed(&key);
}

/* ---- what is refused ------------------------------------------------- */

static void each_unusable_file_has_its_sentence(void **state)
{
    (void)state;
    assert_refused("hello\n", NULL, "holds no PEM key");
    assert_refused("", NULL, "holds no PEM key");
    assert_refused("-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n", NULL,
                   "holds no PEM key");
    assert_refused(secp256k1, NULL, "Unsupported EC curve");
    assert_refused(ed448, NULL, "Unsupported key type");
    assert_refused(rsa_1024, NULL, "Unsupported RSA key size: 1024 bits");
    assert_refused(rsa_exponent_3, NULL, "Unsupported RSA exponent");
    assert_refused(ed25519_pbes1, "sesame", "encryption is not supported");
}

/* No prefix of a key file is a key, up to the end of its last line. */
static void a_file_cut_short_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {ed25519_private, ed25519_public,
                                        p256_sec1, p256_sec1_encrypted,
                                        ed25519_encrypted};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        for (size_t len = 0; len + 2 < strlen(files[i]); len += 3) {
            struct key key;
            struct why why;
            put_file(files[i], len);
            assert_int_equal(keyfile_read(path, "sesame", &key, &why),
                             KEYFILE_FAILED);
        }
    }
}

/* Each character changed: refused, or a key; never a crash. */
static void a_damaged_file_never_crashes(void **state)
{
    (void)state;
    static const char *const files[] = {ed25519_encrypted, p256_sec1_encrypted,
                                        rsa_1024, p256_compressed};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char text[1024];
        size_t len = strlen(files[i]);
        memcpy(text, files[i], len);
        for (size_t n = 0; n < len; n++) {
            struct key key;
            struct why why = {""};
            text[n] ^= 0x05;
            put_file(text, len);
            enum keyfile_result result =
                keyfile_read(path, "sesame", &key, &why);
            assert_true(result == KEYFILE_OK || why.text[0] != 0);
            text[n] ^= 0x05;
        }
    }
}

static void a_file_with_zeros_or_too_long_is_no_key(void **state)
{
    (void)state;
    struct key key;
    struct why why;
    char *bytes = calloc(1, 70000);
    put_file(bytes, 70000);
    assert_int_equal(keyfile_read(path, NULL, &key, &why), KEYFILE_FAILED);
    assert_non_null(strstr(why.text, "too long"));
    put_file(bytes, 500);
    assert_int_equal(keyfile_read(path, NULL, &key, &why), KEYFILE_FAILED);
    assert_non_null(strstr(why.text, "no PEM key"));
    free(bytes);
}

/* ---- writing --------------------------------------------------------- */

static mode_t mode_of(const char *name)
{
    struct stat now;
    assert_int_equal(stat(name, &now), 0);
    return now.st_mode & 07777U;
}

static void what_is_written_is_what_openssl_writes(void **state)
{
    (void)state;
    struct key key;
    struct file file;
    struct why why;
    assert_int_equal(read_as(ed25519_private, NULL, &key, &why), KEYFILE_OK);
    assert_int_equal(unlink(path), 0);
    assert_true(keyfile_write(path, &key, NULL, &why));
    assert_int_equal(mode_of(path), 0600);
    assert_true(file_read(path, &file, &why));
    assert_int_equal(file.len, strlen(ed25519_private));
    assert_memory_equal(file.bytes, ed25519_private, file.len);
    file_free(&file);
}

static void every_type_survives_an_encrypted_file(void **state)
{
    (void)state;
    for (int type = 0; type < KEY_TYPE_COUNT; type++) {
        struct key key;
        struct key again;
        struct why why;
        assert_true(key_generate((enum key_type)type, &key, &why));
        assert_true(keyfile_write(path, &key, "open sesame", &why));
        assert_int_equal(mode_of(path), 0600);
        assert_int_equal(keyfile_read(path, NULL, &again, &why),
                         KEYFILE_ENCRYPTED);
        assert_int_equal(keyfile_read(path, "open sesame", &again, &why),
                         KEYFILE_OK);
        assert_memory_equal(&again, &key, sizeof(key));
    }
}

static void an_unwritable_place_is_told_by_name(void **state)
{
    (void)state;
    struct key key;
    struct why why;
    assert_true(key_generate(KEY_ED25519, &key, &why));
    assert_false(keyfile_write("/none/key.pem", &key, NULL, &why));
    assert_string_equal(why.text, "Cannot write '/none/key.pem': No such file "
                                  "or directory");
}

#define CLAIM(name)                                                            \
    cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLAIM(private_and_public_pem_are_told_apart),
        CLAIM(a_traditional_ec_key_is_read_and_its_point_computed),
        CLAIM(text_around_the_key_does_not_matter),
        CLAIM(encrypted_keys_open_with_their_passphrase_alone),
        CLAIM(each_unusable_file_has_its_sentence),
        CLAIM(a_file_cut_short_is_refused),
        CLAIM(a_damaged_file_never_crashes),
        CLAIM(a_file_with_zeros_or_too_long_is_no_key),
        CLAIM(what_is_written_is_what_openssl_writes),
        CLAIM(every_type_survives_an_encrypted_file),
        CLAIM(an_unwritable_place_is_told_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
