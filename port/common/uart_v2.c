/* SPDX-License-Identifier: Apache-2.0 */
/* See uart_v2.h. */
#include "port/common/uart_v2.h"

#include "iface/mmio.h"

#define UART_FIFO                0x00
#define UART_STATUS              0x1c
#define UART_STATUS_TXFIFO_SHIFT 16
#define UART_STATUS_TXFIFO_MASK  0x3ffu
#define UART_FSM_STATUS          0x6c
#define UART_FSM_STATUS_TX_SHIFT 4
#define UART_FSM_STATUS_TX_MASK  0xfu

#define FIFO_LIMIT 120 /* of 128: room for what is on its way there */

/* A byte at 115200 baud takes 87 us; a dead UART must not stop a boot. */
#define SPIN_MAX 200000u

static uint32_t fifo_count(uint32_t base)
{
    return mmio_read(base + UART_STATUS) >> UART_STATUS_TXFIFO_SHIFT &
           UART_STATUS_TXFIFO_MASK;
}

void uart_put(uint32_t base, uint8_t byte)
{
    for (uint32_t i = 0; fifo_count(base) >= FIFO_LIMIT && i < SPIN_MAX; i++) {
    }
    mmio_write(base + UART_FIFO, byte);
}

static uint32_t transmitter_state(uint32_t base)
{
    return mmio_read(base + UART_FSM_STATUS) >> UART_FSM_STATUS_TX_SHIFT &
           UART_FSM_STATUS_TX_MASK;
}

void uart_drain(uint32_t base)
{
    for (uint32_t i = 0; i < SPIN_MAX; i++) {
        if (fifo_count(base) == 0 && transmitter_state(base) == 0) {
            return;
        }
    }
}
