/* SPDX-License-Identifier: Apache-2.0 */
/* See reason.h. */
#include "recovery/reason.h"

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

const char *reason_of(status_t why, char text[REASON_LEN])
{
    static const char DIGITS[] = "0123456789abcdef";

    memcpy(text, "error 0x000", REASON_LEN);
    for (uint32_t i = 0; i < 3; i++) {
        text[REASON_LEN - 2 - i] = DIGITS[(uint32_t)why >> 4 * i & 15];
    }
    return text;
}
