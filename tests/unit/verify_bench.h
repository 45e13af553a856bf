/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of verification share: a slot, a key of ours and one that is
 * not, and a language in which an image is a row of letters, an entry each:
 *
 *   h hash            k hash of our key          s signature by our key
 *   H a wrong one     K hash of the other key    S a bad one
 *   a 31 bytes of it  e no bytes of our key's    t by the other key
 *   b 33 bytes        p 16 bytes of it           x 63 bytes of it
 *   w rubbish         o 33 bytes                 y 65 bytes
 *   7 type 0x77       A type 0xa0                m S + L: malleated
 *                                                r rubbish, z 1000 bytes
 */
#ifndef TESTS_UNIT_VERIFY_BENCH_H
#define TESTS_UNIT_VERIFY_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/verify.h"
#include "tests/unit/device.h"
#include "tests/unit/draft.h"
#include "tests/unit/signer.h"

#define BENCH_SLOT_LEN    8192u
#define BENCH_PAYLOAD_LEN 1000u /* more than one chunk of hashing, and odd */
#define BENCH_TLV_ED25519 0x24

/** The set-up of a test of verification. */
struct verify_bench {
    struct device device;
    struct region slot;
    struct signer ours;
    struct signer theirs;
    struct boot_config config; /* Ed25519 by our key */
    struct draft draft;
    struct image_facts facts; /* of the last verification */
    status_t why;
};

/** An image in letters, and why it is refused; OK: it is not. */
struct bench_row {
    const char *entries; /* protected ones before '|', if any */
    status_t why;
};

extern struct verify_bench bench;

/**
 * Sets the bench up; a cmocka set-up function.
 *
 * @param[out] state  not used
 *
 * @retval 0
 */
int bench_setup(void **state);

/**
 * Puts bytes into the slot; the rest of the flash is erased.
 *
 * @param[in] image  len bytes
 * @param[in] len    bytes
 */
void bench_place(const void *image, size_t len);

/**
 * Verifies the slot; sets bench.facts and bench.why.
 *
 * @retval true  the verdict holds
 */
bool bench_verifies(void);

/**
 * Places bench.draft and verifies it.
 *
 * @retval true  the verdict holds
 */
bool bench_draft_verifies(void);

/**
 * Adds entries to bench.draft.
 *
 * @param[in] letters  see above
 */
void bench_add(const char *letters);

/**
 * Makes bench.draft anew.
 *
 * @param[in] letters  see above; protected entries before '|', if any
 */
void bench_compose(const char *letters);

/**
 * Verifies each row's image, and checks the reason.
 *
 * @param[in] rows   rows
 * @param[in] count  of them
 */
void bench_check_rows(const struct bench_row *rows, size_t count);

#define BENCH_CHECK_ROWS(rows)                                                 \
    bench_check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

#endif
