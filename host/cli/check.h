/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second half of reading a command line: are its values good, and is
 * nothing missing? Asks for missing choices that have a question. cli.c calls
 * it; commands never do.
 */
#ifndef HOST_CLI_CHECK_H
#define HOST_CLI_CHECK_H

#include "base/compiler.h"
#include "host/cli/cli.h"

/**
 * Checks a command line; prints what is wrong.
 *
 * @param[in,out] args    words taken in; answers to questions are added
 * @param[out]    status  on failure: exit status of the program
 *
 * @retval true   good
 * @retval false  not, or a question was not answered
 */
MUST_USE bool check_args(struct cli_args *args, int *status);

#endif
