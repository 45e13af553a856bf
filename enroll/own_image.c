/* SPDX-License-Identifier: Apache-2.0 */
/* See own_image.h. */
#include "enroll/own_image.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "crypto/number.h"
#include "crypto/signature.h"
#include "iface/hash.h"

#define SECTOR_LEN    4096u
#define HEADER_LEN    24
#define HEADER_MAGIC  0xe9
#define HEADER_COUNT  1
#define HEADER_HASHED 23
#define SEGMENT_MAX   16
#define SEGMENT_LEN   8
#define CHECKSUM_SEED 0xef
#define CHECKSUM_LINE 15u

#define BLOCK_MAGIC     0xe7
#define BLOCK_VERSION   0x02
#define BLOCK_DIGEST    4
#define BLOCK_N         36
#define BLOCK_E         420
#define BLOCK_R         424
#define BLOCK_INVERSE   808
#define BLOCK_SIGNATURE 812
#define BLOCK_CRC       1196
#define RSA_EXPONENT    65537u

/* ---- the image ---- */

/** An image being read. */
struct reader {
    const struct own_image_place *place;
    uint32_t len;  /* bytes up to the checksum, which is the last of them */
    uint8_t heads; /* XOR of header and segment headers */
};

static status_t read(const struct reader *r, uint32_t off, void *dst,
                     uint32_t len)
{
    uint32_t room = r->place->room;

    if (off > room || len > room - off) {
        return ENROLL_E_SIZE;
    }
    return flash_read(r->place->flash, r->place->config->bootloader.addr + off,
                      dst, len);
}

static status_t read_head(struct reader *r, uint32_t off, uint8_t *head,
                          uint32_t len)
{
    TRY(read(r, off, head, len));
    for (uint32_t i = 0; i < len; i++) {
        r->heads ^= head[i];
    }
    return OK;
}

/* Hashes the first len bytes; *sum is their XOR. */
static status_t hash_start(const struct reader *r, uint32_t len,
                           uint8_t digest[HASH_LEN], uint8_t *sum)
{
    const struct own_image_place *place = r->place;
    uint32_t addr = place->config->bootloader.addr;
    struct hash h;

    *sum = 0;
    hash_open(&h);
    while (len > 0) {
        uint32_t part = len;
        const uint8_t *view;

        TRY(flash_view(place->flash, addr, &part, &view));
        hash_add(&h, view, part);
        for (uint32_t i = 0; i < part; i++) {
            *sum ^= view[i];
        }
        addr += part;
        len -= part;
    }
    hash_close(&h, digest);
    return OK;
}

static status_t walk_segments(struct reader *r, uint32_t count)
{
    uint32_t off = HEADER_LEN;

    for (uint32_t i = 0; i < count; i++) {
        uint8_t head[SEGMENT_LEN];
        uint32_t len;

        TRY(read_head(r, off, head, sizeof(head)));
        off += SEGMENT_LEN;
        len = le32(head + 4);
        if (len % 4 != 0) {
            return ENROLL_E_IMAGE;
        }
        if (len > r->place->room - off) {
            return ENROLL_E_SIZE;
        }
        off += len;
    }
    r->len = (off | CHECKSUM_LINE) + 1;
    return OK;
}

/* The zero bytes before the checksum are no part of the XOR: all but the
 * headers leaves the seed, checksum included. */
static status_t check_image(struct reader *r)
{
    uint8_t head[HEADER_LEN];
    uint8_t stored[HASH_LEN];
    uint8_t digest[HASH_LEN];
    uint8_t sum;

    TRY(read_head(r, 0, head, sizeof(head)));
    if (head[0] != HEADER_MAGIC || head[HEADER_COUNT] == 0 ||
        head[HEADER_COUNT] > SEGMENT_MAX || head[HEADER_HASHED] != 1) {
        return ENROLL_E_IMAGE;
    }
    TRY(walk_segments(r, head[HEADER_COUNT]));
    TRY(read(r, r->len, stored, sizeof(stored)));
    TRY(hash_start(r, r->len, digest, &sum));
    if ((sum ^ r->heads) != CHECKSUM_SEED ||
        !secure_equal(stored, digest, sizeof(digest))) {
        return ENROLL_E_IMAGE;
    }
    return OK;
}

/* ---- signature blocks ---- */

/* CRC-32 of ISO 3309, reflected, as in zlib */
static uint32_t crc32(const uint8_t *p, uint32_t len)
{
    uint32_t crc = 0xffffffffu;

    for (uint32_t i = 0; i < 8 * len; i++) {
        crc ^= i % 8 == 0 ? p[i / 8] : 0;
        crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

static void words_get(uint32_t *words, const uint8_t *p, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        words[i] = le32(p + 4 * i);
    }
}

static void reverse(uint8_t *p, uint32_t len)
{
    for (uint32_t i = 0; i < len / 2; i++) {
        uint8_t byte = p[i];

        p[i] = p[len - 1 - i];
        p[len - 1 - i] = byte;
    }
}

/*
 * The ROM computes with R and M' as they stand in the block, and the digest
 * that is burned covers them: a wrong one would be a key that verifies nothing,
 * for ever. M' is -1/n: n M' = -1 modulo 2^32. Montgomery's product with 1
 * divides by 2^3072 modulo n, which can be taken back as n is odd; so R is
 * 2^6144 mod n if and only if dividing it twice leaves 1, and it is below n.
 */
static bool constants_are_right(struct own_image_work *w)
{
    const struct number_modulus m = {w->n, OWN_IMAGE_NUMBER_WORDS,
                                     le32(w->block + BLOCK_INVERSE)};

    words_get(w->n, w->block + BLOCK_N, OWN_IMAGE_NUMBER_WORDS);
    words_get(w->r, w->block + BLOCK_R, OWN_IMAGE_NUMBER_WORDS);
    memset(w->one, 0, sizeof(w->one));
    w->one[0] = 1;
    if (w->n[0] * m.inverse != 0xffffffffu ||
        !number_is_less(w->r, w->n, OWN_IMAGE_NUMBER_WORDS)) {
        return false;
    }
    number_multiply_mod(w->r, w->one, w->r, &m);
    number_multiply_mod(w->r, w->one, w->r, &m);
    return memcmp(w->r, w->one, sizeof(w->r)) == 0;
}

/* Turns the numbers of the block around. */
static verdict_t verify_block(struct own_image_work *w,
                              const uint8_t padded[HASH_LEN])
{
    uint8_t *b = w->block;
    verdict_t v = verdict_fail();

    if (b[1] == BLOCK_VERSION && le32(b + BLOCK_E) == RSA_EXPONENT &&
        le32(b + BLOCK_CRC) == crc32(b, BLOCK_CRC) &&
        secure_equal(b + BLOCK_DIGEST, padded, HASH_LEN) &&
        constants_are_right(w)) {
        v = verdict_pass();
    }
    reverse(b + BLOCK_N, SIGNATURE_LEN_MAX);
    reverse(b + BLOCK_SIGNATURE, SIGNATURE_LEN_MAX);
    return verdict_both(
        v, rsa3072_verify_bare(b + BLOCK_N, padded, b + BLOCK_SIGNATURE));
}

static void add_digest(struct own_image *own, const struct own_image_work *w)
{
    uint8_t digest[HASH_LEN];
    struct hash h;

    hash_open(&h);
    hash_add(&h, w->block + BLOCK_N, BLOCK_SIGNATURE - BLOCK_N);
    hash_close(&h, digest);
    words_get(own->digest[own->digest_count], digest, EFUSE_BLOCK_WORDS);
    own->digest_count++;
}

/*
 * Stricter than the ROM, which passes over a block that is wrong: whatever has
 * the magic of a block must be right.
 */
static verdict_t verify_blocks(const struct reader *r, uint32_t sector,
                               struct own_image_work *w, struct own_image *own,
                               status_t *why)
{
    verdict_t v = verdict_fail();
    uint8_t padded[HASH_LEN];
    uint8_t sum;

    *why = hash_start(r, sector, padded, &sum);
    for (uint32_t i = 0; i < NEXT_DIGEST_MAX && *why == OK; i++) {
        *why = read(r, sector + i * OWN_IMAGE_BLOCK_LEN, w->block,
                    OWN_IMAGE_BLOCK_LEN);
        if (*why != OK || w->block[0] != BLOCK_MAGIC) {
            break;
        }
        add_digest(own, w);
        v = verify_block(w, padded);
        if (!verdict_is_pass(v)) {
            *why = ENROLL_E_SIGNATURE;
        }
    }
    if (*why == OK && own->digest_count == 0) {
        *why = ENROLL_E_UNSIGNED;
    }
    return *why == OK ? v : verdict_fail();
}

verdict_t own_image_verify(const struct own_image_place *place,
                           struct own_image_work *work, struct own_image *own,
                           status_t *why)
{
    struct reader r = {place, 0, 0};
    uint32_t sector;
    bool has_sector;

    memset(own, 0, sizeof(*own));
    *why = check_image(&r);
    if (*why != OK) {
        return verdict_fail();
    }
    own->len = r.len + HASH_LEN;
    sector = (own->len + SECTOR_LEN - 1) & ~(SECTOR_LEN - 1);
    has_sector = sector <= place->room && SECTOR_LEN <= place->room - sector;
    if (!place->config->secure_boot) {
        /* it may have been enabled by the owner */
        if (has_sector && read(&r, sector, work->block, 1) == OK &&
            work->block[0] == BLOCK_MAGIC) {
            own->len = sector + SECTOR_LEN;
        }
        return verdict_pass();
    }
    if (!has_sector || own->len > place->config->chip->signed_max) {
        *why = ENROLL_E_SIZE;
        return verdict_fail();
    }
    own->len = sector + SECTOR_LEN;
    return verify_blocks(&r, sector, work, own, why);
}
