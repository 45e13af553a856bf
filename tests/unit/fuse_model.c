/* SPDX-License-Identifier: Apache-2.0 */
/* See fuse_model.h. */
#include "tests/unit/fuse_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/** Bits of block 0 that a WR_DIS bit protects. */
struct guard {
    uint8_t lock;
    uint8_t first;
    uint8_t last;
};

/* Manuals of the chips, eFuse Controller: tables of programming permissions. */
static const struct guard guards_esp32[] = {
    {1, 0, 15},     {0, 16, 19},    {2, 20, 27},    {3, 32, 87},
    {3, 96, 97},    {3, 99, 99},    {10, 110, 110}, {10, 188, 193},
    {15, 194, 194}, {12, 196, 196}, {13, 197, 197}, {14, 198, 198},
    {15, 199, 201}, {10, 202, 202}, {0, 255, 255},
};
static const struct guard guards_s2[] = {
    {0, 32, 38},    {2, 40, 51},    {30, 56, 60},   {3, 68, 81},
    {4, 82, 84},    {5, 85, 85},    {6, 86, 86},    {7, 87, 87},
    {8, 88, 91},    {9, 92, 95},    {10, 96, 99},   {11, 100, 103},
    {12, 104, 107}, {13, 108, 111}, {15, 116, 116}, {16, 117, 117},
    {18, 124, 154}, {0, 255, 255},
};
static const struct guard guards_c3_s3[] = {
    {0, 32, 38},    {2, 40, 47},    {31, 48, 50},   {2, 51, 52},
    {30, 57, 58},   {3, 68, 81},    {4, 82, 84},    {5, 85, 85},
    {6, 86, 86},    {7, 87, 87},    {8, 88, 91},    {9, 92, 95},
    {10, 96, 99},   {11, 100, 103}, {12, 104, 107}, {13, 108, 111},
    {15, 116, 116}, {16, 117, 117}, {2, 118, 121},  {18, 124, 158},
    {19, 159, 161}, {0, 255, 255},
};

static const struct guard *guards_of(const struct fuse_model *m)
{
    if (m->chip == &enroll_esp32) {
        return guards_esp32;
    }
    return m->chip == &enroll_esp32s2 ? guards_s2 : guards_c3_s3;
}

static bool is_esp32(const struct fuse_model *m)
{
    return m->chip == &enroll_esp32;
}

/* WR_DIS bit of a whole block; 0xff: none */
static uint32_t block_lock(const struct fuse_model *m, uint32_t block)
{
    if (is_esp32(m)) {
        return block + 6;
    }
    return block >= 1 ? block + 19 : 0xff;
}

static uint32_t read_bit(const struct fuse_model *m, uint32_t block)
{
    if (is_esp32(m)) {
        return block + 15;
    }
    return block >= 4 ? block + 28 : 0xff;
}

static bool has_code(const struct fuse_model *m, uint32_t block)
{
    bool coded = (m->real.word[0][6] & 3) % 3 != 0;

    return block != 0 && (!is_esp32(m) || coded);
}

bool fuse_model_bit(const struct fuse_model *m, uint32_t bit)
{
    return (m->real.word[0][bit / 32] >> bit % 32 & 1) != 0;
}

void fuse_model_set(struct fuse_model *m, uint32_t bit, uint32_t value)
{
    m->real.word[0][bit / 32] |= value << bit % 32;
}

void fuse_model_open(struct fuse_model *m, const struct enroll_chip *chip)
{
    memset(m, 0, sizeof(*m));
    m->chip = chip;
    m->cut_op = 0xffffffffu;
}

void fuse_model_view(const struct fuse_model *m, struct fuses *f)
{
    *f = m->real;
    for (uint32_t block = 1; block < EFUSE_BLOCK_MAX; block++) {
        uint32_t bit = read_bit(m, block);

        if (bit != 0xff && bit < 39 && fuse_model_bit(m, bit)) {
            memset(f->word[block], 0, sizeof(f->word[block]));
        }
    }
}

static bool burns(const uint32_t *bits, uint32_t bit)
{
    return (bits[bit / 32] >> bit % 32 & 1) != 0;
}

/* Neither protected now, nor by the same operation. */
static void check_guards(const struct fuse_model *m, const uint32_t *bits)
{
    for (const struct guard *g = guards_of(m); g->first != 255; g++) {
        for (uint32_t bit = g->first; bit <= g->last; bit++) {
            if (burns(bits, bit)) {
                assert_false(fuse_model_bit(m, g->lock));
                assert_false(g->lock != bit && burns(bits, g->lock));
            }
        }
    }
}

static void check_block(const struct fuse_model *m, uint32_t block)
{
    assert_in_range(block, 1, is_esp32(m) ? 3 : 10);
    assert_false(fuse_model_bit(m, block_lock(m, block)));
    assert_false(fuse_model_bit(m, read_bit(m, block)));
}

static bool is_blank(const uint32_t *words)
{
    uint32_t ones = 0;

    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        ones |= words[i];
    }
    return ones == 0;
}

static status_t tear(struct fuse_model *m, uint32_t block, const uint32_t *bits)
{
    uint32_t part[EFUSE_BLOCK_WORDS];

    m->is_cut = true;
    if (m->tear == FUSE_TEAR_NONE) {
        return EFUSE_E_VERIFY;
    }
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        part[i] = m->tear == FUSE_TEAR_SOME ? bits[i] & m->mask[i] : bits[i];
    }
    fuses_set(&m->real, block, part);
    if (has_code(m, block)) {
        m->real.unsound |= (uint16_t)(1u << block);
    }
    return EFUSE_E_VERIFY;
}

status_t fuse_model_burn(struct fuse_model *m, uint32_t block,
                         const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    assert_false(m->is_cut);
    assert_false(is_blank(bits));
    if (block == 0) {
        check_guards(m, bits);
    } else {
        check_block(m, block);
        if (has_code(m, block) && !is_blank(m->real.word[block])) {
            return EFUSE_E_CODED;
        }
        assert_true((m->real.unsound >> block & 1) == 0);
    }
    if (m->op++ == m->cut_op) {
        return tear(m, block, bits);
    }
    fuses_set(&m->real, block, bits);
    return OK;
}
