/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far an upload is, for the person who waits: a bar that is drawn again on
 * a terminal, a line at each tenth elsewhere. Counts what the device has
 * acknowledged, not what was sent. The time is the caller's, in milliseconds
 * of a clock that only goes forward.
 */
#ifndef HOST_MCUMGR_METER_H
#define HOST_MCUMGR_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/compiler.h"

#define METER_WINDOW_MS 3000 /* the rate is that of the last 3 s */
#define METER_STEP_MS   100  /* between samples, and between drawings */
#define METER_SAMPLES   (METER_WINDOW_MS / METER_STEP_MS + 2)
#define METER_TEXT_MAX  80

/** How much there was at a time. */
struct meter_sample {
    int64_t ms;
    uint32_t bytes; /* transferred in this run */
};

/** An upload under way. */
struct meter {
    FILE *out; /* NULL: nothing is shown */
    bool is_terminal;
    uint32_t total; /* bytes, > 0 */
    uint32_t off;   /* bytes that the device has */
    uint32_t bytes; /* of them, transferred in this run */
    int64_t start_ms;
    int64_t shown_ms;
    uint32_t shown_tenths;
    struct meter_sample samples[METER_SAMPLES]; /* the oldest first */
    size_t count;
};

/**
 * Starts.
 *
 * @param[out] meter  nothing done yet
 * @param[in]  total  bytes
 * @param[in]  now    ms
 * @param[in]  out    where it is shown; NULL: nowhere
 */
void meter_start(struct meter *meter, uint32_t total, int64_t now, FILE *out);

/**
 * Notes what the device has, and shows it if it is time to.
 *
 * @param[in,out] meter  meter
 * @param[in]     off    bytes that the device has
 * @param[in]     bytes  of them, transferred since the last call: what the
 *                       device had before counts as progress, not in the rate
 * @param[in]     now    ms
 */
void meter_put(struct meter *meter, uint32_t off, uint32_t bytes, int64_t now);

/**
 * Shows a word in place of the bar, such as "erasing...".
 *
 * @param[in,out] meter  meter
 * @param[in]     word   text
 */
void meter_say(struct meter *meter, const char *word);

/**
 * Ends the line on a terminal, and says how long all took if all was done.
 *
 * @param[in,out] meter  meter
 * @param[in]     now    ms
 */
void meter_end(struct meter *meter, int64_t now);

/**
 * Returns the rate of the last 3 s.
 *
 * @param[in] meter  meter
 * @param[in] now    ms
 *
 * @retval bytes per second; 0: not known yet
 */
MUST_USE uint32_t meter_rate(const struct meter *meter, int64_t now);

/**
 * Returns the time that is left at that rate.
 *
 * @param[in] meter  meter
 * @param[in] now    ms
 *
 * @retval seconds, rounded up; -1: not known
 */
MUST_USE int64_t meter_left_s(const struct meter *meter, int64_t now);

/**
 * Writes the line that tells how far it is.
 *
 * @param[in]  meter  meter
 * @param[in]  now    ms
 * @param[out] text   METER_TEXT_MAX bytes, without a newline
 */
void meter_text(const struct meter *meter, int64_t now, char *text);

#endif
