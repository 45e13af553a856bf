/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RSASSA-PSS verification with SHA-256, MGF1 over SHA-256, a salt of exactly
 * 32 bytes and the public exponent 65537, for moduli of 2048 and 3072 bits
 * (RFC 8017, 8.1.2 and 9.1.2; SPEC, "Signatures"). The big-number operation
 * and the hash are contracts: accelerators on chips, a library on the host.
 * Not for signing, nor for any other salt length or exponent.
 */
#include "crypto/signature.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "iface/bignum.h"

#define SALT_LEN  32
#define TRAILER   0xbc           /* RFC 8017, 9.1.1 step 12 */
#define SEPARATOR 0x01           /* RFC 8017, 9.1.1 step 8 */
#define TAIL_LEN  (HASH_LEN + 1) /* bytes of EM behind the masked DB */

/*
 * PKCS#1 RSAPublicKey: SEQUENCE { INTEGER n, INTEGER e }. The top bit of n is
 * set, hence its leading zero byte; so both lengths are fixed (SPEC, "Public
 * keys").
 */
#define DER_HEAD_LEN 9
#define DER_TAIL_LEN 5

static const uint8_t der_tail[DER_TAIL_LEN] = {0x02, 0x03, 0x01, 0x00, 0x01};

/** A key length: what differs between the two algorithms. */
struct rsa_size {
    uint32_t len; /* bytes of modulus and signature: 256 or 384 */
    uint8_t der_head[DER_HEAD_LEN];
};

static const struct rsa_size size_2048 = {
    .len = 256,
    .der_head = {0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00},
};

static const struct rsa_size size_3072 = {
    .len = 384,
    .der_head = {0x30, 0x82, 0x01, 0x8a, 0x02, 0x82, 0x01, 0x81, 0x00},
};

static bool modulus_is_odd_and_long(const uint8_t *n, size_t len)
{
    return (n[0] & 0x80) != 0 && (n[len - 1] & 1) != 0;
}

/* The modulus inside the key, or NULL if the key has any other form. */
static const uint8_t *key_modulus(const struct public_key *key,
                                  const struct rsa_size *size)
{
    const uint8_t *n = key->der + DER_HEAD_LEN;

    if (key->der_len != DER_HEAD_LEN + size->len + DER_TAIL_LEN) {
        return NULL;
    }
    if (memcmp(key->der, size->der_head, DER_HEAD_LEN) != 0 ||
        memcmp(n + size->len, der_tail, DER_TAIL_LEN) != 0) {
        return NULL;
    }
    return modulus_is_odd_and_long(n, size->len) ? n : NULL;
}

/* MGF1, RFC 8017, B.2.1, applied at once: db ^= mask(seed). */
static void mgf1_unmask(uint8_t *db, size_t db_len,
                        const uint8_t seed[HASH_LEN])
{
    uint8_t mask[HASH_LEN];
    uint8_t counter[4] = {0, 0, 0, 0}; /* big-endian; at most 11 blocks */
    struct hash h;

    for (size_t off = 0; off < db_len; off++) {
        if (off % HASH_LEN == 0) {
            hash_open(&h);
            hash_add(&h, seed, HASH_LEN);
            hash_add(&h, counter, sizeof(counter));
            hash_close(&h, mask);
            counter[3]++;
        }
        db[off] ^= mask[off % HASH_LEN];
    }
}

/* H' = SHA-256(eight zero bytes || digest || salt), RFC 8017, 9.1.2 step 12 */
static void salted_hash(const uint8_t digest[HASH_LEN],
                        const uint8_t salt[SALT_LEN], uint8_t out[HASH_LEN])
{
    static const uint8_t zeros[8];
    struct hash h;

    hash_open(&h);
    hash_add(&h, zeros, sizeof(zeros));
    hash_add(&h, digest, HASH_LEN);
    hash_add(&h, salt, SALT_LEN);
    hash_close(&h, out);
}

/* DB = zero bytes || 01 || salt, and EM ends in bc with its top bit clear. */
static verdict_t check_padding(const uint8_t *db, size_t db_len,
                               uint8_t top_byte, uint8_t trailer)
{
    size_t zeros_len = db_len - SALT_LEN - 1;
    uint32_t wrong = (uint32_t)(top_byte & 0x80) | (trailer ^ TRAILER);

    for (size_t i = 0; i < zeros_len; i++) {
        wrong |= db[i];
    }
    wrong |= db[zeros_len] ^ SEPARATOR;
    return wrong == 0 ? verdict_pass() : verdict_fail();
}

static verdict_t check_hash(const uint8_t *a, const uint8_t *b)
{
    return secure_equal(a, b, HASH_LEN) ? verdict_pass() : verdict_fail();
}

/* EMSA-PSS-VERIFY, RFC 8017, 9.1.2; unmasks em in place. */
static verdict_t pss_verify(uint8_t *em, size_t len,
                            const uint8_t digest[HASH_LEN])
{
    size_t db_len = len - TAIL_LEN;
    const uint8_t *hash = em + db_len;
    uint8_t top_byte = em[0];
    uint8_t expected[HASH_LEN];

    mgf1_unmask(em, db_len, hash);
    em[0] &= 0x7f; /* emBits is one less than 8 * len: this bit is no DB */
    salted_hash(digest, em + db_len - SALT_LEN, expected);
    return verdict_both(check_padding(em, db_len, top_byte, em[len - 1]),
                        check_hash(hash, expected));
}

/* n as in key_modulus(); it and the signature have len bytes. */
static verdict_t modulus_verify(const uint8_t *n,
                                const uint8_t digest[HASH_LEN],
                                const uint8_t *signature, size_t len)
{
    uint8_t em[BIGNUM_LEN_MAX];

    /* big-endian of equal length: byte order is the order of the numbers */
    if (memcmp(signature, n, len) >= 0) {
        return verdict_fail();
    }
    if (bignum_rsa_public(n, signature, em, len) != OK) {
        return verdict_fail();
    }
    return pss_verify(em, len, digest);
}

static verdict_t rsa_verify(const struct rsa_size *size,
                            const struct public_key *key,
                            const uint8_t digest[HASH_LEN],
                            const uint8_t *signature, size_t len)
{
    const uint8_t *n = key_modulus(key, size);

    if (n == NULL || len != size->len) {
        return verdict_fail();
    }
    return modulus_verify(n, digest, signature, len);
}

verdict_t rsa3072_verify_bare(const uint8_t n[SIGNATURE_LEN_MAX],
                              const uint8_t digest[HASH_LEN],
                              const uint8_t signature[SIGNATURE_LEN_MAX])
{
    if (!modulus_is_odd_and_long(n, SIGNATURE_LEN_MAX)) {
        return verdict_fail();
    }
    return modulus_verify(n, digest, signature, SIGNATURE_LEN_MAX);
}

static verdict_t rsa2048_verify(const struct public_key *key,
                                const uint8_t digest[HASH_LEN],
                                const uint8_t *signature, size_t len)
{
    return rsa_verify(&size_2048, key, digest, signature, len);
}

static verdict_t rsa3072_verify(const struct public_key *key,
                                const uint8_t digest[HASH_LEN],
                                const uint8_t *signature, size_t len)
{
    return rsa_verify(&size_3072, key, digest, signature, len);
}

const struct signature_algorithm signature_rsa2048 = {
    .tlv_type = 0x20,
    .len_min = 256,
    .len_max = 256,
    .verify = rsa2048_verify,
};

const struct signature_algorithm signature_rsa3072 = {
    .tlv_type = 0x23,
    .len_min = 384,
    .len_max = 384,
    .verify = rsa3072_verify,
};
