/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See sigblock.h. Numbers stand in a block in little-endian order, the
 * signature too, which RSA gives in big-endian order.
 */
#include "host/espsecure/sigblock.h"

#include <string.h>

#include <mbedtls/bignum.h>
#include <mbedtls/sha256.h>

#include "base/bytes.h"
#include "host/keys/key_rsa.h"

#define VERSION_RSA 2

#define OFF_EXPONENT 420U
#define OFF_SQUARE   424U /* R, as the accelerators want it */
#define OFF_INVERSE  808U /* M' */
#define MODULUS_LEN  384U
#define EXPONENT     65537U

#define CRC_POLYNOMIAL 0xedb88320U /* 0x04c11db7 with its bits reversed */
#define SQUARE_BITS    6144U       /* R = 2^6144 mod n */

/*
 * RSAPublicKey with a modulus of 3072 bits and the exponent 65537 has one
 * shape: SEQUENCE, INTEGER 00 n, INTEGER 01 00 01.
 */
#define DER_LEN 398U
static const uint8_t der_head[] = {0x30, 0x82, 0x01, 0x8a, 0x02,
                                   0x82, 0x01, 0x81, 0x00};
static const uint8_t der_tail[] = {0x02, 0x03, 0x01, 0x00, 0x01};

static void copy_reversed(uint8_t *to, const uint8_t *from, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        to[i] = from[len - 1 - i];
    }
}

/* ---- reading --------------------------------------------------------- */

uint32_t sigblock_crc(const uint8_t block[SIGBLOCK_LEN])
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < SIGBLOCK_OFF_CRC; i++) {
        crc ^= block[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? CRC_POLYNOMIAL : 0);
        }
    }
    return ~crc;
}

enum sigblock_form sigblock_form(const uint8_t block[SIGBLOCK_LEN])
{
    if (block[0] != SIGBLOCK_MAGIC) {
        return SIGBLOCK_NO_MAGIC;
    }
    if (block[SIGBLOCK_OFF_VERSION] != VERSION_RSA) {
        return SIGBLOCK_BAD_VERSION;
    }
    bool good = sigblock_crc(block) == le32(block + SIGBLOCK_OFF_CRC);
    return good ? SIGBLOCK_GOOD : SIGBLOCK_BAD_CRC;
}

bool sigblock_key_digest(const uint8_t block[SIGBLOCK_LEN],
                         uint8_t digest[SIGBLOCK_DIGEST_LEN])
{
    return mbedtls_sha256(block + SIGBLOCK_OFF_MODULUS,
                          SIGBLOCK_OFF_SIGNATURE - SIGBLOCK_OFF_MODULUS, digest,
                          0) == 0;
}

bool sigblock_holds(const uint8_t block[SIGBLOCK_LEN], const struct key *key)
{
    uint8_t modulus[MODULUS_LEN];
    if (key->type != KEY_RSA_3072) {
        return false;
    }
    copy_reversed(modulus, key->public_der + sizeof(der_head), MODULUS_LEN);
    return memcmp(block + SIGBLOCK_OFF_MODULUS, modulus, MODULUS_LEN) == 0 &&
           le32(block + OFF_EXPONENT) == EXPONENT;
}

/* ---- the key's part -------------------------------------------------- */

static bool put_square(uint8_t block[SIGBLOCK_LEN], const uint8_t *modulus)
{
    mbedtls_mpi n;
    mbedtls_mpi square;
    mbedtls_mpi_init(&n);
    mbedtls_mpi_init(&square);
    bool done = mbedtls_mpi_read_binary_le(&n, modulus, MODULUS_LEN) == 0 &&
                mbedtls_mpi_lset(&square, 1) == 0 &&
                mbedtls_mpi_shift_l(&square, SQUARE_BITS) == 0 &&
                mbedtls_mpi_mod_mpi(&square, &square, &n) == 0 &&
                mbedtls_mpi_write_binary_le(&square, block + OFF_SQUARE,
                                            MODULUS_LEN) == 0;
    mbedtls_mpi_free(&square);
    mbedtls_mpi_free(&n);
    return done;
}

/* -1/n mod 2^32 of an odd n: each round doubles the bits that are right. */
static uint32_t negative_inverse(uint32_t n)
{
    uint32_t inverse = n; /* right in 3 bits */
    for (int bits = 3; bits < 32; bits *= 2) {
        inverse *= 2 - n * inverse;
    }
    return 0 - inverse;
}

/* Writes what follows from a modulus that stands in the block. */
static bool put_derived(uint8_t block[SIGBLOCK_LEN])
{
    const uint8_t *modulus = block + SIGBLOCK_OFF_MODULUS;
    put_le32(block + OFF_EXPONENT, EXPONENT);
    put_le32(block + OFF_INVERSE, negative_inverse(le32(modulus)));
    return put_square(block, modulus);
}

static bool put_key(uint8_t block[SIGBLOCK_LEN], const struct key *key,
                    struct why *why)
{
    if (key->type != KEY_RSA_3072 || key->public_len != DER_LEN) {
        return why_say(why,
                       "Secure Boot V2 of these chips takes RSA keys of 3072 "
                       "bits, but this is one of type %s: make one with "
                       "`espsecure generate-signing-key`",
                       key_type_name(key->type));
    }
    copy_reversed(block + SIGBLOCK_OFF_MODULUS,
                  key->public_der + sizeof(der_head), MODULUS_LEN);
    return put_derived(block) || why_say(why, "Out of memory");
}

bool sigblock_digest_of(const struct key *key,
                        uint8_t digest[SIGBLOCK_DIGEST_LEN], struct why *why)
{
    uint8_t block[SIGBLOCK_LEN] = {0};
    if (!put_key(block, key, why)) {
        return false;
    }
    return sigblock_key_digest(block, digest) ||
           why_say(why, "The key could not be hashed");
}

static bool get_key(const uint8_t block[SIGBLOCK_LEN], struct key *key)
{
    uint8_t der[DER_LEN];
    struct why ignored;
    memcpy(der, der_head, sizeof(der_head));
    copy_reversed(der + sizeof(der_head), block + SIGBLOCK_OFF_MODULUS,
                  MODULUS_LEN);
    memcpy(der + sizeof(der_head) + MODULUS_LEN, der_tail, sizeof(der_tail));
    *key = (struct key){0};
    return key_rsa_set_public(der, sizeof(der), key, &ignored);
}

/* ---- making and verifying -------------------------------------------- */

/* The accelerators of the chips compute with these numbers as they stand. */
static bool derived_is_right(const uint8_t block[SIGBLOCK_LEN])
{
    uint8_t right[SIGBLOCK_LEN];
    memcpy(right, block, sizeof(right));
    return put_derived(right) && memcmp(right, block, sizeof(right)) == 0;
}

bool sigblock_verify(const uint8_t block[SIGBLOCK_LEN], const uint8_t *data,
                     size_t len)
{
    uint8_t digest[SIGBLOCK_DIGEST_LEN];
    uint8_t signature[SIGBLOCK_SIGNATURE_LEN];
    struct key key;
    const struct key_signed it = {data, len, signature, sizeof(signature)};
    copy_reversed(signature, block + SIGBLOCK_OFF_SIGNATURE, sizeof(signature));
    return mbedtls_sha256(data, len, digest, 0) == 0 &&
           memcmp(block + SIGBLOCK_OFF_DIGEST, digest, sizeof(digest)) == 0 &&
           derived_is_right(block) && get_key(block, &key) &&
           key_verify(&key, &it);
}

static bool put_signature(uint8_t block[SIGBLOCK_LEN],
                          const struct sigblock_parts *parts, struct why *why)
{
    uint8_t made[KEY_SIGNATURE_MAX];
    const uint8_t *signature = parts->signature;
    if (signature == NULL) {
        if (key_sign(parts->key, parts->data, parts->data_len, made, why) !=
            SIGBLOCK_SIGNATURE_LEN) {
            return false;
        }
        signature = made;
    }
    copy_reversed(block + SIGBLOCK_OFF_SIGNATURE, signature,
                  SIGBLOCK_SIGNATURE_LEN);
    return true;
}

bool sigblock_make(uint8_t block[SIGBLOCK_LEN],
                   const struct sigblock_parts *parts, struct why *why)
{
    memset(block, 0, SIGBLOCK_LEN);
    block[0] = SIGBLOCK_MAGIC;
    block[SIGBLOCK_OFF_VERSION] = VERSION_RSA;
    if (mbedtls_sha256(parts->data, parts->data_len,
                       block + SIGBLOCK_OFF_DIGEST, 0) != 0) {
        return why_say(why, "The data could not be hashed");
    }
    if (!put_key(block, parts->key, why) || !put_signature(block, parts, why)) {
        return false;
    }
    put_le32(block + SIGBLOCK_OFF_CRC, sigblock_crc(block));
    return sigblock_verify(block, parts->data, parts->data_len) ||
           why_say(why, "the signature is not of this key and these data");
}
