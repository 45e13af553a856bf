/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See pins.h. ESP32 pulls the pins of the RTC by RTC_IO alone.
 *
 * Source: ESP32-C3 Technical Reference Manual v1.2, 5 "IO MUX and GPIO
 * matrix"; ESP32 Technical Reference Manual v5.1, 4 "IO_MUX and GPIO matrix";
 * vendor's register headers of GPIO, IO_MUX and RTC_IO.
 */
#include "port/common/pins.h"

#include <stddef.h>

#include "iface/mmio.h"

#define IO_MUX_FUNCTION_SHIFT 12
#define IO_MUX_FUNCTION_MASK  7u

#define GPIO_ENABLE_W1TC  0x28
#define GPIO_ENABLE1_W1TC 0x34
#define GPIO_IN           0x3c
#define GPIO_IN1          0x40

static void pad_give_back(uint32_t pin, uint32_t bits)
{
    struct pin_pad pad = pin_pad(pin);

    if (pad.addr != 0) {
        mmio_change(pad.addr, pad.mux | pad.pull_up | pad.pull_down,
                    ((bits & PIN_PULL_UP) != 0 ? pad.pull_up : 0) |
                        ((bits & PIN_PULL_DOWN) != 0 ? pad.pull_down : 0));
    }
}

void pin_take(uint32_t pin, uint32_t bits)
{
    uint32_t word = pin_wiring.io_mux_order == NULL
                        ? pin + 1
                        : pin_wiring.io_mux_order[pin];

    pad_give_back(pin, bits);
    mmio_change(pin_wiring.io_mux + 4 * word,
                IO_MUX_FUNCTION_MASK << IO_MUX_FUNCTION_SHIFT | PIN_PULL_UP |
                    PIN_PULL_DOWN,
                pin_wiring.function << IO_MUX_FUNCTION_SHIFT | bits);
}

/* The output first: resets of ESP32's CPU alone leave it driven. */
void pin_listen(uint32_t pin, bool pull_up)
{
    mmio_write(pin_wiring.gpio +
                   (pin < 32 ? GPIO_ENABLE_W1TC : GPIO_ENABLE1_W1TC),
               1u << pin % 32);
    pin_take(pin, PIN_INPUT | (pull_up ? PIN_PULL_UP : PIN_PULL_DOWN));
}

bool pin_is_high(uint32_t pin)
{
    uint32_t bank = pin < 32 ? GPIO_IN : GPIO_IN1;

    return (mmio_read(pin_wiring.gpio + bank) >> pin % 32 & 1) != 0;
}
