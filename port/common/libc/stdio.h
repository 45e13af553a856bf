/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <stdio.h> for third-party sources on a chip: they print nothing here.
 */
#ifndef PORT_COMMON_LIBC_STDIO_H
#define PORT_COMMON_LIBC_STDIO_H

#include <stddef.h>

#endif
