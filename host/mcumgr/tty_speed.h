/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The speeds of serial ports, which some systems number by themselves.
 */
#ifndef HOST_MCUMGR_TTY_SPEED_H
#define HOST_MCUMGR_TTY_SPEED_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "base/compiler.h"

/**
 * Finds the system's number of a speed.
 *
 * @param[in]  baud   bits per second
 * @param[out] speed  for cfsetospeed()
 *
 * @retval true   found
 * @retval false  the system knows no such speed
 */
MUST_USE bool tty_speed_find(uint32_t baud, speed_t *speed);

#endif
