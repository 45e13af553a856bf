/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The serial contract: the line on which recovery talks, a UART, the USB
 * Serial/JTAG, or a pseudo-terminal of the virtual device. The port opens it
 * before recovery begins; recovery reads and writes bytes and knows no baud
 * rate.
 */
#ifndef IFACE_SERIAL_H
#define IFACE_SERIAL_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Takes bytes that have arrived; never waits.
 *
 * @param[out] dst  room for len bytes
 * @param[in]  len  bytes, > 0
 *
 * @retval bytes taken, 0 .. len
 */
MUST_USE uint32_t serial_read(uint8_t *dst, uint32_t len);

/**
 * Sends bytes; waits for room, but not for ever: where nobody takes them the
 * rest is dropped. Feeds the watchdog.
 *
 * @param[in] src  len bytes
 * @param[in] len  bytes
 */
void serial_write(const uint8_t *src, uint32_t len);

/**
 * Lets go what a driver may still hold back, and waits until the last bit has
 * left, but not for ever.
 */
void serial_drain(void);

#endif
