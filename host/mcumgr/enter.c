/* SPDX-License-Identifier: Apache-2.0 */
/* See enter.h. */
#include "host/mcumgr/enter.h"

/* Switches a line on for a time. */
static bool pulse(const struct tty *tty, unsigned line, uint32_t ms)
{
    if (!tty_switch(tty, line, true)) {
        return false;
    }
    tty_sleep(ms);
    return tty_switch(tty, line, false);
}

static bool both_off(const struct tty *tty)
{
    return tty_switch(tty, TTY_RTS, false) && tty_switch(tty, TTY_DTR, false);
}

bool enter_recovery(const struct tty *tty, const struct enter_plan *plan,
                    struct why *why)
{
    bool done = both_off(tty) && pulse(tty, plan->reset_line, plan->reset_ms);
    if (done && plan->pin_line != 0) {
        tty_sleep(plan->gap_ms);
        done = pulse(tty, plan->pin_line, plan->hold_ms);
    }
    return done || why_say(why,
                           "'%s' has no lines DTR and RTS to reset the board "
                           "with: reset it by hand and leave out --enter",
                           tty->path);
}
