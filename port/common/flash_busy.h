/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done while the flash is busy. The configuration's source (`sallyport
 * conf source`) defines the function; programs without one link flash_busy.c.
 */
#ifndef PORT_COMMON_FLASH_BUSY_H
#define PORT_COMMON_FLASH_BUSY_H

/**
 * Feeds the watchdog, and takes what arrives on recovery's line if the product
 * has one; called at each look at a flash that erases or programs. Touches
 * neither the flash nor its controller.
 */
void flash_busy(void);

#endif
