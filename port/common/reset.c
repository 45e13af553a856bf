/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See reset.h.
 *
 * Source: SPEC, Start-up and hand-over; vendor's register headers of RTC_CNTL.
 */
#include "port/common/reset.h"

#include "iface/mmio.h"
#include "port/common/chip.h"

#define RTC_OPTIONS0           0x00
#define RTC_OPTIONS0_SYS_RESET (1u << 31)

#define CAUSE_MASK       0x3fu /* of this CPU; the other one's lie above */
#define CAUSE_DEEP_SLEEP 5u

uint32_t reset_cause(void)
{
    return mmio_read(chip.rtc + chip.reset_state) & CAUSE_MASK;
}

bool reset_keeps(const struct load_segment *segment, bool updated)
{
    return segment->kind >= LOAD_RTC_FAST && !updated &&
           reset_cause() == CAUSE_DEEP_SLEEP;
}

_Noreturn void reset_now(void)
{
    for (;;) {
        mmio_write(chip.rtc + RTC_OPTIONS0, RTC_OPTIONS0_SYS_RESET);
    }
}
