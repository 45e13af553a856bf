/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second CPU of ESP32 and ESP32-S3. After a reset it is held; its ROM code
 * then waits for an address to jump to.
 */
#ifndef PORT_COMMON_APP_CPU_H
#define PORT_COMMON_APP_CPU_H

#include <stdint.h>

/**
 * Holds the second CPU in reset. It may still run if the first one alone was
 * reset.
 */
void app_cpu_hold(void);

/**
 * Starts the second CPU, and waits until its ROM code has seen the address.
 * Its cache is empty and, on ESP32, on; on ESP32 memory at 0x40078000 is that
 * cache from then on.
 *
 * @param[in] entry  CPU address of what is in memory already, not 0
 *
 * @source SPEC, The second CPU
 */
void app_cpu_start(uint32_t entry);

#endif
