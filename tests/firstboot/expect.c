/* SPDX-License-Identifier: Apache-2.0 */
/* See expect.h. */
#include "tests/firstboot/expect.h"

#include <string.h>

#include "base/bytes.h"
#include "enroll/encrypt.h"
#include "port/sim/sim_crypt.h"

#define PURPOSE_MASK 0xfu

/* ---- flash ---- */

static bool traits(const struct unit *u, unsigned asked)
{
    return (u->product->row->traits & asked) != 0;
}

static bool unit_is_right(struct unit *u, uint32_t addr)
{
    const uint8_t *first = u->product->first + addr;
    uint8_t seen[UNIT_LEN];

    if (!traits(u, CRYPT) || !u->product->due[addr / UNIT_LEN]) {
        return memcmp(u->data + addr, first, UNIT_LEN) == 0;
    }
    return flash_read(&u->nor, addr, seen, UNIT_LEN) == OK &&
           memcmp(seen, first, UNIT_LEN) == 0;
}

static const char *flash_check(struct unit *u)
{
    const struct config_area *own = &u->product->conf.bootloader;
    uint32_t end = own->addr + own->len;
    uint32_t lent = end - encrypt_reserved_len(&u->product->conf.enroll);

    for (uint32_t addr = 0; addr < FLASH_LEN; addr += UNIT_LEN) {
        if (addr >= lent && addr < end) {
            continue; /* copies and journal */
        }
        if (!unit_is_right(u, addr)) {
            return "flash holds something else than at first";
        }
    }
    if (traits(u, CRYPT) &&
        !bytes_are(u->data + lent, 0xff, 2 * ENCRYPT_SECTOR_LEN)) {
        return "copies in staging sectors are left";
    }
    return u->nor.violation;
}

static const char *plain_check(const struct unit *u)
{
    for (uint32_t i = 0; i + 16 <= FLASH_LEN; i += 16) {
        if (memcmp(u->data + i, product_mark, PRODUCT_MARK_LEN) == 0) {
            return "plain bytes of an application are left";
        }
    }
    return NULL;
}

/* ---- eFuses ---- */

/** A key block and the bits of block 0 about it. */
struct key_block {
    uint32_t purpose;
    bool locked;
    bool purpose_locked;
    bool hidden;
    const uint32_t *word;
};

static const struct enroll_chip *chip_of(const struct unit *u)
{
    return u->product->conf.enroll.chip;
}

static uint32_t *word_of(struct efuse *efuse, uint32_t bit)
{
    return &efuse->word[0][bit / 32];
}

/* Takes a key block's bits out of a copy of the eFuses. */
static struct key_block block_take(struct efuse *efuse,
                                   const struct enroll_chip *chip, uint32_t k)
{
    uint32_t read = chip->read_bit + k;
    uint32_t lock = 1u << (chip->block_lock + k);
    uint32_t purpose_lock = 1u << (chip->purpose_lock + k);
    uint32_t bit = chip->purpose_bit + 4 * k;
    struct key_block b = {.word = efuse->word[chip->key_block + k]};
    uint32_t *wr_dis = &efuse->word[0][0];

    b.locked = (*wr_dis & lock) != 0;
    b.purpose_locked = (*wr_dis & purpose_lock) != 0;
    b.hidden = (*word_of(efuse, read) >> read % 32 & 1) != 0;
    b.purpose = *word_of(efuse, bit) >> bit % 32 & PURPOSE_MASK;
    *wr_dis &= ~(lock | purpose_lock);
    *word_of(efuse, read) &= ~(1u << read % 32);
    *word_of(efuse, bit) &= ~(PURPOSE_MASK << bit % 32);
    return b;
}

static bool same_data(const uint32_t *a, const uint32_t *b)
{
    return memcmp(a, b, EFUSE_BLOCK_LEN) == 0;
}

static bool block_is_like(const struct key_block *b,
                          const struct key_block *ref, bool same_key)
{
    bool is_key = ref->purpose >= 2 && ref->purpose <= 4;

    return b->purpose == ref->purpose && b->locked == ref->locked &&
           b->purpose_locked == ref->purpose_locked &&
           b->hidden == ref->hidden &&
           ((is_key && !same_key) || same_data(b->word, ref->word));
}

/* XTS keys and digests; 1, which a torn 3 or 9 may leave, means nothing. */
static bool counts(uint32_t purpose)
{
    return (purpose >= 2 && purpose <= 4) || (purpose >= 9 && purpose <= 11);
}

/* Key blocks by purpose, wherever they lie; the rest of block 0 bit by bit. */
static const char *blocks_check(struct unit *u, const struct unit *ref,
                                uint32_t *wasted)
{
    static const uint32_t nothing[EFUSE_BLOCK_WORDS];
    const struct enroll_chip *chip = chip_of(u);
    struct efuse mine = u->efuse;
    struct efuse theirs = ref->efuse;
    struct key_block block[8];
    uint32_t used = 0;

    for (uint32_t k = 0; k < chip->key_count; k++) {
        block[k] = block_take(&mine, chip, k);
    }
    for (uint32_t k = 0; k < chip->key_count; k++) {
        struct key_block want = block_take(&theirs, chip, k);
        uint32_t n = 0;

        if (want.purpose == 0) {
            continue;
        }
        while (n < chip->key_count &&
               ((used >> n & 1) != 0 ||
                !block_is_like(&block[n], &want, traits(u, HOST)))) {
            n++;
        }
        if (n == chip->key_count) {
            return "a key block is missing, or not as it shall be";
        }
        used |= 1u << n;
    }
    for (uint32_t k = 0; k < chip->key_count; k++) {
        if ((used >> k & 1) == 0 && counts(block[k].purpose)) {
            return "a torn key block has a purpose";
        }
        *wasted += (used >> k & 1) == 0 && !same_data(block[k].word, nothing);
    }
    return memcmp(mine.word[0], theirs.word[0], sizeof(mine.word[0])) == 0
               ? NULL
               : "fields of block 0 differ";
}

/* ESP32: block 1 is the key, 2 the digest. */
static const char *esp32_check(const struct unit *u, const struct unit *ref)
{
    if (memcmp(u->efuse.word[0], ref->efuse.word[0],
               sizeof(u->efuse.word[0])) != 0) {
        return "fields of block 0 differ";
    }
    if (!same_data(u->efuse.word[2], ref->efuse.word[2])) {
        return "the digest differs";
    }
    return NULL;
}

static bool is_flash_key(const struct unit *u, uint32_t k)
{
    const struct enroll_chip *chip = chip_of(u);
    uint32_t bit = chip->purpose_bit + 4 * k;
    uint32_t purpose = u->efuse.word[0][bit / 32] >> bit % 32 & PURPOSE_MASK;

    return chip->has_purposes ? purpose >= 2 && purpose <= 4 : k == 0;
}

static const char *secrets_check(const struct unit *u)
{
    const struct enroll_chip *chip = chip_of(u);

    for (uint32_t k = 0; k < chip->key_count; k++) {
        for (uint32_t i = 0; is_flash_key(u, k) && i < EFUSE_BLOCK_WORDS; i++) {
            if (efuse_word(&u->efuse, chip->key_block + k, i) != 0) {
                return "a flash key can be read";
            }
        }
    }
    return NULL;
}

const char *expect_enrolled(struct unit *u, const struct unit *ref,
                            uint32_t *wasted)
{
    const char *wrong = flash_check(u);

    *wasted = 0;
    if (wrong == NULL) {
        wrong = chip_of(u)->has_purposes ? blocks_check(u, ref, wasted)
                                         : esp32_check(u, ref);
    }
    if (wrong == NULL && traits(u, CRYPT)) {
        wrong = sim_crypt_counter_is_odd(&u->efuse) ? plain_check(u)
                                                    : "not encrypted";
        wrong = wrong == NULL ? secrets_check(u) : wrong;
    }
    return wrong;
}
