/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's line to clients on this computer: real terminals and
 * sockets, the client's end played here.
 */
#include "host/sim/line.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "iface/serial.h"
#include "iface/ticks.h"

#define LINK  "line_test.link" /* in the build folder */
#define TRIES 200 /* looks of 20 ms until something must have come */

static struct line line;
static struct why why;

static int setup(void **state)
{
    (void)state;
    (void)unlink(LINK);
    memset(&why, 0, sizeof(why));
    return 0;
}

static void device_open(const char *text)
{
    if (!line_open(&line, text, &why)) {
        fail_msg("%s", why.text);
    }
    line_connect(&line);
}

static void device_close(void)
{
    sim_serial_close();
    line_close(&line);
}

static int client_open(void)
{
    int fd = open(line.name, O_RDWR | O_NOCTTY);
    assert_true(fd >= 0);
    return fd;
}

/* Reads on the device's side until len bytes have come. */
static void device_expect(const char *text)
{
    uint8_t got[64] = {0};
    uint32_t len = 0;
    for (int i = 0; i < TRIES && len < strlen(text); i++) {
        assert_true(line_rest(&line));
        len += serial_read(got + len, (uint32_t)sizeof(got) - len);
    }
    assert_int_equal(len, strlen(text));
    assert_memory_equal(got, text, len);
}

static void client_expect(int fd, const char *text)
{
    char got[64] = {0};
    assert_int_equal(read(fd, got, sizeof(got)), strlen(text));
    assert_string_equal(got, text);
}

static void device_send(const char *text)
{
    serial_write((const uint8_t *)text, (uint32_t)strlen(text));
}

/* None of these bytes may be changed or acted upon by the terminal. */
static const char raw[] = "\x06\x09 \x03\x04\x11\x13\r\n\x7f";

static void terminal_carries_bytes_as_they_are(void **state)
{
    (void)state;
    device_open("pty");
    int fd = client_open();
    assert_int_equal(write(fd, raw, strlen(raw)), strlen(raw));
    device_expect(raw);
    device_send(raw);
    client_expect(fd, raw);
    (void)close(fd);
    device_close();
}

static void next_client_sees_nothing_of_the_one_before(void **state)
{
    (void)state;
    device_open("pty");
    int fd = client_open();
    device_send("not taken");
    (void)close(fd);
    uint8_t got[8];
    assert_int_equal(serial_read(got, sizeof(got)), 0);
    device_send("nobody there");
    fd = client_open();
    device_send("new");
    client_expect(fd, "new");
    (void)close(fd);
    device_close();
}

static void link_leads_to_the_terminal_and_goes_with_it(void **state)
{
    (void)state;
    struct stat info;
    device_open("pty:" LINK);
    assert_string_equal(line.name, LINK);
    assert_int_equal(lstat(LINK, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    (void)close(client_open());
    device_close();
    assert_int_not_equal(lstat(LINK, &info), 0);
}

static void old_link_is_replaced_but_no_file(void **state)
{
    (void)state;
    assert_int_equal(symlink("/nowhere", LINK), 0);
    device_open("pty:" LINK);
    device_close();
    (void)close(creat(LINK, 0600));
    assert_false(line_open(&line, "pty:" LINK, &why));
    assert_non_null(strstr(why.text, LINK ": File exists"));
    (void)unlink(LINK);
}

static int tcp_client_open(void)
{
    struct sockaddr_in place = {.sin_family = AF_INET};
    const char *colon = strchr(line.name, ':');
    assert_non_null(colon);
    place.sin_port = htons((uint16_t)atoi(colon + 1));
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&place, sizeof(place)), 0);
    return fd;
}

static void tcp_serves_one_client_after_the_other(void **state)
{
    (void)state;
    device_open("tcp:0");
    for (int i = 0; i < 2; i++) {
        int fd = tcp_client_open();
        assert_int_equal(write(fd, raw, strlen(raw)), strlen(raw));
        device_expect(raw);
        device_send(raw);
        client_expect(fd, raw);
        (void)close(fd);
        assert_true(line_rest(&line));
        uint8_t got[8];
        assert_int_equal(serial_read(got, sizeof(got)), 0);
    }
    device_close();
}

static void port_in_use_is_told(void **state)
{
    (void)state;
    struct line other;
    char text[LINE_NAME_MAX];
    device_open("tcp:0");
    (void)snprintf(text, sizeof(text), "tcp%s", strchr(line.name, ':'));
    assert_false(line_open(&other, text, &why));
    assert_non_null(strstr(why.text, "Address already in use"));
    device_close();
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",          "tty", "pty:", "tcp:",    "tcp:x",
        "tcp:65536", "tcp", "ptyx", "tcp:1 2", "/dev/ttyS0"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_false(line_open(&line, texts[i], &why));
        assert_non_null(strstr(why.text, "give"));
    }
}

static void signal_ends_the_rest_and_not_the_program(void **state)
{
    (void)state;
    device_open("pty");
    assert_true(line_rest(&line));
    assert_int_equal(raise(SIGINT), 0);
    assert_false(line_rest(&line));
    device_close();
}

static void clock_counts_milliseconds(void **state)
{
    (void)state;
    device_open("pty");
    uint32_t before = ticks_ms();
    line_settle();
    assert_in_range(ticks_ms() - before, 250, 10000);
    device_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(terminal_carries_bytes_as_they_are, setup),
        cmocka_unit_test_setup(next_client_sees_nothing_of_the_one_before,
                               setup),
        cmocka_unit_test_setup(link_leads_to_the_terminal_and_goes_with_it,
                               setup),
        cmocka_unit_test_setup(old_link_is_replaced_but_no_file, setup),
        cmocka_unit_test_setup(tcp_serves_one_client_after_the_other, setup),
        cmocka_unit_test_setup(port_in_use_is_told, setup),
        cmocka_unit_test_setup(other_texts_are_refused, setup),
        cmocka_unit_test_setup(signal_ends_the_rest_and_not_the_program, setup),
        cmocka_unit_test_setup(clock_counts_milliseconds, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
