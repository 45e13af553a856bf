/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of a log line, on a console that keeps what it is sent.
 */
#include "port/common/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "port/common/chip.h"
#include "port/common/console.h"

const struct chip chip = {.name = "esp32c3"};

static char sent[128];
static size_t sent_len;

void console_put(uint8_t byte)
{
    assert_true(sent_len + 1 < sizeof(sent));
    sent[sent_len++] = (char)byte;
    sent[sent_len] = '\0';
}

static const struct {
    enum log_level level;
    const char *text;
    uint32_t a;
    uint32_t b;
    const char *line;
} rows[] = {
    {LOG_INFO, "image %u: error %x", 1, 0x30c,
     "[esp32c3] [INF] image 1: error 0x30c\r\n"},
    {LOG_ERROR, "%x %u", 0xffffffff, 4294967295u,
     "[esp32c3] [ERR] 0xffffffff 4294967295\r\n"},
    {LOG_WARNING, "plain", 0, 0, "[esp32c3] [WRN] plain\r\n"},
    {LOG_INFO, "%v, %u", 301, 7, "[esp32c3] [INF] v3.1, 7\r\n"},
    {LOG_INFO, "%v %v", 3, 110, "[esp32c3] [INF] v0.3 v1.10\r\n"},
    {LOG_DEBUG, "%u", 0, 1, "[esp32c3] [DBG] 0\r\n"},
};

static void a_log_line_has_target_level_and_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        sent_len = 0;
        log_print(rows[i].level, rows[i].text, rows[i].a, rows[i].b);
        assert_string_equal(sent, rows[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_line_has_target_level_and_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
