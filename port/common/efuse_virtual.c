/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See efuse_virtual.h. The first sector of the area has the words and nothing
 * else, as the vendor's library reads and writes them; since that format can
 * only be erased and written anew, the second one has a copy meanwhile:
 *
 *   first | second        | a boot finds
 *   ------+---------------+---------------------------------------------
 *   old   | erased        | old
 *   old   | torn          | old: the seal behind the copy does not match
 *   any   | new, sealed   | new; the first sector is written again
 *   new   | torn          | new
 *
 * V1  A sector is erased only while the other one has all words.
 */
#include "port/common/efuse_virtual.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "port/common/efuse_chip.h"

#define SECTOR_LEN 4096u /* bytes */
#define WORDS_MAX  (EFUSE_BLOCK_MAX * EFUSE_BLOCK_WORDS)
#define SEAL_START                                                             \
    0x56454675u               /* any number but 0: blank words must not fit    \
                               */
#define SEAL_STEP 0x01000193u /* FNV, 32 bits */

static uint32_t words_len(void)
{
    return efuse_chip.blocks * EFUSE_BLOCK_LEN;
}

/* Not against attackers: they would write what they want. */
static uint32_t seal_of(const uint8_t *bytes)
{
    uint32_t seal = SEAL_START;

    for (uint32_t i = 0; i < words_len(); i++) {
        seal = (seal ^ bytes[i]) * SEAL_STEP;
    }
    return seal;
}

static void words_put(const struct efuse_virtual *e, uint8_t *bytes)
{
    for (uint32_t i = 0; i < words_len() / 4; i++) {
        put_le32(bytes + 4 * i,
                 e->word[i / EFUSE_BLOCK_WORDS][i % EFUSE_BLOCK_WORDS]);
    }
    put_le32(bytes + words_len(), seal_of(bytes));
}

static void words_take(struct efuse_virtual *e, const uint8_t *bytes)
{
    for (uint32_t i = 0; i < words_len() / 4; i++) {
        e->word[i / EFUSE_BLOCK_WORDS][i % EFUSE_BLOCK_WORDS] =
            le32(bytes + 4 * i);
    }
}

static status_t replace(struct efuse_virtual *e, uint32_t addr,
                        const uint8_t *bytes, uint32_t len)
{
    uint8_t back[4 * WORDS_MAX + 4];

    if (flash_erase(e->flash, addr, SECTOR_LEN) != OK ||
        flash_write(e->flash, addr, bytes, len) != OK ||
        flash_read(e->flash, addr, back, len) != OK) {
        return EFUSE_E_IO;
    }
    return memcmp(back, bytes, len) == 0 ? OK : EFUSE_E_VERIFY;
}

/* The copy is sealed: V1. */
static status_t write_first(struct efuse_virtual *e, const uint8_t *bytes)
{
    TRY(replace(e, e->area.addr, bytes, words_len()));
    return flash_erase(e->flash, e->area.addr + SECTOR_LEN, SECTOR_LEN) == OK
               ? OK
               : EFUSE_E_IO;
}

static status_t keep(struct efuse_virtual *e)
{
    uint8_t bytes[4 * WORDS_MAX + 4];

    if (e->area.len == 0) {
        return OK;
    }
    words_put(e, bytes);
    TRY(replace(e, e->area.addr + SECTOR_LEN, bytes, words_len() + 4));
    return write_first(e, bytes);
}

static void take_real(struct efuse_virtual *e)
{
    memset(e->word, 0, sizeof(e->word));
    for (uint32_t i = 0; i < WORDS_MAX; i++) {
        e->word[i / EFUSE_BLOCK_WORDS][i % EFUSE_BLOCK_WORDS] =
            efuse_chip_word(i / EFUSE_BLOCK_WORDS, i % EFUSE_BLOCK_WORDS);
    }
}

static status_t take_kept(struct efuse_virtual *e)
{
    uint8_t bytes[4 * WORDS_MAX + 4];

    if (flash_read(e->flash, e->area.addr + SECTOR_LEN, bytes,
                   words_len() + 4) != OK) {
        return EFUSE_E_IO;
    }
    if (le32(bytes + words_len()) == seal_of(bytes)) {
        words_take(e, bytes);
        return write_first(e, bytes);
    }
    if (flash_read(e->flash, e->area.addr, bytes, words_len()) != OK) {
        return EFUSE_E_IO;
    }
    if (bytes_are(bytes, 0xff, words_len())) {
        return keep(e);
    }
    words_take(e, bytes);
    return OK;
}

status_t efuse_virtual_open(struct efuse_virtual *e, struct flash *flash,
                            const struct config_area *area)
{
    e->flash = flash;
    e->area = *area;
    take_real(e);
    return e->area.len == 0 ? OK : take_kept(e);
}

uint32_t efuse_virtual_word(const struct efuse_virtual *e, uint32_t block,
                            uint32_t word)
{
    return block < EFUSE_BLOCK_MAX && word < EFUSE_BLOCK_WORDS
               ? e->word[block][word]
               : 0;
}

status_t efuse_virtual_burn(struct efuse_virtual *e, uint32_t block,
                            const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        e->word[block][i] |= bits[i];
    }
    return keep(e);
}
