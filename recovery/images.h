/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands on images besides upload: list, state, erase, slots. What is
 * listed was verified as a boot would.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef RECOVERY_IMAGES_H
#define RECOVERY_IMAGES_H

#include "recovery/smp.h"

/**
 * Answers a request of group 1: list (id 0, read), state (id 0, write), erase
 * (id 5), slots (id 6, read).
 *
 * @param[in,out] r        recovery
 * @param[in]     request  request
 * @param[in,out] answer   answer
 *
 * @retval code
 */
MUST_USE enum smp_rc images_list(struct recovery *r,
                                 const struct smp_request *request,
                                 struct smp_answer *answer);
MUST_USE enum smp_rc images_set(struct recovery *r,
                                const struct smp_request *request,
                                struct smp_answer *answer);
MUST_USE enum smp_rc images_erase(struct recovery *r,
                                  const struct smp_request *request,
                                  struct smp_answer *answer);
MUST_USE enum smp_rc images_slots(struct recovery *r,
                                  const struct smp_request *request,
                                  struct smp_answer *answer);

#endif
