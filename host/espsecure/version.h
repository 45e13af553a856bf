/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The option --version of the signing commands: the scheme of Secure Boot,
 * of which there is only the second here.
 */
#ifndef HOST_ESPSECURE_VERSION_H
#define HOST_ESPSECURE_VERSION_H

#include "host/cli/cli.h"

/** "1", "2". */
extern const char *const version_choices[];

#define VERSION_CHOICE_2 1 /* index of "2" */

/**
 * Refuses the first scheme, in the form of an option's check.
 *
 * @param[in]  value  "1" or "2"
 * @param[out] why    what is wrong with "1"
 *
 * @retval true   "2"
 * @retval false  see why
 */
bool version_check(const char *value, struct why *why);

#endif
