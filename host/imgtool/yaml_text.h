/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text as a YAML scalar: plain where a reader gets the same text back, quoted
 * where it would take it for a number, a truth value or markup.
 */
#ifndef HOST_IMGTOOL_YAML_TEXT_H
#define HOST_IMGTOOL_YAML_TEXT_H

#include "host/image/buffer.h"

/**
 * Appends a text as the value of a key.
 *
 * @param[in,out] out   YAML
 * @param[in]     text  zero-terminated, UTF-8 or not
 *
 * @source YAML 1.1, sections 4.6.1 and 4.6.2, and its type repository
 */
void yaml_text_add(struct buffer *out, const char *text);

#endif
