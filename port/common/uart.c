/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See uart.h.
 *
 * U1  ESP32: read by the nearer bus, the FIFO's count lags behind, and only
 *     its pointers are right; they are equal when it is empty or full.
 *
 * Source: UART chapters of the chips' Technical Reference Manuals; vendor's
 * register headers of UART, and its driver for what U1 says.
 */
#include "port/common/uart.h"

#include <stdbool.h>

#include "iface/mmio.h"
#include "port/common/chip.h"
#include "port/common/watchdog.h"

#define UART_STATUS              0x1c
#define UART_STATUS_TXFIFO_SHIFT 16
#define UART_STATE_MASK          0xfu

#define POINTER_READ_SHIFT  2
#define POINTER_WRITE_SHIFT 13
#define FIFO_LEN            128u /* bytes, in either direction */

#define FIFO_LIMIT 120 /* of 128: room for what is on its way there */

/* A byte at 115200 baud takes 87 us; a dead UART must not stop a boot. */
#define SPIN_MAX 200000u

static uint32_t fifo_count(uint32_t base)
{
    return mmio_read(base + UART_STATUS) >> UART_STATUS_TXFIFO_SHIFT &
           chip.uart.count_mask;
}

void uart_put(uint32_t base, uint8_t byte)
{
    for (uint32_t i = 0; fifo_count(base) >= FIFO_LIMIT && i < SPIN_MAX; i++) {
    }
    /* ESP32, ESP32-S2: by the other bus, as bytes may be lost on the nearer */
    mmio_write(base + chip.uart.fifo, byte);
}

static uint32_t transmitter_state(uint32_t base)
{
    return mmio_read(base + chip.uart.state) >> chip.uart.state_shift &
           UART_STATE_MASK;
}

void uart_drain(uint32_t base)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (fifo_count(base) == 0 && transmitter_state(base) == 0) {
            return;
        }
    }
}

void uart_write(uint32_t base, const uint8_t *src, uint32_t len)
{
    for (uint32_t i = 0; i < len; i++) {
        watchdog_feed();
        uart_put(base, src[i]);
    }
}

static bool has_byte(uint32_t base)
{
    uint32_t count = mmio_read(base + UART_STATUS) & chip.uart.count_mask;
    uint32_t pointers;

    if (chip.uart.pointers == 0) {
        return count != 0;
    }
    pointers = mmio_read(base + chip.uart.pointers);
    return ((pointers >> POINTER_WRITE_SHIFT ^ pointers >> POINTER_READ_SHIFT) &
            (FIFO_LEN - 1)) != 0 ||
           count >= FIFO_LEN; /* U1 */
}

uint32_t uart_read(uint32_t base, uint8_t *dst, uint32_t len)
{
    uint32_t i = 0;

    for (; i < len && has_byte(base); i++) {
        dst[i] = (uint8_t)mmio_read(base + chip.uart.fifo_read);
    }
    return i;
}
