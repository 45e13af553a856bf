/* SPDX-License-Identifier: Apache-2.0 */
/*
 * P-256 and P-384 over Mbed TLS. Contexts of the library live for one call.
 */
#include "host/keys/key_ec.h"

#include <string.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>
#include <mbedtls/md.h>

#include "base/bytes.h"
#include "host/keys/random.h"

#define DIGEST_MAX 48 /* SHA-384 */

/* What differs between the curves. */
struct curve {
    mbedtls_ecp_group_id id;
    mbedtls_md_type_t md;
    size_t scalar_len; /* of the digest, too */
    uint8_t prefix[23];
    size_t prefix_len; /* of the SubjectPublicKeyInfo, up to the point */
};

/* SPEC, Public keys: the fixed first bytes */
static const struct curve p256 = {
    .id = MBEDTLS_ECP_DP_SECP256R1,
    .md = MBEDTLS_MD_SHA256,
    .scalar_len = 32,
    .prefix = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86,
               0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
               0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07},
    .prefix_len = 23,
};

static const struct curve p384 = {
    .id = MBEDTLS_ECP_DP_SECP384R1,
    .md = MBEDTLS_MD_SHA384,
    .scalar_len = 48,
    .prefix = {0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
               0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22},
    .prefix_len = 20,
};

static const struct curve *curve_of(enum key_type type)
{
    return type == KEY_ECDSA_P256 ? &p256 : &p384;
}

size_t key_ec_scalar_len(enum key_type type)
{
    return curve_of(type)->scalar_len;
}

/* Prefix, then BIT STRING with no unused bits, then the point. */
static bool write_public(const mbedtls_ecp_keypair *pair, struct key *key)
{
    const struct curve *curve = curve_of(key->type);
    uint8_t *p = key->public_der;
    size_t point_len = 1 + 2 * curve->scalar_len;
    size_t len = 0;
    memcpy(p, curve->prefix, curve->prefix_len);
    p += curve->prefix_len;
    *p++ = 0x03;
    *p++ = (uint8_t)(point_len + 1);
    *p++ = 0x00;
    key->public_len = curve->prefix_len + 3 + point_len;
    return mbedtls_ecp_write_public_key(pair, MBEDTLS_ECP_PF_UNCOMPRESSED, &len,
                                        p, KEY_EC_POINT_MAX) == 0 &&
           len == point_len;
}

const uint8_t *key_ec_point(const struct key *key, size_t *len)
{
    *len = 1 + 2 * key_ec_scalar_len(key->type);
    return key->public_der + key->public_len - *len;
}

/* ---- reading and making keys ---------------------------------------- */

/* Takes the scalar and the point out of a pair that has its secret. */
static bool take_pair(mbedtls_ecp_keypair *pair, struct key *key)
{
    size_t len = curve_of(key->type)->scalar_len;
    key->secret_len = len;
    key->is_private = true;
    return mbedtls_ecp_keypair_calc_public(pair, random_fill, NULL) == 0 &&
           mbedtls_ecp_write_key_ext(pair, &len, key->secret,
                                     sizeof(key->secret)) == 0 &&
           len == key->secret_len && write_public(pair, key);
}

bool key_ec_set_private(struct key *key, const uint8_t *scalar, size_t len)
{
    mbedtls_ecp_keypair pair;
    if (len > key_ec_scalar_len(key->type)) {
        return false;
    }
    mbedtls_ecp_keypair_init(&pair);
    bool set = mbedtls_ecp_read_key(curve_of(key->type)->id, &pair, scalar,
                                    len) == 0 &&
               take_pair(&pair, key);
    mbedtls_ecp_keypair_free(&pair);
    return set;
}

bool key_ec_generate(struct key *key)
{
    mbedtls_ecp_keypair pair;
    mbedtls_ecp_keypair_init(&pair);
    bool made = mbedtls_ecp_gen_key(curve_of(key->type)->id, &pair, random_fill,
                                    NULL) == 0 &&
                take_pair(&pair, key);
    mbedtls_ecp_keypair_free(&pair);
    return made;
}

/* Loads a point; the library checks its form, we that the curve holds it. */
static bool read_point(mbedtls_ecp_keypair *pair, enum key_type type,
                       const uint8_t *point, size_t len)
{
    mbedtls_ecp_group_id id = curve_of(type)->id;
    mbedtls_ecp_group group;
    mbedtls_ecp_point q;
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&q);
    bool read = mbedtls_ecp_group_load(&group, id) == 0 &&
                mbedtls_ecp_point_read_binary(&group, &q, point, len) == 0 &&
                mbedtls_ecp_check_pubkey(&group, &q) == 0 &&
                mbedtls_ecp_set_public_key(id, pair, &q) == 0;
    mbedtls_ecp_point_free(&q);
    mbedtls_ecp_group_free(&group);
    return read;
}

bool key_ec_set_public(struct key *key, const uint8_t *point, size_t len)
{
    mbedtls_ecp_keypair pair;
    mbedtls_ecp_keypair_init(&pair);
    bool set =
        read_point(&pair, key->type, point, len) && write_public(&pair, key);
    mbedtls_ecp_keypair_free(&pair);
    return set;
}

/* ---- signatures ----------------------------------------------------- */

static bool hash(const struct curve *curve, const uint8_t *message, size_t len,
                 uint8_t digest[DIGEST_MAX])
{
    return mbedtls_md(mbedtls_md_info_from_type(curve->md), message, len,
                      digest) == 0;
}

size_t key_ec_sign(const struct key *key, const uint8_t *message, size_t len,
                   uint8_t signature[KEY_SIGNATURE_MAX])
{
    const struct curve *curve = curve_of(key->type);
    uint8_t digest[DIGEST_MAX];
    size_t signature_len = 0;
    mbedtls_ecp_keypair pair;
    mbedtls_ecp_keypair_init(&pair);
    bool good = hash(curve, message, len, digest) &&
                mbedtls_ecp_read_key(curve->id, &pair, key->secret,
                                     key->secret_len) == 0 &&
                mbedtls_ecdsa_write_signature(
                    &pair, curve->md, digest, curve->scalar_len, signature,
                    KEY_SIGNATURE_MAX, &signature_len, random_fill, NULL) == 0;
    mbedtls_ecp_keypair_free(&pair);
    return good ? signature_len : 0;
}

/* Length of the DER, whose padding must be zeros; 0 if it is malformed. */
static size_t der_len(const struct key_signed *it)
{
    if (it->signature_len < 2 || it->signature[1] >= 0x80) {
        return 0;
    }
    size_t len = 2 + (size_t)it->signature[1];
    if (len > it->signature_len ||
        !bytes_are(it->signature + len, 0, it->signature_len - len)) {
        return 0;
    }
    return len;
}

bool key_ec_verify(const struct key *key, const struct key_signed *it)
{
    const struct curve *curve = curve_of(key->type);
    uint8_t digest[DIGEST_MAX];
    size_t len = der_len(it);
    size_t point_len = 0;
    const uint8_t *point = key_ec_point(key, &point_len);
    mbedtls_ecp_keypair pair;
    mbedtls_ecp_keypair_init(&pair);
    bool good = len > 0 && hash(curve, it->message, it->message_len, digest) &&
                read_point(&pair, key->type, point, point_len) &&
                mbedtls_ecdsa_read_signature(&pair, digest, curve->scalar_len,
                                             it->signature, len) == 0;
    mbedtls_ecp_keypair_free(&pair);
    return good;
}
