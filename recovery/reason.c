/* SPDX-License-Identifier: Apache-2.0 */
/* See reason.h. */
#include "recovery/reason.h"

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

static const struct {
    status_t why;
    const char *text;
} REASONS[] = {
    {IMAGE_E_MAGIC, "no image header"},
    {IMAGE_E_SIZE, "too large for the slot"},
    {IMAGE_E_HASH, "hash does not match"},
    {IMAGE_E_NO_SIGNATURE, "no signature by a known key"},
    {IMAGE_E_SIGNATURE, "signature does not verify"},
    {ROLLBACK_E_VERSION, "not a newer version"},
    {ROLLBACK_E_COUNTER, "security counter is lower"},
};

const char *reason_of(status_t why, char text[REASON_LEN])
{
    static const char DIGITS[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++) {
        if (REASONS[i].why == why) {
            return REASONS[i].text;
        }
    }
    memcpy(text, "error 0x000", REASON_LEN);
    for (uint32_t i = 0; i < 3; i++) {
        text[REASON_LEN - 2 - i] = DIGITS[(uint32_t)why >> 4 * i & 15];
    }
    return text;
}
