/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking at the terminal. Reads byte by byte without a buffer of the C
 * library, where a passphrase would stay behind after it was wiped, and which
 * would swallow the lines meant for a later question. Who gives up with Ctrl-C
 * must get a terminal back that shows what is typed.
 */
#include "host/cli/prompt.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

/* Set by a signal while a passphrase is read, and only then. */
static volatile sig_atomic_t interrupted;

/* Signals that are let through while waiting, and at no other moment. */
static bool wait_for_input(const sigset_t *let_through)
{
    fd_set input;
    int ready = -1;
    do {
        FD_ZERO(&input);
        FD_SET(STDIN_FILENO, &input);
        ready =
            pselect(STDIN_FILENO + 1, &input, NULL, NULL, NULL, let_through);
    } while (ready < 0 && errno == EINTR && interrupted == 0);
    return ready == 1;
}

static bool read_byte(char *c, const sigset_t *let_through)
{
    return wait_for_input(let_through) && read(STDIN_FILENO, c, 1) == 1;
}

/* Reads up to the end of the line; the last line may lack it. */
static bool read_line(char *answer, size_t room, const sigset_t *let_through)
{
    size_t len = 0;
    char c = 0;
    bool ended = false;
    while (!ended && read_byte(&c, let_through)) {
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

static void ask(const char *question, FILE *out)
{
    (void)fflush(stdout);
    (void)fputs(question, out);
    (void)fflush(out);
}

bool prompt_line(const char *question, char *answer, size_t room)
{
    ask(question, stdout);
    return read_line(answer, room, NULL);
}

static void note_interrupt(int signal_number)
{
    interrupted = signal_number;
}

/* Asks with echo off; an interrupt ends the reading, not yet the program. */
static bool ask_silently(const char *question, char *answer, size_t room,
                         const sigset_t *let_through)
{
    struct termios before;
    (void)tcgetattr(STDIN_FILENO, &before);
    struct termios silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    /* before the question: who answers at once must not be seen either */
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    ask(question, stderr);
    bool got = read_line(answer, room, let_through) && interrupted == 0;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void)fputc('\n', stderr); /* the person's own was not echoed */
    return got;
}

bool prompt_secret(const char *question, char *answer, size_t room)
{
    struct sigaction action_before;
    const struct sigaction noting = {.sa_handler = note_interrupt};
    sigset_t interrupt;
    sigset_t mask_before;
    if (isatty(STDIN_FILENO) != 1) {
        ask(question, stderr);
        return read_line(answer, room, NULL);
    }
    interrupted = 0;
    (void)sigemptyset(&interrupt);
    (void)sigaddset(&interrupt, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &interrupt, &mask_before);
    (void)sigaction(SIGINT, &noting, &action_before);
    bool got = ask_silently(question, answer, room, &mask_before);
    (void)sigaction(SIGINT, &action_before, NULL);
    (void)sigprocmask(SIG_SETMASK, &mask_before, NULL);
    if (interrupted != 0) {
        (void)raise(interrupted); /* now as if nobody had listened */
    }
    return got;
}
