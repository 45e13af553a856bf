/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSA over Mbed TLS. Contexts of the library live for one call; the outer
 * function owns and frees them, the inner one works.
 */
#include "host/keys/key_rsa.h"

#include <string.h>

#include <mbedtls/asn1.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>

#include "base/bytes.h"
#include "host/keys/der.h"
#include "host/keys/random.h"

#define DIGEST_LEN 32 /* SHA-256 */
#define SALT_LEN   32 /* SPEC, Signatures: as long as the digest */
#define EXPONENT   65537

/* ---- reading keys --------------------------------------------------- */

/* Writes an integer with the zero in front that keeps it positive. */
static bool put_integer(struct der *der, const mbedtls_mpi *number)
{
    uint8_t bytes[KEY_PUBLIC_MAX];
    size_t end = der->at;
    size_t len = mbedtls_mpi_bitlen(number) / 8 + 1;
    if (len > sizeof(bytes) ||
        mbedtls_mpi_write_binary(number, bytes, len) != 0) {
        return false;
    }
    der_put(der, bytes, len);
    der_wrap(der, DER_INTEGER, end);
    return true;
}

static bool write_public(const mbedtls_rsa_context *rsa, struct key *key)
{
    mbedtls_mpi n;
    mbedtls_mpi e;
    struct der der;
    mbedtls_mpi_init(&n);
    mbedtls_mpi_init(&e);
    der_begin(&der, key->public_der, sizeof(key->public_der));
    bool written = mbedtls_rsa_export(rsa, &n, NULL, NULL, NULL, &e) == 0 &&
                   put_integer(&der, &e) && put_integer(&der, &n);
    mbedtls_mpi_free(&e);
    mbedtls_mpi_free(&n);
    der_wrap(&der, DER_SEQUENCE, der.room);
    key->public_len = der_finish(&der);
    return written && key->public_len > 0;
}

static bool exponent_is_usual(const mbedtls_rsa_context *rsa)
{
    mbedtls_mpi e;
    mbedtls_mpi_init(&e);
    bool usual = mbedtls_rsa_export(rsa, NULL, NULL, NULL, NULL, &e) == 0 &&
                 mbedtls_mpi_cmp_int(&e, EXPONENT) == 0;
    mbedtls_mpi_free(&e);
    return usual;
}

/* Checks size and exponent and fills in all but the secret. */
static bool set_common(const mbedtls_rsa_context *rsa, struct key *key,
                       struct why *why)
{
    size_t bits = mbedtls_rsa_get_bitlen(rsa);
    if (bits != 2048 && bits != 3072) {
        return why_say(why,
                       "Unsupported RSA key size: %zu bits; make a key of 2048 "
                       "or 3072",
                       bits);
    }
    if (!exponent_is_usual(rsa)) {
        return why_say(why, "Unsupported RSA exponent; make a key with 65537");
    }
    key->type = bits == 2048 ? KEY_RSA_2048 : KEY_RSA_3072;
    return write_public(rsa, key) ||
           why_say(why, "the RSA key in it is damaged");
}

static bool take_private(const mbedtls_pk_context *pk, const uint8_t *der,
                         size_t len, struct key *key, struct why *why)
{
    const mbedtls_rsa_context *rsa = mbedtls_pk_rsa(*pk);
    if (mbedtls_pk_get_type(pk) != MBEDTLS_PK_RSA ||
        len > sizeof(key->secret) || mbedtls_rsa_check_privkey(rsa) != 0) {
        return why_say(why, "the RSA key in it is damaged");
    }
    memcpy(key->secret, der, len);
    key->secret_len = len;
    key->is_private = true;
    return set_common(rsa, key, why);
}

bool key_rsa_set_private(const uint8_t *der, size_t len, struct key *key,
                         struct why *why)
{
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    bool set = false;
    if (mbedtls_pk_parse_key(&pk, der, len, NULL, 0, random_fill, NULL) != 0) {
        (void)why_say(why, "the RSA key in it is damaged");
    } else {
        set = take_private(&pk, der, len, key, why);
    }
    mbedtls_pk_free(&pk);
    return set;
}

/* Reads SEQUENCE { n, e } to its very end. */
static bool read_public(const uint8_t *der, size_t len,
                        mbedtls_rsa_context *rsa)
{
    /* the library takes pointers to bytes that it does not change */
    uint8_t bytes[KEY_PUBLIC_MAX * 4];
    uint8_t *p = bytes;
    size_t inner = 0;
    mbedtls_mpi n;
    mbedtls_mpi e;
    if (len > sizeof(bytes)) {
        return false;
    }
    memcpy(bytes, der, len);
    mbedtls_mpi_init(&n);
    mbedtls_mpi_init(&e);
    bool read =
        mbedtls_asn1_get_tag(&p, bytes + len, &inner, DER_SEQUENCE) == 0 &&
        mbedtls_asn1_get_mpi(&p, bytes + len, &n) == 0 &&
        mbedtls_asn1_get_mpi(&p, bytes + len, &e) == 0 && p == bytes + len &&
        mbedtls_rsa_import(rsa, &n, NULL, NULL, NULL, &e) == 0 &&
        mbedtls_rsa_complete(rsa) == 0 && mbedtls_rsa_check_pubkey(rsa) == 0;
    mbedtls_mpi_free(&e);
    mbedtls_mpi_free(&n);
    return read;
}

bool key_rsa_set_public(const uint8_t *der, size_t len, struct key *key,
                        struct why *why)
{
    mbedtls_rsa_context rsa;
    mbedtls_rsa_init(&rsa);
    bool set = read_public(der, len, &rsa) ? set_common(&rsa, key, why)
                                           : why_say(why, "the RSA key in it "
                                                          "is damaged");
    mbedtls_rsa_free(&rsa);
    return set;
}

/* ---- making keys ---------------------------------------------------- */

static bool generate(mbedtls_pk_context *pk, unsigned bits, struct key *key,
                     struct why *why)
{
    uint8_t der[KEY_SECRET_MAX];
    mbedtls_rsa_context *rsa = NULL;
    if (mbedtls_pk_setup(pk, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)) != 0) {
        return why_say(why, "out of memory");
    }
    rsa = mbedtls_pk_rsa(*pk);
    if (mbedtls_rsa_gen_key(rsa, random_fill, NULL, bits, EXPONENT) != 0) {
        return why_say(why, "no RSA key could be made");
    }
    int len = mbedtls_pk_write_key_der(pk, der, sizeof(der));
    bool made = len > 0 && take_private(pk, der + sizeof(der) - len,
                                        (size_t)len, key, why);
    secure_wipe(der, sizeof(der));
    return made;
}

bool key_rsa_generate(unsigned bits, struct key *key, struct why *why)
{
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    bool made = generate(&pk, bits, key, why);
    mbedtls_pk_free(&pk);
    return made;
}

/* ---- signatures ----------------------------------------------------- */

static bool hash(const uint8_t *message, size_t len, uint8_t *digest)
{
    return mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), message,
                      len, digest) == 0;
}

size_t key_rsa_sign(const struct key *key, const uint8_t *message, size_t len,
                    uint8_t signature[KEY_SIGNATURE_MAX])
{
    uint8_t digest[DIGEST_LEN];
    size_t signature_len = 0;
    mbedtls_pk_context pk;
    mbedtls_pk_init(&pk);
    if (hash(message, len, digest) &&
        mbedtls_pk_parse_key(&pk, key->secret, key->secret_len, NULL, 0,
                             random_fill, NULL) == 0) {
        mbedtls_rsa_context *rsa = mbedtls_pk_rsa(pk);
        bool good = mbedtls_rsa_set_padding(rsa, MBEDTLS_RSA_PKCS_V21,
                                            MBEDTLS_MD_SHA256) == 0 &&
                    mbedtls_rsa_rsassa_pss_sign_ext(
                        rsa, random_fill, NULL, MBEDTLS_MD_SHA256, DIGEST_LEN,
                        digest, SALT_LEN, signature) == 0;
        signature_len = good ? mbedtls_rsa_get_len(rsa) : 0;
    }
    mbedtls_pk_free(&pk);
    return signature_len;
}

bool key_rsa_verify(const struct key *key, const struct key_signed *it)
{
    uint8_t digest[DIGEST_LEN];
    mbedtls_rsa_context rsa;
    mbedtls_rsa_init(&rsa);
    bool good = hash(it->message, it->message_len, digest) &&
                read_public(key->public_der, key->public_len, &rsa) &&
                it->signature_len == mbedtls_rsa_get_len(&rsa) &&
                mbedtls_rsa_rsassa_pss_verify_ext(
                    &rsa, MBEDTLS_MD_SHA256, DIGEST_LEN, digest,
                    MBEDTLS_MD_SHA256, SALT_LEN, it->signature) == 0;
    mbedtls_rsa_free(&rsa);
    return good;
}
