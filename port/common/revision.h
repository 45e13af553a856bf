/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revision of the chip, as its eFuse tell it. What a revision can do and
 * what it can not is nobody's business here.
 */
#ifndef PORT_COMMON_REVISION_H
#define PORT_COMMON_REVISION_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Reads the chip's revision.
 *
 * @retval 100 times the major number plus the minor one; v0.3 is 3
 */
MUST_USE uint32_t revision_get(void);

#endif
