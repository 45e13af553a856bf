/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking at the terminal. Reads byte by byte without a buffer of the C
 * library, where a passphrase would stay behind after it was wiped, and which
 * would swallow the lines meant for a later question.
 */
#include "host/cli/prompt.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static bool read_byte(char *c)
{
    ssize_t n = 0;
    do {
        n = read(STDIN_FILENO, c, 1);
    } while (n < 0 && errno == EINTR);
    return n == 1;
}

/* Reads up to the end of the line; the last line may lack it. */
static bool read_line(char *answer, size_t room)
{
    size_t len = 0;
    char c = 0;
    bool ended = false;
    while (!ended && read_byte(&c)) {
        ended = c == '\n';
        if (!ended && len + 1 < room) {
            answer[len] = c;
        }
        len += ended ? 0 : 1;
    }
    if (len + 1 > room || (len == 0 && !ended)) {
        answer[0] = 0;
        return false;
    }
    len -= len > 0 && answer[len - 1] == '\r' ? 1 : 0;
    answer[len] = 0;
    return true;
}

bool prompt_line(const char *question, char *answer, size_t room)
{
    (void)fputs(question, stdout);
    (void)fflush(stdout);
    return read_line(answer, room);
}

static void ask(const char *question)
{
    (void)fflush(stdout);
    (void)fputs(question, stderr);
    (void)fflush(stderr);
}

bool prompt_secret(const char *question, char *answer, size_t room)
{
    struct termios before;
    if (tcgetattr(STDIN_FILENO, &before) != 0) { /* no terminal */
        ask(question);
        return read_line(answer, room);
    }
    struct termios silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    /* before the question: who answers at once must not be seen either */
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    ask(question);
    bool got = read_line(answer, room);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void)fputc('\n', stderr); /* the person's own was not echoed */
    return got;
}
