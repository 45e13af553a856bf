/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of each chip's eFuses as data: words of a block, and which bit of
 * block 0 protects what. Field names are the host's business.
 * Source: SPEC, eFuse fields and files.
 */
#include "port/sim/sim_efuse.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#define ESP32_BLOCK_COUNT 4
#define ESP32_READ_BIT    16 /* RD_DIS: hides block 1, then 2, 3 */
#define ESP32_BLOCK_BIT   7  /* WR_DIS: protects block 1, then 2, 3 */
#define ESP32_READ_FIELDS 19 /* RD_DIS: hides four fields of block 0 */

#define KEY_BLOCK 4  /* first block that can be hidden, not on ESP32 */
#define READ_BIT  32 /* RD_DIS: hides the first key block */
#define BLOCK_BIT 20 /* WR_DIS: protects block 1, then 2 .. */

/** Bits of block 0 that a bit of WR_DIS protects. */
struct lock {
    uint8_t bit; /* first of them */
    uint8_t width;
    uint8_t lock;
};

/** The locks of a chip. */
struct lock_table {
    const struct lock *lock;
    uint32_t count;
};

static const struct lock esp32_locks[] = {
    {0, 16, 1},   {16, 4, 0},   {20, 8, 2},   {32, 56, 3},  {96, 2, 3},
    {99, 1, 3},   {110, 1, 10}, {128, 13, 4}, {142, 3, 5},  {160, 20, 6},
    {182, 2, 3},  {188, 6, 10}, {194, 1, 15}, {196, 1, 12}, {197, 1, 13},
    {198, 1, 14}, {199, 3, 15}, {202, 1, 10},
};

static const struct lock esp32s2_locks[] = {
    {32, 7, 0},   {39, 1, 1},   {40, 8, 2},    {49, 3, 2},   {52, 9, 30},
    {61, 10, 3},  {71, 9, 2},   {80, 2, 3},    {82, 3, 4},   {85, 1, 5},
    {86, 1, 6},   {87, 1, 7},   {88, 4, 8},    {92, 4, 9},   {96, 4, 10},
    {100, 4, 11}, {104, 4, 12}, {108, 4, 13},  {112, 4, 14}, {116, 1, 15},
    {117, 1, 16}, {124, 7, 18}, {132, 23, 18},
};

static const struct lock esp32c3_locks[] = {
    {32, 7, 0},   {39, 1, 1},    {40, 5, 2},   {46, 2, 2},   {48, 3, 31},
    {51, 2, 2},   {53, 8, 30},   {61, 3, 3},   {80, 2, 3},   {82, 3, 4},
    {85, 1, 5},   {86, 1, 6},    {87, 1, 7},   {88, 4, 8},   {92, 4, 9},
    {96, 4, 10},  {100, 4, 11},  {104, 4, 12}, {108, 4, 13}, {116, 1, 15},
    {117, 1, 16}, {124, 34, 18}, {159, 3, 19},
};

static const struct lock esp32s3_locks[] = {
    {32, 7, 0},   {39, 1, 1},    {40, 8, 2},   {48, 3, 31},  {51, 2, 2},
    {53, 8, 30},  {61, 21, 3},   {82, 3, 4},   {85, 1, 5},   {86, 1, 6},
    {87, 1, 7},   {88, 4, 8},    {92, 4, 9},   {96, 4, 10},  {100, 4, 11},
    {104, 4, 12}, {108, 4, 13},  {116, 1, 15}, {117, 1, 16}, {118, 4, 2},
    {122, 2, 17}, {124, 34, 18}, {158, 1, 17}, {159, 3, 19},
};

static const struct lock_table tables[SIM_EFUSE_CHIP_COUNT] = {
    [SIM_EFUSE_ESP32] = {esp32_locks, COUNT_OF(esp32_locks)},
    [SIM_EFUSE_ESP32S2] = {esp32s2_locks, COUNT_OF(esp32s2_locks)},
    [SIM_EFUSE_ESP32C3] = {esp32c3_locks, COUNT_OF(esp32c3_locks)},
    [SIM_EFUSE_ESP32S3] = {esp32s3_locks, COUNT_OF(esp32s3_locks)},
};

uint32_t sim_efuse_block_words(enum sim_efuse_chip chip, uint32_t block)
{
    if (chip == SIM_EFUSE_ESP32) {
        return block == 0 ? 7 : block < ESP32_BLOCK_COUNT ? 8 : 0;
    }
    return block < 2 ? 6 : block < EFUSE_BLOCK_MAX ? 8 : 0;
}

static int field_lock(const struct lock_table *table, uint32_t bit)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const struct lock *lock = &table->lock[i];
        if (bit >= lock->bit && bit - lock->bit < lock->width) {
            return lock->lock;
        }
    }
    return -1;
}

int sim_efuse_write_lock(enum sim_efuse_chip chip, uint32_t block, uint32_t bit)
{
    if (block == 0) {
        return field_lock(&tables[chip], bit);
    }
    return (chip == SIM_EFUSE_ESP32 ? ESP32_BLOCK_BIT : BLOCK_BIT) +
           (int)block - 1;
}

/* CODING_SCHEME and the three fields that are hidden together with it. */
static bool is_hidden_field(uint32_t bit)
{
    return bit == 110 || (bit >= 188 && bit < 194) || bit == 202;
}

int sim_efuse_read_lock(enum sim_efuse_chip chip, uint32_t block, uint32_t bit)
{
    if (chip == SIM_EFUSE_ESP32) {
        if (block == 0) {
            return is_hidden_field(bit) ? ESP32_READ_FIELDS : -1;
        }
        return ESP32_READ_BIT + (int)block - 1;
    }
    return block < KEY_BLOCK ? -1 : READ_BIT + (int)block - KEY_BLOCK;
}
