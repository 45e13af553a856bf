/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes next in an enrolment: a pure function of the eFuses, the digests
 * of our own keys and what this boot has done so far. It reads and burns
 * nothing, so the plan is told, and every cut is tried, on plain data.
 *
 * N1  A step may be cut: any of its bits may be set, and the next boot finds
 *     its way on from there.
 * N2  What is protected is complete before its protection is a step.
 * N3  A purpose is burned bit by bit, the lowest first, so no torn purpose is
 *     another valid one but 2 and 3 on the way of a digest, which its data
 *     tells apart.
 * N4  The purpose of a flash key is burned only in the boot that has made the
 *     key: a block with data and no purpose is somebody's, or torn.
 * N5  Whatever would be refused later is refused when the steps are taken on a
 *     copy first, before one bit is burned (enroll/plan.h).
 *
 *   order      step                             cut inside leaves
 *   digests    data of all digests              torn block, left; ESP32: more
 *              purposes of all                  a part of one purpose
 *              WR_DIS of block and purpose      one of them
 *              revoke digests without a block   some
 *   SECURE     fields                           some
 *   ENABLE     field                            -
 *   flash key  data, then purpose, of each half torn block, left; ESP32: more
 *              RD_DIS, then WR_DIS              one of two blocks
 *   CRYPT      fields; only while the counter is 0
 *   LOCK       fields
 *   encrypt    the flash, then one bit of the counter, then restart
 *   LAST       fields; in a boot that has burned nothing of the above
 *   LAST_LOCK  fields
 */
#ifndef ENROLL_NEXT_H
#define ENROLL_NEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "enroll/enroll_config.h"
#include "enroll/fuses.h"

#define NEXT_DIGEST_MAX 3
#define NEXT_STEP_MAX   64 /* more than any enrolment has */

/** What is known. */
struct next_facts {
    const struct enroll_config *config;
    struct fuses fuses;
    /* of the keys that our own image is signed with, as words of a block */
    uint32_t digest[NEXT_DIGEST_MAX][EFUSE_BLOCK_WORDS];
    uint8_t digest_count;
    bool settled; /* next_is_settled() when this boot began */
    /* what this boot has done, see next_note() */
    uint8_t fresh;  /* block that it has filled with a key; 0: none */
    bool burned;    /* something of the stages before LAST */
    bool encrypted; /* the flash */
};

/** A kind of step; all from STEP_FILL on burn bits. */
enum step_kind {
    STEP_REFUSE,
    STEP_DONE,
    STEP_RESTART, /* reset the chip, then go on */
    STEP_ENCRYPT, /* the flash and our own image */
    STEP_FILL,    /* burn random bits where bits are set */
    STEP_DIGEST,
    STEP_PURPOSE,
    STEP_READ_PROTECT,
    STEP_PROTECT,
    STEP_REVOKE,
    STEP_FIELDS,
    STEP_COUNTER,
    STEP_KIND_COUNT,
};

/** A step; what is burned is one program operation. */
struct step {
    uint8_t kind;  /* enum step_kind */
    uint8_t block; /* eFuse block that is burned */
    uint8_t about; /* eFuse block, digest or enum enroll_stage it is about */
    uint8_t
        value;    /* counter that is to be; purpose, 0 if it takes more steps */
    status_t why; /* STEP_REFUSE: ENROLL_E_* */
    uint32_t bits[EFUSE_BLOCK_WORDS];
};

/**
 * Works out the next step.
 *
 * @param[in]  f  facts
 * @param[out] s  step
 */
void next_step(const struct next_facts *f, struct step *s);

/**
 * Notes that a step was taken. Its bits are for the caller to set or to read
 * anew.
 *
 * @param[in,out] f  facts; a restart forgets what the boot has done
 * @param[in]     s  step from next_step()
 */
void next_note(struct next_facts *f, const struct step *s);

/**
 * Tells whether what the ROM acts on is as the configuration wants it: only
 * fields of the last stages may be missing, and our own image is not needed.
 *
 * @param[in] f  facts; config and fuses are used
 *
 * @retval true  it is
 */
MUST_USE bool next_is_settled(const struct next_facts *f);

#endif
