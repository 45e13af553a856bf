/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons fit an answer, and other statuses show their number. */
#include "recovery/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_status_has_a_reason_of_31_characters_at_most(void **state)
{
#define STATUS_VALUE(name, value, sentence) name,
    static const status_t all[] = {STATUS_LIST(STATUS_VALUE)};
#undef STATUS_VALUE

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        char text[REASON_LEN];
        const char *reason = reason_of(all[i], text);

        assert_in_range(strlen(reason), 1, 31);
    }
}

static void what_has_no_words_shows_its_number(void **state)
{
    char text[REASON_LEN];

    (void)state;
    assert_string_equal(reason_of(IMAGE_E_TLV, text), "error 0x306");
    assert_string_equal(reason_of(ENROLL_E_JOURNAL, text), "error 0xc0c");
    assert_string_equal(reason_of(FLASH_E_IO, text), "error 0x101");
}

static void what_people_meet_has_words(void **state)
{
    char text[REASON_LEN];

    (void)state;
    assert_string_equal(reason_of(IMAGE_E_MAGIC, text), "no image header");
    assert_string_equal(reason_of(IMAGE_E_HASH, text), "hash does not match");
    assert_string_equal(reason_of(ROLLBACK_E_COUNTER, text),
                        "security counter is lower");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_reason_of_31_characters_at_most),
        cmocka_unit_test(what_has_no_words_shows_its_number),
        cmocka_unit_test(what_people_meet_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
