/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <inttypes.h> for third-party sources on a chip: its types, no formats.
 */
#ifndef PORT_COMMON_LIBC_INTTYPES_H
#define PORT_COMMON_LIBC_INTTYPES_H

#include <stdint.h>

#endif
