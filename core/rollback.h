/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Downgrade prevention: whether one verified image may replace another. What
 * is compared was hashed (core/verify.h).
 *
 * Source: SPEC, Downgrade prevention.
 */
#ifndef CORE_ROLLBACK_H
#define CORE_ROLLBACK_H

#include "core/config.h"
#include "core/verify.h"

/**
 * Compares a new image with the present one.
 *
 * @param[in] config   which of version and security counter counts
 * @param[in] present  verified image in the primary slot
 * @param[in] next     verified image in the secondary slot
 *
 * @retval OK                  not lower, or prevention is off
 * @retval ROLLBACK_E_VERSION  version lower
 * @retval ROLLBACK_E_COUNTER  security counter lower, or missing
 */
MUST_USE status_t rollback_check(const struct boot_config *config,
                                 const struct image_facts *present,
                                 const struct image_facts *next);

#endif
