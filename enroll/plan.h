/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan: all steps of an enrolment, taken on a copy. What would be refused
 * at any of them is known before one bit is burned, and the log says what will
 * be burned and what will no longer be possible. Tells no key.
 */
#ifndef ENROLL_PLAN_H
#define ENROLL_PLAN_H

#include "enroll/next.h"

/**
 * Takes all steps on a copy.
 *
 * @param[in,out] f     facts as a boot begins; afterwards of the chip as it is
 *                      to be
 * @param[in]     tell  say each step on the log, and whether it will be burned
 *
 * @retval OK  the chip can be enrolled, or is; else ENROLL_E_*
 */
MUST_USE status_t plan_run(struct next_facts *f, bool tell);

#endif
