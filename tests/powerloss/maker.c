/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes images that carry a hash and no signature, from SPEC and apart from
 * the program that signs images: two makers that agree are worth more than
 * one. What an image does when it runs is no business of this file.
 */
#include "tests/powerloss/maker.h"

#include <string.h>

#include "base/bytes.h"
#include "iface/hash.h"

#define HEADER_LEN     32
#define HEADER_MAGIC   0x96f3b83d
#define INFO_LEN       4
#define ENTRY_LEN      4
#define INFO_PROTECTED 0x6908
#define INFO_PLAIN     0x6907
#define TLV_SHA256     0x10
#define TLV_DEPENDENCY 0x40
#define TLV_COUNTER    0x50
#define COUNTER_LEN    4
#define DEPENDENCY_LEN 12
#define PLAIN_AREA_LEN (INFO_LEN + ENTRY_LEN + HASH_LEN)
#define ERASED_EVERY   5  /* one block in so many is erased */
#define UNLIKE_EVERY   20 /* with LIKE_MOST */
#define SHARED_SEED    77

static uint32_t protected_len(const struct recipe *recipe)
{
    uint32_t len = 0;

    len += recipe->has_counter ? ENTRY_LEN + COUNTER_LEN : 0;
    len += recipe->has_dependency ? ENTRY_LEN + DEPENDENCY_LEN : 0;
    return len == 0 ? 0 : len + INFO_LEN;
}

static void fill_random(uint8_t *p, uint32_t len, uint32_t seed)
{
    uint32_t x = (seed * 2654435761u) | 1u; /* xorshift wants a bit set */

    for (uint32_t i = 0; i < len; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        p[i] = (uint8_t)(x >> 11);
    }
}

static bool block_is_shared(const struct recipe *recipe, uint32_t block)
{
    switch (recipe->likeness) {
    case LIKE_NOTHING:
        break;
    case LIKE_SECTORS:
        return block % 2 == 1;
    case LIKE_ALL:
        return true;
    case LIKE_MOST:
        return block % UNLIKE_EVERY != UNLIKE_EVERY / 2;
    }
    return false;
}

/* The seed that decides a block, so that likeness is a matter of sectors. */
static uint32_t block_seed(const struct recipe *recipe, uint32_t block)
{
    uint32_t seed = block_is_shared(recipe, block) ? SHARED_SEED : recipe->seed;

    return seed * 4099 + block;
}

static void fill_payload(const struct recipe *recipe, uint8_t *image,
                         uint32_t end)
{
    for (uint32_t off = 0; off < end; off += recipe->block_len) {
        uint32_t block = off / recipe->block_len;
        uint32_t left = end - off;
        uint32_t len = left < recipe->block_len ? left : recipe->block_len;

        fill_random(image + off, len, block_seed(recipe, block));
        if (recipe->likeness == LIKE_SECTORS && recipe->seed % 2 == 1 &&
            block % ERASED_EVERY == 2) {
            memset(image + off, 0xff, len);
        }
    }
}

static void put_header(const struct recipe *recipe, uint8_t *image,
                       uint32_t payload_len)
{
    memset(image, 0, HEADER_LEN);
    put_le32(image, HEADER_MAGIC);
    put_le16(image + 8, HEADER_LEN);
    put_le16(image + 10, (uint16_t)protected_len(recipe));
    put_le32(image + 12, payload_len);
    image[20] = recipe->major;
}

static uint8_t *put_pair(uint8_t *p, uint16_t a, uint16_t b)
{
    put_le16(p, a);
    put_le16(p + 2, b);
    return p + 4;
}

static uint8_t *put_protected(const struct recipe *recipe, uint8_t *p)
{
    if (protected_len(recipe) == 0) {
        return p;
    }
    p = put_pair(p, INFO_PROTECTED, (uint16_t)protected_len(recipe));
    if (recipe->has_counter) {
        p = put_pair(p, TLV_COUNTER, COUNTER_LEN);
        put_le32(p, recipe->counter);
        p += COUNTER_LEN;
    }
    if (recipe->has_dependency) {
        p = put_pair(p, TLV_DEPENDENCY, DEPENDENCY_LEN);
        memset(p, 0, DEPENDENCY_LEN);
        p[0] = recipe->needs_image;
        p[4] = recipe->needs_major;
        p += DEPENDENCY_LEN;
    }
    return p;
}

void maker_make(const struct recipe *recipe, uint8_t *image)
{
    uint32_t tail = protected_len(recipe) + PLAIN_AREA_LEN;
    uint32_t payload_end = recipe->len - tail;
    struct hash hash;
    uint8_t *p = image + payload_end;

    fill_payload(recipe, image, payload_end);
    put_header(recipe, image, payload_end - HEADER_LEN);
    p = put_protected(recipe, p);
    hash_open(&hash);
    hash_add(&hash, image, (size_t)(p - image));
    p = put_pair(p, INFO_PLAIN, PLAIN_AREA_LEN);
    p = put_pair(p, TLV_SHA256, HASH_LEN);
    hash_close(&hash, p);
}
