/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan as the device tells it, by the device's own code over copies of its
 * eFuses and flash.
 */
#ifndef HOST_ENROLL_PLAN_STEPS_H
#define HOST_ENROLL_PLAN_STEPS_H

#include "enroll/own_image.h"
#include "host/enroll/plan_device.h"

/**
 * Tells whether an encryption of this flash was begun and not ended.
 *
 * @param[in,out] device  open
 *
 * @retval true  the next boot goes on with it
 */
MUST_USE bool plan_steps_are_begun(struct plan_device *device);

/**
 * Tells whether nothing is left to burn.
 *
 * @param[in] device  open
 * @param[in] own     what the bootloader is signed with
 *
 * @retval true  the chip is what the configuration makes of it
 */
MUST_USE bool plan_steps_are_done(struct plan_device *device,
                                  const struct own_image *own);

/**
 * Tells every step on the log.
 *
 * @param[in,out] device  open
 * @param[in]     own     what the bootloader is signed with
 *
 * @retval OK  the chip can be enrolled, or is; else ENROLL_E_*, nothing is told
 */
MUST_USE status_t plan_steps_tell(struct plan_device *device,
                                  const struct own_image *own);

#endif
