/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See dependency_text.h. Numbers and versions are looked for one after the
 * other and paired by position, because that is how the format is defined:
 * what stands between them does not matter.
 */
#include "host/image/dependency_text.h"

#include <string.h>

#define VERSION_CHARS    "0123456789.+"
#define DIGITS           "0123456789"
#define WHITE_SPACE      " \t\n\r\f\v"
#define IMAGE_DIGITS     3  /* the largest image number has three digits */
#define VERSION_TEXT_MAX 64 /* bytes; longer than any version that fits */

/* Finds "(DIGITS" from p on; *number points at the digits. */
static const char *next_number(const char *p, const char **number)
{
    for (p = strchr(p, '('); p != NULL; p = strchr(p + 1, '(')) {
        size_t len = strspn(p + 1, DIGITS);
        if (len > 0) {
            *number = p + 1;
            return p + 1 + len;
        }
    }
    return NULL;
}

/* Finds ", VERSION)" from p on; returns the closing parenthesis. */
static const char *next_version(const char *p, const char **version)
{
    for (p = strchr(p, ','); p != NULL; p = strchr(p + 1, ',')) {
        const char *start = p + 1 + strspn(p + 1, WHITE_SPACE);
        size_t len = strspn(start, VERSION_CHARS);
        if (len > 0 && start[len] == ')') {
            *version = start;
            return start + len;
        }
    }
    return NULL;
}

static size_t count_all(const char *text,
                        const char *(*next)(const char *, const char **))
{
    const char *found = NULL;
    size_t count = 0;

    for (const char *p = next(text, &found); p != NULL; p = next(p, &found)) {
        count++;
    }
    return count;
}

static enum dependency_parse read_number(const char *from, const char *end,
                                         uint8_t *image)
{
    uint32_t value = 0;

    while (from < end - 1 && *from == '0') {
        from++;
    }
    if (end - from > IMAGE_DIGITS) {
        return DEPENDENCY_BAD_RANGE;
    }
    for (; from < end; from++) {
        value = value * 10 + (uint32_t)(*from - '0');
    }
    *image = (uint8_t)value;
    return value > UINT8_MAX ? DEPENDENCY_BAD_RANGE : DEPENDENCY_PARSED;
}

static enum dependency_parse read_version(const char *from, const char *end,
                                          struct version *v)
{
    char text[VERSION_TEXT_MAX];
    size_t len = (size_t)(end - from);

    if (len >= sizeof(text)) {
        return DEPENDENCY_BAD_VERSION;
    }
    memcpy(text, from, len);
    text[len] = '\0';
    switch (version_parse(text, v)) {
    case VERSION_PARSED:
        return DEPENDENCY_PARSED;
    case VERSION_BAD_RANGE:
        return DEPENDENCY_BAD_RANGE;
    case VERSION_BAD_GRAMMAR:
    default:
        return DEPENDENCY_BAD_VERSION;
    }
}

static enum dependency_parse read_all(const char *text, struct dependency *list,
                                      size_t count)
{
    const char *numbers = text;
    const char *versions = text;

    for (size_t i = 0; i < count; i++) {
        const char *number = NULL;
        const char *version = NULL;
        numbers = next_number(numbers, &number);
        versions = next_version(versions, &version);
        enum dependency_parse result =
            read_number(number, numbers, &list[i].image);
        if (result == DEPENDENCY_PARSED) {
            result = read_version(version, versions, &list[i].least);
        }
        if (result != DEPENDENCY_PARSED) {
            return result;
        }
    }
    return DEPENDENCY_PARSED;
}

enum dependency_parse dependency_parse(
    const char *text, struct dependency list[DEPENDENCY_COUNT_MAX],
    size_t *count)
{
    *count = count_all(text, next_number);
    if (*count == 0) {
        return DEPENDENCY_BAD_GRAMMAR;
    }
    if (*count != count_all(text, next_version)) {
        return DEPENDENCY_MISMATCH;
    }
    if (*count > DEPENDENCY_COUNT_MAX) {
        return DEPENDENCY_TOO_MANY;
    }
    return read_all(text, list, *count);
}
