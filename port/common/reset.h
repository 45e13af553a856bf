/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why the chip was reset, what that leaves in memory, and how it is reset.
 */
#ifndef PORT_COMMON_RESET_H
#define PORT_COMMON_RESET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "core/load.h"

/**
 * Tells why this CPU was reset.
 *
 * @retval cause  number of the manual; docs/log.md lists them
 */
MUST_USE uint32_t reset_cause(void);

/**
 * Tells whether a segment stays as its application left it: memory of the RTC
 * through deep sleep. Another application's remains are not kept.
 *
 * @param[in] segment  segment of the application that is started
 * @param[in] updated  that application was installed in this boot
 *
 * @retval true   do not load it
 * @retval false  load it
 */
MUST_USE bool reset_keeps(const struct load_segment *segment, bool updated);

/**
 * Resets both CPUs and all but the RTC.
 */
_Noreturn void reset_now(void);

#endif
