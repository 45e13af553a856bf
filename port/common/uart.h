/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The UART of all four chips, as the console and as recovery's line. Somebody
 * else has set its baud rate: the ROM, or uart_pins.h. What arrives damaged is
 * handed on as it is.
 */
#ifndef PORT_COMMON_UART_H
#define PORT_COMMON_UART_H

#include <stdint.h>

#include "base/compiler.h"

/**
 * Sends a byte; waits while the FIFO is full.
 *
 * @param[in] base  CPU address of the UART
 * @param[in] byte  what to send
 */
void uart_put(uint32_t base, uint8_t byte);

/**
 * Sends bytes; feeds the watchdog.
 *
 * @param[in] base  CPU address of the UART
 * @param[in] src   len bytes
 * @param[in] len   bytes
 */
void uart_write(uint32_t base, const uint8_t *src, uint32_t len);

/**
 * Takes bytes that have arrived; never waits.
 *
 * @param[in]  base  CPU address of the UART
 * @param[out] dst   room for len bytes
 * @param[in]  len   bytes
 *
 * @retval bytes taken, 0 .. len
 */
MUST_USE uint32_t uart_read(uint32_t base, uint8_t *dst, uint32_t len);

/**
 * Waits until the last bit is on the wire.
 *
 * @param[in] base  CPU address of the UART
 */
void uart_drain(uint32_t base);

#endif
