/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection strings, as the Go client reads them (its sources: keys dev, baud
 * and mtu; a part without "=" is the device).
 */
#include "host/mcumgr/connstring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void all_forms_are_read(void **state)
{
    static const struct {
        const char *text;
        const char *dev;
        uint32_t baud;
        uint32_t mtu;
    } rows[] = {
        {"dev=/dev/ttyUSB0,baud=921600,mtu=4096", "/dev/ttyUSB0", 921600, 4096},
        {"mtu=128,dev=/dev/a", "/dev/a", 115200, 128},
        {"/dev/ttyACM0", "/dev/ttyACM0", 115200, 0},
        {"baud=9600,/dev/x", "/dev/x", 9600, 0},
        {"dev=a=b", "a=b", 115200, 0},
        {"dev=a,dev=b", "b", 115200, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct connection c;
        struct why why;
        assert_true(connstring_read(rows[i].text, &c, &why));
        assert_string_equal(c.dev, rows[i].dev);
        assert_int_equal(c.baud, rows[i].baud);
        assert_int_equal(c.mtu, rows[i].mtu);
    }
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *text;
        const char *word;
    } rows[] = {
        {"", "no port"},
        {"baud=115200", "no port"},
        {"dev=", "no port"},
        {"dev=a,baud=fast", "baud=fast"},
        {"dev=a,baud=0", "baud=0"},
        {"dev=a,baud=-1", "baud=-1"},
        {"dev=a,mtu=10", "mtu=10"},
        {"dev=a,mtu=99999999999999999999", "mtu=9999"},
        {"dev=a,parity=even", "parity"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct connection c;
        struct why why;
        assert_false(connstring_read(rows[i].text, &c, &why));
        assert_non_null(strstr(why.text, rows[i].word));
    }
}

static void too_long_string_is_refused(void **state)
{
    char text[CONNSTRING_MAX + 1];
    struct connection c;
    struct why why;
    (void)state;
    memset(text, 'a', sizeof(text));
    text[CONNSTRING_MAX] = 0;
    assert_false(connstring_read(text, &c, &why));
    text[CONNSTRING_MAX - 1] = 0;
    assert_true(connstring_read(text, &c, &why));
}

/* SPEC, Serial recovery: 512 stands for messages of 371 bytes, 128 for 83. */
static void mtu_stands_for_the_go_client_s_messages(void **state)
{
    (void)state;
    assert_int_equal(connstring_message_max(128), 83);
    assert_int_equal(connstring_message_max(256), 179);
    assert_int_equal(connstring_message_max(512), 371);
    assert_int_equal(connstring_message_max(4096), 3059);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_forms_are_read),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(too_long_string_is_refused),
        cmocka_unit_test(mtu_stands_for_the_go_client_s_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
