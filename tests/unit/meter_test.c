/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arithmetic of the progress line: SPEC, Serial recovery, of the host
 * client. The clock is the test's.
 */
#include "host/mcumgr/meter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void rate_is_that_of_the_last_3_seconds(void **state)
{
    struct meter m;
    int64_t now = 0;
    uint32_t off = 0;
    (void)state;
    meter_start(&m, 100000, 0, NULL);
    for (; now < 10000; now += 100) { /* 1000 bytes a second */
        off += 100;
        meter_put(&m, off, 100, now);
    }
    assert_in_range(meter_rate(&m, now - 100), 990, 1010);
    for (; now < 14000; now += 100) { /* .. then 8000 */
        off += 800;
        meter_put(&m, off, 800, now);
    }
    assert_in_range(meter_rate(&m, now - 100), 7900, 8100);
}

static void rate_holds_at_any_pace_of_packets(void **state)
{
    static const int64_t paces[] = {1, 7, 45, 99, 100, 101, 350, 2900};
    (void)state;
    for (size_t i = 0; i < sizeof(paces) / sizeof(paces[0]); i++) {
        struct meter m;
        uint32_t each = (uint32_t)paces[i] * 8; /* 8000 bytes a second */
        uint32_t off = 0;
        int64_t now = 0;
        meter_start(&m, 1000000, 0, NULL);
        while (now < 20000) {
            now += paces[i];
            off += each;
            meter_put(&m, off, each, now);
        }
        assert_in_range(meter_rate(&m, now), 7990, 8010);
        assert_true(m.count <= METER_SAMPLES);
    }
}

static void rate_is_unknown_at_first(void **state)
{
    struct meter m;
    (void)state;
    meter_start(&m, 1000, 0, NULL);
    assert_int_equal(meter_rate(&m, 5000), 0);
    assert_int_equal(meter_left_s(&m, 5000), -1);
    meter_put(&m, 100, 100, 5000);
    assert_int_equal(meter_rate(&m, 5000), 0);
}

static void rate_leaves_out_the_time_of_erasing(void **state)
{
    struct meter m;
    (void)state;
    meter_start(&m, 100000, 0, NULL);
    meter_put(&m, 500, 500, 30000); /* half a minute for the first answer */
    meter_put(&m, 1500, 1000, 30500);
    assert_int_equal(meter_rate(&m, 30500), 2000);
}

static void rate_leaves_out_what_was_there_before(void **state)
{
    struct meter m;
    (void)state;
    meter_start(&m, 100000, 0, NULL);
    meter_put(&m, 1000, 1000, 1000);
    meter_put(&m, 65536, 0, 1100); /* a jump: the device had it */
    meter_put(&m, 67536, 2000, 2000);
    assert_int_equal(meter_rate(&m, 2000), 2000);
    assert_int_equal(m.off, 67536);
    assert_int_equal(meter_left_s(&m, 2000), 17); /* 32464 / 2000, up */
}

static void standstill_ends_in_no_rate(void **state)
{
    struct meter m;
    (void)state;
    meter_start(&m, 100000, 0, NULL);
    meter_put(&m, 1000, 1000, 0);
    meter_put(&m, 2000, 1000, 1000);
    meter_put(&m, 2000, 0, 5000);
    meter_put(&m, 2000, 0, 9000);
    assert_int_equal(meter_rate(&m, 9000), 0);
}

static void line_has_its_parts(void **state)
{
    struct meter m;
    char text[METER_TEXT_MAX];
    (void)state;
    meter_start(&m, 200000, 0, NULL);
    meter_put(&m, 10000, 10000, 0);
    meter_put(&m, 20000, 10000, 1000);
    meter_text(&m, 1000, text);
    assert_string_equal(text,
                        " 10 %  20000 of 200000 bytes  10.0 KB/s  0:18 left");
    m.is_terminal = true;
    meter_text(&m, 1000, text);
    assert_string_equal(text, "[==                  ]  10 %  20000/200000  "
                              "10.0 KB/s  0:18 left");
}

static void longest_file_does_not_overflow(void **state)
{
    struct meter m;
    char text[METER_TEXT_MAX];
    (void)state;
    meter_start(&m, UINT32_MAX, 0, NULL);
    meter_put(&m, 1, 1, 0);
    meter_put(&m, UINT32_MAX - 1, UINT32_MAX - 2, 1000);
    m.is_terminal = true;
    meter_text(&m, 1000, text);
    assert_non_null(strstr(text, " 99 % "));
    assert_int_equal(meter_left_s(&m, 1000), 1);
}

/* Not a terminal: one line for each tenth, however many packets there are. */
static void file_gets_a_line_for_each_tenth(void **state)
{
    struct meter m;
    char *text = NULL;
    size_t len = 0;
    unsigned lines = 0;
    FILE *out = open_memstream(&text, &len);
    (void)state;
    assert_non_null(out);
    meter_start(&m, 1000, 0, out);
    for (uint32_t off = 1; off <= 1000; off++) {
        meter_put(&m, off, 1, off);
    }
    assert_int_equal(fclose(out), 0);
    for (size_t i = 0; i < len; i++) {
        lines += text[i] == '\n' ? 1 : 0;
        assert_int_not_equal(text[i], '\r');
    }
    assert_int_equal(lines, 10);
    free(text);
}

static void terminal_is_drawn_at_most_ten_times_a_second(void **state)
{
    struct meter m;
    char *text = NULL;
    size_t len = 0;
    unsigned drawn = 0;
    FILE *out = open_memstream(&text, &len);
    (void)state;
    assert_non_null(out);
    meter_start(&m, 100000, 0, out);
    m.is_terminal = true;
    for (uint32_t ms = 1; ms <= 1000; ms++) {
        meter_put(&m, ms, 1, ms);
    }
    assert_int_equal(fclose(out), 0);
    for (size_t i = 0; i < len; i++) {
        drawn += text[i] == '\r' ? 1 : 0;
    }
    assert_int_equal(drawn, 10);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_is_that_of_the_last_3_seconds),
        cmocka_unit_test(rate_holds_at_any_pace_of_packets),
        cmocka_unit_test(rate_is_unknown_at_first),
        cmocka_unit_test(rate_leaves_out_the_time_of_erasing),
        cmocka_unit_test(rate_leaves_out_what_was_there_before),
        cmocka_unit_test(standstill_ends_in_no_rate),
        cmocka_unit_test(line_has_its_parts),
        cmocka_unit_test(longest_file_does_not_overflow),
        cmocka_unit_test(file_gets_a_line_for_each_tenth),
        cmocka_unit_test(terminal_is_drawn_at_most_ten_times_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
