/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery on a chip: how it is asked for, and the loop around it. A product
 * that has it names it in its constant; of all others the linker drops this
 * before the optimiser sees it, as with locks.h.
 *
 * While it runs the flash driver calls flash_busy() (flash_busy.h) at each look
 * at a busy flash; with recovery the product's source lets it call
 * rescue_receive() besides feeding the watchdog.
 */
#ifndef PORT_COMMON_RESCUE_H
#define PORT_COMMON_RESCUE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/boot.h"
#include "recovery/recovery_config.h"

#define RESCUE_NO_PIN 0xff

/** How the chip is asked for recovery, as data. */
struct rescue_config {
    struct recovery_config recovery;
    uint8_t pin;     /* RESCUE_NO_PIN: none asks */
    bool level;      /* of the pin that asks */
    bool pull_up;    /* else pulled down */
    uint16_t hold_s; /* seconds that it must last; 0: seen once */
    bool when_asked; /* the application may ask by the retained word */
    bool when_dead;  /* also when nothing boots */
};

/** What main.c calls. */
struct rescue {
    /* the pin or the retained word, which is cleared; takes hold_s if the pin
     * asks */
    bool (*is_asked)(void);
    /* serves until the chip is reset; boot from boot_init() */
    void (*run)(struct boot *boot);
};

extern const struct rescue chip_rescue;

/**
 * Gets the line ready for serial_read() and serial_write() (iface/serial.h);
 * the product's source defines it, as those, by the driver that is configured.
 */
void serial_open(void);

/**
 * Takes what has arrived on the line; does nothing before run() was called.
 */
void rescue_receive(void);

/**
 * Tells whether recovery has begun: from then on the line is its own.
 *
 * @retval true  run() was called
 */
bool rescue_is_open(void);

#endif
