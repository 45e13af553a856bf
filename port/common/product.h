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
#include "enroll/enroll_config.h"
#include "port/common/locks.h"
#include "port/common/rescue.h"

/** What the port has to know besides what core does. */
struct product {
    struct boot_config boot;
    bool watchdog;       /* CONFIG_ESP_MCUBOOT_WDT_ENABLE */
    uint32_t flash_len;  /* bytes, CONFIG_ESP_FLASH_SIZE; at most 16 MiB */
    uint32_t bootloader; /* flash address of our own image */
    bool second_cpu;     /* CONFIG_ESP_MULTI_PROCESSOR_BOOT: it runs image 1 */
    /* NULL, both: nothing is locked, and nothing of it linked */
    const struct enroll_config *enroll;
    const struct locks *locks;
    /* NULL, both: without CONFIG_ESP_MCUBOOT_SERIAL; nothing of it linked */
    const struct rescue *rescue;
    const struct rescue_config *rescue_config;
    bool efuse_virtual; /* CONFIG_EFUSE_VIRTUAL: no real eFuse is burned, and
                           nothing is encrypted */
    /* ..._KEEP_IN_FLASH: where they are kept, two sectors; len 0: in RAM */
    struct config_area efuse_area;
};

extern const struct product product;

#endif
