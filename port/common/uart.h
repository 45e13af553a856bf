/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The UART of all four chips, as the console: the ROM has set it to 115200
 * baud, 8N1, and this driver only sends.
 */
#ifndef PORT_COMMON_UART_H
#define PORT_COMMON_UART_H

#include <stdint.h>

/**
 * Sends a byte; waits while the FIFO is full.
 *
 * @param[in] base  CPU address of the UART
 * @param[in] byte  what to send
 */
void uart_put(uint32_t base, uint8_t byte);

/**
 * Waits until the last bit is on the wire.
 *
 * @param[in] base  CPU address of the UART
 */
void uart_drain(uint32_t base);

#endif
