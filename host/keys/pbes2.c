/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PBES2: the parameters are DER, the work is Mbed TLS's.
 */
#include "host/keys/pbes2.h"

#include <string.h>

#include <mbedtls/aes.h>
#include <mbedtls/asn1.h>
#include <mbedtls/pkcs5.h>

#include "base/bytes.h"
#include "host/keys/der.h"
#include "host/keys/random.h"

#define ROUNDS    2048 /* SPEC, Key files: what other tools write */
#define SALT_LEN  16   /* bytes: NIST SP 800-132, 5.1: at least 128 bits */
#define BLOCK_LEN 16   /* bytes, AES */
#define KEY_LEN   32   /* bytes, AES-256 */

static const uint8_t oid_pbes2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                    0x0d, 0x01, 0x05, 0x0d};
static const uint8_t oid_pbkdf2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                     0x0d, 0x01, 0x05, 0x0c};
/* SEQUENCE { hmacWithSHA256, NULL } */
static const uint8_t prf[] = {0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48,
                              0x86, 0xf7, 0x0d, 0x02, 0x09, 0x05, 0x00};
static const uint8_t oid_aes256_cbc[] = {0x60, 0x86, 0x48, 0x01, 0x65,
                                         0x03, 0x04, 0x01, 0x2a};

/* What is chosen at random for one encryption. */
struct nonce {
    uint8_t salt[SALT_LEN];
    uint8_t iv[BLOCK_LEN];
};

/* ---- encrypting ------------------------------------------------------ */

static void put(struct der *der, uint8_t tag, const uint8_t *bytes, size_t len)
{
    size_t end = der->at;
    der_put(der, bytes, len);
    der_wrap(der, tag, end);
}

static void put_cipher(struct der *der, const struct nonce *nonce)
{
    size_t end = der->at;
    put(der, DER_OCTET_STRING, nonce->iv, BLOCK_LEN);
    put(der, DER_OID, oid_aes256_cbc, sizeof(oid_aes256_cbc));
    der_wrap(der, DER_SEQUENCE, end);
}

static void put_derivation(struct der *der, const struct nonce *nonce)
{
    static const uint8_t rounds[] = {ROUNDS >> 8, ROUNDS & 0xff};
    size_t end = der->at;
    der_put(der, prf, sizeof(prf));
    put(der, DER_INTEGER, rounds, sizeof(rounds));
    put(der, DER_OCTET_STRING, nonce->salt, SALT_LEN);
    der_wrap(der, DER_SEQUENCE, end);
    put(der, DER_OID, oid_pbkdf2, sizeof(oid_pbkdf2));
    der_wrap(der, DER_SEQUENCE, end);
}

static void put_algorithm(struct der *der, const struct nonce *nonce)
{
    size_t end = der->at;
    put_cipher(der, nonce);
    put_derivation(der, nonce);
    der_wrap(der, DER_SEQUENCE, end);
    put(der, DER_OID, oid_pbes2, sizeof(oid_pbes2));
    der_wrap(der, DER_SEQUENCE, end);
}

/* Pads as PKCS#7 does, in place; the room is there. */
static size_t pad(uint8_t *bytes, size_t len)
{
    size_t padding = BLOCK_LEN - len % BLOCK_LEN;
    memset(bytes + len, (int)padding, padding);
    return len + padding;
}

static bool cipher(const struct nonce *nonce, const char *passphrase,
                   uint8_t *bytes, size_t len)
{
    uint8_t key[KEY_LEN];
    uint8_t iv[BLOCK_LEN]; /* the library writes the next one into it */
    mbedtls_aes_context aes;
    memcpy(iv, nonce->iv, BLOCK_LEN);
    mbedtls_aes_init(&aes);
    bool good = mbedtls_pkcs5_pbkdf2_hmac_ext(
                    MBEDTLS_MD_SHA256, (const unsigned char *)passphrase,
                    strlen(passphrase), nonce->salt, SALT_LEN, ROUNDS, KEY_LEN,
                    key) == 0 &&
                mbedtls_aes_setkey_enc(&aes, key, KEY_LEN * 8) == 0 &&
                mbedtls_aes_crypt_cbc(&aes, MBEDTLS_AES_ENCRYPT, len, iv, bytes,
                                      bytes) == 0;
    mbedtls_aes_free(&aes);
    secure_wipe(key, sizeof(key));
    return good;
}

size_t pbes2_encrypt(const struct key_der *plain, const char *passphrase,
                     uint8_t out[PBES2_ENCODED_MAX])
{
    struct nonce nonce;
    uint8_t sealed[KEY_ENCODED_MAX + BLOCK_LEN];
    struct der der;
    if (plain->len > KEY_ENCODED_MAX ||
        random_fill(NULL, nonce.salt, sizeof(nonce.salt)) != 0 ||
        random_fill(NULL, nonce.iv, sizeof(nonce.iv)) != 0) {
        return 0;
    }
    memcpy(sealed, plain->bytes, plain->len);
    size_t len = pad(sealed, plain->len);
    bool good = cipher(&nonce, passphrase, sealed, len);
    der_begin(&der, out, PBES2_ENCODED_MAX);
    put(&der, DER_OCTET_STRING, sealed, len);
    put_algorithm(&der, &nonce);
    der_wrap(&der, DER_SEQUENCE, der.room);
    secure_wipe(sealed, sizeof(sealed));
    return good ? der_finish(&der) : 0;
}

/* ---- decrypting ------------------------------------------------------ */

static enum pbes2_result result_of(int error)
{
    switch (error) {
    case 0:
        return PBES2_OK;
    case MBEDTLS_ERR_PKCS5_PASSWORD_MISMATCH:
        return PBES2_PASSPHRASE;
    case MBEDTLS_ERR_PKCS5_FEATURE_UNAVAILABLE:
        return PBES2_UNSUPPORTED;
    default:
        return PBES2_DAMAGED;
    }
}

static bool is_pbes2(const mbedtls_asn1_buf *oid)
{
    return oid->len == sizeof(oid_pbes2) &&
           memcmp(oid->p, oid_pbes2, sizeof(oid_pbes2)) == 0;
}

enum pbes2_result pbes2_decrypt(const struct key_der *sealed,
                                const char *passphrase, struct key_der *plain)
{
    uint8_t *p = sealed->bytes;
    uint8_t *end = sealed->bytes + sealed->len;
    size_t len = 0;
    mbedtls_asn1_buf oid;
    mbedtls_asn1_buf parameters;
    if (mbedtls_asn1_get_tag(&p, end, &len, DER_SEQUENCE) != 0 ||
        mbedtls_asn1_get_alg(&p, end, &oid, &parameters) != 0 ||
        mbedtls_asn1_get_tag(&p, end, &len, DER_OCTET_STRING) != 0) {
        return PBES2_DAMAGED;
    }
    if (!is_pbes2(&oid)) {
        return PBES2_UNSUPPORTED;
    }
    return result_of(mbedtls_pkcs5_pbes2_ext(
        &parameters, MBEDTLS_PKCS5_DECRYPT, (const unsigned char *)passphrase,
        strlen(passphrase), p, len, plain->bytes, sealed->len, &plain->len));
}
