/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a device must have become at the end, however often power failed on the
 * way: compared with its product and with a device that was never cut.
 */
#ifndef FIRSTBOOT_EXPECT_H
#define FIRSTBOOT_EXPECT_H

#include "tests/firstboot/unit.h"

/**
 * Checks flash and eFuses of a device whose application runs.
 *
 * @param[in,out] u       device; not changed, but read
 * @param[in]     ref     the same product, never cut
 * @param[out]    wasted  key blocks that hold something torn
 *
 * @retval NULL   all holds
 * @retval other  what does not, in words
 */
MUST_USE const char *expect_enrolled(struct unit *u, const struct unit *ref,
                                     uint32_t *wasted);

#endif
