/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks while we boot, and as the application finds them: CPU and bus at
 * 80 MHz from the PLL, as the vendor's bootloader leaves them.
 */
#ifndef PORT_COMMON_CLOCK_H
#define PORT_COMMON_CLOCK_H

#include <stdint.h>

#define CLOCK_BUS_HZ 80000000u /* after clock_open() */

/**
 * Brings CPU and bus to 80 MHz, keeps UART0 at 115200 baud, and writes down
 * crystal and bus for the application; after board_open().
 */
void clock_open(void);

/**
 * Waits.
 *
 * @param[in] us  microseconds at 80 MHz, at the least; up to 100000000
 */
void clock_pause_us(uint32_t us);

#endif
