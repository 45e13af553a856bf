/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration as the C source that a chip build compiles: the constant of
 * port/common/product.h. The same configuration gives the same text on every
 * machine: no paths, no dates, no names of files.
 */
#ifndef HOST_CONF_CONF_SOURCE_H
#define HOST_CONF_CONF_SOURCE_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Prints the source file of a product.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_source_print(const struct conf *conf, FILE *out);

#endif
