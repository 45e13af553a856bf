/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Integers by the rules of Python's literals: a scan of sign, prefix, digits
 * and underscores. Knows nothing of options.
 */
#include "host/cli/number.h"

#include <stddef.h>
#include <string.h>

/* What remains to be read, and what was read. */
struct scan {
    const char *at;
    const char *end;
    bool negative;
    unsigned base;
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct scan scan_begin(const char *text)
{
    struct scan s = {.at = text, .end = text + strlen(text), .base = 10};
    while (s.at < s.end && is_blank(*s.at)) {
        s.at++;
    }
    while (s.end > s.at && is_blank(s.end[-1])) {
        s.end--;
    }
    if (s.at < s.end && (*s.at == '-' || *s.at == '+')) {
        s.negative = *s.at == '-';
        s.at++;
    }
    return s;
}

static unsigned base_of_letter(char letter)
{
    switch (letter) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

/* Takes a prefix; an underscore may stand between it and the digits. */
static void scan_prefix(struct scan *s)
{
    if (s->end - s->at < 2 || s->at[0] != '0') {
        return;
    }
    unsigned base = base_of_letter(s->at[1]);
    if (base != 0) {
        s->base = base;
        s->at += 2;
        s->at += s->at < s->end && *s->at == '_';
    }
}

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return (unsigned)(c - 'A') + 10;
    }
    return 99;
}

/* Adds a digit; false when it is none or the sum leaves 63 bits. */
static bool magnitude_add(uint64_t *sum, char c, unsigned base)
{
    unsigned digit = digit_value(c);
    if (digit >= base || *sum > ((uint64_t)INT64_MAX - digit) / base) {
        return false;
    }
    *sum = *sum * base + digit;
    return true;
}

static bool scan_digits(const struct scan *s, int64_t *value)
{
    uint64_t sum = 0;
    bool after_digit = false;
    for (const char *p = s->at; p < s->end; p++) {
        if (*p == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        if (!magnitude_add(&sum, *p, s->base)) {
            return false;
        }
        after_digit = true;
    }
    if (!after_digit) { /* empty, or ends with an underscore */
        return false;
    }
    *value = s->negative ? -(int64_t)sum : (int64_t)sum;
    return true;
}

/* "010" would be read as octal by C and as ten by people: refused. */
static bool leading_zero_misleads(const struct scan *s)
{
    if (s->at == s->end || *s->at != '0') {
        return false;
    }
    for (const char *p = s->at; p < s->end; p++) {
        if (*p != '0' && *p != '_') {
            return true;
        }
    }
    return false;
}

bool number_read_based(const char *text, int64_t *value)
{
    struct scan s = scan_begin(text);
    scan_prefix(&s);
    if (s.base == 10 && leading_zero_misleads(&s)) {
        return false;
    }
    return scan_digits(&s, value);
}

bool number_read_decimal(const char *text, int64_t *value)
{
    struct scan s = scan_begin(text);
    return scan_digits(&s, value);
}
