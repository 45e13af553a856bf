/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One device of a product: flash, eFuses and the engine between them, booted
 * as often as it takes. A boot is what a chip does from reset on: the ROM
 * looks for a bootloader, the bootloader enrols and starts the application.
 */
#ifndef FIRSTBOOT_UNIT_H
#define FIRSTBOOT_UNIT_H

#include <setjmp.h>

#include "base/status.h"
#include "enroll/enroll.h"
#include "tests/firstboot/product.h"

/** How a boot ended. */
enum unit_end {
    UNIT_RUNS,    /* the application was started */
    UNIT_RESET,   /* the bootloader has reset the chip */
    UNIT_STOPPED, /* it has refused to go on, see unit.why */
    UNIT_NO_BOOT, /* the ROM does not start the bootloader */
    UNIT_CUT,     /* power failed */
};

/** What was done while the ROM could not have started a bootloader. */
struct unit_window {
    bool is_open;      /* our own image is being replaced */
    uint64_t first_op; /* its first operation */
    uint64_t end_op;   /* the first one behind it */
    uint32_t erases;   /* of sectors */
    uint32_t written;  /* bytes */
    uint32_t burns;    /* of eFuses */
};

/** A device; struct flash first, so that the wrapped calls find it. */
struct unit {
    struct flash nor;
    struct efuse efuse;
    struct flash_cipher engine;
    const struct product *product;
    struct unit_window window;
    uint8_t data[FLASH_LEN];
    jmp_buf power;
    status_t why;
    struct enroll enroll;
};

/**
 * Makes a device as it leaves the programmer.
 *
 * @param[out] u  device
 * @param[in]  p  product; must outlive u
 */
void unit_open(struct unit *u, const struct product *p);

/**
 * Flashes the bootloader's file again, as somebody with a cable would.
 *
 * @param[in,out] u                 device
 * @param[in]     with_application  and the application's, plain as well
 */
void unit_flash_again(struct unit *u, bool with_application);

/**
 * Boots once.
 *
 * @param[in,out] u  device
 *
 * @retval end  how it ended
 */
MUST_USE enum unit_end unit_boot(struct unit *u);

#endif
