/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See analog.h.
 *
 * Source: vendor's register description of the bus for ESP32-S2; the mask ROMs
 * of the others drive it alike, as watched in emulation.
 */
#include "port/common/analog.h"

#include "iface/mmio.h"
#include "port/common/board.h"

#define ANALOG_REG_SHIFT  8
#define ANALOG_DATA_SHIFT 16
#define ANALOG_WRITE      (1u << 24)
#define ANALOG_BUSY       (1u << 25)

/* An access takes a few microseconds; a bus that is dead stops no boot. */
#define SPIN_MAX 10000u

static uint32_t run(uint32_t command)
{
    uint32_t value = ANALOG_BUSY;

    mmio_write(board.analog_port, board.analog_command | command);
    for (uint32_t i = 0; i < SPIN_MAX && (value & ANALOG_BUSY) != 0; i++) {
        value = mmio_read(board.analog_port);
    }
    return value >> ANALOG_DATA_SHIFT & 0xffu;
}

uint32_t analog_read(uint32_t block, uint32_t reg)
{
    return run(block | reg << ANALOG_REG_SHIFT);
}

void analog_change(uint32_t block, uint32_t reg, uint32_t clear, uint32_t set)
{
    uint32_t value = (analog_read(block, reg) & ~clear) | set;

    (void)run(block | reg << ANALOG_REG_SHIFT | value << ANALOG_DATA_SHIFT |
              ANALOG_WRITE);
}
