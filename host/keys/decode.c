/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys from DER: PKCS#8 (RFC 5958, 8410), SEC1 (RFC 5915), PKCS#1 (RFC 8017)
 * and SubjectPublicKeyInfo (RFC 5280), read front to back.
 */
#include "host/keys/decode.h"

#include <string.h>

#include <mbedtls/asn1.h>

#include "base/bytes.h"
#include "host/keys/der.h"
#include "host/keys/key_25519.h"
#include "host/keys/key_ec.h"
#include "host/keys/key_rsa.h"

static const uint8_t oid_rsa[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                  0x0d, 0x01, 0x01, 0x01};
static const uint8_t oid_ec[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
static const uint8_t oid_p256[] = {0x2a, 0x86, 0x48, 0xce,
                                   0x3d, 0x03, 0x01, 0x07};
static const uint8_t oid_p384[] = {0x2b, 0x81, 0x04, 0x00, 0x22};
static const uint8_t oid_ed25519[] = {0x2b, 0x65, 0x70};
static const uint8_t oid_x25519[] = {0x2b, 0x65, 0x6e};

/* What remains to be read, between at and end. */
struct cursor {
    uint8_t *at;
    uint8_t *end;
};

static struct cursor cursor_over(const struct key_der *der)
{
    return (struct cursor){der->bytes, der->bytes + der->len};
}

/* Takes an element and returns a cursor over its content. */
static bool take(struct cursor *c, int tag, struct cursor *content)
{
    size_t len = 0;
    if (mbedtls_asn1_get_tag(&c->at, c->end, &len, tag) != 0) {
        return false;
    }
    *content = (struct cursor){c->at, c->at + len};
    c->at += len;
    return true;
}

static size_t left(const struct cursor *c)
{
    return (size_t)(c->end - c->at);
}

static bool holds(const struct cursor *c, const uint8_t *bytes, size_t len)
{
    return left(c) == len && memcmp(c->at, bytes, len) == 0;
}

static bool say_damaged(struct why *why)
{
    return why_say(why, "the key in it is damaged");
}

/* ---- algorithm ------------------------------------------------------- */

static bool read_curve(const struct cursor *oid, struct key *key,
                       struct why *why)
{
    if (holds(oid, oid_p256, sizeof(oid_p256))) {
        key->type = KEY_ECDSA_P256;
        return true;
    }
    if (holds(oid, oid_p384, sizeof(oid_p384))) {
        key->type = KEY_ECDSA_P384;
        return true;
    }
    return why_say(why, "Unsupported EC curve: make a key on P-256 or P-384");
}

/* Reads an AlgorithmIdentifier; RSA sizes are told apart only later. */
static bool read_algorithm(struct cursor *c, struct key *key, struct why *why)
{
    struct cursor algorithm;
    struct cursor oid;
    struct cursor curve;
    if (!take(c, DER_SEQUENCE, &algorithm) ||
        !take(&algorithm, DER_OID, &oid)) {
        return say_damaged(why);
    }
    if (holds(&oid, oid_ec, sizeof(oid_ec))) {
        if (!take(&algorithm, DER_OID, &curve)) {
            return why_say(why, "Unsupported EC curve: its parameters are "
                                "written out; make a key that names its curve");
        }
        return read_curve(&curve, key, why);
    }
    if (holds(&oid, oid_rsa, sizeof(oid_rsa))) {
        key->type = KEY_RSA_2048;
        return true;
    }
    key->type = holds(&oid, oid_ed25519, sizeof(oid_ed25519)) ? KEY_ED25519
                                                              : KEY_X25519;
    return key->type == KEY_ED25519 ||
           holds(&oid, oid_x25519, sizeof(oid_x25519)) ||
           why_say(why, "Unsupported key type: use RSA, P-256, P-384, Ed25519 "
                        "or X25519");
}

/* ---- private keys ---------------------------------------------------- */

bool key_decode_rsa(const struct key_der *der, struct key *key, struct why *why)
{
    return key_rsa_set_private(der->bytes, der->len, key, why);
}

/* Tells whether a public point that came along is not that of the secret. */
static bool point_differs(struct cursor *c, const struct key *key)
{
    struct cursor explicit;
    struct cursor bits;
    size_t len = 0;
    const uint8_t *point = key_ec_point(key, &len);
    if (!take(c, DER_EXPLICIT_1, &explicit)) {
        return false; /* left out: allowed */
    }
    if (!take(&explicit, DER_BIT_STRING, &bits) || left(&bits) < 2) {
        return true;
    }
    bits.at++; /* count of unused bits */
    return bits.at[0] == 0x04 && !holds(&bits, point, len);
}

/* Reads ECPrivateKey; the type is known, or is found in the parameters. */
static bool read_sec1(struct cursor *c, bool type_known, struct key *key,
                      struct why *why)
{
    struct cursor sequence;
    struct cursor scalar;
    struct cursor explicit;
    struct cursor oid;
    int version = 0;
    if (!take(c, DER_SEQUENCE, &sequence) ||
        mbedtls_asn1_get_int(&sequence.at, sequence.end, &version) != 0 ||
        version != 1 || !take(&sequence, DER_OCTET_STRING, &scalar)) {
        return say_damaged(why);
    }
    bool named = take(&sequence, DER_EXPLICIT_0, &explicit) &&
                 take(&explicit, DER_OID, &oid);
    if (!type_known && !named) {
        return why_say(why, "Unsupported EC curve: none is named");
    }
    if (!type_known && !read_curve(&oid, key, why)) {
        return false;
    }
    if (!key_ec_set_private(key, scalar.at, left(&scalar)) ||
        point_differs(&sequence, key)) {
        return say_damaged(why);
    }
    return true;
}

bool key_decode_sec1(const struct key_der *der, struct key *key,
                     struct why *why)
{
    struct cursor c = cursor_over(der);
    return read_sec1(&c, false, key, why);
}

static bool read_25519(struct cursor *c, struct key *key, struct why *why)
{
    struct cursor secret;
    if (!take(c, DER_OCTET_STRING, &secret) || left(&secret) != KEY_25519_LEN) {
        return say_damaged(why);
    }
    key_25519_set_private(key, secret.at);
    return true;
}

bool key_decode_pkcs8(const struct key_der *der, struct key *key,
                      struct why *why)
{
    struct cursor c = cursor_over(der);
    struct cursor info;
    struct cursor inner;
    int version = 0;
    if (!take(&c, DER_SEQUENCE, &info) ||
        mbedtls_asn1_get_int(&info.at, info.end, &version) != 0) {
        return say_damaged(why);
    }
    if (!read_algorithm(&info, key, why)) {
        return false;
    }
    if (!take(&info, DER_OCTET_STRING, &inner)) {
        return say_damaged(why);
    }
    if (key->type == KEY_RSA_2048) {
        return key_rsa_set_private(inner.at, left(&inner), key, why);
    }
    if (key->type == KEY_ECDSA_P256 || key->type == KEY_ECDSA_P384) {
        return read_sec1(&inner, true, key, why);
    }
    return read_25519(&inner, key, why);
}

/* ---- public keys ----------------------------------------------------- */

static bool set_public(const struct cursor *bits, struct key *key,
                       struct why *why)
{
    if (key->type == KEY_RSA_2048) {
        return key_rsa_set_public(bits->at, left(bits), key, why);
    }
    if (key->type == KEY_ECDSA_P256 || key->type == KEY_ECDSA_P384) {
        return key_ec_set_public(key, bits->at, left(bits)) || say_damaged(why);
    }
    if (left(bits) != KEY_25519_LEN) {
        return say_damaged(why);
    }
    key_25519_set_public(key, bits->at);
    return true;
}

bool key_decode_public(const struct key_der *der, struct key *key,
                       struct why *why)
{
    struct cursor c = cursor_over(der);
    struct cursor info;
    struct cursor bits;
    if (!take(&c, DER_SEQUENCE, &info)) {
        return say_damaged(why);
    }
    if (!read_algorithm(&info, key, why)) {
        return false;
    }
    if (!take(&info, DER_BIT_STRING, &bits) || left(&bits) < 1 ||
        bits.at[0] != 0) {
        return say_damaged(why);
    }
    bits.at++;
    return set_public(&bits, key, why);
}
