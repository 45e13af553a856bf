/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot code and the application library under test, in the form in which
 * stages take them.
 */
#ifndef POWERLOSS_DEVICE_H
#define POWERLOSS_DEVICE_H

#include "tests/powerloss/world.h"

/**
 * Boots once by core/boot.h; a boot_fn.
 *
 * @param[in,out] flash   flash
 * @param[in]     config  configuration
 * @param[out]    out     what is started, or why nothing
 */
void device_boot(struct flash *flash, const struct boot_config *config,
                 struct handover *out);

/* app/update.h */
extern const struct app device_app;

#endif
