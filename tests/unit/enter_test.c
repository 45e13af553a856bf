/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entering recovery by the lines of a port. The port here only notes what is
 * asked of it; the times and states are those of SPEC, Serial recovery.
 */
#include "host/mcumgr/enter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static char notes[256];
static bool has_lines;

static void note(const char *word, unsigned value)
{
    size_t used = strlen(notes);
    (void)snprintf(notes + used, sizeof(notes) - used, "%s%u ", word, value);
}

/* Stand in for host/mcumgr/tty.c. */
bool tty_switch(const struct tty *tty, unsigned lines, bool on)
{
    (void)tty;
    note(on ? "+" : "-", lines);
    return has_lines;
}

void tty_sleep(uint32_t ms)
{
    note("wait ", ms);
}

static const struct tty port = {.fd = 3, .path = "/dev/x"};

/* 1 is DTR, 2 is RTS */
static void pin_is_pulled_after_the_reset_has_ended(void **state)
{
    const struct enter_plan plan = {TTY_RTS, TTY_DTR, 100, 20, 6000};
    struct why why;
    (void)state;
    notes[0] = 0;
    has_lines = true;
    assert_true(enter_recovery(&port, &plan, &why));
    assert_string_equal(notes, "-2 -1 +2 wait 100 -2 wait 20 +1 wait 6000 -1 ");
}

static void reset_alone_leaves_the_pin(void **state)
{
    const struct enter_plan plan = {TTY_DTR, 0, 100, 20, 6000};
    struct why why;
    (void)state;
    notes[0] = 0;
    has_lines = true;
    assert_true(enter_recovery(&port, &plan, &why));
    assert_string_equal(notes, "-2 -1 +1 wait 100 -1 ");
}

static void port_without_lines_is_told(void **state)
{
    const struct enter_plan plan = {TTY_RTS, TTY_DTR, 100, 20, 6000};
    struct why why;
    (void)state;
    notes[0] = 0;
    has_lines = false;
    assert_false(enter_recovery(&port, &plan, &why));
    assert_non_null(strstr(why.text, "/dev/x"));
    assert_string_equal(notes, "-2 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pin_is_pulled_after_the_reset_has_ended),
        cmocka_unit_test(reset_alone_leaves_the_pin),
        cmocka_unit_test(port_without_lines_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
