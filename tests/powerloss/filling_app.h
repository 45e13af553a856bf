/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The application's side of an SDK that reads encrypted flash through
 * decryption alone and fills what it erases with encrypted 0xff.
 */
#ifndef POWERLOSS_FILLING_APP_H
#define POWERLOSS_FILLING_APP_H

#include "tests/powerloss/world.h"

extern const struct app filling_app;

#endif
