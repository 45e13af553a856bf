/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speeds where the system's number is the speed (macOS, the BSDs); tty_speed.c
 * stands in on Linux.
 */
#include "host/mcumgr/tty_speed.h"

bool tty_speed_find(uint32_t baud, speed_t *speed)
{
    *speed = baud;
    return baud > 0;
}
