/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The USB Serial/JTAG of ESP32-C3 and ESP32-S3 as a console and as recovery's
 * line: hardware that a host sees as a serial port, and that may have no host.
 */
#ifndef PORT_COMMON_USB_SERIAL_JTAG_H
#define PORT_COMMON_USB_SERIAL_JTAG_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Sends a byte; it goes out with the end of its line. Waits for the host once,
 * and no more until the host has taken something.
 *
 * @param[in] byte  what to send
 */
void usb_serial_jtag_put(uint8_t byte);

/**
 * Sends bytes, the last ones with the end of their line; feeds the watchdog.
 * Where the host takes nothing for 100 ms the rest is dropped.
 *
 * @param[in] src  len bytes
 * @param[in] len  bytes
 */
void usb_serial_jtag_write(const uint8_t *src, uint32_t len);

/**
 * Takes bytes that have arrived; never waits. The host keeps what there is no
 * room for.
 *
 * @param[out] dst  room for len bytes
 * @param[in]  len  bytes
 *
 * @retval bytes taken, 0 .. len
 */
MUST_USE uint32_t usb_serial_jtag_read(uint8_t *dst, uint32_t len);

/**
 * Waits until the host has taken all, unless it takes nothing.
 */
void usb_serial_jtag_drain(void);

#endif
