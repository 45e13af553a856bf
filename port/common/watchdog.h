/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdogs: those that the ROM left running are taken over, and the RTC
 * watchdog guards the boot if it is configured.
 */
#ifndef PORT_COMMON_WATCHDOG_H
#define PORT_COMMON_WATCHDOG_H

#include <stdbool.h>

/**
 * Ends the flash-boot mode of the watchdogs, and lets the super watchdog feed
 * itself.
 *
 * @param[in] guard  arm the RTC watchdog for 9 s; the application finds it
 *                   running
 */
void watchdog_open(bool guard);

/**
 * Feeds the RTC watchdog; called inside every long loop.
 */
void watchdog_feed(void);

#endif
