/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons fit an answer, and other statuses show their number. */
#include "recovery/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void reason_is_the_number_of_the_status(void **state)
{
    static const struct {
        status_t why;
        const char *text;
    } rows[] = {
        {FLASH_E_IO, "error 0x101"},        {IMAGE_E_HASH, "error 0x309"},
        {IMAGE_E_SIGNATURE, "error 0x30c"}, {ROLLBACK_E_VERSION, "error 0x501"},
        {ENROLL_E_JOURNAL, "error 0xc0c"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[REASON_LEN];

        assert_string_equal(reason_of(rows[i].why, text), rows[i].text);
    }
}

static void every_status_fits_three_digits(void **state)
{
#define STATUS_VALUE(name, value, sentence) name,
    static const status_t all[] = {STATUS_LIST(STATUS_VALUE)};
#undef STATUS_VALUE

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        assert_in_range(all[i], 0x101, 0xfff);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reason_is_the_number_of_the_status),
        cmocka_unit_test(every_status_fits_three_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
