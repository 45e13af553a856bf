/* SPDX-License-Identifier: Apache-2.0 */
/* See utf8.h; RFC 3629, section 3. */
#include "host/imgtool/utf8.h"

#include <stdbool.h>
#include <stddef.h>

#define NOT_UTF8 0xdc00u

static const struct {
    uint8_t mask; /* of the first byte's fixed bits */
    uint8_t bits;
    size_t more;  /* bytes that follow */
    uint32_t min; /* smallest code point that needs that many */
} forms[] = {
    {0x80, 0x00, 0, 0},
    {0xe0, 0xc0, 1, 0x80},
    {0xf0, 0xe0, 2, 0x800},
    {0xf8, 0xf0, 3, 0x10000},
};

static bool is_code_point(uint32_t code, uint32_t min)
{
    bool surrogate = code >= 0xd800 && code <= 0xdfff;

    return code >= min && code <= 0x10ffff && !surrogate;
}

uint32_t utf8_next(const char **text)
{
    const char *p = *text;
    uint8_t first = (uint8_t)*p;

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if ((first & forms[i].mask) != forms[i].bits) {
            continue;
        }
        uint32_t code = first & (uint8_t)~forms[i].mask;
        size_t n = 1;
        while (n <= forms[i].more && ((uint8_t)p[n] & 0xc0) == 0x80) {
            code = code << 6 | ((uint8_t)p[n] & 0x3f);
            n++;
        }
        if (n > forms[i].more && is_code_point(code, forms[i].min)) {
            *text = p + n;
            return code;
        }
    }
    *text = p + 1;
    return NOT_UTF8 + first;
}
