/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Steps through UTF-8 text such as file names, which need not be valid.
 */
#ifndef HOST_IMGTOOL_UTF8_H
#define HOST_IMGTOOL_UTF8_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads one character and steps behind it.
 *
 * @param[in,out] text  zero-terminated, not at its end
 *
 * @retval code  Unicode code point; a byte that is not valid UTF-8 gives
 *               0xdc00 + byte, a code point that text never has
 */
MUST_USE uint32_t utf8_next(const char **text);

#endif
