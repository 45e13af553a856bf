/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an application asks for serial recovery: it writes one word into a
 * register of the RTC that survives a reset, and resets the chip. The
 * bootloader clears the word when it sees it. Nothing has to be linked:
 *
 *     #include "app/recovery_request.h"
 *     #include "esp_system.h"
 *
 *     *(volatile uint32_t *)RECOVERY_REQUEST_ESP32C3 = RECOVERY_REQUEST;
 *     esp_restart();
 *
 * Bootloaders without CONFIG_ESP_MCUBOOT_SERIAL=y take no notice.
 *
 * Source: SPEC, Serial recovery: how it is asked for.
 */
#ifndef APP_RECOVERY_REQUEST_H
#define APP_RECOVERY_REQUEST_H

/* the word: random, as what a register holds by chance should not ask */
#define RECOVERY_REQUEST 0xa96e53c2u

/* RTC_CNTL_STORE0: the first retention register, of which the vendor's
 * software makes no use on these chips */
#define RECOVERY_REQUEST_ESP32   0x3ff4804cu
#define RECOVERY_REQUEST_ESP32S2 0x3f408050u
#define RECOVERY_REQUEST_ESP32C3 0x60008050u
#define RECOVERY_REQUEST_ESP32S3 0x60008050u

#endif
