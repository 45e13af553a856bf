/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time by timer 0 of timer group 0, which all four chips have: the bus's
 * clock divided down to half milliseconds, as its divider has 16 bits only. The
 * crystal stands behind it, so it does not drift.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 11 "Timer group"; vendor's
 * register headers of TIMG.
 */
#include "port/common/ticks.h"

#include "iface/mmio.h"
#include "iface/ticks.h"
#include "port/common/chip.h"
#include "port/common/clock.h"

#define T0CONFIG            0x00
#define T0CONFIG_ENABLE     (1u << 31)
#define T0CONFIG_UP         (1u << 30)
#define T0CONFIG_DIVIDER    13
#define T0CONFIG_AUTORELOAD (1u << 29)
#define T0LO                0x04
#define T0HI                0x08
#define T0UPDATE            0x0c
#define T0UPDATE_GO         (1u << 31) /* until the count is handed over */

#define HALVES_PER_SECOND 2000u

/* Handing over the count takes a few cycles of the bus. */
#define SPIN_MAX 1000u

void ticks_open(void)
{
    mmio_write(chip.timer_group0 + T0CONFIG,
               T0CONFIG_ENABLE | T0CONFIG_UP |
                   CLOCK_BUS_HZ / HALVES_PER_SECOND << T0CONFIG_DIVIDER);
}

void ticks_close(void)
{
    mmio_write(chip.timer_group0 + T0CONFIG,
               T0CONFIG_UP | T0CONFIG_AUTORELOAD | 1u << T0CONFIG_DIVIDER);
}

uint32_t ticks_ms(void)
{
    uint32_t base = chip.timer_group0;

    mmio_write(base + T0UPDATE, T0UPDATE_GO);
    for (uint32_t i = 0;
         (mmio_read(base + T0UPDATE) & T0UPDATE_GO) != 0 && i < SPIN_MAX; i++) {
    }
    return mmio_read(base + T0HI) << 31 | mmio_read(base + T0LO) >> 1;
}
