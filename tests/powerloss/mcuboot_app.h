/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The application's side as MCUboot's own library writes it, from SPEC: what
 * devices in the field are linked with. app/update.h is ours.
 */
#ifndef POWERLOSS_MCUBOOT_APP_H
#define POWERLOSS_MCUBOOT_APP_H

#include "tests/powerloss/world.h"

/* Requests and confirms as MCUboot's library does. */
extern const struct app mcuboot_app;

#endif
