/* SPDX-License-Identifier: Apache-2.0 */
/* See version_text.h. */
#include "host/image/version_text.h"

#include <inttypes.h>
#include <stdio.h>

#define VERSION_PARTS 4

/* The character before each part, and the largest value that it may have. */
static const struct {
    char before;
    uint64_t max;
} parts[VERSION_PARTS] = {
    {'\0', UINT8_MAX},
    {'.', UINT8_MAX},
    {'.', UINT16_MAX},
    {'+', UINT32_MAX},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads a number without leading zeros; a huge one stops at UINT64_MAX. */
static const char *number_parse(const char *p, uint64_t *value)
{
    const char *start = p;

    *value = 0;
    while (is_digit(*p)) {
        uint64_t digit = (uint64_t)(*p - '0');
        bool fits = *value <= (UINT64_MAX - digit) / 10;
        *value = fits ? *value * 10 + digit : UINT64_MAX;
        p++;
    }
    bool leading_zero = p - start > 1 && *start == '0';
    return p == start || leading_zero ? NULL : p;
}

enum version_parse version_parse(const char *text, struct version *v)
{
    uint64_t value[VERSION_PARTS] = {0};
    bool in_range = true;
    const char *p = text;

    for (size_t i = 0; i < VERSION_PARTS; i++) {
        if (i > 0 && *p == '\0') {
            break;
        }
        if (i > 0 && *p++ != parts[i].before) {
            return VERSION_BAD_GRAMMAR;
        }
        p = number_parse(p, &value[i]);
        if (p == NULL) {
            return VERSION_BAD_GRAMMAR;
        }
        in_range = in_range && value[i] <= parts[i].max;
    }
    if (*p != '\0') {
        return VERSION_BAD_GRAMMAR;
    }
    *v = (struct version){(uint8_t)value[0], (uint8_t)value[1],
                          (uint16_t)value[2], (uint32_t)value[3]};
    return in_range ? VERSION_PARSED : VERSION_BAD_RANGE;
}

void version_print(const struct version *v, char text[VERSION_TEXT_LEN])
{
    (void)snprintf(text, VERSION_TEXT_LEN, "%u.%u.%u+%" PRIu32, v->major,
                   v->minor, v->revision, v->build);
}
