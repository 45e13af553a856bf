/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See iface/mmio.h. A load may pass a store that waits for the bus: reading
 * whether an engine is done must not come before telling it to start. MEMW
 * keeps them in order; the compiler is told to leave it out elsewhere, where
 * volatile is not about devices.
 *
 * Source: Xtensa Instruction Set Architecture Reference Manual, MEMW.
 */
#include "iface/mmio.h"

static void wait_for_stores(void)
{
    __asm__ volatile("memw");
}

uint32_t mmio_read(uint32_t addr)
{
    wait_for_stores();
    return *(const volatile uint32_t *)(uintptr_t)addr;
}

void mmio_write(uint32_t addr, uint32_t value)
{
    wait_for_stores();
    *(volatile uint32_t *)(uintptr_t)addr = value;
}

void mmio_change(uint32_t addr, uint32_t clear, uint32_t set)
{
    mmio_write(addr, (mmio_read(addr) & ~clear) | set);
}
