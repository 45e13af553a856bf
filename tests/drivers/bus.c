/* SPDX-License-Identifier: Apache-2.0 */
/* See bus.h. */
#include "tests/drivers/bus.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "iface/mmio.h"

#define REGISTER_MAX 1024

static struct {
    uint32_t addr;
    uint32_t value;
    bool held;
} registers[REGISTER_MAX];
static uint32_t register_count;

struct bus_write bus_tape[BUS_TAPE_MAX];
uint32_t bus_count;
uint32_t bus_reads;
void (*bus_written)(uint32_t addr, uint32_t value);

static uint32_t noise_addr;
static uint32_t noise;

void bus_clear(void)
{
    noise_addr = 0;
    memset(registers, 0, sizeof(registers));
    register_count = 0;
    bus_count = 0;
    bus_reads = 0;
}

static uint32_t find(uint32_t addr)
{
    for (uint32_t i = 0; i < register_count; i++) {
        if (registers[i].addr == addr) {
            return i;
        }
    }
    if (register_count == REGISTER_MAX) {
        abort();
    }
    registers[register_count].addr = addr;
    return register_count++;
}

void bus_put(uint32_t addr, uint32_t value)
{
    registers[find(addr)].value = value;
}

void bus_hold(uint32_t addr, uint32_t value)
{
    uint32_t i = find(addr);

    registers[i].value = value;
    registers[i].held = true;
}

void bus_noise(uint32_t addr)
{
    noise_addr = addr;
}

uint32_t mmio_read(uint32_t addr)
{
    bus_reads++;
    if (addr == noise_addr && addr != 0) {
        noise = noise * 1664525 + 1013904223; /* Numerical Recipes, 7.1 */
        return noise;
    }
    return registers[find(addr)].value;
}

void mmio_write(uint32_t addr, uint32_t value)
{
    uint32_t i = find(addr);

    if (bus_count == BUS_TAPE_MAX) {
        abort();
    }
    bus_tape[bus_count++] = (struct bus_write){addr, value};
    if (!registers[i].held) {
        registers[i].value = value;
    }
    if (bus_written != NULL) {
        bus_written(addr, value);
    }
}

void mmio_change(uint32_t addr, uint32_t clear, uint32_t set)
{
    mmio_write(addr, (mmio_read(addr) & ~clear) | set);
}
