/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A product's configuration as a chip build compiles it: one constant, written
 * by `sallyport conf source` from bootloader.conf.
 */
#ifndef PORT_COMMON_PRODUCT_H
#define PORT_COMMON_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/config.h"

/** What the port has to know besides what core does. */
struct product {
    struct boot_config boot;
    bool watchdog;       /* CONFIG_ESP_MCUBOOT_WDT_ENABLE */
    uint32_t flash_len;  /* bytes, CONFIG_ESP_FLASH_SIZE; at most 16 MiB */
    uint32_t bootloader; /* flash address of our own image */
    bool second_cpu;     /* CONFIG_ESP_MULTI_PROCESSOR_BOOT: it runs image 1 */
};

extern const struct product product;

#endif
