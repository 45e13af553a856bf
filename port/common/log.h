/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of a log line on a chip. Which lines are printed at all is decided
 * by log_line() in the configuration's source (`sallyport conf source`), so
 * that the linker drops the others, texts included.
 */
#ifndef PORT_COMMON_LOG_H
#define PORT_COMMON_LOG_H

#include "iface/log.h"

/**
 * Prints a line on the console, whatever its level.
 *
 * @param[in] level  urgency, printed as three letters
 * @param[in] text   as log_line()
 * @param[in] a      first number
 * @param[in] b      second number
 */
void log_print(enum log_level level, const char *text, uint32_t a, uint32_t b);

#endif
