/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lets ticks_ms() (iface/ticks.h) run. Nobody but recovery needs the time.
 */
#ifndef PORT_COMMON_TICKS_H
#define PORT_COMMON_TICKS_H

/**
 * Starts to count; after clock_open().
 */
void ticks_open(void);

/**
 * Stops, and leaves the timer as a reset does: an application may be next.
 */
void ticks_close(void);

#endif
