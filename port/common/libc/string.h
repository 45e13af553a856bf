/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <string.h> for third-party sources on a chip: bare-metal compilers of
 * distributions have none. No more of it than base/memory.h.
 */
#ifndef PORT_COMMON_LIBC_STRING_H
#define PORT_COMMON_LIBC_STRING_H

#include "base/memory.h"

#endif
