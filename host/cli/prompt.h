/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking the person at the terminal: a line, or a passphrase without echo.
 * Where no terminal is, answers are lines of standard input. Checks nothing.
 */
#ifndef HOST_CLI_PROMPT_H
#define HOST_CLI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

/**
 * Asks for a line on standard output, reads it from standard input.
 *
 * @param[in]  question  printed as it is
 * @param[out] answer    the line without its end
 * @param[in]  room      bytes of answer, final 0 included
 *
 * @retval true   read
 * @retval false  the input ended, or the line is too long
 */
MUST_USE bool prompt_line(const char *question, char *answer, size_t room);

/**
 * Asks for a passphrase: without echo when
 * standard input is a terminal, else reads a line of standard input.
 *
 * @param[in]  question  printed as it is, on standard error
 * @param[out] answer    the line without its end; secure_wipe() it
 * @param[in]  room      bytes of answer, final 0 included
 *
 * @retval true   read
 * @retval false  the input ended, or the line is too long
 */
MUST_USE bool prompt_secret(const char *question, char *answer, size_t room);

#endif
