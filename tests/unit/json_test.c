/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of JSON that the file of profiles has: strings by RFC 8259, section
 * 7, and as Go's encoder writes them (its escapes of <, >, & and U+2028).
 */
#include "host/mcumgr/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct json of(const char *text)
{
    return (struct json){text, text + strlen(text)};
}

static const struct {
    const char *json;
    const char *value; /* NULL: malformed */
} strings[] = {
    {"\"\"", ""},
    {" \n\"abc\"", "abc"},
    {"\"a\\\"b\\\\c\\/d\"", "a\"b\\c/d"},
    {"\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t"},
    {"\"\\u003c\\u0026\\u003E\"", "<&>"},
    {"\"\\u00e9\\u20ac\"", "\xc3\xa9\xe2\x82\xac"},
    {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
    {"\"\xc3\xa9\"", "\xc3\xa9"},
    {"\"123456789012345\"", "123456789012345"},
    {"\"1234567890123456\"", NULL}, /* too long for 16 bytes with its 0 */
    {"\"abc", NULL},
    {"\"abc\\", NULL},
    {"\"\\x\"", NULL},
    {"\"\\u12g4\"", NULL},
    {"\"\\u123", NULL},
    {"\"\\ud83d\"", NULL},
    {"\"\\ud83d\\u0041\"", NULL},
    {"\"\\u0000\"", NULL}, /* would end the text early */
    {"abc", NULL},
    {"", NULL},
};

static void strings_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
        char out[16];
        struct json json = of(strings[i].json);
        bool taken = json_take_string(&json, out, sizeof(out));
        assert_int_equal(taken, strings[i].value != NULL);
        if (taken) {
            assert_string_equal(out, strings[i].value);
            assert_true(json_at_end(&json));
        }
    }
}

static void any_value_is_passed_over(void **state)
{
    static const char *const values[] = {
        "1,",           "-1.5e3,",
        "true,",        "null ,",
        "\"a,\\\"b\",", "{},",
        "[],",          "{\"a\":[1,{\"b\":\"]}\"}],\"c\":null},",
        "[[]],",        " [ 1 , 2 ] ,",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct json json = of(values[i]);
        assert_true(json_skip(&json));
        assert_true(json_take(&json, ','));
        assert_true(json_at_end(&json));
    }
}

static void value_that_does_not_end_is_refused(void **state)
{
    static const char *const values[] = {"",    "[", "{\"a\":", "\"abc",
                                         "[1,", "}", ",",       "\"a\\"};
    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct json json = of(values[i]);
        assert_false(json_skip(&json));
    }
}

static void strings_are_written_as_go_writes_them(void **state)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    (void)state;
    assert_non_null(out);
    json_write_string("ser<&>\"\\\n\t\x01\xc3\xa9\xe2\x80\xa8", out);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, "\"ser\\u003c\\u0026\\u003e\\\"\\\\\\n\\t\\u0001"
                              "\xc3\xa9\\u2028\"");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_read),
        cmocka_unit_test(any_value_is_passed_over),
        cmocka_unit_test(value_that_does_not_end_is_refused),
        cmocka_unit_test(strings_are_written_as_go_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
