/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts as YAML scalars, quoted exactly where PyYAML 6.0.3 quotes them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/imgtool/yaml_text.h"

static const char *const plain[] = {
    "app.bin", "a b",  "it's", "-x",       "x#y", "?x",    ":x",   "x,y",
    "x\\y",    "0o17", "08",   "null.bin", "1e3", "1.0.0", "Yes.", "y",
};

static const char *const single_quoted[] = {
    "a: b", "- x",   "#x",  "x #y",  "123", "1.5",        "yes",  "null",
    "~",    "\"d\"", "x:",  "@x",    "%x",  "2020-01-01", "!x",   "&x",
    "*x",   "[x",    "{x}", ",x",    "`x",  "|x",         ">x",   " x",
    "x ",   "=",     "<<",  "0x12",  "...", "1_000",      "1:30", "---",
    "012",  ".inf",  "no",  "--- x", "+1",  "1.e+3",      "-",    "?",
};

static const struct {
    const char *text;
    const char *yaml;
} others[] = {
    {"", "''"},
    {"'q'", "'''q'''"},
    {"t\tt", "\"t\\tt\""},
    {"\x7f", "\"\\x7F\""},
    {"a b: \xc3\xa9.bin", "\"a b: \\xE9.bin\""},
    {"\xf0\x9f\x98\x80", "\"\\U0001F600\""},
    {"\xff", "\"\\uDCFF\""},
    {"\xe2\x82\xac\"\\", "\"\\u20AC\\\"\\\\\""},
};

static void expect(const char *text, const char *before, const char *yaml,
                   const char *after)
{
    struct buffer out = {0};
    struct buffer expected = {0};

    buffer_print(&expected, "%s%s%s", before, yaml, after);
    yaml_text_add(&out, text);
    buffer_fill(&out, 0, 1);
    buffer_fill(&expected, 0, 1);
    assert_string_equal((const char *)out.data, (const char *)expected.data);
    buffer_free(&out);
    buffer_free(&expected);
}

static void text_that_reads_as_text_stays_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        expect(plain[i], "", plain[i], "");
    }
}

static void markup_and_other_types_are_quoted(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(single_quoted) / sizeof(single_quoted[0]);
         i++) {
        expect(single_quoted[i], "'", single_quoted[i], "'");
    }
}

static void quotes_and_other_characters_are_escaped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        expect(others[i].text, "", others[i].yaml, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_reads_as_text_stays_plain),
        cmocka_unit_test(markup_and_other_types_are_quoted),
        cmocka_unit_test(quotes_and_other_characters_are_escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
