/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What recovery has to know of a product, as data. The line and the way it is
 * asked for are the port's.
 */
#ifndef RECOVERY_RECOVERY_CONFIG_H
#define RECOVERY_RECOVERY_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/** A product's recovery; constant while the boot code runs. */
struct recovery_config {
    bool direct; /* uploads go straight to the primary slot */
    /* CONFIG_ESP_MCUBOOT_ERASE_PROGRESSIVELY: single sectors just ahead of the
     * data; else large blocks where the flash has them */
    bool erase_by_sector;
    uint32_t
        idle_s; /* without a request: reset, if something boots; 0: never */
};

#endif
