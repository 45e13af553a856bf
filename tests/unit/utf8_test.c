/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stepping through UTF-8: characters and limits of RFC 3629, sections 3, 4
 * and 7; bytes that are none of it come out one by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/imgtool/utf8.h"

static const struct {
    const char *text;
    uint32_t code;
    size_t len; /* bytes stepped over */
} rows[] = {
    {"A", 'A', 1},
    {"\x7f", 0x7f, 1},
    {"\xc2\x80", 0x80, 2},
    {"\xdf\xbf", 0x7ff, 2},
    {"\xe0\xa0\x80", 0x800, 3},
    {"\xe2\x89\xa2", 0x2262, 3}, /* section 7 */
    {"\xef\xbf\xbf", 0xffff, 3},
    {"\xf0\x90\x80\x80", 0x10000, 4},
    {"\xf0\xa3\x8e\xb4", 0x233b4, 4}, /* section 7 */
    {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
    {"\x80", 0xdc80, 1},             /* goes on with what did not begin */
    {"\xc1\xbf", 0xdcc1, 1},         /* overlong */
    {"\xe0\x9f\xbf", 0xdce0, 1},     /* overlong */
    {"\xf0\x8f\xbf\xbf", 0xdcf0, 1}, /* overlong */
    {"\xed\xa0\x80", 0xdced, 1},     /* surrogate */
    {"\xf4\x90\x80\x80", 0xdcf4, 1}, /* beyond Unicode */
    {"\xe2\x89", 0xdce2, 1},         /* cut off */
    {"\xe2\x89x", 0xdce2, 1},
    {"\xff", 0xdcff, 1},
};

static void utf8_next_follows_rfc_3629(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *text = rows[i].text;
        assert_int_equal(utf8_next(&text), rows[i].code);
        assert_int_equal(text - rows[i].text, rows[i].len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_next_follows_rfc_3629),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
