/* SPDX-License-Identifier: Apache-2.0 */
/* See fuses.h. */
#include "enroll/fuses.h"

uint32_t fuses_field(const struct fuses *f, uint32_t bit, uint32_t width)
{
    return f->word[0][bit / 32] >> bit % 32 & ((1u << width) - 1);
}

void fuses_set(struct fuses *f, uint32_t block,
               const uint32_t bits[EFUSE_BLOCK_WORDS])
{
    for (uint32_t i = 0; i < EFUSE_BLOCK_WORDS; i++) {
        f->word[block][i] |= bits[i];
    }
}

uint32_t fuses_ones(uint32_t word)
{
    uint32_t count = 0;

    for (; word != 0; word &= word - 1) {
        count++;
    }
    return count;
}
