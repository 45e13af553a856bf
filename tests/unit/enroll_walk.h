/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products to be enrolled, and walking one through its boots by the pure
 * function, over eFuses that are cut. The fields are those that the vendor's
 * documentation names for Secure Boot V2 and flash encryption, not what
 * host/conf makes. Checked on the way: nothing is enabled before what it needs.
 */
#ifndef TESTS_UNIT_ENROLL_WALK_H
#define TESTS_UNIT_ENROLL_WALK_H

#include "enroll/next.h"
#include "tests/unit/fuse_model.h"

#define WALK_SECURE  1u /* Secure Boot V2 */
#define WALK_CRYPT   2u /* flash encryption */
#define WALK_RELEASE 4u /* what bars the way back */
#define WALK_WIDE    8u /* a flash key of two blocks */
#define WALK_FIELDS  16

/** A chip on its way. */
struct walk {
    struct fuse_model fuse;
    struct enroll_config config;
    struct enroll_field field[WALK_FIELDS];
    struct next_facts facts;
    uint32_t random;
    uint32_t cuts; /* boots still to be cut, at a drawn operation */
    uint32_t boots;
    uint32_t restarts;
};

extern const struct enroll_chip *const walk_chips[4];

/**
 * Makes a new chip whose image is signed with keys; digest d is pattern d.
 *
 * @param[out] w        walk; must not be moved in memory
 * @param[in]  chip     which
 * @param[in]  flags    WALK_*
 * @param[in]  digests  keys, 1 .. 3
 */
void walk_open(struct walk *w, const struct enroll_chip *chip, uint32_t flags,
               uint32_t digests);

/**
 * Returns a digest.
 *
 * @param[in]  d      0 .. 2: of our keys; others are of nobody
 * @param[out] words  digest
 */
void walk_digest(uint32_t d, uint32_t words[EFUSE_BLOCK_WORDS]);

/**
 * Boots until nothing is left to do. A cut ends a boot.
 *
 * @param[in,out] w  walk
 *
 * @retval OK  enrolled; else what was refused, or what failed
 */
status_t walk_run(struct walk *w);

/**
 * Puts a key block of the owner: data, purpose, protections.
 *
 * @param[in,out] w        walk
 * @param[in]     i        key block, from 0
 * @param[in]     data     words
 * @param[in]     purpose  0 .. 15
 * @param[in]     guarded  write-protect block and purpose
 */
void walk_put(struct walk *w, uint32_t i,
              const uint32_t data[EFUSE_BLOCK_WORDS], uint32_t purpose,
              bool guarded);

/**
 * Finds the one key block with a purpose; fails the test if there are more.
 *
 * @param[in] w        walk
 * @param[in] purpose  wanted
 *
 * @retval key block from 0, or -1
 */
int walk_find(const struct walk *w, uint32_t purpose);

/**
 * Fails the test unless Secure Boot, where it is wanted, trusts our keys and
 * no others, and the flash key, where it is wanted, is hidden and locked.
 *
 * @param[in] w        walk
 * @param[in] digests  keys that are trusted
 */
void walk_expect_enrolled(const struct walk *w, uint32_t digests);

#endif
