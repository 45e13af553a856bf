/* SPDX-License-Identifier: Apache-2.0 */
/* See tty.h. */
#include "host/mcumgr/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "host/mcumgr/tty_speed.h"

int64_t tty_now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void tty_sleep(uint32_t ms)
{
    struct timespec left = {.tv_sec = ms / 1000,
                            .tv_nsec = (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* What to do about a port that does not open. */
static bool say_not_open(const char *path, struct why *why)
{
    static const struct {
        int error;
        const char *advice;
    } advices[] = {
        {ENOENT, "no such port: is the board plugged in? 'ls /dev/tty*' shows "
                 "the ports"},
        {EACCES, "not permitted: on Linux add yourself to the group that owns "
                 "it (often dialout) and log in again"},
        {EBUSY, "another program uses it: close that monitor or terminal"},
        {EWOULDBLOCK,
         "another program uses it: close that monitor or terminal"},
        {ENOTTY, "not a serial port: give its name in connstring, dev=..."},
        {ENXIO, "nothing is behind it: is the board plugged in?"},
    };
    int error = errno;
    for (size_t i = 0; i < sizeof(advices) / sizeof(advices[0]); i++) {
        if (advices[i].error == error) {
            return why_say(why, "Cannot open '%s': %s", path,
                           advices[i].advice);
        }
    }
    return why_say(why, "Cannot open '%s': %s", path, strerror(error));
}

static void make_raw(struct termios *t)
{
    t->c_iflag = IGNBRK;
    t->c_oflag = 0;
    t->c_lflag = 0;
    t->c_cflag = CS8 | CREAD | CLOCAL; /* without HUPCL: lines stay at close */
    t->c_cc[VMIN] = 0;
    t->c_cc[VTIME] = 0;
}

/* Exclusive twice: TIOCEXCL binds everybody but root, the lock those who ask
 * for it. */
static bool set_up(const struct tty *tty, speed_t speed)
{
    struct termios t;
    if (tcgetattr(tty->fd, &t) != 0 || flock(tty->fd, LOCK_EX | LOCK_NB) != 0 ||
        ioctl(tty->fd, TIOCEXCL) != 0) {
        return false;
    }
    make_raw(&t);
    return cfsetispeed(&t, speed) == 0 && cfsetospeed(&t, speed) == 0 &&
           tcsetattr(tty->fd, TCSANOW, &t) == 0;
}

bool tty_open(struct tty *tty, const char *path, uint32_t baud, struct why *why)
{
    speed_t speed;
    *tty = (struct tty){.fd = -1, .path = path, .baud = baud};
    if (!tty_speed_find(baud, &speed)) {
        return why_say(why,
                       "This system has no speed of %u baud: try 115200, "
                       "230400, 460800 or 921600",
                       (unsigned)baud);
    }
    tty->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (tty->fd < 0) {
        return say_not_open(path, why);
    }
    if (!set_up(tty, speed)) {
        (void)say_not_open(path, why);
        tty_close(tty);
        return false;
    }
    return true;
}

void tty_close(struct tty *tty)
{
    if (tty->fd >= 0) {
        (void)ioctl(tty->fd, TIOCNXCL);
        (void)close(tty->fd);
    }
    tty->fd = -1;
}

/* Waits until bytes can be read or written. */
static enum tty_result wait_for(const struct tty *tty, short events,
                                int64_t deadline_ms)
{
    struct pollfd p = {.fd = tty->fd, .events = events};
    int64_t left = deadline_ms - tty_now_ms();
    int ready = poll(&p, 1, left > 0 ? (int)left : 0);
    if (ready < 0) {
        return errno == EINTR ? TTY_READY : TTY_GONE;
    }
    if (ready == 0) {
        return TTY_TIMEOUT;
    }
    return (p.revents & events) != 0 ? TTY_READY : TTY_GONE;
}

static bool may_go_on(ssize_t result)
{
    return result >= 0 || errno == EAGAIN || errno == EINTR;
}

enum tty_result tty_write(const struct tty *tty, const uint8_t *p, size_t len,
                          uint32_t timeout_ms)
{
    int64_t deadline_ms = tty_now_ms() + timeout_ms;
    while (len > 0) {
        enum tty_result ready = wait_for(tty, POLLOUT, deadline_ms);
        if (ready != TTY_READY) {
            return ready;
        }
        ssize_t n = write(tty->fd, p, len);
        if (!may_go_on(n)) {
            return TTY_GONE;
        }
        p += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return TTY_READY;
}

enum tty_result tty_read(const struct tty *tty, uint8_t *p, size_t *len,
                         uint32_t timeout_ms)
{
    int64_t deadline_ms = tty_now_ms() + timeout_ms;
    for (;;) {
        enum tty_result ready = wait_for(tty, POLLIN, deadline_ms);
        if (ready != TTY_READY) {
            return ready;
        }
        ssize_t n = read(tty->fd, p, *len);
        if (n > 0) {
            *len = (size_t)n;
            return TTY_READY;
        }
        /* ready, and then nothing: the other side has hung up */
        if (n == 0 || !may_go_on(n)) {
            return TTY_GONE;
        }
    }
}

void tty_discard(const struct tty *tty)
{
    (void)tcflush(tty->fd, TCIFLUSH);
}

bool tty_switch(const struct tty *tty, unsigned lines, bool on)
{
    int bits = ((lines & TTY_DTR) != 0 ? TIOCM_DTR : 0) |
               ((lines & TTY_RTS) != 0 ? TIOCM_RTS : 0);
    return ioctl(tty->fd, on ? TIOCMBIS : TIOCMBIC, &bits) == 0;
}
