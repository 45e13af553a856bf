/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resets a board into recovery with the modem lines of its port, through the
 * auto-reset circuit that most boards have. Only switches lines, in order and
 * for a time; whether recovery answers is found out by asking.
 *
 * N1  The recovery pin is left alone until the ROM has looked at its strapping
 *     pins: IO0, which boards wire to DTR, would start the ROM's own loader.
 * N2  Both lines are off in the end, RTS first.
 *
 * Source: SPEC, Serial recovery.
 */
#ifndef HOST_MCUMGR_ENTER_H
#define HOST_MCUMGR_ENTER_H

#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"
#include "host/mcumgr/tty.h"

/** Which lines, and how long. */
struct enter_plan {
    unsigned reset_line; /* enum tty_line; pulls EN down */
    unsigned pin_line;   /* pulls the recovery pin down; 0: none */
    uint32_t reset_ms;
    uint32_t gap_ms;  /* from the end of the reset to the pin */
    uint32_t hold_ms; /* of the pin */
};

/**
 * Resets a board.
 *
 * @param[in]  tty   port
 * @param[in]  plan  lines and times
 * @param[out] why   on failure: the reason
 *
 * @retval true   done
 * @retval false  the port has no such lines
 */
MUST_USE bool enter_recovery(const struct tty *tty,
                             const struct enter_plan *plan, struct why *why);

#endif
