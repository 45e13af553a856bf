/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digests of the keys that the ROM shall trust: ours, or those that the
 * owner has burned before. Part of the pure function of next.h.
 */
#ifndef ENROLL_DIGEST_H
#define ENROLL_DIGEST_H

#include "enroll/block.h"

/**
 * Makes the next step towards digests that are burned, protected, and all there
 * can be.
 *
 * @param[in]  f  facts; Secure Boot is not yet enabled
 * @param[out] s  step
 *
 * @retval true   it is made, or refuses
 * @retval false  nothing is missing
 */
MUST_USE bool digest_step(const struct next_facts *f, struct step *s);

#endif
