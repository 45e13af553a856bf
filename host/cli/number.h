/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Integers as people type them on command lines, by the rules of Python's
 * literals that the build scripts of this ecosystem rely on. Not a general
 * number reader: 64 bits, no fractions.
 */
#ifndef HOST_CLI_NUMBER_H
#define HOST_CLI_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads an integer with an optional prefix 0x, 0o or 0b, else decimal without
 * leading zeros; sign, surrounding blanks and single underscores between
 * digits are allowed.
 *
 * @param[in]  text   what was typed
 * @param[out] value  its value; unchanged on failure
 *
 * @retval true   read
 * @retval false  not an integer, or beyond 64 bits
 *
 * @source SPEC, Command line of the image tool
 */
MUST_USE bool number_read_based(const char *text, int64_t *value);

/**
 * Reads a decimal integer; leading zeros, sign, surrounding blanks and single
 * underscores between digits are allowed.
 *
 * @param[in]  text   what was typed
 * @param[out] value  its value; unchanged on failure
 *
 * @retval true   read
 * @retval false  not an integer, or beyond 64 bits
 */
MUST_USE bool number_read_decimal(const char *text, int64_t *value);

#endif
