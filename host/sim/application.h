/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pseudo-application: what runs on the virtual device after the boot code
 * has started an image. It links the library that real applications link
 * (app/) and does with it what the user tells: receive an update, request it,
 * confirm itself, or misbehave. The code of the image is not executed.
 */
#ifndef HOST_SIM_APPLICATION_H
#define HOST_SIM_APPLICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "host/cli/why.h"
#include "host/sim/device_state.h"
#include "port/sim/nor.h"

/** What the application does once it runs. */
enum application_deed {
    APPLICATION_NONE = 0,
    APPLICATION_CONFIRM = 1,
    APPLICATION_REQUEST_TEST = 2,
    APPLICATION_REQUEST_PERMANENT = 3,
    APPLICATION_HANG = 4,   /* the watchdog resets the chip */
    APPLICATION_PANIC = 5,  /* the chip resets itself */
    APPLICATION_DAMAGE = 6, /* clears bits in the secondary slot's image */
    APPLICATION_REQUEST_RECOVERY = 7,
    APPLICATION_DEED_COUNT = 8,
};

/** Names of the deeds as in options; ends with NULL. */
extern const char *const application_deed_names[APPLICATION_DEED_COUNT + 1];

/** An application. */
struct application {
    struct flash *flash;
    const struct boot_config *config;
    uint8_t image;           /* whose slots it works on */
    const uint8_t *received; /* update to write to its secondary slot */
    size_t received_len;     /* bytes; 0: receives nothing */
    enum application_deed deed;
};

/**
 * Runs the application until it has done its deed. Power may fail on the way;
 * control then leaves through flash->power.
 *
 * @param[in]  app    application
 * @param[out] cause  why the device resets afterwards
 * @param[out] why    on failure: what could not be done
 *
 * @retval true   done
 * @retval false  the update does not fit, the flash failed, or the library
 *                refused the request
 */
MUST_USE bool application_run(const struct application *app,
                              enum reset_cause *cause, struct why *why);

#endif
