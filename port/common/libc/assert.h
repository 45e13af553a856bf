/* SPDX-License-Identifier: Apache-2.0 */
/*
 * <assert.h> for third-party sources on a chip: what is checked at compile
 * time. There is nobody to tell at run time.
 */
#ifndef PORT_COMMON_LIBC_ASSERT_H
#define PORT_COMMON_LIBC_ASSERT_H

#define static_assert _Static_assert

#endif
