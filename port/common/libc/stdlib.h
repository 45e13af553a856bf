/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <stdlib.h> for third-party sources on a chip. There is no heap: what would
 * free memory is never called, and the linker drops it.
 */
#ifndef PORT_COMMON_LIBC_STDLIB_H
#define PORT_COMMON_LIBC_STDLIB_H

#include <stddef.h>

/**
 * Declared only: a program that calls it does not link.
 *
 * @param[in] p  memory
 */
void free(void *p);

#endif
