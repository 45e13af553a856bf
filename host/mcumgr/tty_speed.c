/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speeds where the system numbers them by itself (Linux); tty_speed_plain.c
 * stands in elsewhere.
 */
#include "host/mcumgr/tty_speed.h"

#include <stddef.h>

static const struct {
    uint32_t baud;
    speed_t speed;
} speeds[] = {
    {9600, B9600},       {19200, B19200},     {38400, B38400},
    {57600, B57600},     {115200, B115200},   {230400, B230400},
    {460800, B460800},   {500000, B500000},   {576000, B576000},
    {921600, B921600},   {1000000, B1000000}, {1152000, B1152000},
    {1500000, B1500000}, {2000000, B2000000}, {3000000, B3000000},
};

bool tty_speed_find(uint32_t baud, speed_t *speed)
{
    for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
        if (speeds[i].baud == baud) {
            *speed = speeds[i].speed;
            return true;
        }
    }
    return false;
}
