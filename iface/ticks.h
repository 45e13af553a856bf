/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time since some moment, for limits of waiting. Plain boots need none of it.
 */
#ifndef IFACE_TICKS_H
#define IFACE_TICKS_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads the time; asked at least every 10 s, or it may lose some.
 *
 * @retval milliseconds since some moment; wraps around at 2^32
 */
MUST_USE uint32_t ticks_ms(void);

#endif
