/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The USB Serial/JTAG of ESP32-C3 and ESP32-S3 as a console: hardware that a
 * host sees as a serial port, and that may have no host.
 */
#ifndef PORT_COMMON_USB_SERIAL_JTAG_H
#define PORT_COMMON_USB_SERIAL_JTAG_H

#include <stdint.h>

/**
 * Sends a byte; it goes out with the end of its line. Waits for the host once,
 * and no more until the host has taken something.
 *
 * @param[in] byte  what to send
 */
void usb_serial_jtag_put(uint8_t byte);

/**
 * Waits until the host has taken all, unless it takes nothing.
 */
void usb_serial_jtag_drain(void);

#endif
