/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people read of a server's errors: the codes of SPEC, Serial recovery,
 * and statuses by the list of base/status.h.
 */
#include "host/mcumgr/codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "host/mcumgr/plain_text.h"

#define ANSWER_LEN(text) (sizeof(text) - 1)

static void say(const char *answer, size_t len, struct why *why)
{
    struct item root;
    struct codes_error error;
    assert_true(item_open((const uint8_t *)answer, len, &root));
    assert_true(codes_find(&root, &error));
    codes_say(&root, &error, why);
}

static void code_is_named(void **state)
{
    static const char answer[] = "\xa1\x62rc\x03";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text, "code 3, invalid value");
}

static void unknown_code_is_shown(void **state)
{
    static const char answer[] = "\xa1\x62rc\x19\x01\x00";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text, "code 256, a code of its own");
}

static void negative_code_is_shown(void **state)
{
    static const char answer[] = "\xa1\x62rc\x24";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text, "code -5, a code of its own");
}

static void reason_is_shown(void **state)
{
    static const char answer[] = "\xa2\x62rc\x06\x63rsn\x67"
                                 "on test";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text,
                        "code 6, not in this state (on test): "
                        "'image list' shows what is pending or on test, "
                        "'reset' lets it go on");
}

static void status_in_a_reason_is_explained(void **state)
{
    static const char answer[] = "\xa2\x62rc\x09\x63rsn\x6b"
                                 "error 0x30c";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text,
                        "code 9, corrupt (error 0x30c: image "
                        "signature does not verify): check the file and "
                        "the key that signed it");
}

static void error_of_a_group_is_found(void **state)
{
    static const char answer[] = "\xbf\x63"
                                 "err\xbf\x65group\x01\x62rc\x0a\xff\xff";
    struct why why;
    (void)state;
    say(answer, ANSWER_LEN(answer), &why);
    assert_string_equal(why.text, "code 10 of group 1");
}

static void success_is_no_error(void **state)
{
    static const struct {
        uint8_t bytes[11];
        size_t len;
    } answers[] = {
        {{0xa0}, 1},
        {{0xa1, 0x62, 'r', 'c', 0x00}, 5},
        {{0xbf, 0xff}, 2},
        {{0xa1, 0x63, 'e', 'r', 'r', 0xa1, 0x62, 'r', 'c', 0x00}, 10},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct item root;
        struct codes_error error;
        assert_true(item_open(answers[i].bytes, answers[i].len, &root));
        assert_false(codes_find(&root, &error));
    }
}

/* A device must not get at the terminal of the person who asks it. */
static void control_characters_are_not_printed(void **state)
{
    static const char text[] = "a\x1b[2Jb\x07\xc2\x9b"
                               "c\x7f\xc3\xa9";
    char out[32];
    char small[4];
    (void)state;
    plain_text_copy(text, sizeof(text) - 1, out, sizeof(out));
    assert_string_equal(out, "a?[2Jb?\xc2?c?\xc3\xa9");
    plain_text_copy(text, sizeof(text) - 1, small, sizeof(small));
    assert_string_equal(small, "a?[");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_is_named),
        cmocka_unit_test(unknown_code_is_shown),
        cmocka_unit_test(negative_code_is_shown),
        cmocka_unit_test(reason_is_shown),
        cmocka_unit_test(status_in_a_reason_is_explained),
        cmocka_unit_test(error_of_a_group_is_found),
        cmocka_unit_test(success_is_no_error),
        cmocka_unit_test(control_characters_are_not_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
