/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of dependencies as people write them; each text was given to imgtool,
 * and it accepts and refuses the same ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "host/image/dependency_text.h"

static const struct {
    const char *text;
    enum dependency_parse result;
} refused[] = {
    {"", DEPENDENCY_BAD_GRAMMAR},
    {"1, 1.0.0", DEPENDENCY_BAD_GRAMMAR},
    {"1,1.0.0)", DEPENDENCY_BAD_GRAMMAR},
    {"( 1,2.0)", DEPENDENCY_BAD_GRAMMAR},
    {"(1)", DEPENDENCY_MISMATCH},
    {"(1,1.0.0 )", DEPENDENCY_MISMATCH},
    {"(1,1.0)(2)", DEPENDENCY_MISMATCH},
    {"(1, 01.0)", DEPENDENCY_BAD_VERSION},
    {"(1,.)", DEPENDENCY_BAD_VERSION},
    {"(256,1.0)", DEPENDENCY_BAD_RANGE},
    {"(4294967296,1.0)", DEPENDENCY_BAD_RANGE},
    {"(1,256.0)", DEPENDENCY_BAD_RANGE},
};

static void one_dependency_is_read(const char *text, uint8_t image)
{
    static struct dependency list[DEPENDENCY_COUNT_MAX];
    size_t count = 0;

    assert_int_equal(dependency_parse(text, list, &count), DEPENDENCY_PARSED);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].image, image);
    assert_int_equal(list[0].least.major, 1);
    assert_int_equal(list[0].least.revision, 3);
    assert_int_equal(list[0].least.build, 4);
}

static void dependency_parse_reads_image_and_version(void **state)
{
    (void)state;
    one_dependency_is_read("(1, 1.2.3+4)", 1);
    one_dependency_is_read("(255,  1.2.3+4)", 255);
    one_dependency_is_read("(007,1.2.3+4)", 7);
    one_dependency_is_read("(1 ,1.2.3+4)", 1);
    one_dependency_is_read("x(1,1.2.3+4)y", 1);
}

static void dependency_parse_keeps_the_order_of_the_text(void **state)
{
    static struct dependency list[DEPENDENCY_COUNT_MAX];
    size_t count = 0;

    (void)state;
    assert_int_equal(dependency_parse("(3,1.0.0),(2, 2.0)", list, &count),
                     DEPENDENCY_PARSED);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].image, 3);
    assert_int_equal(list[0].least.major, 1);
    assert_int_equal(list[1].image, 2);
    assert_int_equal(list[1].least.major, 2);
}

static void dependency_parse_tells_what_is_wrong(void **state)
{
    static struct dependency list[DEPENDENCY_COUNT_MAX];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(dependency_parse(refused[i].text, list, &count),
                         refused[i].result);
    }
}

static void dependency_parse_stops_at_its_room(void **state)
{
    static struct dependency list[DEPENDENCY_COUNT_MAX];
    static char text[(DEPENDENCY_COUNT_MAX + 1) * 5 + 1];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < DEPENDENCY_COUNT_MAX; i++) {
        memcpy(text + i * 5, "(1,1)", 6);
    }
    assert_int_equal(dependency_parse(text, list, &count), DEPENDENCY_PARSED);
    assert_int_equal(count, DEPENDENCY_COUNT_MAX);
    memcpy(text + (size_t)DEPENDENCY_COUNT_MAX * 5, "(1,1)", 6);
    assert_int_equal(dependency_parse(text, list, &count), DEPENDENCY_TOO_MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dependency_parse_reads_image_and_version),
        cmocka_unit_test(dependency_parse_keeps_the_order_of_the_text),
        cmocka_unit_test(dependency_parse_tells_what_is_wrong),
        cmocka_unit_test(dependency_parse_stops_at_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
