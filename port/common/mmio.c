/* SPDX-License-Identifier: Apache-2.0 */
/* See iface/mmio.h. */
#include "iface/mmio.h"

uint32_t mmio_read(uint32_t addr)
{
    return *(const volatile uint32_t *)(uintptr_t)addr;
}

void mmio_write(uint32_t addr, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)addr = value;
}

void mmio_change(uint32_t addr, uint32_t clear, uint32_t set)
{
    mmio_write(addr, (mmio_read(addr) & ~clear) | set);
}
