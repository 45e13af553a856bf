/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See line.h. A client may come and go: what nobody takes within LINE_DROP_MS
 * is dropped, as on a line that nobody listens to. The terminal is not held
 * open from our side, so that one which a client has locked for itself is
 * free again when that client ends.
 */
#include "host/sim/line.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINE_REST_MS   20  /* longest pause between two looks at the clock */
#define LINE_DROP_MS   100 /* without progress: the rest is dropped */
#define LINE_SETTLE_MS 250 /* SPEC, Serial recovery: before a reset */

static const int line_signals[LINE_SIGNAL_COUNT] = {SIGINT, SIGTERM, SIGHUP};

static volatile sig_atomic_t stop_is_asked;

static void stop_note(int number)
{
    (void)number;
    stop_is_asked = 1;
}

static void pause_ms(long ms)
{
    struct timespec time = {.tv_nsec = ms * 1000000};
    (void)nanosleep(&time, NULL);
}

static void name_copy(char *dst, const char *src)
{
    (void)snprintf(dst, LINE_NAME_MAX, "%s", src);
}

/* A pseudo-terminal */

/* Bytes as they are, no echo, and nothing left of a client before. */
static bool terminal_clean(const char *path)
{
    struct termios mode;
    int fd = open(path, O_RDWR | O_NOCTTY);
    if (fd < 0) {
        return false;
    }
    bool is_set = tcgetattr(fd, &mode) == 0;
    mode.c_iflag = 0;
    mode.c_oflag = 0;
    mode.c_lflag = 0;
    mode.c_cflag |= CS8 | CREAD | CLOCAL;
    mode.c_cflag &= ~(tcflag_t)PARENB;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    is_set = is_set && tcsetattr(fd, TCSANOW, &mode) == 0 &&
             tcflush(fd, TCIOFLUSH) == 0;
    (void)close(fd);
    return is_set;
}

static bool is_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static bool link_make(struct line *line, const char *path, struct why *why)
{
    if (strlen(path) >= LINE_NAME_MAX) {
        return why_say(why, "the name of the link %s is too long", path);
    }
    if (is_link(path)) {
        (void)unlink(path); /* of a device that did not end well */
    }
    if (symlink(line->terminal, path) != 0) {
        return why_say(why, "cannot make the link %s: %s; name another file",
                       path, strerror(errno));
    }
    name_copy(line->link, path);
    name_copy(line->name, path);
    return true;
}

static bool terminal_open(struct line *line, const char *link, struct why *why)
{
    line->fd = posix_openpt(O_RDWR | O_NOCTTY);
    const char *path = NULL;
    if (line->fd >= 0 && grantpt(line->fd) == 0 && unlockpt(line->fd) == 0) {
        path = ptsname(line->fd);
    }
    if (path == NULL || !terminal_clean(path) ||
        fcntl(line->fd, F_SETFL, O_NONBLOCK) != 0) {
        return why_say(why,
                       "cannot make a pseudo-terminal: %s; try --serial "
                       "tcp:PORT",
                       strerror(errno));
    }
    name_copy(line->terminal, path);
    name_copy(line->name, path);
    return link == NULL || link_make(line, link, why);
}

/* TCP */

static bool port_read(const char *text, uint16_t *port)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    *port = (uint16_t)number;
    return end != text && *end == '\0' && number <= UINT16_MAX;
}

static bool listener_open(struct line *line, uint16_t port)
{
    const int yes = 1;
    struct sockaddr_in place = {.sin_family = AF_INET};
    socklen_t len = sizeof(place);
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (line->listener < 0 ||
        setsockopt(line->listener, SOL_SOCKET, SO_REUSEADDR, &yes,
                   sizeof(yes)) != 0 ||
        bind(line->listener, (struct sockaddr *)&place, len) != 0 ||
        listen(line->listener, 1) != 0 ||
        getsockname(line->listener, (struct sockaddr *)&place, &len) != 0) {
        return false;
    }
    (void)snprintf(line->name, LINE_NAME_MAX, "127.0.0.1:%u",
                   ntohs(place.sin_port));
    return true;
}

static bool tcp_open(struct line *line, const char *text, struct why *why)
{
    uint16_t port;
    if (!port_read(text, &port)) {
        return why_say(why,
                       "'%s' is no TCP port: give a number up to 65535, or 0 "
                       "for any that is free",
                       text);
    }
    return listener_open(line, port) ||
           why_say(why, "cannot listen at TCP port %u: %s; give another port",
                   port, strerror(errno));
}

static void client_accept(struct line *line)
{
    line->fd = accept(line->listener, NULL, NULL);
    if (line->fd >= 0) {
        (void)fcntl(line->fd, F_SETFL, O_NONBLOCK);
    }
}

/* Both */

/* What poll() says of the line within some time; 0: nothing. */
static int line_events(const struct line *line, short wanted, int ms)
{
    struct pollfd look = {.fd = line->fd, .events = wanted};
    if (look.fd < 0) {
        look = (struct pollfd){.fd = line->listener, .events = POLLIN};
    }
    return poll(&look, 1, ms) > 0 ? look.revents : 0;
}

/* A client has gone: what it left must not reach the next one. */
static void client_forget(struct line *line)
{
    if (line->listener >= 0) {
        (void)close(line->fd);
        line->fd = -1;
    } else if (!line->is_left) {
        (void)terminal_clean(line->terminal);
        line->is_left = true;
    }
}

static uint32_t line_read(void *context, uint8_t *dst, uint32_t len)
{
    struct line *line = context;
    if (line->fd < 0) {
        return 0;
    }
    ssize_t got = read(line->fd, dst, len);
    if (got > 0) {
        line->is_left = false;
        return (uint32_t)got;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        client_forget(line);
    }
    return 0;
}

/* Returns bytes that were taken; a socket must not raise SIGPIPE. */
static ssize_t piece_write(const struct line *line, const uint8_t *src,
                           uint32_t len)
{
    return line->listener >= 0 ? send(line->fd, src, len, MSG_NOSIGNAL)
                               : write(line->fd, src, len);
}

static void line_write(void *context, const uint8_t *src, uint32_t len)
{
    const struct line *line = context;
    while (len > 0 && line->fd >= 0) {
        if (line_events(line, POLLOUT, LINE_DROP_MS) != POLLOUT) {
            return; /* nobody there, or nobody who reads */
        }
        ssize_t n = piece_write(line, src, len);
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            return;
        }
        src += n > 0 ? n : 0;
        len -= n > 0 ? (uint32_t)n : 0;
    }
}

static uint32_t line_now_ms(void *context)
{
    struct timespec now;
    (void)context;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000 +
                      (uint64_t)now.tv_nsec / 1000000);
}

static void signals_take(struct line *line)
{
    struct sigaction action = {.sa_handler = stop_note};
    stop_is_asked = 0;
    for (size_t i = 0; i < LINE_SIGNAL_COUNT; i++) {
        (void)sigaction(line_signals[i], &action, &line->before[i]);
    }
}

static bool text_open(struct line *line, const char *text, struct why *why)
{
    if (strcmp(text, "pty") == 0) {
        return terminal_open(line, NULL, why);
    }
    if (strncmp(text, "pty:", 4) == 0 && text[4] != '\0') {
        return terminal_open(line, text + 4, why);
    }
    if (strncmp(text, "tcp:", 4) == 0) {
        return tcp_open(line, text + 4, why);
    }
    return why_say(why,
                   "'%s' is no line: give pty, pty:LINK or tcp:PORT, e.g. "
                   "pty:device",
                   text);
}

static void files_close(struct line *line)
{
    if (line->fd >= 0) {
        (void)close(line->fd);
    }
    if (line->listener >= 0) {
        (void)close(line->listener);
    }
    if (line->link[0] != '\0') {
        (void)unlink(line->link);
    }
}

bool line_open(struct line *line, const char *text, struct why *why)
{
    *line = (struct line){.fd = -1, .listener = -1};
    if (!text_open(line, text, why)) {
        files_close(line);
        return false;
    }
    signals_take(line);
    return true;
}

void line_connect(struct line *line)
{
    sim_serial_open(&(struct sim_serial){.read = line_read,
                                         .write = line_write,
                                         .now_ms = line_now_ms,
                                         .context = line});
}

bool line_rest(struct line *line)
{
    int events = line_events(line, POLLIN, LINE_REST_MS);
    if (line->fd < 0 && events != 0) {
        client_accept(line);
    } else if ((events & POLLHUP) != 0 && (events & POLLIN) == 0) {
        pause_ms(LINE_REST_MS); /* nobody there: poll() does not wait then */
    }
    return stop_is_asked == 0;
}

void line_settle(void)
{
    pause_ms(LINE_SETTLE_MS);
}

void line_close(struct line *line)
{
    for (size_t i = 0; i < LINE_SIGNAL_COUNT; i++) {
        (void)sigaction(line_signals[i], &line->before[i], NULL);
    }
    files_close(line);
}
