/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual device's boot log: where the lines of iface/log.h go. One log
 * for the process, as a chip has one console; silent until it is opened.
 */
#ifndef PORT_SIM_SIM_LOG_H
#define PORT_SIM_SIM_LOG_H

#include <stdio.h>

#include "iface/log.h"

/** A console. */
struct sim_log {
    FILE *stream;         /* NULL: silent */
    const char *target;   /* name of the chip in "[esp32c3] [INF] text" */
    enum log_level level; /* lines up to this urgency are printed */
    /* Told of each line that was printed, with its numbers; may be NULL. */
    void (*told)(void *context, const char *text, const uint32_t number[2]);
    void *context; /* handed to told */
};

/**
 * Leads the log to a console.
 *
 * @param[in] console  copied; what it points to must outlive the log
 */
void sim_log_open(const struct sim_log *console);

/**
 * Makes the log silent again.
 */
void sim_log_close(void);

#endif
