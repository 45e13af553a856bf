/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse controller of ESP32-S2, ESP32-C3 and ESP32-S3; see efuse_chip.h.
 *
 * B1  A block with a code over it is burned from blank only; a block is blank
 *     if it reads as zeros and the decoder has nothing to say about it: after
 *     a cut inside of a burn only check bytes may be set.
 * B2  Block 0 has four copies of each bit. A bit that reads as set while its
 *     copies differ is burned again with the next ones: otherwise a cut could
 *     leave one that reads as set today and not tomorrow.
 * B3  No data stays in the controller's registers: it may be a key.
 *
 * Source: SPEC, eFuse; ESP32-C3 Technical Reference Manual v1.2, 4 "eFuse
 * Controller"; vendor's register headers of EFUSE, and its order of steps.
 */
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/efuse_chip.h"
#include "port/common/efuse_code_v2.h"
#include "port/common/watchdog.h"

#define PGM_DATA     0x000
#define PGM_WORDS    11    /* with those of the check bytes behind */
#define RD_BLOCK0    0x02c /* block 1 follows, 6 words each */
#define RD_BLOCK2    0x05c /* ... and the others, 8 words each */
#define REPEAT_ERR0  0x17c /* of word 1 of block 0; word 0 has none */
#define REPEAT_ERR4  0x190 /* of word 5 */
#define RS_ERR       0x1c0
#define CONF         0x1cc
#define CONF_PROGRAM 0x5a5au
#define CONF_READ    0x5aa5u
#define CMD          0x1d4
#define CMD_READ     (1u << 0)
#define CMD_PROGRAM  (1u << 1)
#define CMD_BUSY     (CMD_READ | CMD_PROGRAM)
#define CMD_BLOCK    2 /* shift */

#define SHORT_WORDS  6
#define WR_DIS_BLOCK 19 /* bit of WR_DIS of block 0; never set for that one */
#define RD_DIS_FIRST 4  /* block whose bit is bit 0 of word 1 */

#define ERR_COUNT 0x7u /* bytes that the decoder has corrected */
#define ERR_FAIL  0x8u /* it could not */

#define PROGRAM_MAX 3
#define POLL_MAX    10000000u /* an operation takes some ms, a look 0.1 us */

static uint32_t get(uint32_t offset)
{
    return mmio_read(chip.efuse + offset);
}

static void put(uint32_t offset, uint32_t value)
{
    mmio_write(chip.efuse + offset, value);
}

static uint32_t words_of(uint32_t block)
{
    return block < 2 ? SHORT_WORDS : EFUSE_BLOCK_WORDS;
}

uint32_t efuse_chip_word(uint32_t block, uint32_t word)
{
    if (block >= efuse_chip.blocks || word >= words_of(block)) {
        return 0;
    }
    if (block < 2) {
        return get(RD_BLOCK0 + 4 * (SHORT_WORDS * block + word));
    }
    return get(RD_BLOCK2 + 4 * (EFUSE_BLOCK_WORDS * (block - 2) + word));
}

uint32_t efuse_chip_key_len(void)
{
    return EFUSE_BLOCK_LEN;
}

/* ---- what the controller says about a block ---- */

static uint32_t nibble(uint32_t n)
{
    return get(RS_ERR + n / 8 * 4) >> n % 8 * 4;
}

/* ESP32-C3 tells failures one nibble above where the others do. */
bool efuse_chip_is_sound(uint32_t block)
{
    if (block == 0 || block >= efuse_chip.blocks) {
        return true;
    }
    return (nibble(block - 1) & ERR_COUNT) == 0 &&
           (nibble(block - 1 + efuse_chip.fail_nibble) & ERR_FAIL) == 0;
}

/* Bits of a word of block 0 whose copies differ. */
static uint32_t copies_differ(uint32_t word)
{
    if (word == 0) {
        return 0;
    }
    return get(word == 5 ? REPEAT_ERR4 : REPEAT_ERR0 + 4 * (word - 1));
}

static bool is_complete(uint32_t block, const uint32_t *bits)
{
    for (uint32_t i = 0; i < words_of(block); i++) {
        uint32_t read = efuse_chip_word(block, i);

        if (block != 0 ? read != bits[i]
                       : (bits[i] & (~read | copies_differ(i))) != 0) {
            return false;
        }
    }
    return efuse_chip_is_sound(block);
}

static bool is_blank(uint32_t block)
{
    static const uint32_t none[EFUSE_BLOCK_WORDS] = {0};

    return is_complete(block, none);
}

static bool is_protected(uint32_t block)
{
    if (block == 0) {
        return false; /* its bits are, one by one */
    }
    return (efuse_chip_word(0, 0) >> (WR_DIS_BLOCK + block) & 1) != 0 ||
           (block >= RD_DIS_FIRST &&
            (efuse_chip_word(0, 1) >> (block - RD_DIS_FIRST) & 1) != 0);
}

/* ---- operations ---- */

static status_t wait_idle(void)
{
    for (uint32_t i = 0; i < POLL_MAX; i++) {
        if ((get(CMD) & CMD_BUSY) == 0) {
            return OK;
        }
    }
    return EFUSE_E_IO;
}

static status_t run(uint32_t conf, uint32_t command)
{
    watchdog_feed();
    for (uint32_t i = 0; i < efuse_chip.timing_count; i++) {
        mmio_change(chip.efuse + efuse_chip.timing[i].offset,
                    efuse_chip.timing[i].clear, efuse_chip.timing[i].set);
    }
    put(CONF, conf);
    put(CMD, command);
    TRY(wait_idle());
    /* ESP32-C3 and ESP32-S3 may tell the end of a read too early, once */
    return wait_idle();
}

static void clear_data(void)
{
    for (uint32_t i = 0; i < PGM_WORDS; i++) {
        put(PGM_DATA + 4 * i, 0);
    }
}

static void put_data(uint32_t block, const uint32_t *bits)
{
    uint32_t check[EFUSE_CODE_WORDS];

    for (uint32_t i = 0; i < words_of(block); i++) {
        uint32_t again =
            block == 0 ? efuse_chip_word(0, i) & copies_differ(i) : 0; /* B2 */

        put(PGM_DATA + 4 * i, bits[i] | again);
    }
    if (block != 0) {
        efuse_code_v2(bits, check);
        for (uint32_t i = 0; i < EFUSE_CODE_WORDS; i++) {
            put(PGM_DATA + 4 * (EFUSE_BLOCK_WORDS + i), check[i]);
        }
    }
}

static status_t program(uint32_t block, const uint32_t *bits)
{
    status_t status;

    clear_data();
    put_data(block, bits);
    status = run(CONF_PROGRAM, CMD_PROGRAM | block << CMD_BLOCK);
    clear_data(); /* B3 */
    TRY(status);
    return run(CONF_READ, CMD_READ);
}

status_t efuse_chip_burn(uint32_t block, const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    if (is_complete(block, bits)) {
        return OK;
    }
    if (is_protected(block)) {
        return EFUSE_E_PROTECTED;
    }
    if (block != 0 && !is_blank(block)) {
        return EFUSE_E_CODED; /* B1 */
    }
    for (uint32_t i = 0; i < PROGRAM_MAX; i++) {
        TRY(program(block, bits));
        if (is_complete(block, bits)) {
            return OK;
        }
    }
    return EFUSE_E_VERIFY;
}
