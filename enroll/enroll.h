/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enrolment: turns a plain chip into one that its ROM locks, once, in steps
 * that may each be cut: gather what the eFuses and the flash say, work out the
 * next step, take it, and again. The plan that is told before the first step
 * is the same steps taken on a copy.
 */
#ifndef ENROLL_ENROLL_H
#define ENROLL_ENROLL_H

#include "base/status.h"
#include "base/verdict.h"
#include "enroll/encrypt.h"
#include "enroll/enroll_config.h"
#include "enroll/next.h"
#include "enroll/own_image.h"
#include "iface/efuse.h"

/** What comes next. */
enum enroll_next {
    ENROLL_BOOT,  /* go on with the boot */
    ENROLL_RESET, /* reset the chip: it starts encrypted */
};

/** An enrolment; owned by the caller. */
struct enroll {
    struct flash *flash;
    struct efuse *efuse;
    struct next_facts facts; /* words are wiped between calls */
    struct own_image own;
    verdict_t trust; /* in our own image */
    union {
        struct own_image_work work; /* while our own image is looked at */
        struct encrypt encrypt;     /* afterwards */
    } use;
};

/**
 * Prepares an enrolment.
 *
 * @param[out] e       state
 * @param[in]  config  product; must outlive e
 * @param[in]  flash   device; must outlive e
 * @param[in]  efuse   device; must outlive e
 */
void enroll_open(struct enroll *e, const struct enroll_config *config,
                 struct flash *flash, struct efuse *efuse);

/**
 * Runs before images are looked at: goes on with an encryption that was
 * interrupted, else checks whether the chip can be enrolled at all.
 *
 * @param[in,out] e     state
 * @param[out]    next  what comes next
 *
 * @retval OK  else one of ENROLL_E_*, EFUSE_E_*, FLASH_E_*: nothing may boot
 */
MUST_USE status_t enroll_before_boot(struct enroll *e, enum enroll_next *next);

/**
 * Runs once the images are verified: tells the plan, and burns.
 *
 * @param[in,out] e         state
 * @param[in]     bootable  of all images, required before the first step
 * @param[out]    next      what comes next
 *
 * @retval OK  else one of ENROLL_E_*, EFUSE_E_*, FLASH_E_*: nothing may boot
 */
MUST_USE status_t enroll_after_boot(struct enroll *e, verdict_t bootable,
                                    enum enroll_next *next);

#endif
