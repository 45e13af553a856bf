/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan: line by line for one chip, silent where it is only asked, and
 * without a byte of a key.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/plan.h"
#include "iface/log.h"
#include "tests/unit/enroll_walk.h"

#define LINES_MAX 64
#define RELEASE   (WALK_SECURE | WALK_CRYPT | WALK_RELEASE)

static char lines[LINES_MAX][96];
static uint32_t line_count;
static struct walk w;

/* Only %u and %x, as iface/log.h has it. */
void log_line(enum log_level level, const char *text, uint32_t a, uint32_t b)
{
    const uint32_t numbers[2] = {a, b};
    char *out = lines[line_count];
    uint32_t used = 0;

    assert_int_equal(level, LOG_WARNING);
    assert_true(line_count < LINES_MAX);
    for (; *text != '\0'; text++) {
        if (*text != '%') {
            *out++ = *text;
            continue;
        }
        text++;
        assert_true(used < 2 && (*text == 'u' || *text == 'x'));
        out += *text == 'u' ? sprintf(out, "%u", (unsigned)numbers[used])
                            : sprintf(out, "0x%x", (unsigned)numbers[used]);
        used++;
    }
    *out = '\0';
    line_count++;
}

static status_t plan(bool tell)
{
    memset(lines, 0, sizeof(lines));
    line_count = 0;
    fuse_model_view(&w.fuse, &w.facts.fuses);
    return plan_run(&w.facts, tell);
}

static void open_chip(const struct enroll_chip *chip)
{
    walk_open(&w, chip, RELEASE, 1);
    for (uint32_t i = 0; i < w.config.field_count; i++) {
        w.field[i].text = "field %u -> %u";
    }
}

static void expect_lines(const char *const *expected)
{
    uint32_t i = 0;

    for (; expected[i] != NULL; i++) {
        assert_string_equal(lines[i], expected[i]);
    }
    assert_int_equal(line_count, i);
}

static void the_plan_of_a_new_chip_has_these_lines(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "eFuse block 4: key digest, word 0 is 0x9e3779b9",
        "eFuse block 4: purpose 9",
        "eFuse block 4: never changed again",
        "key digest 1: never trusted",
        "key digest 2: never trusted",
        "field 0 -> 1", /* DIS_DIRECT_BOOT */
        "field 0 -> 1", /* DIS_PAD_JTAG */
        "field 0 -> 1", /* DIS_USB_JTAG */
        "field 0 -> 7", /* SOFT_DIS_JTAG */
        "field 0 -> 1", /* SECURE_BOOT_EN */
        "eFuse block 5: new flash key",
        "eFuse block 5: purpose 4",
        "eFuse block 5: never read again",
        "eFuse block 5: never changed again",
        "field 0 -> 1", /* DIS_DOWNLOAD_MANUAL_ENCRYPT */
        "field 0 -> 1", /* DIS_DOWNLOAD_ICACHE */
        "field 0 -> 1", /* WR_DIS 0 */
        "field 0 -> 1", /* WR_DIS 2 */
        "flash encrypted, counter 0x0 -> 0x1",
        "field 0 -> 1", /* ENABLE_SECURITY_DOWNLOAD */
        "field 0 -> 1", /* WR_DIS 4 */
        "armed: all this is burned, for ever",
        NULL,
    };

    open_chip(&enroll_esp32c3);
    assert_int_equal(plan(true), OK);
    expect_lines(expected);
}

/* Torn fields: what is there, and what is to be. */
static void a_begun_enrolment_tells_what_is_left(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "field 1 -> 15", /* FLASH_CRYPT_CONFIG */
        "field 0 -> 1",  /* DISABLE_DL_CACHE */
        "field 0 -> 1",  /* WR_DIS 3 */
        "flash encrypted, counter 0x0 -> 0x1",
        "nothing is burned: CONFIG_ESP_ENROLL_ARMED=n",
        NULL,
    };
    uint32_t data[EFUSE_BLOCK_WORDS];

    walk_open(&w, &enroll_esp32, WALK_CRYPT, 1);
    for (uint32_t i = 0; i < w.config.field_count; i++) {
        w.field[i].text = "field %u -> %u";
    }
    walk_digest(5, data);
    walk_put(&w, 0, data, 0, true);
    fuse_model_set(&w.fuse, 16, 1);
    fuse_model_set(&w.fuse, 188, 1);
    fuse_model_set(&w.fuse, 199, 3);
    w.config.armed = false;
    assert_int_equal(plan(true), OK);
    expect_lines(expected);
}

static void asked_only_it_says_nothing(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_chip(walk_chips[c]);
        assert_int_equal(plan(false), OK);
        assert_int_equal(line_count, 0);
    }
}

/* The copy ends as the chip does: fields of block 0, bit by bit. */
static void the_plan_ends_as_the_enrolment_does(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        uint32_t planned[EFUSE_BLOCK_WORDS];

        open_chip(walk_chips[c]);
        assert_int_equal(plan(true), OK);
        memcpy(planned, w.facts.fuses.word[0], sizeof(planned));
        open_chip(walk_chips[c]);
        assert_int_equal(walk_run(&w), OK);
        assert_memory_equal(planned, w.fuse.real.word[0], sizeof(planned));
    }
}

static void what_is_refused_at_the_end_is_refused_at_once(void **state)
{
    (void)state;
    static const uint8_t locks[4] = {2, 18, 18, 18}; /* of the last field */

    for (uint32_t c = 0; c < 4; c++) {
        open_chip(walk_chips[c]);
        fuse_model_set(&w.fuse, locks[c], 1);
        assert_int_equal(plan(false), ENROLL_E_LOCKED);
    }
}

static void a_locked_counter_is_refused(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        walk_open(&w, walk_chips[c], WALK_CRYPT, 1);
        fuse_model_set(&w.fuse, walk_chips[c]->counter_lock, 1);
        assert_int_equal(plan(false), ENROLL_E_LOCKED);
    }
}

static void a_locked_read_protection_is_refused(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 4; c++) {
        open_chip(walk_chips[c]);
        fuse_model_set(&w.fuse, 0, 1); /* WR_DIS of RD_DIS */
        assert_int_equal(plan(false), ENROLL_E_LOCKED);
    }
}

/* A field that can not be burned any more: it goes on booting. */
static void an_enrolled_chip_with_a_locked_field_boots(void **state)
{
    (void)state;
    open_chip(&enroll_esp32c3);
    fuse_model_set(&w.fuse, 116, 1);
    fuse_model_set(&w.fuse, 82, 1);
    fuse_model_set(&w.fuse, 18, 1);
    fuse_model_view(&w.fuse, &w.facts.fuses);
    w.facts.settled = next_is_settled(&w.facts);
    assert_true(w.facts.settled);
    assert_int_equal(plan(false), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_of_a_new_chip_has_these_lines),
        cmocka_unit_test(a_begun_enrolment_tells_what_is_left),
        cmocka_unit_test(asked_only_it_says_nothing),
        cmocka_unit_test(the_plan_ends_as_the_enrolment_does),
        cmocka_unit_test(what_is_refused_at_the_end_is_refused_at_once),
        cmocka_unit_test(a_locked_counter_is_refused),
        cmocka_unit_test(a_locked_read_protection_is_refused),
        cmocka_unit_test(an_enrolled_chip_with_a_locked_field_boots),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
