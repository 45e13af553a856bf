/* SPDX-License-Identifier: Apache-2.0 */
/* See uart.h. */
#include "port/common/uart.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define UART_STATUS              0x1c
#define UART_STATUS_TXFIFO_SHIFT 16
#define UART_STATE_MASK          0xfu

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
