/* SPDX-License-Identifier: Apache-2.0 */
/* See image_sign.h. */
#include "host/image/image_sign.h"

#include "host/image/image_format.h"

#define BIT(sha) (1u << (sha))

static const struct {
    uint16_t tlv_type;   /* 0: does not sign */
    uint16_t padded_len; /* bytes; 0: signatures have one length */
    unsigned allowed;    /* set of BIT(sha) */
    enum sha preferred;
    const char *name;
    const char *allowed_text;
} kinds[KEY_TYPE_COUNT] = {
    [KEY_RSA_2048] = {TLV_RSA2048, 0, BIT(SHA_256), SHA_256,
                      "PKCS1_PSS_RSA2048_SHA256", "256"},
    [KEY_RSA_3072] = {TLV_RSA3072, 0, BIT(SHA_256), SHA_256,
                      "PKCS1_PSS_RSA3072_SHA256", "256"},
    [KEY_ECDSA_P256] = {TLV_ECDSA, 72, BIT(SHA_256), SHA_256, "ECDSA256_SHA256",
                        "256"},
    [KEY_ECDSA_P384] = {TLV_ECDSA, 103, BIT(SHA_384), SHA_384,
                        "ECDSA384_SHA384", "384"},
    [KEY_ED25519] = {TLV_ED25519, 0, BIT(SHA_256) | BIT(SHA_512), SHA_256,
                     "ED25519", "256, 512"},
    [KEY_X25519] = {0, 0, 0, SHA_AUTO, "X25519", "none"},
};

/* The number that --sha takes. */
static unsigned sha_number(enum sha sha)
{
    return (unsigned)sha_len(sha) * 8;
}

static bool choose_pure(const struct key *key, enum sha asked, enum sha *sha,
                        struct why *why)
{
    if (asked != SHA_AUTO) {
        return why_say(why, "Pure signatures, currently, enforces preferred "
                            "hash algorithm, and forbids sha selection by "
                            "user.");
    }
    if (key != NULL && key->type != KEY_ED25519) {
        return why_say(why,
                       "Could not find allowed hash algorithms for a pure "
                       "signature by a key of type %s; use an ed25519 key",
                       key_type_name(key->type));
    }
    *sha = key == NULL ? SHA_256 : SHA_512;
    return true;
}

bool image_sign_choose(const struct key *key, bool pure, enum sha asked,
                       enum sha *sha, struct why *why)
{
    if (key != NULL && kinds[key->type].tlv_type == 0) {
        return why_say(why,
                       "a key of type %s cannot sign images, only encrypt "
                       "them",
                       key_type_name(key->type));
    }
    if (pure) {
        return choose_pure(key, asked, sha, why);
    }
    if (key == NULL) {
        *sha = asked == SHA_AUTO ? SHA_256 : asked;
        return true;
    }
    *sha = asked == SHA_AUTO ? kinds[key->type].preferred : asked;
    if (!image_sign_allows(key, false, *sha)) {
        return why_say(why,
                       "Key %s can not be used with --sha %u; allowed sha are "
                       "one of %s",
                       kinds[key->type].name, sha_number(*sha),
                       kinds[key->type].allowed_text);
    }
    return true;
}

bool image_sign_allows(const struct key *key, bool pure, enum sha sha)
{
    if (pure) {
        return key->type == KEY_ED25519 && sha == SHA_512;
    }
    return (kinds[key->type].allowed & BIT(sha)) != 0;
}

uint16_t image_sign_tlv_type(enum key_type type)
{
    return kinds[type].tlv_type;
}

size_t image_sign_padded_len(enum key_type type)
{
    return kinds[type].padded_len;
}

/*
 * RSA and ECDSA hash the bytes themselves, which gives the image's digest
 * again; Ed25519 takes the digest as its message.
 */
static bool signs_digest(const struct key *key, const struct image_cover *cover)
{
    return key->type == KEY_ED25519 && !cover->pure;
}

size_t image_sign(const struct key *key, const struct image_cover *cover,
                  uint8_t signature[KEY_SIGNATURE_MAX], struct why *why)
{
    bool digest = signs_digest(key, cover);

    return key_sign(key, digest ? cover->digest : cover->bytes,
                    digest ? cover->digest_len : cover->len, signature, why);
}

bool image_sign_verify(const struct key *key, const struct image_cover *cover,
                       const uint8_t *signature, size_t len)
{
    bool digest = signs_digest(key, cover);
    const struct key_signed it = {
        .message = digest ? cover->digest : cover->bytes,
        .message_len = digest ? cover->digest_len : cover->len,
        .signature = signature,
        .signature_len = len,
    };

    return key_verify(key, &it);
}
