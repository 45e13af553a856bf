/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sample on the second CPU shows the one on the first: a few words of
 * RTC memory, which neither of them is loaded to. ESP32-C3 has other memory at
 * the same address, and no second CPU that would write there.
 */
#ifndef APP_SAMPLES_SECOND_CPU_H
#define APP_SAMPLES_SECOND_CPU_H

#include <stdint.h>

#define SECOND_CPU_SIGN  0x50001ff0u /* CPU address, by both CPUs */
#define SECOND_CPU_MAGIC 0x32757063u /* "cpu2" */

/** The sign of life. */
struct second_cpu_sign {
    uint32_t magic;     /* SECOND_CPU_MAGIC */
    uint32_t processor; /* processor id register: 0xabab is the second CPU */
    uint32_t count;     /* rises as long as it runs */
};

#endif
