/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Burning and reading over memory: what is set, whole or torn, what the code
 * makes of it, and what protection hides or keeps. The places of the
 * protection bits are data of sim_efuse_lock.c.
 */
#include "port/sim/sim_efuse.h"

#include <string.h>

#include "base/bytes.h"
#include "port/sim/nor_op.h"
#include "port/sim/sim_crypt.h"

#define CODING_WORD 6    /* ESP32: word of block 0 with the coding scheme */
#define CODING_MASK 0x3u /* 3 is none, as 0 is */

/* Bytes that the code corrects: half of the check bytes of Reed-Solomon. */
#define CORRECTS_MAX 6

typedef uint32_t block_t[EFUSE_BLOCK_WORDS];

/* The code over a block */

static enum sim_efuse_scheme scheme_of(const struct efuse *efuse,
                                       uint32_t block)
{
    if (block == 0) {
        return SIM_EFUSE_PLAIN;
    }
    if (efuse->chip != SIM_EFUSE_ESP32) {
        return SIM_EFUSE_REED_SOLOMON;
    }
    uint32_t coding = efuse->word[0][CODING_WORD] & CODING_MASK;
    return coding == CODING_MASK ? SIM_EFUSE_PLAIN
                                 : (enum sim_efuse_scheme)coding;
}

static void encode(enum sim_efuse_scheme scheme, const block_t words,
                   uint8_t code[SIM_EFUSE_CODE_MAX])
{
    uint8_t data[SIM_EFUSE_DATA_LEN];
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        put_le32(data + 4 * i, words[i]);
    }
    sim_efuse_encode(scheme, data, code);
}

static void decode(enum sim_efuse_scheme scheme,
                   const uint8_t code[SIM_EFUSE_CODE_MAX], block_t words)
{
    uint8_t data[SIM_EFUSE_DATA_LEN];
    sim_efuse_decode(scheme, code, data);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        words[i] = le32(data + 4 * i);
    }
}

static uint32_t distance(const uint8_t *a, const uint8_t *b)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < SIM_EFUSE_CODE_MAX; i++) {
        count += a[i] != b[i] ? 1 : 0;
    }
    return count;
}

/*
 * What a block reads as: the nearest of the two codes that can have led to
 * what is burned, else the data as it stands.
 */
static void read_back(struct efuse *efuse, uint32_t block,
                      const uint8_t want[SIM_EFUSE_CODE_MAX])
{
    static const uint8_t empty[SIM_EFUSE_CODE_MAX];
    enum sim_efuse_scheme scheme = scheme_of(efuse, block);
    const uint8_t *code = efuse->code[block];
    uint32_t corrects = scheme == SIM_EFUSE_REED_SOLOMON ? CORRECTS_MAX : 0;
    if (scheme != SIM_EFUSE_PLAIN && distance(code, want) <= corrects) {
        code = want;
    } else if (scheme != SIM_EFUSE_PLAIN && distance(code, empty) <= corrects) {
        code = empty;
    }
    decode(scheme, code, efuse->word[block]);
}

/* Power */

static uint32_t ones(const uint8_t code[SIM_EFUSE_CODE_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < 8 * SIM_EFUSE_CODE_MAX; i++) {
        count += (code[i / 8] >> (i % 8)) & 1u;
    }
    return count;
}

/* Whether the nth of count bits is burned before power fails. */
static bool is_burned(const struct flash *power, uint32_t nth, uint32_t count,
                      uint32_t *random)
{
    uint32_t part = count < 2 ? 0 : 1 + power->cut_seed % (count - 1);
    switch (power->cut_manner) {
    case NOR_CUT_TORN_PREFIX:
        return nth < part;
    case NOR_CUT_TORN_BITS:
        return (nor_random_next(random) >> 8 & 1u) != 0;
    case NOR_CUT_HALF_ERASED: /* the last ones */
        return count - 1 - nth < part;
    case NOR_CUT_AFTER:
        return true;
    case NOR_CUT_BEFORE:
    case NOR_CUT_MANNER_COUNT:
    default:
        return false;
    }
}

/* Takes away what is not burned any more. */
static void tear(const struct flash *power, uint8_t code[SIM_EFUSE_CODE_MAX])
{
    uint32_t count = ones(code);
    uint32_t random = nor_random_open(power->cut_seed);
    uint32_t nth = 0;
    for (uint32_t i = 0; i < 8 * SIM_EFUSE_CODE_MAX; i++) {
        uint8_t bit = (uint8_t)(1u << (i % 8));
        if ((code[i / 8] & bit) != 0) {
            bool burned = is_burned(power, nth++, count, &random);
            code[i / 8] &= (uint8_t)(burned ? 0xffu : ~(uint32_t)bit);
        }
    }
}

static void program(struct efuse *efuse, uint32_t block,
                    const uint8_t code[SIM_EFUSE_CODE_MAX])
{
    for (uint32_t i = 0; i < SIM_EFUSE_CODE_MAX; i++) {
        efuse->code[block][i] |= code[i];
    }
    efuse->burn_count++;
}

/* One program operation, or the part of it before power fails. */
static void operation_run(struct efuse *efuse, uint32_t block,
                          const block_t bits)
{
    struct flash *power = efuse->power;
    bool is_cut = power != NULL && nor_operation_begin(power);
    uint8_t want[SIM_EFUSE_CODE_MAX];
    uint8_t code[SIM_EFUSE_CODE_MAX];
    encode(scheme_of(efuse, block), bits, want);
    memcpy(code, want, sizeof(code));
    if (is_cut) {
        tear(power, code);
    }
    if (!is_cut || power->cut_manner != NOR_CUT_BEFORE) {
        program(efuse, block, code);
        read_back(efuse, block, want);
        sim_crypt_update(efuse);
    }
    if (is_cut) {
        power->cut_addr = block;
        power->cut_is_erase = false;
        power->cut_is_burn = true;
        nor_power_fail(power);
    }
}

/* Protection */

static bool bit_is_set(const struct efuse *efuse, int bit)
{
    return bit >= 0 && (efuse->word[0][bit / 32] >> (bit % 32) & 1u) != 0;
}

/* Of a read-protected block nobody could check what was burned. */
static bool block_is_locked(const struct efuse *efuse, uint32_t block)
{
    return block > 0 &&
           (bit_is_set(efuse, sim_efuse_write_lock(efuse->chip, block, 0)) ||
            bit_is_set(efuse, sim_efuse_read_lock(efuse->chip, block, 0)));
}

/* Bits past the block's end and bits of protected fields do not burn. */
static void bits_allowed(const struct efuse *efuse, uint32_t block,
                         const block_t bits, block_t allowed)
{
    uint32_t end = 32 * sim_efuse_block_words(efuse->chip, block);
    memset(allowed, 0, sizeof(block_t));
    for (uint32_t i = 0; i < end; i++) {
        uint32_t bit = bits[i / 32] & (1u << (i % 32));
        int lock = sim_efuse_write_lock(efuse->chip, block, i);
        if (bit != 0 && !bit_is_set(efuse, lock)) {
            allowed[i / 32] |= bit;
        }
    }
}

static bool any_word(const block_t words)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        any |= words[i];
    }
    return any != 0;
}

/* The contracts */

uint32_t efuse_word(const struct efuse *efuse, uint32_t block, uint32_t word)
{
    if (word >= sim_efuse_block_words(efuse->chip, block)) {
        return 0;
    }
    uint32_t value = efuse->word[block][word];
    for (uint32_t i = 0; i < 32; i++) {
        int lock = sim_efuse_read_lock(efuse->chip, block, 32 * word + i);
        value &= bit_is_set(efuse, lock) ? ~(1u << i) : UINT32_MAX;
    }
    return value;
}

uint32_t efuse_key_len(const struct efuse *efuse)
{
    if (efuse->chip != SIM_EFUSE_ESP32) {
        return EFUSE_BLOCK_LEN;
    }
    static const uint8_t len[] = {32, 24, 16, 32};
    return len[efuse_word(efuse, 0, CODING_WORD) & CODING_MASK];
}

bool efuse_is_sound(const struct efuse *efuse, uint32_t block)
{
    uint8_t code[SIM_EFUSE_CODE_MAX];
    if (scheme_of(efuse, block) == SIM_EFUSE_PLAIN ||
        sim_efuse_block_words(efuse->chip, block) == 0) {
        return true;
    }
    encode(scheme_of(efuse, block), efuse->word[block], code);
    return distance(code, efuse->code[block]) == 0;
}

static bool reads_as_set(const struct efuse *efuse, uint32_t block,
                         const block_t bits)
{
    uint32_t missing = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        missing |= bits[i] & ~efuse_word(efuse, block, i);
    }
    return missing == 0;
}

static bool reads_as_empty(const struct efuse *efuse, uint32_t block)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        any |= efuse_word(efuse, block, i);
    }
    return any == 0;
}

status_t efuse_burn_block(struct efuse *efuse, uint32_t block,
                          const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    block_t allowed;
    if (reads_as_set(efuse, block, bits)) {
        return OK;
    }
    if (sim_efuse_block_words(efuse->chip, block) == 0) {
        return EFUSE_E_VERIFY;
    }
    if (block_is_locked(efuse, block)) {
        return EFUSE_E_PROTECTED;
    }
    if (scheme_of(efuse, block) != SIM_EFUSE_PLAIN &&
        !reads_as_empty(efuse, block)) {
        return EFUSE_E_CODED;
    }
    bits_allowed(efuse, block, bits, allowed);
    if (any_word(allowed)) {
        operation_run(efuse, block, allowed);
    }
    bool whole =
        reads_as_set(efuse, block, bits) && efuse_is_sound(efuse, block);
    return whole ? OK : EFUSE_E_VERIFY;
}

/* The device itself */

void sim_efuse_open(struct efuse *efuse, enum sim_efuse_chip chip,
                    struct flash *power)
{
    *efuse = (struct efuse){.chip = chip, .power = power};
}

void sim_efuse_load(struct efuse *efuse,
                    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS])
{
    memset(efuse->word, 0, sizeof(efuse->word));
    for (uint32_t block = 0; block < EFUSE_BLOCK_MAX; block++) {
        uint32_t words = sim_efuse_block_words(efuse->chip, block);
        memcpy(efuse->word[block], word[block], words * sizeof(uint32_t));
        encode(scheme_of(efuse, block), efuse->word[block], efuse->code[block]);
    }
}
