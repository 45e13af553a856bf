/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot decision: a pure function from facts to the next act. It reads no
 * flash and keeps no state, so a test enumerates it completely. Callers act,
 * gather the facts anew, and ask again, until it says boot or fail.
 *
 *   facts, first match                                   act
 *   an update has records                                RESUME
 *   an update is asked for, its image is unseen          LOOK
 *   its slot is empty                                    ABANDON or CLEAR
 *   its image is invalid, or refused by version          DISCARD
 *   a dependency is not met, not by reverts alone either HOLD
 *   an update is asked for and may be done               UPDATE
 *   a primary is unseen                                  LOOK
 *   a primary does not verify                            FAIL
 *   otherwise                                            BOOT
 *
 * Source: SPEC, Boot decision.
 */
#ifndef CORE_DECIDE_H
#define CORE_DECIDE_H

#include "core/facts.h"

/** What to do next. */
enum act {
    ACT_FAIL = 0, /* nothing boots: why */
    ACT_LOOK,     /* verify slot of image */
    ACT_RESUME,   /* finish the interrupted update of image */
    ACT_UPDATE,   /* carry out an update of image, by type */
    ACT_ABANDON,  /* give up the update of image that was only started */
    ACT_CLEAR,    /* erase the request of image: its slot is empty */
    ACT_DISCARD,  /* erase the secondary slot of image: why */
    ACT_HOLD,     /* update nothing at this boot: why */
    ACT_BOOT,     /* start what the primaries hold */
};

/** A decision. */
struct boot_decision {
    enum act act;
    uint8_t image;
    enum slot slot;      /* ACT_LOOK */
    enum swap_type type; /* ACT_UPDATE */
    status_t why;        /* ACT_FAIL, ACT_DISCARD, ACT_HOLD; else OK */
};

/**
 * Decides what to do next.
 *
 * @param[in]  facts  all facts
 * @param[out] d      decision
 */
void boot_decide(const struct boot_facts *facts, struct boot_decision *d);

/**
 * Decides what has to happen before the update of one image can be done: the
 * part of boot_decide() that looks at no other image.
 *
 * @param[in]  facts  all facts; no update of image has records
 * @param[in]  i      image, 0 .. image_count - 1
 * @param[out] type   with false: the update to do, SWAP_NONE if none
 * @param[out] d      with true: ACT_LOOK, ACT_ABANDON, ACT_CLEAR or ACT_DISCARD
 *
 * @retval true   *d has to be done first, or instead
 * @retval false  nothing has
 */
MUST_USE bool decide_update(const struct boot_facts *facts, uint8_t i,
                            enum swap_type *type, struct boot_decision *d);

#endif
