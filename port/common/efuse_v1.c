/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eFuse controller of ESP32; see efuse_chip.h. Its program operation burns
 * all blocks at once, each from registers of its own.
 *
 * B1  A block with a code over it is burned from blank only; blank is one that
 *     reads as zeros without a word from the decoder: after a cut inside of a
 *     burn only check bytes may be set.
 * B2  The registers of the other blocks are zero whenever an operation starts.
 * B3  No data stays in the controller's registers: it may be a key.
 *
 * Source: SPEC, eFuse; ESP32 Technical Reference Manual v5.1, "eFuse
 * Controller"; vendor's register headers of EFUSE, and its order of steps.
 */
#include "base/bytes.h"
#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/efuse_chip.h"
#include "port/common/efuse_code_v1.h"
#include "port/common/watchdog.h"

#define RD_BLOCK0    0x000
#define WR_BLOCK0    0x01c
#define RD_BLOCK1    0x038
#define WR_BLOCK1    0x098
#define CONF         0x0fc
#define CONF_PROGRAM 0x5a5au
#define CONF_READ    0x5aa5u
#define CMD          0x104
#define CMD_READ     1u
#define CMD_PROGRAM  2u
#define DEC_STATUS   0x11c /* 4 bits for each of blocks 1 to 3 */

#define BLOCK0_WORDS 7
#define OTHER_BLOCKS 3
#define SCHEME_WORD  6 /* of block 0; bits 1:0 */
#define WR_DIS_BLOCK 6 /* bit of WR_DIS of block 0; never set for that one */
#define RD_DIS_BLOCK 15

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

static enum efuse_scheme scheme(void)
{
    switch (get(RD_BLOCK0 + 4 * SCHEME_WORD) & 3) {
    case EFUSE_SCHEME_THREE_QUARTERS:
        return EFUSE_SCHEME_THREE_QUARTERS;
    case EFUSE_SCHEME_REPEAT:
        return EFUSE_SCHEME_REPEAT;
    default:
        return EFUSE_SCHEME_NONE;
    }
}

uint32_t efuse_chip_key_len(void)
{
    return EFUSE_BLOCK_LEN - 8 * (uint32_t)scheme();
}

static uint32_t words_of(uint32_t block)
{
    return block == 0 ? BLOCK0_WORDS : efuse_chip_key_len() / 4;
}

uint32_t efuse_chip_word(uint32_t block, uint32_t word)
{
    if (block >= efuse_chip.blocks || word >= words_of(block)) {
        return 0;
    }
    if (block == 0) {
        return get(RD_BLOCK0 + 4 * word);
    }
    return get(RD_BLOCK1 + 4 * (EFUSE_BLOCK_WORDS * (block - 1) + word));
}

/* ---- what the controller says about a block ---- */

static bool is_coded(uint32_t block)
{
    return block != 0 && block < efuse_chip.blocks &&
           scheme() != EFUSE_SCHEME_NONE;
}

bool efuse_chip_is_sound(uint32_t block)
{
    return !is_coded(block) || (get(DEC_STATUS) >> 4 * (block - 1) & 0xf) == 0;
}

static bool is_complete(uint32_t block, const uint32_t *bits)
{
    bool coded = is_coded(block);

    for (uint32_t i = 0; i < words_of(block); i++) {
        uint32_t read = efuse_chip_word(block, i);

        if (coded ? read != bits[i] : (bits[i] & ~read) != 0) {
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
    uint32_t word = efuse_chip_word(0, 0);

    if (block == 0) {
        return false; /* its bits are, one by one */
    }
    return ((word >> (WR_DIS_BLOCK + block) | word >> (RD_DIS_BLOCK + block)) &
            1) != 0;
}

/* ---- operations ---- */

static status_t run(uint32_t conf, uint32_t command)
{
    watchdog_feed();
    for (uint32_t i = 0; i < efuse_chip.timing_count; i++) {
        mmio_change(chip.efuse + efuse_chip.timing[i].offset,
                    efuse_chip.timing[i].clear, efuse_chip.timing[i].set);
    }
    put(CONF, conf);
    put(CMD, command);
    for (uint32_t i = 0; i < POLL_MAX; i++) {
        if (get(CMD) == 0) {
            return OK;
        }
    }
    return EFUSE_E_IO;
}

static void clear_data(void)
{
    for (uint32_t i = 0; i < BLOCK0_WORDS; i++) {
        put(WR_BLOCK0 + 4 * i, 0);
    }
    for (uint32_t i = 0; i < OTHER_BLOCKS * EFUSE_BLOCK_WORDS; i++) {
        put(WR_BLOCK1 + 4 * i, 0);
    }
}

static void put_data(uint32_t block, const uint32_t *bits)
{
    uint32_t coded[EFUSE_BLOCK_WORDS];

    if (block == 0) {
        for (uint32_t i = 0; i < BLOCK0_WORDS; i++) {
            put(WR_BLOCK0 + 4 * i, bits[i]);
        }
        return;
    }
    efuse_code_v1(scheme(), bits, coded);
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        put(WR_BLOCK1 + 4 * (EFUSE_BLOCK_WORDS * (block - 1) + i), coded[i]);
    }
    secure_wipe(coded, sizeof(coded));
}

static status_t program(uint32_t block, const uint32_t *bits)
{
    status_t status;

    clear_data(); /* B2 */
    put_data(block, bits);
    status = run(CONF_PROGRAM, CMD_PROGRAM);
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
    if (is_coded(block) && !is_blank(block)) {
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
