/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host can say of an enrolment beyond the plan that the device tells:
 * with which keys the bootloader is signed and what the eFuses make of them,
 * which application boots, and whether anything could ever replace it. Changes
 * nothing on the device but what a boot changes.
 */
#ifndef HOST_ENROLL_PLAN_CHECK_H
#define HOST_ENROLL_PLAN_CHECK_H

#include <stdio.h>

#include "core/boot.h"
#include "enroll/own_image.h"
#include "host/enroll/plan_device.h"

/** What became of the look at a device. */
struct plan_found {
    struct boot boot;
    struct boot_result result; /* leads into boot */
    bool bootable;             /* every image is verified */
};

/**
 * Looks at the bootloader as the ROM will, and tells each of its keys.
 *
 * @param[in]  device  open
 * @param[out] own     what was found
 * @param[in]  out     stream of what is told
 * @param[out] why     on failure: what is wrong, and what to do
 *
 * @retval true   the ROM starts it, now and once the chip is enrolled
 * @retval false  it does not
 */
MUST_USE bool plan_check_bootloader(struct plan_device *device,
                                    struct own_image *own, FILE *out,
                                    struct why *why);

/**
 * Boots the copy of the device, and tells which images would start.
 *
 * @param[in,out] device  open; an update that is due is carried out
 * @param[out]    found   what boots
 * @param[in]     out     stream of what is told
 * @param[out]    why     on failure: what is wrong, and what to do
 *
 * @retval true   the images are verified, and can be replaced by an update
 * @retval false  none is, or the first one is the last this device could run
 */
MUST_USE bool plan_check_images(struct plan_device *device,
                                struct plan_found *found, FILE *out,
                                struct why *why);

#endif
