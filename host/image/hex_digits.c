/* SPDX-License-Identifier: Apache-2.0 */
/* See hex_digits.h. */
#include "host/image/hex_digits.h"

#include <string.h>

int hex_digit_value(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c == '\0' ? NULL : strchr(digits, c);

    return at == NULL ? -1 : (int)((at - digits) % 16);
}

bool hex_digits_read(const char *text, size_t count, uint8_t *bytes)
{
    for (size_t i = 0; i < count; i++) {
        int high = hex_digit_value(text[2 * i]);
        int low = high < 0 ? -1 : hex_digit_value(text[2 * i + 1]);
        if (low < 0) {
            return false;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
