/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See rescue.h.
 *
 * E1  The pin has to ask without a break for the whole time, from the first
 *     look on; each look feeds the watchdog.
 * E2  The word that asks is cleared before anything else can fail: recovery
 *     is entered by it once.
 * E3  Out of recovery leads a reset and nothing else.
 */
#include "port/common/rescue.h"

#include <stddef.h>

#include "app/recovery_request.h"
#include "iface/log.h"
#include "iface/mmio.h"
#include "iface/serial.h"
#include "iface/ticks.h"
#include "port/common/chip.h"
#include "port/common/clock.h"
#include "port/common/console.h"
#include "port/common/pins.h"
#include "port/common/product.h"
#include "port/common/reset.h"
#include "port/common/ticks.h"
#include "port/common/watchdog.h"
#include "recovery/recovery.h"

#define SETTLE_US     5000u /* 45 kohm of the pin's own pull and 33 nF */
#define POLL_US       1000u
#define GOODBYE_MS    250u /* SPEC, Serial recovery: reset */
#define MS_PER_SECOND 1000u

/* Apart from main.c's, as most products have none. */
static struct {
    bool open;
    bool serving;
    struct recovery recovery;
} state;

bool rescue_is_open(void)
{
    return state.open;
}

void rescue_receive(void)
{
    if (state.serving) {
        recovery_receive(&state.recovery);
    }
}

static bool word_asks(void)
{
    uint32_t word = chip.rtc + chip.retained;

    if (mmio_read(word) != RECOVERY_REQUEST) {
        return false;
    }
    mmio_write(word, 0); /* E2 */
    return product.rescue_config->when_asked;
}

static bool pin_is_asking(void)
{
    return pin_is_high(product.rescue_config->pin) ==
           product.rescue_config->level;
}

/* E1 */
static bool pin_stays(uint32_t ms)
{
    uint32_t begin = ticks_ms();

    while (pin_is_asking()) {
        if (ticks_ms() - begin >= ms) {
            return true;
        }
        watchdog_feed();
        clock_pause_us(POLL_US);
    }
    return false;
}

static bool pin_asks(void)
{
    const struct rescue_config *config = product.rescue_config;
    bool asks;

    if (config->pin == RESCUE_NO_PIN) {
        return false;
    }
    pin_listen(config->pin, config->pull_up);
    clock_pause_us(SETTLE_US);
    ticks_open();
    asks = pin_stays(config->hold_s * MS_PER_SECOND);
    ticks_close();
    return asks;
}

static bool is_asked(void)
{
    return word_asks() || pin_asks();
}

/* The host should have the answer before the line goes away. */
static _Noreturn void leave(enum recovery_next next)
{
    uint32_t begin = ticks_ms();

    while (ticks_ms() - begin < GOODBYE_MS) {
        watchdog_feed();
    }
    if (next == RECOVERY_RESET_TO_US) {
        mmio_write(chip.rtc + chip.retained, RECOVERY_REQUEST);
    }
    reset_now(); /* E3 */
}

static void run(struct boot *boot)
{
    enum recovery_next next;

    log_line(LOG_INFO, "serial recovery begins", 0, 0);
    console_drain();
    state.open = true;
    ticks_open();
    serial_open();
    recovery_open(&state.recovery, &product.rescue_config->recovery, boot);
    state.serving = true;
    do {
        watchdog_feed();
        next = recovery_turn(&state.recovery);
    } while (next == RECOVERY_GOES_ON);
    serial_drain();
    leave(next);
}

const struct rescue chip_rescue = {is_asked, run};
