/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boot log: one line per fact. The port prints "[target] [INF] text";
 * where the log is configured away the port links an empty function, and link
 * time optimisation drops the texts too.
 */
#ifndef IFACE_LOG_H
#define IFACE_LOG_H

#include <stdint.h>

/** How urgent a line is; ports print up to the configured level. */
enum log_level {
    LOG_ERROR = 1,
    LOG_WARNING = 2,
    LOG_INFO = 3,
    LOG_DEBUG = 4,
};

/**
 * Prints one line.
 *
 * @param[in] level  urgency
 * @param[in] text   line without newline; each '%' starts a directive: %u
 *                   prints the next number in decimal, %x in hexadecimal with
 *                   0x, %v as a version, 103 as v1.3. At most two directives,
 *                   no widths, no "%%"
 * @param[in] a      first number
 * @param[in] b      second number
 */
void log_line(enum log_level level, const char *text, uint32_t a, uint32_t b);

#endif
