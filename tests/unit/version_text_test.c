/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Versions and dependencies as people write them. The tables are what imgtool
 * accepts and refuses: SPEC, "Image tool: versions".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/dependency_text.h"
#include "host/image/version_text.h"

static const struct {
    const char *text;
    struct version version;
} good[] = {
    {"0", {0, 0, 0, 0}},
    {"1.2", {1, 2, 0, 0}},
    {"1.2.3", {1, 2, 3, 0}},
    {"1.2.3+4", {1, 2, 3, 4}},
    {"255.255.65535+4294967295", {255, 255, 65535, 4294967295}},
};

static const char *const bad_grammar[] = {
    "",       "1+4", "1.2+4",    "01.0",     "1.2.3.4",   "v1",
    "1.",     ".1",  "1..2",     "1.2.3+",   "1.2.3+4+5", " 1",
    "1.2.3 ", "-1",  "1.2.3+04", "256.0.0x", "1,2",
};

static const char *const bad_range[] = {
    "256.0.0",
    "0.256.0",
    "1.0.65536",
    "1.0.0+4294967296",
    "99999999999999999999999999",
};

static void version_parse_takes_the_grammar_of_imgtool(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct version v;
        assert_int_equal(version_parse(good[i].text, &v), VERSION_PARSED);
        assert_int_equal(v.major, good[i].version.major);
        assert_int_equal(v.minor, good[i].version.minor);
        assert_int_equal(v.revision, good[i].version.revision);
        assert_true(v.build == good[i].version.build);
    }
}

static void version_parse_refuses_other_grammars(void **state)
{
    struct version v;

    (void)state;
    for (size_t i = 0; i < sizeof(bad_grammar) / sizeof(bad_grammar[0]); i++) {
        assert_int_equal(version_parse(bad_grammar[i], &v),
                         VERSION_BAD_GRAMMAR);
    }
}

static void version_parse_refuses_parts_beyond_their_field(void **state)
{
    struct version v;

    (void)state;
    for (size_t i = 0; i < sizeof(bad_range) / sizeof(bad_range[0]); i++) {
        assert_int_equal(version_parse(bad_range[i], &v), VERSION_BAD_RANGE);
    }
}

static void version_print_writes_all_four_parts(void **state)
{
    const struct version largest = {255, 255, 65535, UINT32_MAX};
    char text[VERSION_TEXT_LEN];

    (void)state;
    version_print(&largest, text);
    assert_string_equal(text, "255.255.65535+4294967295");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_parse_takes_the_grammar_of_imgtool),
        cmocka_unit_test(version_parse_refuses_other_grammars),
        cmocka_unit_test(version_parse_refuses_parts_beyond_their_field),
        cmocka_unit_test(version_print_writes_all_four_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
