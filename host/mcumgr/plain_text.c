/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See plain_text.h. UTF-8 passes, but for the control characters that it has
 * too (U+0080 to U+009F: c2 80 to c2 9f).
 */
#include "host/mcumgr/plain_text.h"

#include <stdbool.h>

void plain_text_copy(const char *text, size_t len, char *out, size_t room)
{
    size_t n = len < room - 1 ? len : room - 1;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_pair = i > 0 && (unsigned char)text[i - 1] == 0xc2;
        bool is_control =
            c < 0x20 || c == 0x7f || (is_pair && c >= 0x80 && c < 0xa0);
        out[i] = is_control ? '?' : text[i];
    }
    out[n] = 0;
}
