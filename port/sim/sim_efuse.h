/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's eFuses: implements iface/efuse.h and
 * iface/efuse_burn.h over memory, and loses power at the operation that its
 * flash is armed to be cut at, since flash and eFuses share one power supply
 * and one count of operations. Files belong to host/efuse.
 *
 * V1  Bits are set and never cleared.
 * V2  Read protection hides a block, or fields of block 0, from efuse_word();
 *     the words stay, for the chip's ROM and engines use them.
 * V3  Write protection keeps a block, or fields of block 0, as they are.
 * V4  Block 0 is repeated and not coded: bits are added at any time. The other
 *     blocks are coded, except on an ESP32 without coding scheme: they take
 *     bits once. Power cut inside leaves part of data and check bytes: what
 *     the code corrects reads as it should, else as it stands; neither is
 * sound.
 */
#ifndef PORT_SIM_SIM_EFUSE_H
#define PORT_SIM_SIM_EFUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "iface/efuse.h"
#include "iface/efuse_burn.h"
#include "port/sim/nor.h"
#include "port/sim/sim_efuse_code.h"

/** Which chip's eFuses these are; in the order of enum conf_target. */
enum sim_efuse_chip {
    SIM_EFUSE_ESP32,
    SIM_EFUSE_ESP32S2,
    SIM_EFUSE_ESP32C3,
    SIM_EFUSE_ESP32S3,
    SIM_EFUSE_CHIP_COUNT,
};

/** The eFuses of a virtual device. */
struct efuse {
    enum sim_efuse_chip chip;
    /* as burned, decoded; what is read-protected too */
    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS];
    uint8_t code[EFUSE_BLOCK_MAX][SIM_EFUSE_CODE_MAX]; /* of coded blocks */
    uint32_t burn_count; /* program operations, whole or torn */
    struct flash *power; /* its cuts hit burns too; NULL: never cut */
    /* what the key blocks make of the flash, see sim_crypt.h; NULL: nothing */
    struct flash_cipher *engine;
};

/**
 * Starts with eFuses none of which is burned.
 *
 * @param[out] efuse  device
 * @param[in]  chip   which chip's
 * @param[in]  power  flash that shares the power; must outlive efuse; may be
 *                    NULL
 */
void sim_efuse_open(struct efuse *efuse, enum sim_efuse_chip chip,
                    struct flash *power);

/**
 * Takes over words, e.g. of a file, as if they had been burned whole.
 *
 * @param[in,out] efuse  open device
 * @param[in]     word   decoded, only read; words that the chip does not have
 * are ignored
 */
void sim_efuse_load(struct efuse *efuse,
                    uint32_t word[EFUSE_BLOCK_MAX][EFUSE_BLOCK_WORDS]);

/**
 * Tells how many words a block has.
 *
 * @param[in] chip   which chip
 * @param[in] block  any number
 *
 * @retval words, 0 .. EFUSE_BLOCK_WORDS; 0: the chip has no such block
 */
MUST_USE uint32_t sim_efuse_block_words(enum sim_efuse_chip chip,
                                        uint32_t block);

/**
 * Tells which bit of WR_DIS keeps a bit from being burned.
 *
 * @param[in] chip   which chip
 * @param[in] block  a block of the chip
 * @param[in] bit    bit of the block
 *
 * @retval 0..31  bit of word 0 of block 0
 * @retval -1     none
 */
MUST_USE int sim_efuse_write_lock(enum sim_efuse_chip chip, uint32_t block,
                                  uint32_t bit);

/**
 * Tells which bit of block 0 hides a bit.
 *
 * @param[in] chip   which chip
 * @param[in] block  a block of the chip
 * @param[in] bit    bit of the block
 *
 * @retval 16..38  bit of block 0
 * @retval -1      none
 */
MUST_USE int sim_efuse_read_lock(enum sim_efuse_chip chip, uint32_t block,
                                 uint32_t bit);

#endif
