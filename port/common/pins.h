/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single pins: taken away from whoever had them, and read. Some of them belong
 * to the RTC as well (ESP32, ESP32-S2, ESP32-S3), whose registers survive the
 * resets that an application asks for.
 */
#ifndef PORT_COMMON_PINS_H
#define PORT_COMMON_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/* bits of a pin's register in IO_MUX */
#define PIN_INPUT     (1u << 9)
#define PIN_PULL_UP   (1u << 8)
#define PIN_PULL_DOWN (1u << 7)

/** What a chip's pins are like; addresses are CPU addresses. */
struct pin_wiring {
    uint32_t gpio;
    uint32_t io_mux; /* pins in their order from its second register on */
    const uint8_t *io_mux_order; /* or each pin's register; NULL: that order */
    uint32_t function;           /* of a pin in IO_MUX: GPIO */
};

/** A pin's part in the RTC. */
struct pin_pad {
    uint32_t addr;      /* its register in RTC_IO; 0: it has none */
    uint32_t mux;       /* bit: the pin is the RTC's */
    uint32_t pull_up;   /* bit; 0: IO_MUX pulls this one too */
    uint32_t pull_down; /* bit; 0: the same */
};

/** The chip's own, in port/<chip>/wiring.c. */
extern const struct pin_wiring pin_wiring;

/**
 * Tells a pin's part in the RTC; the chip's own, in port/<chip>/wiring.c.
 *
 * @param[in] pin  pin that the chip has
 *
 * @retval its part; addr is 0 if it has none
 */
MUST_USE struct pin_pad pin_pad(uint32_t pin);

/**
 * Takes a pin for GPIO, and sets what pulls it.
 *
 * @param[in] pin   pin that the chip has
 * @param[in] bits  PIN_INPUT, PIN_PULL_UP, PIN_PULL_DOWN, or none
 */
void pin_take(uint32_t pin, uint32_t bits);

/**
 * Makes a pin an input that drives nothing.
 *
 * @param[in] pin      pin that the chip has
 * @param[in] pull_up  pulled up, else down
 */
void pin_listen(uint32_t pin, bool pull_up);

/**
 * Reads a pin.
 *
 * @param[in] pin  pin after pin_listen()
 *
 * @retval true   it is high
 * @retval false  it is low
 */
MUST_USE bool pin_is_high(uint32_t pin);

#endif
