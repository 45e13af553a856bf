/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys as DER: PKCS#1 (RFC 8017), SEC1 (RFC 5915), PKCS#8 (RFC 5958, 8410) and
 * SubjectPublicKeyInfo (RFC 5280). Written from the end to the start.
 */
#include "host/keys/encode.h"

#include <string.h>

#include <mbedtls/asn1.h>

#include "base/bytes.h"
#include "host/keys/der.h"
#include "host/keys/key_25519.h"
#include "host/keys/key_ec.h"

/* Contents of the AlgorithmIdentifier of each kind of key. */
static const uint8_t algorithm_rsa[] = {0x06, 0x09, 0x2a, 0x86, 0x48,
                                        0x86, 0xf7, 0x0d, 0x01, 0x01,
                                        0x01, 0x05, 0x00};
static const uint8_t algorithm_p256[] = {
    0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
static const uint8_t algorithm_p384[] = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
                                         0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
                                         0x81, 0x04, 0x00, 0x22};
static const uint8_t algorithm_ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
static const uint8_t algorithm_x25519[] = {0x06, 0x03, 0x2b, 0x65, 0x6e};

#define EC_OID_LEN 9 /* of id-ecPublicKey; the curve's follows it */

struct algorithm {
    const uint8_t *bytes;
    size_t len;
};

static const struct algorithm algorithms[KEY_TYPE_COUNT] = {
    [KEY_RSA_2048] = {algorithm_rsa, sizeof(algorithm_rsa)},
    [KEY_RSA_3072] = {algorithm_rsa, sizeof(algorithm_rsa)},
    [KEY_ECDSA_P256] = {algorithm_p256, sizeof(algorithm_p256)},
    [KEY_ECDSA_P384] = {algorithm_p384, sizeof(algorithm_p384)},
    [KEY_ED25519] = {algorithm_ed25519, sizeof(algorithm_ed25519)},
    [KEY_X25519] = {algorithm_x25519, sizeof(algorithm_x25519)},
};

static bool is_rsa(const struct key *key)
{
    return key->type == KEY_RSA_2048 || key->type == KEY_RSA_3072;
}

static bool is_ec(const struct key *key)
{
    return key->type == KEY_ECDSA_P256 || key->type == KEY_ECDSA_P384;
}

/* ---- the parts, each put in front of what there is ------------------- */

static void put_version(struct der *der, uint8_t version)
{
    der_put(der, (uint8_t[]){DER_INTEGER, 1, version}, 3);
}

static void put_octets(struct der *der, const uint8_t *bytes, size_t len)
{
    size_t end = der->at;
    der_put(der, bytes, len);
    der_wrap(der, DER_OCTET_STRING, end);
}

static void put_algorithm(struct der *der, enum key_type type)
{
    size_t end = der->at;
    der_put(der, algorithms[type].bytes, algorithms[type].len);
    der_wrap(der, DER_SEQUENCE, end);
}

/* Which optional parts of SEC1 are written. */
struct sec1_parts {
    bool curve;
    bool public;
};

static void put_sec1_public(struct der *der, const struct key *key)
{
    size_t end = der->at;
    size_t point_len = 0;
    const uint8_t *point = key_ec_point(key, &point_len);
    der_put(der, point, point_len);
    der_put(der, (uint8_t[]){0}, 1); /* no unused bits */
    der_wrap(der, DER_BIT_STRING, end);
    der_wrap(der, DER_EXPLICIT_1, end);
}

static void put_sec1_curve(struct der *der, const struct key *key)
{
    size_t end = der->at;
    const struct algorithm *algorithm = &algorithms[key->type];
    der_put(der, algorithm->bytes + EC_OID_LEN, algorithm->len - EC_OID_LEN);
    der_wrap(der, DER_EXPLICIT_0, end);
}

static void put_sec1(struct der *der, const struct key *key,
                     struct sec1_parts parts)
{
    size_t end = der->at;
    if (parts.public) {
        put_sec1_public(der, key);
    }
    if (parts.curve) {
        put_sec1_curve(der, key);
    }
    put_octets(der, key->secret, key->secret_len);
    put_version(der, 1);
    der_wrap(der, DER_SEQUENCE, end);
}

/* ---- private keys ---------------------------------------------------- */

/* Puts the private key as the OCTET STRING of PKCS#8 contains it. */
static void put_inner(struct der *der, const struct key *key, bool public)
{
    if (is_rsa(key)) {
        der_put(der, key->secret, key->secret_len);
    } else if (is_ec(key)) {
        put_sec1(der, key, (struct sec1_parts){.public = public});
    } else {
        put_octets(der, key->secret, KEY_25519_LEN);
    }
}

static size_t encode_pkcs8(const struct key *key, bool public, uint8_t *out)
{
    struct der der;
    der_begin(&der, out, KEY_ENCODED_MAX);
    put_inner(&der, key, public);
    der_wrap(&der, DER_OCTET_STRING, der.room);
    put_algorithm(&der, key->type);
    put_version(&der, 0);
    der_wrap(&der, DER_SEQUENCE, der.room);
    return der_finish(&der);
}

static size_t encode_sec1(const struct key *key, struct sec1_parts parts,
                          uint8_t *out)
{
    struct der der;
    der_begin(&der, out, KEY_ENCODED_MAX);
    put_sec1(&der, key, parts);
    return der_finish(&der);
}

size_t key_encode_private(const struct key *key, enum key_form form,
                          uint8_t out[KEY_ENCODED_MAX])
{
    if (form == KEY_FORM_PKCS8) {
        return encode_pkcs8(key, true, out);
    }
    if (is_ec(key)) {
        const struct sec1_parts all = {.curve = true, .public = true};
        return encode_sec1(key, all, out);
    }
    if (is_rsa(key)) {
        memcpy(out, key->secret, key->secret_len);
        return key->secret_len;
    }
    return 0;
}

/*
 * Copies version, n, e, d, p and q of an RSAPrivateKey: the exponents and the
 * coefficient that follow can be computed from them.
 */
static size_t encode_rsa_minimal(const struct key *key, uint8_t *out)
{
    uint8_t secret[KEY_SECRET_MAX]; /* the library's pointers are not const */
    uint8_t *p = secret;
    uint8_t *end = secret + key->secret_len;
    size_t len = 0;
    struct der der;
    memcpy(secret, key->secret, key->secret_len);
    bool good = mbedtls_asn1_get_tag(&p, end, &len, DER_SEQUENCE) == 0;
    const uint8_t *first = p;
    for (int i = 0; i < 6 && good; i++) {
        good = mbedtls_asn1_get_tag(&p, end, &len, DER_INTEGER) == 0;
        p += good ? len : 0;
    }
    der_begin(&der, out, KEY_ENCODED_MAX);
    der_put(&der, first, (size_t)(p - first));
    der_wrap(&der, DER_SEQUENCE, der.room);
    secure_wipe(secret, sizeof(secret));
    return good ? der_finish(&der) : 0;
}

size_t key_encode_minimal(const struct key *key, enum key_form form,
                          uint8_t out[KEY_ENCODED_MAX])
{
    if (is_rsa(key)) {
        return form == KEY_FORM_PKCS8 ? 0 : encode_rsa_minimal(key, out);
    }
    if (key->type != KEY_ECDSA_P256) {
        return 0;
    }
    if (form == KEY_FORM_PKCS8) {
        return encode_pkcs8(key, false, out);
    }
    return encode_sec1(key, (struct sec1_parts){.curve = true}, out);
}

/* ---- public keys ----------------------------------------------------- */

size_t key_encode_public(const struct key *key, uint8_t out[KEY_ENCODED_MAX])
{
    struct der der;
    if (!is_rsa(key)) {
        memcpy(out, key->public_der, key->public_len);
        return key->public_len;
    }
    der_begin(&der, out, KEY_ENCODED_MAX);
    der_put(&der, key->public_der, key->public_len);
    der_put(&der, (uint8_t[]){0}, 1); /* no unused bits */
    der_wrap(&der, DER_BIT_STRING, der.room);
    put_algorithm(&der, key->type);
    der_wrap(&der, DER_SEQUENCE, der.room);
    return der_finish(&der);
}
