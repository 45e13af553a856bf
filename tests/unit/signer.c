/* SPDX-License-Identifier: Apache-2.0 */
/* See signer.h. */
#include "tests/unit/signer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/image.h"
#include "host/keys/key_25519.h"
#include "host/keys/key_ec.h"

#define SECRET_LEN 32

static void count_up(uint8_t *secret, uint8_t first)
{
    for (uint32_t i = 0; i < SECRET_LEN; i++) {
        secret[i] = (uint8_t)(first + i);
    }
}

static void publish(struct signer *s)
{
    struct hash hash;

    s->public.der = s->key.public_der;
    s->public.der_len = (uint32_t)s->key.public_len;
    hash_open(&hash);
    hash_add(&hash, s->public.der, s->public.der_len);
    hash_close(&hash, s->hash);
}

void signer_open_ed25519(struct signer *s, uint8_t first)
{
    uint8_t seed[SECRET_LEN];

    memset(s, 0, sizeof(*s));
    count_up(seed, first);
    s->key.type = KEY_ED25519;
    key_25519_set_private(&s->key, seed);
    publish(s);
}

void signer_open_p256(struct signer *s)
{
    uint8_t scalar[SECRET_LEN];

    memset(s, 0, sizeof(*s));
    count_up(scalar, 1);
    s->key.type = KEY_ECDSA_P256;
    assert_true(key_ec_set_private(&s->key, scalar, sizeof(scalar)));
    publish(s);
}

void signer_open_rsa(struct signer *s, enum key_type type)
{
    struct why why = {0};

    memset(s, 0, sizeof(*s));
    assert_true(key_generate(type, &s->key, &why));
    publish(s);
}

uint16_t signer_sign(const struct signer *s, const struct draft *d,
                     uint8_t signature[KEY_SIGNATURE_MAX])
{
    struct why why = {0};
    const uint8_t *message = d->bytes;
    size_t message_len = d->covered;
    size_t len;

    if (s->key.type == KEY_ED25519) {
        message = d->digest;
        message_len = HASH_LEN;
    }
    len = key_sign(&s->key, message, message_len, signature, &why);
    assert_true(len > 0);
    return (uint16_t)len;
}

void signer_complete(const struct signer *s, struct draft *d, uint16_t tlv_type)
{
    uint8_t signature[KEY_SIGNATURE_MAX];
    uint16_t len = signer_sign(s, d, signature);

    draft_tlv(d, IMAGE_TLV_SHA256, d->digest, HASH_LEN);
    draft_tlv(d, IMAGE_TLV_KEYHASH, s->hash, HASH_LEN);
    draft_tlv(d, tlv_type, signature, len);
}
