/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts as people write them: the form in docs/sim.md, and what is refused. */
#include "host/sim/cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void cuts_of_every_form_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct cut cut;
    } rows[] = {
        {"0", {false, 0, NOR_CUT_BEFORE, 0}},
        {"17", {false, 17, NOR_CUT_BEFORE, 0}},
        {"0%", {true, 0, NOR_CUT_BEFORE, 0}},
        {"99%", {true, 99, NOR_CUT_BEFORE, 0}},
        {"5:before", {false, 5, NOR_CUT_BEFORE, 0}},
        {"5:prefix:3", {false, 5, NOR_CUT_TORN_PREFIX, 3}},
        {"5:bits:4294967295", {false, 5, NOR_CUT_TORN_BITS, UINT32_MAX}},
        {"50%:half", {true, 50, NOR_CUT_HALF_ERASED, 0}},
        {"18446744073709551615:after", {false, UINT64_MAX, NOR_CUT_AFTER, 0}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct cut cut;
        struct why why;
        assert_true(cut_read(rows[i].text, &cut, &why));
        assert_int_equal(cut.is_percent, rows[i].cut.is_percent);
        assert_true(cut.at == rows[i].cut.at);
        assert_int_equal(cut.manner, rows[i].cut.manner);
        assert_int_equal(cut.seed, rows[i].cut.seed);
    }
}

static void other_texts_are_refused_by_a_sentence_that_quotes_them(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x",          "-1",        "+1",
        " 1",         "100%",      "5:",
        "5:torn",     "5:bit",     "5:bits:",
        "5:bits:-1",  "5:bits:1x", "5:bits:4294967296",
        "5:bits:1:2", "5;bits",    "18446744073709551616",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct cut cut;
        struct why why;
        assert_false(cut_read(texts[i], &cut, &why));
        assert_non_null(strstr(why.text, texts[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_of_every_form_are_read),
        cmocka_unit_test(
            other_texts_are_refused_by_a_sentence_that_quotes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
