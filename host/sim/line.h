/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recovery line of a virtual device, for clients on this computer: a
 * pseudo-terminal, or a TCP port of the loopback interface. Knows bytes and
 * time, no protocol.
 *
 * While it is open Ctrl-C does not end the program: line_rest() tells of it.
 */
#ifndef HOST_SIM_LINE_H
#define HOST_SIM_LINE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "port/sim/sim_serial.h"

#define LINE_NAME_MAX 256 /* bytes with the final 0 */

/** Signals that end a program at the keyboard, or by `kill`. */
#define LINE_SIGNAL_COUNT 3

/** A line; members are for line.c, but for name. */
struct line {
    int fd;       /* of the pseudo-terminal or of the client; -1: none */
    int listener; /* TCP: waits for clients; else -1 */
    bool is_left; /* the client has closed the pseudo-terminal */
    char terminal[LINE_NAME_MAX]; /* empty for TCP */
    char link[LINE_NAME_MAX];     /* to the terminal; empty: none */
    char name[LINE_NAME_MAX];     /* what a client opens, for people */
    struct sigaction before[LINE_SIGNAL_COUNT];
};

/**
 * Opens a line.
 *
 * @param[out] line  line; release by line_close() if that succeeds
 * @param[in]  text  "pty", "pty:LINK" to have a symbolic link to it, or
 *                   "tcp:PORT", where 0 takes a port that is free
 * @param[out] why   on failure: one sentence
 *
 * @retval true   open; line->name tells where
 * @retval false  not
 */
MUST_USE bool line_open(struct line *line, const char *text, struct why *why);

/**
 * Connects the virtual device to a line; its clock is the computer's.
 *
 * @param[in] line  open line; must outlive the connection
 */
void line_connect(struct line *line);

/**
 * Waits until something arrives, or for some milliseconds.
 *
 * @param[in,out] line  open line
 *
 * @retval true   go on
 * @retval false  somebody wants this program to end, e.g. by Ctrl-C
 */
MUST_USE bool line_rest(struct line *line);

/**
 * Waits as long as a chip does between its last byte and its reset.
 */
void line_settle(void);

/**
 * Closes a line and removes its link.
 *
 * @param[in,out] line  open line
 */
void line_close(struct line *line);

#endif
