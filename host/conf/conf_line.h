/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery's line in the C source of a product: the functions of
 * iface/serial.h by the driver that is configured, and what the flash driver
 * calls while it waits.
 */
#ifndef HOST_CONF_CONF_LINE_H
#define HOST_CONF_CONF_LINE_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Prints the headers that conf_line_print() and conf_line_print_config() need
 * besides product.h.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_line_print_includes(const struct conf *conf, FILE *out);

/**
 * Prints the constant `rescue`; nothing without recovery.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_line_print_config(const struct conf *conf, FILE *out);

/**
 * Prints the line's functions, and flash_busy(), which every product has.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_line_print(const struct conf *conf, FILE *out);

#endif
