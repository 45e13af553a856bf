/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four functions of <string.h> that a compiler may call on its own, for
 * cross compilers that come without a C library. Declarations only: each port
 * defines them. Not a replacement for a libc's header on the host.
 */
#ifndef TOOLS_GATES_FREESTANDING_STRING_H
#define TOOLS_GATES_FREESTANDING_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int value, size_t len);
int memcmp(const void *a, const void *b, size_t len);

#endif
