/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the boot log goes. The configuration's source (`sallyport conf
 * source`) defines these functions by the driver that is configured; where
 * there is no console they do nothing, and no driver is linked.
 */
#ifndef PORT_COMMON_CONSOLE_H
#define PORT_COMMON_CONSOLE_H

#include <stdint.h>

/**
 * Gets the console ready to send.
 */
void console_open(void);

/**
 * Sends a byte; waits while there is no room, but not for ever.
 *
 * @param[in] byte  what to send
 */
void console_put(uint8_t byte);

/**
 * Waits until all is sent, but not for ever.
 */
void console_drain(void);

#endif
