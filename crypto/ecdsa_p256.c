/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECDSA verification on P-256 with SHA-256: strict DER in front of p256.c
 * (SPEC, "Signatures"). Signatures are SEQUENCE { INTEGER r, INTEGER s } with
 * minimal positive integers 1 .. n-1; both values of s are accepted, high and
 * low. Zero bytes may follow the SEQUENCE, up to 128 bytes in all: signing
 * tools pad so. Not for signing.
 */
#include "crypto/signature.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/p256.h"

#define TAG_SEQUENCE  0x30
#define TAG_INTEGER   0x02
#define SIGNATURE_MIN 8   /* two integers of one byte */
#define SIGNATURE_MAX 128 /* SPEC, "Signatures": with its padding */

/*
 * SubjectPublicKeyInfo of an uncompressed point: the only form there is of 91
 * bytes, so all before the point is one constant (SPEC, "Public keys").
 */
#define SPKI_HEAD_LEN 27
#define SPKI_LEN      (SPKI_HEAD_LEN + 2 * P256_LEN)

static const uint8_t spki_head[SPKI_HEAD_LEN] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
};

/** Bytes that are still to be read. */
struct reader {
    const uint8_t *p;
    size_t len;
};

/* Enters an element of the given tag with a one-byte length. */
static bool read_element(struct reader *r, uint8_t tag, struct reader *content)
{
    if (r->len < 2 || r->p[0] != tag || r->p[1] > r->len - 2) {
        return false;
    }
    content->p = r->p + 2;
    content->len = r->p[1]; /* a long form, 0x80 and up, exceeds r->len */
    r->p = content->p + content->len;
    r->len -= 2 + content->len;
    return true;
}

/* X.690, 8.3: not negative, and no zero byte that could be left out. */
static bool is_minimal_positive(const struct reader *number)
{
    if (number->len == 0 || (number->p[0] & 0x80) != 0) {
        return false;
    }
    return number->len == 1 || number->p[0] != 0 || (number->p[1] & 0x80) != 0;
}

/* Reads an INTEGER into 32 bytes; its range is checked later. */
static bool read_number(struct reader *r, uint8_t out[P256_LEN])
{
    struct reader number;

    if (!read_element(r, TAG_INTEGER, &number) ||
        !is_minimal_positive(&number)) {
        return false;
    }
    if (number.p[0] == 0) {
        number.p++;
        number.len--;
    }
    if (number.len > P256_LEN) {
        return false;
    }
    memset(out, 0, P256_LEN - number.len);
    memcpy(out + P256_LEN - number.len, number.p, number.len);
    return true;
}

/* Reads r || s from DER and zero padding. */
static bool read_signature(const uint8_t *p, size_t len,
                           uint8_t out[2 * P256_LEN])
{
    struct reader all = {p, len};
    struct reader numbers;

    if (len > SIGNATURE_MAX || !read_element(&all, TAG_SEQUENCE, &numbers)) {
        return false;
    }
    return read_number(&numbers, out) &&
           read_number(&numbers, out + P256_LEN) && numbers.len == 0 &&
           bytes_are(all.p, 0, all.len);
}

static verdict_t ecdsa_p256_verify(const struct public_key *key,
                                   const uint8_t digest[HASH_LEN],
                                   const uint8_t *signature, size_t len)
{
    uint8_t numbers[2 * P256_LEN];

    if (key->der_len != SPKI_LEN ||
        memcmp(key->der, spki_head, SPKI_HEAD_LEN) != 0) {
        return verdict_fail();
    }
    if (!read_signature(signature, len, numbers)) {
        return verdict_fail();
    }
    return p256_verify(key->der + SPKI_HEAD_LEN, digest, numbers);
}

const struct signature_algorithm signature_ecdsa_p256 = {
    .tlv_type = 0x22,
    .len_min = SIGNATURE_MIN,
    .len_max = SIGNATURE_MAX,
    .verify = ecdsa_p256_verify,
};
