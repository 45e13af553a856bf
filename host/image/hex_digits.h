/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hexadecimal digits to bytes; which files or options consist of them is
 * their readers' business.
 */
#ifndef HOST_IMAGE_HEX_DIGITS_H
#define HOST_IMAGE_HEX_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/**
 * Returns the value of a digit.
 *
 * @param[in] c  character
 *
 * @retval 0..15  value
 * @retval -1     no hexadecimal digit
 */
MUST_USE int hex_digit_value(char c);

/**
 * Turns pairs of digits into bytes.
 *
 * @param[in]  text   2 * count characters
 * @param[in]  count  bytes
 * @param[out] bytes  count bytes; undefined on failure
 *
 * @retval true   done
 * @retval false  a character is no digit
 */
MUST_USE bool hex_digits_read(const char *text, size_t count, uint8_t *bytes);

#endif
