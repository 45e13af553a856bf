/* SPDX-License-Identifier: Apache-2.0 */
/* The list of statuses as a whole: distances, uniqueness, sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/status.h"

/* Bits between OK and other words, base/status.h. */
#define ERROR_DISTANCE_MIN 20
#define ONES_DISTANCE_MIN  5 /* all that five bits of an immediate allow */

struct entry {
    const char *name;
    const char *sentence;
    uint32_t value;
};

#define ENTRY(name, value, sentence) {#name, sentence, value},
static const struct entry entries[] = {STATUS_LIST(ENTRY)};
#define ENTRY_COUNT (sizeof(entries) / sizeof(entries[0]))

static unsigned bits_set(uint32_t word)
{
    unsigned count = 0;

    for (; word != 0; word &= word - 1) {
        count++;
    }
    return count;
}

static void ok_is_twenty_bits_away_from_every_error(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        assert_true(bits_set((uint32_t)OK ^ entries[i].value) >=
                    ERROR_DISTANCE_MIN);
    }
}

static void ok_is_far_from_cleared_and_stuck_words(void **state)
{
    (void)state;
    assert_true(bits_set((uint32_t)OK) >= ERROR_DISTANCE_MIN);
    assert_true(bits_set((uint32_t)OK ^ 0xffffffffu) >= ONES_DISTANCE_MIN);
    assert_true(bits_set((uint32_t)OK ^ 1u) >= ERROR_DISTANCE_MIN);
}

static void status_values_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(entries[i].value, entries[j].value);
        }
    }
}

/* Field logs hold these numbers: the list may grow, never change. */
static void status_values_keep_their_published_numbers(void **state)
{
    (void)state;
    assert_int_equal(FLASH_E_IO, 0x0101);
    assert_int_equal(REGION_E_RANGE, 0x0201);
    assert_int_equal(IMAGE_E_EMPTY, 0x0301);
    assert_int_equal(IMAGE_E_SIGNATURE, 0x030c);
    assert_int_equal(SLOT_E_GEOMETRY, 0x0401);
    assert_int_equal(ROLLBACK_E_VERSION, 0x0501);
    assert_int_equal(DEPEND_E_VERSION, 0x0601);
    assert_int_equal(BOOT_E_NO_IMAGE, 0x0701);
    assert_int_equal(CRYPTO_E_KEY, 0x0901);
}

static void status_names_carry_their_module(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        assert_non_null(strstr(entries[i].name, "_E_"));
        assert_true(strlen(entries[i].sentence) > 10);
    }
}

static status_t answer(status_t status)
{
    TRY(status);
    return CRYPTO_E_FAULT; /* marks that TRY let the call pass */
}

static void try_returns_errors_and_passes_ok(void **state)
{
    (void)state;
    assert_int_equal(answer(IMAGE_E_HASH), IMAGE_E_HASH);
    assert_int_equal(answer(OK), CRYPTO_E_FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ok_is_twenty_bits_away_from_every_error),
        cmocka_unit_test(ok_is_far_from_cleared_and_stuck_words),
        cmocka_unit_test(status_values_are_unique),
        cmocka_unit_test(status_values_keep_their_published_numbers),
        cmocka_unit_test(status_names_carry_their_module),
        cmocka_unit_test(try_returns_errors_and_passes_ok),
    };

    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
