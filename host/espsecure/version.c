/* SPDX-License-Identifier: Apache-2.0 */
/* See version.h. */
#include "host/espsecure/version.h"

#include <string.h>

const char *const version_choices[] = {"1", "2", NULL};

bool version_check(const char *value, struct why *why)
{
    return strcmp(value, "2") == 0 ||
           why_say(why, "Secure Boot V1 is not supported: sign for version 2");
}
