/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentence that tells why something failed. Formats only; printing it is
 * the command's business.
 */
#include "host/cli/why.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool why_say(struct why *why, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(why->text, sizeof(why->text), format, list);
    va_end(list);
    return false;
}

void why_add(struct why *why, const char *text)
{
    size_t used = strlen(why->text);
    (void)snprintf(why->text + used, sizeof(why->text) - used, "%s", text);
}
