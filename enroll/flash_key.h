/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key of flash encryption: one that the chip makes itself, or that its
 * owner has burned before. Part of the pure function of next.h.
 */
#ifndef ENROLL_FLASH_KEY_H
#define ENROLL_FLASH_KEY_H

#include "enroll/block.h"

/**
 * Makes the next step towards a key that is burned and protected.
 *
 * @param[in]  f  facts; the flash is not yet encrypted
 * @param[out] s  step
 *
 * @retval true   it is made, or refuses
 * @retval false  nothing is missing
 */
MUST_USE bool flash_key_step(const struct next_facts *f, struct step *s);

#endif
