/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures of the flash: as text, and as SVG for documents. Everything in
 * them is computed from the configuration.
 */
#ifndef HOST_CONF_CONF_LAYOUT_H
#define HOST_CONF_CONF_LAYOUT_H

#include <stdio.h>

#include "host/conf/conf.h"

/**
 * Draws the flash as text, lowest address first.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_layout_text(const struct conf *conf, FILE *out);

/**
 * Draws the flash as an SVG document, lowest address first.
 *
 * @param[in] conf  accepted by conf_read()
 * @param[in] out   stream
 */
void conf_layout_svg(const struct conf *conf, FILE *out);

#endif
