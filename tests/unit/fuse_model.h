/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eFuses for the tests of enrolment, as silicon has them: bits that are never
 * cleared, blocks that hide and refuse, a code over key blocks that a cut
 * leaves broken, and a cut inside of any operation. Its protections are from
 * the field tables of the chips' manuals, not from enroll/chips.c. Checked
 * at each operation: nothing is burned that is protected, nor in one operation
 * with what protects it.
 */
#ifndef TESTS_UNIT_FUSE_MODEL_H
#define TESTS_UNIT_FUSE_MODEL_H

#include "base/status.h"
#include "enroll/enroll_config.h"
#include "enroll/fuses.h"

/** How an operation that is cut tears. */
enum fuse_tear {
    FUSE_TEAR_NONE, /* nothing of it */
    FUSE_TEAR_SOME, /* the bits of mask */
    FUSE_TEAR_CODE, /* all bits, but not the code over them */
};

/** The eFuses of a device. */
struct fuse_model {
    const struct enroll_chip *chip;
    struct fuses real; /* unsound too; nothing is hidden here */
    uint32_t op;       /* operations so far */
    uint32_t cut_op;   /* the one that is cut; 0xffffffff: none */
    enum fuse_tear tear;
    uint32_t mask[EFUSE_BLOCK_WORDS];
    bool is_cut; /* power is off: nothing works until it is set to false */
};

/**
 * Makes the eFuses of a new chip.
 *
 * @param[out] m     device
 * @param[in]  chip  which
 */
void fuse_model_open(struct fuse_model *m, const struct enroll_chip *chip);

/**
 * Reads all blocks as software can: read-protected ones are 0.
 *
 * @param[in]  m  device
 * @param[out] f  what is seen
 */
void fuse_model_view(const struct fuse_model *m, struct fuses *f);

/**
 * Programs a block, as efuse_burn_block(). Fails the test where an order rule
 * is broken.
 *
 * @param[in,out] m      device
 * @param[in]     block  0 .. 10
 * @param[in]     bits   to set
 *
 * @retval OK              all are set
 * @retval EFUSE_E_CODED   the block has other bits and a code over them
 * @retval EFUSE_E_VERIFY  the operation was cut
 */
status_t fuse_model_burn(struct fuse_model *m, uint32_t block,
                         const uint32_t bits[EFUSE_BLOCK_WORDS]);

/**
 * Tells whether a bit of block 0 is set.
 *
 * @param[in] m    device
 * @param[in] bit  of block 0
 *
 * @retval true  it is
 */
bool fuse_model_bit(const struct fuse_model *m, uint32_t bit);

/**
 * Sets bits of block 0, as the owner does; no rule is checked.
 *
 * @param[in,out] m      device
 * @param[in]     bit    first bit
 * @param[in]     value  bits to set
 */
void fuse_model_set(struct fuse_model *m, uint32_t bit, uint32_t value);

#endif
