/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configurations for people: effective values with their origin, and the
 * default file of a chip.
 */
#ifndef HOST_CONF_CONF_PRINT_H
#define HOST_CONF_CONF_PRINT_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Prints every defined key, its value and where it comes from, then what
 * follows from them.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_print_values(const struct conf *conf, FILE *out);

/**
 * Prints the default file of a chip, with the documentation of each key.
 *
 * @param[in] target  chip
 * @param[in] out     stream
 */
void conf_print_defaults(enum conf_target target, FILE *out);

#endif
