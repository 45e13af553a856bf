/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A serial port of the host: 8N1, no flow control, nothing translated, used by
 * nobody else at the same time. POSIX only. Knows no protocol.
 *
 * P1  RTS is never on while DTR is off, but for a reset that was asked for: on
 *     a chip's own USB port that state is the reset.
 */
#ifndef HOST_MCUMGR_TTY_H
#define HOST_MCUMGR_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define TTY_BAUD_DEFAULT 115200

/** An open port. */
struct tty {
    int fd; /* -1: none */
    const char *path;
    uint32_t baud;
};

/** How it went to wait for bytes. */
enum tty_result {
    TTY_READY,
    TTY_TIMEOUT,
    TTY_GONE, /* unplugged, or the device behind it was reset */
};

/** The modem lines that auto-reset circuits use. */
enum tty_line {
    TTY_DTR = 1,
    TTY_RTS = 2,
};

/**
 * Opens a port.
 *
 * @param[out] tty   port; .fd is -1 on failure
 * @param[in]  path  device; must outlive tty
 * @param[in]  baud  bits per second
 * @param[out] why   on failure: what is wrong with it and what to do
 *
 * @retval true   open; the lines DTR and RTS are as the system leaves them
 * @retval false  not opened
 */
MUST_USE bool tty_open(struct tty *tty, const char *path, uint32_t baud,
                       struct why *why);

/**
 * Closes a port; the lines keep their state where the system allows it.
 *
 * @param[in,out] tty  port, or none
 */
void tty_close(struct tty *tty);

/**
 * Sends bytes.
 *
 * @param[in] tty         port
 * @param[in] p           len bytes
 * @param[in] len         bytes
 * @param[in] timeout_ms  for all of them
 *
 * @retval TTY_READY    the system has taken them
 * @retval TTY_TIMEOUT  it took no more
 * @retval TTY_GONE     the port is gone
 */
MUST_USE enum tty_result tty_write(const struct tty *tty, const uint8_t *p,
                                   size_t len, uint32_t timeout_ms);

/**
 * Takes what has arrived; waits for the first byte.
 *
 * @param[in]  tty         port
 * @param[out] p           room for *len bytes
 * @param[in,out] len      bytes of room; bytes read
 * @param[in]  timeout_ms  for the first byte
 *
 * @retval TTY_READY    *len > 0
 * @retval TTY_TIMEOUT  nothing came
 * @retval TTY_GONE     the port is gone
 */
MUST_USE enum tty_result tty_read(const struct tty *tty, uint8_t *p,
                                  size_t *len, uint32_t timeout_ms);

/**
 * Throws away what has arrived and was not read.
 *
 * @param[in] tty  port
 */
void tty_discard(const struct tty *tty);

/**
 * Switches modem lines on (low voltage at the pin) or off.
 *
 * @param[in] tty    port
 * @param[in] lines  of enum tty_line, or'ed
 * @param[in] on     their new state
 *
 * @retval true   switched
 * @retval false  the port has no such lines
 */
MUST_USE bool tty_switch(const struct tty *tty, unsigned lines, bool on);

/**
 * Returns the time of a clock that only goes forward.
 *
 * @retval milliseconds
 */
MUST_USE int64_t tty_now_ms(void);

/**
 * Waits.
 *
 * @param[in] ms  milliseconds
 */
void tty_sleep(uint32_t ms);

#endif
