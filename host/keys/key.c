/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of the key types, and the way from a type to the file that knows it.
 */
#include "host/keys/key.h"

#include <string.h>

#include "base/bytes.h"
#include "host/keys/key_25519.h"
#include "host/keys/key_ec.h"
#include "host/keys/key_rsa.h"

struct names {
    const char *type;
    const char *shortened;
};

static const struct names names[KEY_TYPE_COUNT] = {
    [KEY_RSA_2048] = {"rsa-2048", "rsa"},
    [KEY_RSA_3072] = {"rsa-3072", "rsa"},
    [KEY_ECDSA_P256] = {"ecdsa-p256", "ecdsa"},
    [KEY_ECDSA_P384] = {"ecdsa-p384", "ecdsap384"},
    [KEY_ED25519] = {"ed25519", "ed25519"},
    [KEY_X25519] = {"x25519", "x25519"},
};

const char *key_type_name(enum key_type type)
{
    return names[type].type;
}

const char *key_short_name(enum key_type type)
{
    return names[type].shortened;
}

static bool generate(struct key *key, struct why *why)
{
    switch (key->type) {
    case KEY_RSA_2048:
        return key_rsa_generate(2048, key, why);
    case KEY_RSA_3072:
        return key_rsa_generate(3072, key, why);
    case KEY_ECDSA_P256:
    case KEY_ECDSA_P384:
        return key_ec_generate(key);
    case KEY_ED25519:
    case KEY_X25519:
        return key_25519_generate(key);
    case KEY_TYPE_COUNT:
        break;
    }
    return false;
}

bool key_generate(enum key_type type, struct key *key, struct why *why)
{
    (void)why_say(why, "no key could be made: no random numbers");
    *key = (struct key){.type = type};
    if (!generate(key, why)) {
        key_wipe(key);
        return false;
    }
    return true;
}

static size_t sign(const struct key *key, const uint8_t *message, size_t len,
                   uint8_t signature[KEY_SIGNATURE_MAX])
{
    switch (key->type) {
    case KEY_RSA_2048:
    case KEY_RSA_3072:
        return key_rsa_sign(key, message, len, signature);
    case KEY_ECDSA_P256:
    case KEY_ECDSA_P384:
        return key_ec_sign(key, message, len, signature);
    case KEY_ED25519:
        return key_25519_sign(key, message, len, signature);
    case KEY_X25519:
    case KEY_TYPE_COUNT:
        break;
    }
    return 0;
}

size_t key_sign(const struct key *key, const uint8_t *message, size_t len,
                uint8_t signature[KEY_SIGNATURE_MAX], struct why *why)
{
    if (!key->is_private || key->type == KEY_X25519) {
        (void)why_say(why,
                      "a %s key cannot sign: use a private key of another "
                      "type",
                      key->is_private ? "x25519" : "public");
        return 0;
    }
    size_t signature_len = sign(key, message, len, signature);
    if (signature_len == 0) {
        (void)why_say(why, "signing failed: is the key damaged?");
    }
    return signature_len;
}

bool key_verify(const struct key *key, const struct key_signed *it)
{
    switch (key->type) {
    case KEY_RSA_2048:
    case KEY_RSA_3072:
        return key_rsa_verify(key, it);
    case KEY_ECDSA_P256:
    case KEY_ECDSA_P384:
        return key_ec_verify(key, it);
    case KEY_ED25519:
        return key_25519_verify(key, it);
    case KEY_X25519:
    case KEY_TYPE_COUNT:
        break;
    }
    return false;
}

void key_wipe(struct key *key)
{
    secure_wipe(key, sizeof(*key));
}
