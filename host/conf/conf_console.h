/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of a configuration's C source that is the boot log: which lines are
 * printed, and by which driver. Not a struct that the drivers look into, but
 * the functions themselves, so that what is not configured is not linked.
 */
#ifndef HOST_CONF_CONF_CONSOLE_H
#define HOST_CONF_CONF_CONSOLE_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Prints the headers that conf_console_print() needs.
 *
 * @param[in]     conf  accepted configuration
 * @param[in,out] out   stream
 */
void conf_console_print_includes(const struct conf *conf, FILE *out);

/**
 * Prints log_line() and the functions of port/common/console.h.
 *
 * @param[in]     conf  accepted configuration
 * @param[in,out] out   stream
 */
void conf_console_print(const struct conf *conf, FILE *out);

#endif
