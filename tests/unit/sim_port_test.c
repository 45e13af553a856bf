/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small parts of the virtual device's port: the log's form and levels,
 * and where a bypassed verdict leads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/verdict.h"
#include "port/sim/sim_halt.h"
#include "port/sim/sim_log.h"

static char printed[256];

static void told(void *context, const char *text, const uint32_t number[2])
{
    assert_string_equal(text, "printed");
    *(uint32_t *)context = number[1];
}

static FILE *console_open(enum log_level level)
{
    memset(printed, 0, sizeof(printed));
    FILE *stream = tmpfile();
    assert_non_null(stream);
    sim_log_open(&(struct sim_log){
        .stream = stream, .target = "esp32c3", .level = level});
    return stream;
}

static void console_close(FILE *stream)
{
    sim_log_close();
    rewind(stream);
    (void)fread(printed, 1, sizeof(printed) - 1, stream);
    fclose(stream);
}

static void log_lines_have_target_and_level(void **state)
{
    (void)state;
    FILE *stream = console_open(LOG_DEBUG);
    log_line(LOG_ERROR, "a", 0, 0);
    log_line(LOG_WARNING, "b", 0, 0);
    log_line(LOG_INFO, "c", 0, 0);
    log_line(LOG_DEBUG, "d", 0, 0);
    console_close(stream);
    assert_string_equal(printed, "[esp32c3] [ERR] a\n[esp32c3] [WRN] b\n"
                                 "[esp32c3] [INF] c\n[esp32c3] [DBG] d\n");
}

static void log_prints_two_numbers_in_order(void **state)
{
    (void)state;
    FILE *stream = console_open(LOG_INFO);
    log_line(LOG_INFO, "image %u at %x!", 4294967295u, 0x20000);
    console_close(stream);
    assert_string_equal(printed,
                        "[esp32c3] [INF] image 4294967295 at 0x20000!\n");
}

static void log_drops_lines_beyond_its_level(void **state)
{
    (void)state;
    FILE *stream = console_open(LOG_WARNING);
    log_line(LOG_INFO, "not this", 0, 0);
    log_line(LOG_WARNING, "this", 0, 0);
    console_close(stream);
    assert_string_equal(printed, "[esp32c3] [WRN] this\n");
}

static void log_tells_of_printed_lines_only(void **state)
{
    (void)state;
    uint32_t second = 0;
    FILE *stream = tmpfile();
    assert_non_null(stream);
    sim_log_open(&(struct sim_log){.stream = stream,
                                   .target = "esp32c3",
                                   .level = LOG_WARNING,
                                   .told = told,
                                   .context = &second});
    log_line(LOG_WARNING, "printed", 1, 2);
    log_line(LOG_INFO, "dropped", 3, 4);
    console_close(stream);
    assert_int_equal(second, 2);
}

static void log_is_silent_when_closed(void **state)
{
    (void)state;
    FILE *stream = console_open(LOG_DEBUG);
    sim_log_close();
    log_line(LOG_ERROR, "nobody hears", 0, 0);
    console_close(stream);
    assert_string_equal(printed, "");
}

static void leave(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

static void a_bypassed_verdict_leads_to_the_hook(void **state)
{
    (void)state;
    static jmp_buf out;
    sim_halt_hook(leave, &out);
    if (setjmp(out) == 0) {
        verdict_require(verdict_fail());
        fail_msg("a verdict that does not hold was accepted");
    }
    sim_halt_hook(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_lines_have_target_and_level),
        cmocka_unit_test(log_prints_two_numbers_in_order),
        cmocka_unit_test(log_drops_lines_beyond_its_level),
        cmocka_unit_test(log_tells_of_printed_lines_only),
        cmocka_unit_test(log_is_silent_when_closed),
        cmocka_unit_test(a_bypassed_verdict_leads_to_the_hook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
