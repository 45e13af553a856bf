/* SPDX-License-Identifier: Apache-2.0 */
/* See flash_busy.h: for programs without recovery and without a product. */
#include "port/common/flash_busy.h"

#include "port/common/watchdog.h"

void flash_busy(void)
{
    watchdog_feed();
}
